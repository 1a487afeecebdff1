import { foldersAbove, joinPath, lastName } from '../model/tree-path.ts';
/** What is asked about the files of a tree. Paths are root-relative. */
export type CallerPorts = {
  readonly listed: ReadonlySet<string>;
  /** The text of a listed file that was not read as a candidate; undefined when it has none. */
  readonly read: (path: string) => string | undefined;
  /** What lies at a path that is not listed, as behind `../` where one folder was asked for. */
  readonly isFile: (path: string) => boolean;
  /** True for a name that some format claims. */
  readonly isClaimed: (name: string) => boolean;
  readonly mayFetch: (text: string) => boolean;
};

/** Files without a word of a fetch, of which some run or source a file that has one. */
export type Callers = {
  /** Notes the text of such a file; false when it names no other file, so that it need not be kept. */
  readonly note: (path: string, text: string) => boolean;
  /** The paths of those that lead, over any number of steps, to a file of `fetching`, or to one that is no candidate and may fetch. */
  readonly leadingTo: (fetching: Iterable<string>) => ReadonlySet<string>;
};

/** A name that a text says in part: `get-$tool.sh`. */
type Pattern = { readonly before: string; readonly behind: string };

/** What one text may call. `runs`: paths as written, which surely are run or sourced, or are claimed by a format. */
type Calls = {
  readonly names: ReadonlySet<string>;
  readonly patterns: readonly Pattern[];
  readonly runs: ReadonlySet<string>;
};

const ANY: Pattern = { before: '', behind: '' };

/**
 * A caller decides what its scripts fetch (`REF=main`, `./get.sh main`), so it is read although it fetches nothing itself. Files are
 * compared by their last names, for who knows in which folder a line runs: one that is read in vain costs a little time.
 */
export function openCallers(ports: CallerPorts): Callers {
  const callers = new Map<string, Calls>();
  let byName: ReadonlyMap<string, readonly string[]> | undefined;

  return { note, leadingTo };

  function note(path: string, text: string): boolean {
    byName ??= pathsByName(ports.listed);
    const calls = callsOf(path, text, byName, ports);
    const isCaller = calls.names.size + calls.patterns.length + calls.runs.size > 0;
    if (isCaller) callers.set(path, calls);
    return isCaller;
  }

  function leadingTo(fetching: Iterable<string>): ReadonlySet<string> {
    const known = new Set(fetching);
    const reached = new Set([...known].map(lastName));
    // The map grows while it is walked: what a caller sources may source more.
    for (const [path, { runs }] of callers) {
      for (const run of runs) {
        for (const target of targetsOf(path, run)) readOther(target, known, reached);
      }
    }
    return callersOf(reached, callers);
  }

  function readOther(path: string, known: Set<string>, reached: Set<string>): void {
    if (known.has(path) || callers.has(path)) return;
    known.add(path);
    const text = ports.read(path);
    if (text === undefined) return;
    if (ports.mayFetch(text)) reached.add(lastName(path));
    else note(path, text);
  }

  /** Listed files of that name; otherwise what lies at that path from the caller's folder or one above it. */
  function targetsOf(path: string, run: string): readonly string[] {
    const listed = byName?.get(lastName(run));
    if (listed !== undefined) return listed;
    const rest = run.replace(/^(?:\.{0,2}\/)+/, '');
    return foldersAbove(path)
      .map((folder) => joinPath(folder, rest))
      .filter((target) => ports.isFile(target));
  }
}

/** Everyone that leads to one of the names, nearest first. */
function callersOf(reached: ReadonlySet<string>, callers: ReadonlyMap<string, Calls>): ReadonlySet<string> {
  const byCalled = new Map<string, string[]>();
  const composers: { readonly path: string; readonly pattern: Pattern }[] = [];
  for (const [path, { names, patterns, runs }] of callers) {
    for (const name of new Set([...names, ...[...runs].map(lastName)])) {
      const known = byCalled.get(name);
      if (known === undefined) byCalled.set(name, [path]);
      else known.push(path);
    }
    for (const pattern of patterns) composers.push({ path, pattern });
  }
  const found = new Set<string>();
  const names = new Set(reached);
  for (const name of names) {
    const composing = composers.filter(({ pattern }) => fits(pattern, name)).map(({ path }) => path);
    for (const path of [...(byCalled.get(name) ?? []), ...composing]) {
      found.add(path);
      names.add(lastName(path));
    }
  }
  return found;
}

const BETWEEN_WORDS = /[\s`;&|()<>=:,\\]+/;
/** Names in part that one text is asked for; one with more may call anything. */
const MOST_PATTERNS = 64;
const RUNNER = /^(?:\.|source|(?:.*\/)?(?:ba|da|k|z|a)?sh|exec)$/;
const SUBSTITUTION = /\$\(([^()]*)\)|`([^`]*)`/g;
/** What a recipe of make or a variable puts before a path. */
const LEAD = /^(?:[@+-]|\$(?:\{[^}]*\}|\w*))+/;
const VARIABLE = /\$(?:\{[^}]*\}?|\w*)/g;

function callsOf(
  path: string,
  text: string,
  byName: ReadonlyMap<string, readonly string[]>,
  { isClaimed }: CallerPorts,
): Calls {
  const names = new Set<string>();
  const runs = new Set<string>();
  const patterns = new Map<string, Pattern>();
  let before = '';
  for (const word of wordsOf(text)) {
    const isRun = RUNNER.test(before);
    // `bash -e get.sh`
    if (!isRun || !word.startsWith('-')) before = word;
    const name = lastName(word).replace(/^[@+-]+/, '');
    const isPath = word.includes('/');
    if (name === '' || !(isRun || isPath || name.includes('.')) || name === lastName(path)) continue;
    if (name.includes('$')) {
      const pattern = patternOf(name);
      if (pattern !== undefined && (isRun || isPath)) patterns.set(`${pattern.before}$${pattern.behind}`, pattern);
      continue;
    }
    const isListed = byName.has(name);
    if (isListed) names.add(name);
    const mayBeElsewhere = isPath && !word.startsWith('/');
    if ((isListed || mayBeElsewhere) && (isRun || isClaimed(name))) runs.add(word.replace(LEAD, ''));
  }
  return { names, runs, patterns: patterns.size > MOST_PATTERNS ? [ANY] : [...patterns.values()] };
}

/** Without quotes, and what stands in a substitution behind the rest: `. "$(dirname "$0")/get.sh"` sources a path. */
function wordsOf(text: string): readonly string[] {
  const inner: string[] = [];
  const outer = text.replace(/["']/g, '').replace(SUBSTITUTION, (_, first?: string, second?: string) => {
    inner.push(first ?? second ?? '');
    return '$_';
  });
  return [outer, ...inner].join('\n').split(BETWEEN_WORDS);
}

function patternOf(name: string): Pattern | undefined {
  const parts = name.split(VARIABLE);
  const pattern = { before: parts[0] ?? '', behind: parts.at(-1) ?? '' };
  return pattern.before + pattern.behind === '' ? undefined : pattern;
}

function fits({ before, behind }: Pattern, name: string): boolean {
  return name.length >= before.length + behind.length && name.startsWith(before) && name.endsWith(behind);
}

function pathsByName(paths: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const path of paths) {
    const known = found.get(lastName(path));
    if (known === undefined) found.set(lastName(path), [path]);
    else known.push(path);
  }
  return found;
}
