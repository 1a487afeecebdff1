import { isCommit } from '../model/pin.ts';
import { flatten, HOLE, type Pieces, slicePieces } from '../model/value.ts';
import { fillText } from '../syntax/filler.ts';
import { decodePercent } from '../syntax/percent.ts';
import { type Captures, matchTemplate, type UrlTemplate } from '../syntax/template.ts';
import { type Range, sliceRange } from '../syntax/url.ts';
import type { Forge, ForgeFormRule } from './forge.ts';
import { FILTERS } from './forge-values.ts';
import { FORGES } from './forges.generated.ts';
import { type Address, ownPort } from './locator.ts';
import { forgeRepository, readRepository, repositoryLocator } from './source-key.ts';

/** Hosts that the configuration names, and the forge that each runs. */
export type OwnForges = ReadonlyMap<string, string>;

/** One reading of a URL by a forge. Ranges count the flattened URL, in which a hole is one character. */
export type ForgeMatch = {
  readonly forge: Forge;
  readonly form: ForgeFormRule;
  readonly template: UrlTemplate;
  readonly captures: Captures;
  /** The repository's locator; null for files and where a part of it is a hole. */
  readonly repository: string | null;
  /** Where the ref stands, null for the default branch; `HEAD` has a place and is the default branch all the same. */
  readonly refRange: Range | null;
  /** The decoded ref, holes included. */
  readonly ref: string | null;
};

type Remote = Extract<Address, { kind: 'remote' }>;

/**
 * What forges make of a URL. Several readings come back only where the ref may end at several slashes, the longest first; none where
 * no forge knows the shape.
 */
export function matchForge(
  url: Pieces,
  address: Remote,
  purpose: 'clone' | 'download',
  own: OwnForges,
): readonly ForgeMatch[] {
  const text = flatten(url);
  if (purpose === 'download' && address.scheme !== 'https' && address.scheme !== 'http') return [];
  const written = hostOf(text, address);
  const owner = findForge(text, address, own)?.id ?? own.get(written);
  for (const forge of FORGES) {
    const host = canonicalHost(forge, written);
    // What one forge's host means by a shape is that forge's business, however particular the shape is.
    if (owner !== undefined && owner !== forge.id && !forge.hosts.includes('*')) continue;
    const isOwn = owner === forge.id || forge.hosts.includes('*');
    const matches = forge.forms
      .filter((form) => (form.kind === 'repository') === (purpose === 'clone'))
      .flatMap((form) => matchForm(forge, form, { url, text, address, host, isOwn }));
    const first = matches[0];
    if (first === undefined) continue;
    const readings = settleRefs(matches.filter((match) => match.form.kind === first.form.kind));
    if (readings.length > 0) return readings;
  }
  return [];
}

/** The forge that runs on a host, by the configuration or by the host's name; undefined for a host that nobody knows. */
export function findForge(text: string, address: Remote, own: OwnForges): Forge | undefined {
  const host = hostOf(text, address);
  const id = own.get(host);
  return FORGES.find((forge) => (id === undefined ? isOf(forge, canonicalHost(forge, host)) : forge.id === id));
}

/** The text that a capture stands for: `commit` stays a gap, the host is the forge's own name for it. */
export function captureValue(
  match: ForgeMatch,
  url: Pieces,
  name: string,
  filters: readonly string[],
): Pieces | undefined {
  const range = match.captures.get(name);
  if (range === undefined) return undefined;
  let value = slicePieces(url, range.start, range.end);
  for (const filter of filters) value = FILTERS.get(filter)?.(value) ?? value;
  return value;
}

type Subject = {
  readonly url: Pieces;
  readonly text: string;
  readonly address: Remote;
  /** The forge's own name for the host, in lower case, with a port that is not the scheme's own. */
  readonly host: string;
  /** The host runs this forge: by its name, or as the configuration says. */
  readonly isOwn: boolean;
};

function matchForm(forge: Forge, form: ForgeFormRule, subject: Subject): readonly ForgeMatch[] {
  const { url, text, address } = subject;
  const results: ForgeMatch[] = [];
  for (const template of form.match) {
    const isHere = template.host === '{host}' ? form.anyHost || subject.isOwn : template.host === subject.host;
    if (!isHere) continue;
    for (const captures of matchTemplate(template, text, address.parts)) {
      const refRange = captures.get('ref') ?? null;
      for (const ref of refsOf(form, text, refRange)) {
        const match = { forge, form, template, captures, repository: null, refRange, ref };
        if (!form.where.every(({ capture, equals }) => isEqual(match, url, capture, equals))) continue;
        results.push({ ...match, repository: repositoryOf(match, subject) });
      }
    }
  }
  return results;
}

/** The decoded ref with what the form puts before it; several where the server tries several. */
function refsOf(form: ForgeFormRule, text: string, range: Range | null): readonly (string | null)[] {
  if (range === null) return [null];
  const written = decodePercent(sliceRange(text, range));
  const ref = `${form.refPrefix}${written}`;
  return form.orWithV && /^\d/.test(written) && !isCommit(written.toLowerCase()) ? [`v${written}`, ref] : [ref];
}

/** The host in lower case, with its port where that is not the scheme's own. */
function hostOf(text: string, address: Remote): string {
  const port = ownPort(text, address);
  const host = sliceRange(text, address.parts.host).toLowerCase();
  return port === null ? host : `${host}:${port}`;
}

/** The host is one of the forge's; the one that takes all hosts has none of its own. */
function isOf(forge: Forge, host: string): boolean {
  return forge.hosts.some((pattern) => {
    if (pattern === '*') return false;
    if (pattern.startsWith('*')) return host.endsWith(pattern.slice(1));
    return pattern.endsWith('*') ? host.startsWith(pattern.slice(0, -1)) : pattern === host;
  });
}

function canonicalHost(forge: Forge, host: string): string {
  return forge.aliases.find(([name]) => name === host)?.[1] ?? host;
}

function isEqual(
  match: ForgeMatch,
  url: Pieces,
  capture: string,
  equals: ForgeFormRule['where'][number]['equals'],
): boolean {
  const given = captureValue(match, url, capture, []);
  const made = fillText(equals, (name, filters) => {
    const value = captureValue(match, url, name, filters);
    return value === undefined ? undefined : flatten(value);
  });
  return given !== undefined && decodePercent(flatten(given)) === decodePercent(made ?? '');
}

/**
 * A forge's own host folds every way in to https. A host that only looks like it keeps the scheme, port and user that were written,
 * for nobody knows whether it answers at another door.
 */
function repositoryOf(match: ForgeMatch, { text, address, host }: Subject): string | null {
  const { forge, form, captures } = match;
  if (form.repository === null) return null;
  const isFolded = match.template.host !== '{host}' || forge.hosts.includes(host);
  if (!isFolded && form.kind === 'repository') return withoutHole(repositoryLocator(readRepository(text, address)));
  const filled = fillText(form.repository, (name) => {
    if (name === 'host') return host;
    if (name === 'remote') return repositoryLocator(readRepository(text, address));
    const range = captures.get(name);
    return range === undefined ? undefined : decodePercent(sliceRange(text, range));
  });
  if (filled === undefined || filled.includes(HOLE)) return null;
  if (form.repository[0]?.kind === 'gap') return filled;
  const start = filled.indexOf('://') + 3;
  const slash = filled.indexOf('/', start);
  return repositoryLocator(forgeRepository(filled.slice(start, slash), filled.slice(slash)));
}

function withoutHole(text: string): string | null {
  return text.includes(HOLE) ? null : text;
}

/**
 * Leaves the refs that can be: one for each text, the longest first. A full commit or HEAD ends at its slash; `refs/heads` names nothing;
 * no ref counts only where no form sees one; a ref with a hole in it only where no other is left, and then the shortest.
 */
function settleRefs(matches: readonly ForgeMatch[]): readonly ForgeMatch[] {
  const byRef = new Map<string | null, ForgeMatch>();
  for (const match of matches) {
    if (match.ref !== null && /^refs(?:\/[^/]*)?$/.test(match.ref)) continue;
    if (!byRef.has(match.ref)) byRef.set(match.ref, match);
  }
  const readings = [...byRef.values()];
  const certain = readings.find(({ ref }) => ref !== null && (ref === 'HEAD' || isCommit(ref.toLowerCase())));
  if (certain !== undefined) return [certain];
  const named = readings.filter(({ ref }) => ref !== null);
  const shortest = named.at(-1);
  if (shortest === undefined) return readings;
  const known = named.filter(({ ref }) => !ref?.includes(HOLE));
  return known.length === 0 ? [shortest] : known.toSorted((a, b) => (b.ref?.length ?? 0) - (a.ref?.length ?? 0));
}
