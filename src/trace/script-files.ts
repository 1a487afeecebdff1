import { BOUNDS } from '../model/bounds.ts';
import { ALWAYS } from '../model/guard.ts';
import type { Variant } from '../model/invocation.ts';
import { type Path, resolvePath, toPath } from '../model/path.ts';
import { NO_PLACE, type Span } from '../model/span.ts';
import { foldersAbove, joinPath } from '../model/tree-path.ts';
import { always, flatten, HOLE, impliedText, knownText, type Pieces, type Word } from '../model/value.ts';
import { runText, type TreeScript, type WrappedFile } from './calls.ts';
import type { Ending } from './ending.ts';
import type { Machine } from './machine.ts';
import { programAt } from './program-at.ts';
import { pathsOf } from './redirections.ts';
import type { Running } from './run-command.ts';
import type { FoundText } from './text-files.ts';
import { nameUnreadScript } from './unread-scripts.ts';

/** A script whose text is known: it was written earlier, or stands on standard input. Undefined when there is no such text. */
export function runKnownText(machine: Machine, running: Running, script: WrappedFile): Ending | undefined {
  if (isStandardInput(script)) return runInput(machine, running, script);
  const [target] = pathsOf(machine, always(script.path.pieces));
  const found = target === undefined ? undefined : findFile(machine, target.path, running.span);
  if (found?.kind !== 'written') return undefined;
  const [only] = found.text;
  if (found.text.length !== 1 || only === undefined || only.pieces.length === 0) return undefined;
  const { path, args, here, marks } = script;
  const text = { kind: 'text', text: only.pieces, args: [path, ...args], here } as const;
  return runText(machine, running, marks === undefined ? text : { ...text, marks });
}

/** The file of the tree that a script is; undefined when it is none that can be read. `isProgram`: a bare name is one of the search path. */
export function findTreeScript(
  machine: Machine,
  running: Running,
  script: WrappedFile,
  isProgram: boolean,
): TreeScript | undefined {
  if (isStandardInput(script)) return undefined;
  for (const { path, near } of placesOf(machine, running, script.path, isProgram)) {
    const found = findFile(machine, path, near);
    if (found?.kind !== 'tree') continue;
    const { treePath } = found;
    if (nameUnreadScript(machine, treePath)) return undefined;
    const program = programAt(machine.ports, treePath);
    if (program === undefined) return undefined;
    return {
      treePath,
      program,
      shown: path.pieces,
      script,
      calls: [{ guard: ALWAYS, args: script.args }],
      startsItself: isProgram,
    };
  }
  return undefined;
}

/** Where a script may lie. */
function placesOf(
  machine: Machine,
  { span }: Running,
  { pieces }: Word,
  isProgram: boolean,
): readonly { readonly path: Path; readonly near?: Span }[] {
  if (!isProgram || !isBare(pieces)) {
    const [target] = pathsOf(machine, always(pieces));
    return target === undefined ? [] : [{ path: target.path, near: span }];
  }
  const folders = searchPath(machine).filter((folder) => machine.files.mayHoldTree(folder));
  return folders.map((folder) => ({ path: resolvePath(folder, pieces) }));
}

function isStandardInput({ path }: WrappedFile): boolean {
  return knownText(path.pieces) === '/dev/stdin';
}

/** A name without a folder. */
function isBare(pieces: Pieces): boolean {
  return knownText(pieces)?.includes('/') === false;
}

/** `bash -s a <<EOF`, `bash /dev/stdin a <<EOF`: known text on standard input. */
function runInput(machine: Machine, running: Running, { path, args, here, marks }: WrappedFile): Ending | undefined {
  const { stdin } = running.redirections;
  const [only, more] = stdin?.kind === 'text' ? stdin.value : [];
  if (only === undefined || more !== undefined) return undefined;
  const inner = { ...running, redirections: { ...running.redirections, stdin: null } };
  const text = { kind: 'text', text: only.pieces, args: [path, ...args], here } as const;
  return runText(machine, inner, marks === undefined ? text : { ...text, marks });
}

const SEARCH_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].map((text) =>
  toPath([impliedText(text, NO_PLACE)]),
);

/** Where programs are looked for: the known folders of `PATH`, where the text sets it, and those of every system. */
function searchPath(machine: Machine): readonly Path[] {
  const [value] = machine.variables.lookup('PATH')?.value ?? [];
  if (value === undefined) return SEARCH_PATH;
  const known = SEARCH_PATHS.get(value.pieces);
  if (known !== undefined) return known;
  const folders = flatten(value.pieces)
    .split(':')
    .filter((folder) => folder.startsWith('/') && !folder.includes(HOLE))
    .map((text) => toPath([impliedText(text, NO_PLACE)]));
  const result = [...folders, ...SEARCH_PATH];
  SEARCH_PATHS.set(value.pieces, result);
  return result;
}

/** What a value of `PATH` says, read once. */
const SEARCH_PATHS = new WeakMap<Pieces, readonly Path[]>();

/**
 * The script that a program may be: by its path, or by a bare name where the tree put a file on the search path; undefined for all other bare
 * names, which most commands are.
 */
export function scriptOf(machine: Machine, { words }: Variant): WrappedFile | undefined {
  const [path, ...args] = words;
  if (path === undefined) return undefined;
  const isKnown = !isBare(path.pieces) || searchPath(machine).some((folder) => machine.files.mayHoldTree(folder));
  return isKnown ? { kind: 'file', path, args, here: false } : undefined;
}

/** What lies at a path; with `near`, also where its first folder is not known, in one of those above that place. */
export function findFile(machine: Machine, path: Path, near?: Span): FoundText | undefined {
  const isFile = (treePath: string) => machine.ports.tree.kind(treePath) === 'file';
  const found = machine.files.find(path, machine.guard, isFile);
  if (found !== undefined || near === undefined || machine.files.text(path, machine.guard) === null) return found;
  const treePath = findBelowUnknown(path, near.file, isFile);
  if (treePath === undefined) return undefined;
  const runs = (machine.guessedRuns.get(treePath) ?? 0) + 1;
  machine.guessedRuns.set(treePath, runs);
  return runs > BOUNDS.guessedRuns ? undefined : { kind: 'tree', treePath };
}

/** `$ROOT/ci/versions.sh` with `$ROOT` unknown: the one file of that path below the script's folder or a folder above it. */
export function findBelowUnknown(path: Path, file: string, isFile: (treePath: string) => boolean): string | undefined {
  const [first, ...others] = path.pieces;
  if (first?.kind !== 'hole' || first.why === 'pattern' || /^(?:~|\$HOME|\$TMPDIR)$/.test(first.name)) return undefined;
  // The folder above an unknown one is as unknown.
  const rest = knownText(others)?.replace(/^(?:\/\.\.)+(?=\/)/, '');
  if (rest === undefined || !/^\/[^/]/.test(rest)) return undefined;
  const [found, ...more] = foldersAbove(file)
    .map((folder) => joinPath(folder, rest.slice(1)))
    .filter(isFile);
  return more.length === 0 ? found : undefined;
}
