import type { Lockfile, Pin } from '../model/pin.ts';
import type { Drift } from '../model/report.ts';
import type { ClassifiedFetch, SourceKey } from '../model/source.ts';
import { splitKey } from './source-key.ts';

/** The pin that stands for a fetch, and how the file's own identity differs from it. */
export type PinMatch = { readonly key: SourceKey; readonly pin: Pin; readonly drift: Drift | null };

/** The ref that a comment behind an exact fetch names; undefined where there is none. */
export type RemarkOf = (fetch: ClassifiedFetch) => string | undefined;

type Entry = { readonly key: SourceKey; readonly pin: Pin };

/**
 * Which pin a fetch has: that of its source; of several sources that it may be (a ref with slashes), the longest that the lockfile knows;
 * for an exact fetch, the pin of the same repository with its identity, else one that `apply` wrote into that file and that no fetch there
 * holds any more, which is drift. `fetches` are all that the lockfile serves; `toLockPath` makes their paths relative to its folder, and
 * `remarkOf` gives the ref that a comment behind an exact fetch names, which tells two pins with one identity apart.
 */
export function indexPins(
  lockfile: Lockfile,
  fetches: readonly ClassifiedFetch[],
  toLockPath: (path: string) => string = (path) => path,
  remarkOf: RemarkOf = () => undefined,
): (fetch: ClassifiedFetch) => PinMatch | undefined {
  const byBase = new Map<string, Entry[]>();
  for (const [key, pin] of lockfile.sources) {
    const base = splitKey(key)?.base ?? key;
    const known = byBase.get(base);
    if (known === undefined) byBase.set(base, [{ key, pin }]);
    else known.push({ key, pin });
  }

  const held = new Set(fetches.map((fetch) => heldKey(fetch.place.file, baseOf(fetch), identityIn(fetch))));

  function byName(fetch: ClassifiedFetch): Entry | undefined {
    const sources = fetch.source === null ? fetch.candidates : [fetch.source];
    const longestFirst = [...sources].sort((a, b) => (b.ref?.length ?? 0) - (a.ref?.length ?? 0));
    for (const source of longestFirst) {
      for (const key of [source.key, source.key.replace(/@sha256:.*$/, '')]) {
        const pin = lockfile.sources.get(key);
        if (pin !== undefined) return { key, pin };
      }
    }
    return undefined;
  }

  function byIdentity(fetch: ClassifiedFetch): Entry | undefined {
    if (fetch.source === null || fetch.identity === null) return undefined;
    const base = baseOf(fetch);
    const { file } = fetch.place;
    const entries = byBase.get(base) ?? [];
    const isWritten = ({ pin }: Entry) =>
      pin.applied?.includes(toLockPath(file)) === true && !held.has(heldKey(file, base, identityOf(pin)));
    const same = entries.filter(({ pin }) => identityOf(pin) === identityIn(fetch));
    if (same.length === 0) return entries.find(isWritten);
    return meant(same, remarkOf(fetch), toLockPath(file))[0];
  }

  return (fetch) => {
    const entry = byName(fetch) ?? byIdentity(fetch);
    return entry === undefined ? undefined : { ...entry, drift: driftOf(fetch, entry.pin) };
  };
}

/**
 * The sources that an exact fetch may have been written for: those of its repository with its identity, those that `apply` wrote into its
 * file alone where there are such.
 */
export function indexHolders(
  lockfile: Lockfile,
  toLockPath: (path: string) => string = (path) => path,
  remarkOf: RemarkOf = () => undefined,
): (fetch: ClassifiedFetch) => readonly { readonly key: SourceKey; readonly pin: Pin }[] {
  const byIdentity = new Map<string, Entry[]>();
  for (const [key, pin] of lockfile.sources) {
    const name = JSON.stringify([splitKey(key)?.base ?? key, identityOf(pin)]);
    const known = byIdentity.get(name);
    if (known === undefined) byIdentity.set(name, [{ key, pin }]);
    else known.push({ key, pin });
  }
  return (fetch) => {
    const found = byIdentity.get(JSON.stringify([baseOf(fetch), identityIn(fetch) ?? null])) ?? [];
    const applied = found.filter(({ pin }) => pin.applied?.includes(toLockPath(fetch.place.file)) === true);
    return meant(applied.length > 0 ? applied : found, remarkOf(fetch), toLockPath(fetch.place.file));
  };
}

/**
 * Of pins with one identity those whose ref a comment names: `rev: SHA  # frozen: v1.0` does not follow the branch that stands there as well.
 * What `apply` wrote into the file is its own, whatever somebody says of it.
 */
function meant(entries: readonly Entry[], remark: string | undefined, path: string): readonly Entry[] {
  if (remark === undefined) return entries;
  const named = entries.filter(({ key, pin }) => {
    const full = 'commit' in pin ? pin.ref : undefined;
    return splitKey(key)?.ref === remark || full?.replace(/^refs\/(?:heads|tags)\//, '') === remark;
  });
  return named.length > 0 ? named : entries.filter(({ pin }) => pin.applied?.includes(path) === true);
}

/** A pin is in use while a fetch names its source, may name it, or holds its identity. */
export function indexUse(fetches: readonly ClassifiedFetch[]): (key: SourceKey, pin: Pin) => boolean {
  const keys = new Set<SourceKey>();
  const identities = new Set<string>();
  for (const fetch of fetches) {
    for (const source of fetch.source === null ? fetch.candidates : [fetch.source, ...fetch.candidates])
      keys.add(source.key);
    if (fetch.source === null || fetch.identity === null) continue;
    keys.add(fetch.source.key.replace(/@sha256:.*$/, ''));
    identities.add(`${baseOf(fetch)} ${identityIn(fetch)}`);
  }
  return (key, pin) => keys.has(key) || identities.has(`${splitKey(key)?.base ?? key} ${identityOf(pin)}`);
}

function baseOf({ source }: ClassifiedFetch): string {
  return source === null ? '' : (splitKey(source.key)?.base ?? source.key);
}

function heldKey(file: string, base: string, identity: string | undefined): string {
  return JSON.stringify([file, base, identity ?? null]);
}

function driftOf(fetch: ClassifiedFetch, pin: Pin): Drift | null {
  const file = identityIn(fetch);
  const lockfile = identityOf(pin);
  return file === undefined || file === lockfile ? null : { file, lockfile };
}

/** The identity in the file in the form that a pin of that kind has; undefined when there is none, or it cannot be compared (a sha512). */
function identityIn({ identity }: ClassifiedFetch): string | undefined {
  if (identity === null) return undefined;
  switch (identity.kind) {
    case 'checksum':
      return undefined;
    case 'commit':
    case 'digest':
      return identity.value.toLowerCase();
    case 'sha256':
      return identity.value.replace(/^sha256:/, '').toLowerCase();
    default:
      return identity.kind satisfies never;
  }
}

function identityOf(pin: Pin): string {
  return 'commit' in pin ? pin.commit : 'digest' in pin ? pin.digest : pin.sha256;
}
