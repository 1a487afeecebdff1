import { type Path, resolvePath, toPath } from '../model/path.ts';
import type { Span } from '../model/span.ts';
import { always, flatten, HOLE, knownText, type Pieces, type Word } from '../model/value.ts';
import { runText, runTreeFile, type WrappedFile } from './calls.ts';
import type { Ending, Machine } from './machine.ts';
import { pathsOf } from './redirections.ts';
import type { Running } from './run-command.ts';
import type { FoundText } from './text-files.ts';

/** A script by its path: text that was written earlier, or a file of the tree. Undefined when it is neither. */
export function runFile(machine: Machine, running: Running, script: WrappedFile): Ending | undefined {
  if (knownText(script.path.pieces) === '/dev/stdin') return runInput(machine, running, script);
  const [target] = pathsOf(machine, always(script.path.pieces));
  const found = target === undefined ? undefined : findFile(machine, target.path, running.span);
  if (target === undefined || found === undefined) return undefined;
  if (found.kind === 'tree') return runTreeFile(machine, running, found.treePath, target.path.pieces, script);
  const [only] = found.text;
  if (found.text.length !== 1 || only === undefined || only.pieces.length === 0) return undefined;
  const { path, args, here, marks } = script;
  const text = { kind: 'text', text: only.pieces, args: [path, ...args], here } as const;
  return runText(machine, running, marks === undefined ? text : { ...text, marks });
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
  toPath([{ kind: 'text', text, at: { file: '', start: 0, end: 0 }, verbatim: false }]),
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
    .map((text) => toPath([{ kind: 'text', text, at: { file: '', start: 0, end: 0 }, verbatim: false }]));
  const result = [...folders, ...SEARCH_PATH];
  SEARCH_PATHS.set(value.pieces, result);
  return result;
}

/** What a value of `PATH` says, read once. */
const SEARCH_PATHS = new WeakMap<Pieces, readonly Path[]>();

/** False for a bare name while no file of the tree lies on the search path: most commands are such. */
export function mayBeFile(machine: Machine, word: Word): boolean {
  const name = knownText(word.pieces);
  return (
    name === undefined || name.includes('/') || searchPath(machine).some((folder) => machine.files.mayHoldTree(folder))
  );
}

/** A command that is a script: by its path, or by a bare name where COPY put it on the search path of an image. */
export function runProgramFile(
  machine: Machine,
  running: Running,
  word: Word,
  args: readonly Word[],
): Ending | undefined {
  const script: WrappedFile = { kind: 'file', path: word, args, here: false };
  const name = knownText(word.pieces);
  if (name === undefined || name.includes('/')) return runFile(machine, running, script);
  for (const folder of searchPath(machine)) {
    if (!machine.files.mayHoldTree(folder)) continue;
    const path = resolvePath(folder, word.pieces);
    const found = findFile(machine, path);
    if (found?.kind === 'tree') return runTreeFile(machine, running, found.treePath, path.pieces, script);
  }
  return undefined;
}

function findFile(machine: Machine, path: Path, near?: Span): FoundText | undefined {
  const isFile = (treePath: string) => machine.ports.tree.kind(treePath) === 'file';
  const found = machine.files.find(path, machine.guard, isFile);
  if (found !== undefined || near === undefined) return found;
  const treePath = findBelowUnknown(path, near.file, isFile);
  return treePath === undefined ? undefined : { kind: 'tree', treePath };
}

/** `$ROOT/ci/versions.sh` with `$ROOT` unknown: the one file of that path below the script's folder or a folder above it. */
function findBelowUnknown(path: Path, file: string, isFile: (treePath: string) => boolean): string | undefined {
  const [first, ...others] = path.pieces;
  if (first?.kind !== 'hole' || first.why === 'pattern' || /^(?:~|\$HOME|\$TMPDIR)$/.test(first.name)) return undefined;
  const rest = knownText(others);
  if (rest === undefined || !/^\/[^/]/.test(rest)) return undefined;
  const found: string[] = [];
  for (let slash = file.lastIndexOf('/'); ; slash = file.lastIndexOf('/', slash - 1)) {
    const candidate = slash < 0 ? rest.slice(1) : `${file.slice(0, slash)}${rest}`;
    if (isFile(candidate)) found.push(candidate);
    if (slash <= 0) break;
  }
  return found.length === 1 ? found[0] : undefined;
}
