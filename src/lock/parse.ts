import type { GitPin, Lockfile, Pin } from '../model/pin.ts';
import type { SourceKey } from '../model/source.ts';
import { type Commas, type JsonEntry, JsonFault, type JsonNode, placeOf, readJson, toPlain } from './json-reader.ts';
import { LockfileError } from './lockfile-error.ts';
import { isFault, readPin } from './pin-schema.ts';
import { compareCodePoints, type KeyParts, splitKey } from './source-key.ts';

export const LOCKFILE_VERSION = 1;

export type ParseOptions = {
  /** False for a key that is written otherwise than normalisation writes it; by default only the key's own shape is looked at. */
  readonly isCanonical?: (key: SourceKey) => boolean;
  /** For one side of a merge: commas and the order of keys do not matter. */
  readonly isSide?: boolean;
};

const INVALID_HINT = 'take the file back from version control, or delete it and run `pinlock resolve`';
const MARKER = /^(?:<{7}|={7}|>{7}|\|{7})(?: |\r?$)/m;
const MARKERS = /^(?:<{7}|>{7})(?: |\r?$)/m;

/**
 * Reads `pinlock.lock`. `path` is for messages (`path:line:column`). Throws a LockfileError; the version is judged first, because a newer
 * file may look different in everything else.
 */
export function parseLockfile(text: string, path: string, options: ParseOptions = {}): Lockfile {
  if (MARKERS.test(text)) {
    const { line } = placeOf(text, text.search(MARKER));
    throw new LockfileError(
      'conflict',
      `${path}:${line}: conflict markers of a merge stand in the lockfile`,
      'run `pinlock resolve`: it joins both sides',
    );
  }
  const fail = (at: number, message: string, fault: 'invalid' | 'newer' = 'invalid', hint = INVALID_HINT): never => {
    const { line, column } = placeOf(text, at);
    throw new LockfileError(fault, `${path}:${line}:${column}: ${message}`, hint);
  };
  const top = readTop(text, options.isSide === true ? 'any' : 'strict', fail);
  const sources = new Map<SourceKey, Pin>();
  let previous: string | undefined;
  for (const entry of top) {
    const { key, at } = entry;
    const parts = splitKey(key);
    if (parts === undefined) {
      return fail(
        at,
        `"${key}" is no source; expected a key such as "git+https://host/owner/name@ref", "docker://..." or "https://..."`,
      );
    }
    if (options.isCanonical?.(key) === false) return fail(at, `"${key}" is not written as pinlock writes it`);
    if (options.isSide !== true && previous !== undefined && compareCodePoints(previous, key) > 0) {
      return fail(at, `"${key}" must stand before "${previous}": keys are sorted by code point`);
    }
    previous = key;
    const pin = readPin(parts.kind, toPlain(entry.value));
    if (isFault(pin)) return fail(placeWithin(entry, pin.path), pin.message);
    const contradiction = parts.kind === 'git' && 'commit' in pin ? contradictionOf(parts, pin) : undefined;
    if (contradiction !== undefined) return fail(placeWithin(entry, ['ref']), contradiction);
    sources.set(key, pin);
  }
  return { lockfileVersion: LOCKFILE_VERSION, sources };
}

type Fail = (at: number, message: string, fault?: 'invalid' | 'newer', hint?: string) => never;

/** The entries of `sources`. */
function readTop(text: string, commas: Commas, fail: Fail): readonly JsonEntry[] {
  let node: JsonNode;
  try {
    node = readJson(text, commas);
  } catch (error) {
    if (error instanceof JsonFault) return fail(error.at, error.message);
    throw error;
  }
  if (node.kind !== 'object') return fail(node.at, 'expected an object');
  const version = node.entries.find((entry) => entry.key === 'lockfileVersion');
  const number = version?.value.kind === 'scalar' ? version.value.value : undefined;
  if (version === undefined) return fail(node.at, '"lockfileVersion" is missing');
  if (typeof number === 'number' && Number.isInteger(number) && number > LOCKFILE_VERSION) {
    const message = `the lockfile has version ${number}, this pinlock knows versions up to ${LOCKFILE_VERSION}`;
    return fail(version.at, message, 'newer', 'update pinlock to the version that your project uses');
  }
  if (number !== LOCKFILE_VERSION) return fail(version.value.at, `expected lockfileVersion ${LOCKFILE_VERSION}`);
  const surplus = node.entries.find((entry) => entry.key !== 'lockfileVersion' && entry.key !== 'sources');
  if (surplus !== undefined)
    return fail(surplus.at, `"${surplus.key}" is not known; a lockfile has lockfileVersion, sources`);
  const sources = node.entries.find((entry) => entry.key === 'sources');
  if (sources === undefined) return fail(node.at, '"sources" is missing');
  if (sources.value.kind !== 'object') return fail(sources.value.at, 'expected "sources" to be an object');
  return sources.value.entries;
}

/** Where a path of keys and indexes inside a pin stands: the key's own place, else that of what holds it. */
function placeWithin(entry: JsonEntry, path: readonly string[]): number {
  let { at, value } = entry;
  for (const step of path) {
    if (value.kind === 'object') {
      const found = value.entries.find((candidate) => candidate.key === step);
      if (found === undefined) break;
      ({ at, value } = found);
    } else break;
  }
  return at;
}

/** A pin must be one that its key can mean; `by` records why it is another. */
function contradictionOf({ ref }: KeyParts, pin: GitPin): string | undefined {
  if (pin.by === 'release') {
    return pin.ref?.startsWith('refs/tags/') ? undefined : 'a pin by release names the tag of that release in "ref"';
  }
  if (ref === null) return undefined;
  if (pin.ref === undefined) {
    const isCommitOf = /^[0-9a-f]{4,64}$/i.test(ref) && pin.commit.startsWith(ref.toLowerCase());
    return isCommitOf ? undefined : `"ref" is missing: "${ref}" of the key is not the commit`;
  }
  // Go takes the default branch for `latest` where nothing was released (https://go.dev/ref/mod#version-queries).
  if (/^(?:latest|upgrade)$/.test(ref) && pin.ref.startsWith('refs/heads/')) return undefined;
  const meanings = ref.startsWith('refs/') ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`, `refs/${ref}`];
  return meanings.includes(pin.ref)
    ? undefined
    : `"${pin.ref}" is not what the key names; expected ${meanings.join(' or ')}`;
}
