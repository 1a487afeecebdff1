import { archiveNames, classify, mergeContexts, mergeVariants } from '../../src/classify/index.ts';
import { formats } from '../../src/formats/index.ts';
import { live } from '../../src/life/index.ts';
import {
  callPrograms,
  isCall,
  isFetchCommand,
  isUnclearFetch,
  matchEvents,
  readWords,
  variablesOf,
  wrapper,
} from '../../src/match/index.ts';
import type { Commit, Pin } from '../../src/model/pin.ts';
import { isChecksum, isCommit, isDigest } from '../../src/model/pin.ts';
import type { TreeFiles } from '../../src/model/ports.ts';
import type { Program } from '../../src/model/program.ts';
import type { ClassifiedFetch } from '../../src/model/source.ts';
import type { Span } from '../../src/model/span.ts';
import type { MatchedEvent } from '../../src/model/step.ts';
import { refuse, restore, rewrite } from '../../src/rewrite/index.ts';
import { trace } from '../../src/trace/index.ts';

/** Files by path. */
export type Tree = Readonly<Record<string, string>>;

const ports = { wrapper, isFetchCommand, isUnclearFetch, readWords, variablesOf, callPrograms, isCall };

/** Reads files as a folder scan does: each is an entry of its own. */
export function scan(tree: Tree): {
  readonly fetches: readonly ClassifiedFetch[];
  readonly steps: readonly MatchedEvent[];
  readonly templateWords: (path: string) => readonly Span[];
} {
  const files = toTreeFiles(tree);
  const parse = (path: string, text: string, fallback = 'shell'): Program | undefined =>
    (
      formats.find((format) => format.matches(path, text.split('\n', 1)[0] ?? '')) ??
      formats.find(({ id }) => id === fallback)
    )?.parse(path, text);
  const readings: { entry: string; fetches: readonly ClassifiedFetch[] }[] = [];
  const steps: MatchedEvent[] = [];
  const words = new Map<string, readonly Span[]>();
  for (const [entry, text] of Object.entries(tree)) {
    const program = parse(entry, text);
    if (program === undefined) continue;
    words.set(entry, program.template?.words ?? []);
    const variants: (readonly ClassifiedFetch[])[] = [];
    for (const one of [program, ...(program.template?.others ?? [])]) {
      const matched = matchEvents(trace(one, { ...ports, tree: files, parse }).events);
      variants.push(classify(live(matched, archiveNames, files.read), { read: files.read }));
      steps.push(...matched);
    }
    readings.push({ entry, fetches: mergeVariants(variants) });
  }
  return { fetches: mergeContexts(readings), steps, templateWords: (path) => words.get(path) ?? [] };
}

/** Commits of tests: `a1` is forty hex digits that begin so. */
export function commit(name: string): Commit {
  const id = name.padEnd(40, '0123456789');
  if (!isCommit(id)) throw new Error(`${name} is no hex`);
  return id;
}

/** What apply makes of the files with these pins, by source key: the new texts of the files that change, and the refusals. */
export function apply(
  tree: Tree,
  pins: Readonly<Record<string, string>>,
): { readonly texts: Tree; readonly refused: readonly string[] } {
  const result = rewrite(
    { ...scan(tree), read: (path) => tree[path] },
    pinOf(pins),
    (texts) => scan({ ...tree, ...Object.fromEntries(texts) }).fetches,
  );
  return {
    texts: Object.fromEntries(result.files.map(({ path, after }) => [path, after])),
    refused: result.refused.map(({ path, reason }) => `${path}: ${reason}`),
  };
}

/** What unapply makes of files that hold these pins: the new texts, and the refusals. `keys` are the sources that may come back. */
export function unapply(
  tree: Tree,
  pins: Readonly<Record<string, string>>,
  keys: readonly string[] = Object.keys(pins),
): { readonly texts: Tree; readonly refused: readonly string[] } {
  const result = restore(
    { ...scan(tree), read: (path) => tree[path] },
    ({ source, identity, place }) => {
      const known = keys.filter((key) => {
        const base = key.replace(/(?<=\/[^/]*)@.*$|(?<=docker:.*):[^/:]*$/, '');
        return pins[key] === identity?.value && source?.key.startsWith(base);
      });
      const [key, other] = known;
      if (key === undefined) return undefined;
      if (other !== undefined) return refuse(`${place.file} may name ${key} or ${other}`);
      const pin = toPin(pins[key] ?? '');
      const ref = key.startsWith('docker:')
        ? (/:([^/:]*)$/.exec(key)?.[1] ?? null)
        : (/^git\+.*?\/[^/]*?@(.*)$/.exec(key)?.[1] ?? null);
      return { kind: 'ref', key, ref, isBranch: ref !== null && !/^v\d/.test(ref), pin };
    },
    (texts) => scan({ ...tree, ...Object.fromEntries(texts) }).fetches,
  );
  return {
    texts: Object.fromEntries(result.files.map(({ path, after }) => [path, after])),
    refused: result.refused.map(({ path, reason }) => `${path}: ${reason}`),
  };
}

export function pinOf(pins: Readonly<Record<string, string>>): (fetch: ClassifiedFetch) => Pin | undefined {
  return ({ source }) => {
    const value = source === null ? undefined : pins[source.key];
    return value === undefined ? undefined : toPin(value);
  };
}

function toPin(value: string): Pin {
  if (isDigest(value)) return { digest: value };
  if (isChecksum(value)) return { sha256: value, size: 1 };
  return { commit: commit(value) };
}

function toTreeFiles(tree: Tree): TreeFiles {
  return {
    read: (path) => tree[path],
    kind: (path) =>
      path in tree
        ? 'file'
        : Object.keys(tree).some((name) => path === '' || name.startsWith(`${path}/`))
          ? 'folder'
          : undefined,
    list: (path) =>
      Object.keys(tree)
        .filter((name) => name.startsWith(path === '' ? '' : `${path}/`))
        .map((name) => name.slice(path === '' ? 0 : path.length + 1).split('/')[0] ?? ''),
  };
}
