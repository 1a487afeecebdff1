import { materialSource } from '../../classify/index.ts';
import { UserError } from '../../errors.ts';
import type { GitPin } from '../../model/pin.ts';
import type { Resolution } from '../../model/resolution.ts';
import type { RefKind, Source } from '../../model/source.ts';
import { type Material, readMaterials } from '../../resolve/index.ts';

/** A source that needs a pin; `refKind` is what its name looks like. */
export type Wanted = { readonly source: Source; readonly refKind: RefKind };

/** `matched` of `total` materials belong to a source that needs a pin. */
export type Matches = { readonly resolutions: readonly Resolution[]; readonly matched: number; readonly total: number };

/** `asksRest`: what the document does not name is asked of the hosts. `text` is the whole document. */
export type FromDocument = { readonly label: string; readonly text: string; readonly asksRest: boolean };

type Known = { readonly material: Material; readonly source: Source };
type Found = {
  readonly pin: Extract<Resolution, { kind: 'pinned' }>['pin'];
  readonly note: string;
  readonly from: readonly Known[];
};

/**
 * What a document pins, with what it leaves open where the hosts are not asked. Throws a UserError for one that cannot be read, or
 * that says nothing.
 */
export function readDocument(
  { label, text, asksRest }: FromDocument,
  wanted: readonly Wanted[],
  ownForges: ReadonlyMap<string, string>,
): Matches {
  const materials = readMaterials(text);
  if (typeof materials === 'string') {
    throw new UserError(`${label}: cannot be used: ${materials}`, {
      hint: 'docker buildx imagetools inspect IMAGE --format "{{json .Provenance}}" prints the provenance of an image',
    });
  }
  const matches = matchMaterials(wanted, materials, label, ownForges);
  if (asksRest) return matches;
  const known = new Set(matches.resolutions.map(({ source }) => source.key));
  const open = new Map(wanted.filter(({ source }) => !known.has(source.key)).map(({ source }) => [source.key, source]));
  const unnamed = [...open.values()].map((source): Resolution => {
    const message = `${source.key}: ${label} does not name it; add --ask-rest to ask its host`;
    return { kind: 'unresolved', source, reason: 'not-found', message };
  });
  return { ...matches, resolutions: [...matches.resolutions, ...unnamed] };
}

/**
 * Pins sources by what an old build was made of; nobody is asked. `label` is the document's name. A source that the document does not
 * name, or names in several ways, has no resolution or one that says so.
 */
export function matchMaterials(
  wanted: readonly Wanted[],
  materials: readonly Material[],
  label: string,
  ownForges: ReadonlyMap<string, string>,
): Matches {
  const known = materials.flatMap((material): readonly Known[] => {
    const source = sourceOf(material, ownForges);
    return source === undefined ? [] : [{ material, source }];
  });
  const resolutions: Resolution[] = [];
  const used = new Set<Material>();
  for (const one of wanted) {
    const found = findPin(one, known, wanted);
    if (found === undefined) continue;
    const { source } = one;
    if (typeof found === 'string') {
      const message = `${source.key}: ${label} ${found}; write the one that you mean into the file`;
      resolutions.push({ kind: 'unresolved', source, reason: 'invalid', message });
      continue;
    }
    for (const { material } of found.from) used.add(material);
    resolutions.push({ kind: 'pinned', source, pin: found.pin, notes: [`from ${label}${found.note}`] });
  }
  return { resolutions, matched: used.size, total: materials.length };
}

function sourceOf(material: Material, ownForges: ReadonlyMap<string, string>): Source | undefined {
  switch (material.kind) {
    case 'git':
      return materialSource('git', material.url, material.ref, ownForges);
    case 'image':
      return materialSource('image', material.name, material.tag);
    case 'file':
      return materialSource('file', material.url, null);
    default:
      return material satisfies never;
  }
}

/** A text: the document says several things. */
function findPin(
  { source, refKind }: Wanted,
  known: readonly Known[],
  wanted: readonly Wanted[],
): Found | string | undefined {
  const sameKind = known.filter((one) => one.source.kind === source.kind && one.source.locator === source.locator);
  const named = sameKind.filter((one) => isSameName(source, one));
  const isOnly = wanted.filter((one) => one.source.kind === 'git' && one.source.locator === source.locator).length < 2;
  // A document that says the commit alone speaks of the one ref that the build names.
  const unnamed = source.kind === 'git' && isOnly ? sameKind.filter(({ source: { ref } }) => ref === null) : [];
  const from = named.length > 0 ? named : unnamed;
  const [first] = from;
  if (first === undefined) return undefined;
  const identities = new Set(from.map(({ material }) => identityOf(material)));
  if (identities.size > 1) return `names ${identities.size} different ones of it`;
  const { material } = first;
  switch (material.kind) {
    case 'git': {
      const read = readRef(source, material.ref, refKind);
      const pin: GitPin = read.ref === null ? { commit: material.commit } : { ref: read.ref, commit: material.commit };
      return { pin, note: read.note, from };
    }
    case 'image':
      return { pin: { digest: material.digest }, note: '', from };
    case 'file':
      return { pin: { sha256: material.sha256 }, note: '', from };
    default:
      return material satisfies never;
  }
}

function isSameName(source: Source, { source: other }: Known): boolean {
  if (source.kind === 'image') return (source.ref ?? 'latest') === (other.ref ?? '');
  if (source.ref === null || other.ref === null) return source.ref === other.ref;
  return namesOf(source.ref).some((name) => namesOf(other.ref ?? '').includes(name));
}

function namesOf(ref: string): readonly string[] {
  return ref.startsWith('refs/') ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`];
}

/** The full name that the pin records: as the document says it, else as the name looks. */
function readRef(
  source: Source,
  said: string | null,
  refKind: RefKind,
): { readonly ref: string | null; readonly note: string } {
  const { ref } = source;
  if (said?.startsWith('refs/')) return { ref: said, note: '' };
  if (ref === null || ref.startsWith('refs/')) return { ref, note: '' };
  const full = refKind === 'tag' ? `refs/tags/${ref}` : `refs/heads/${ref}`;
  return { ref: full, note: `, which does not say whether ${ref} is a branch or a tag: ${full} by its name` };
}

function identityOf(material: Material): string {
  switch (material.kind) {
    case 'git':
      return material.commit;
    case 'image':
      return material.digest;
    case 'file':
      return material.sha256;
    default:
      return material satisfies never;
  }
}
