import type { FoundFile, RootScan } from '../discover/index.ts';
import { CONFIG_NAME, LOCKFILE_NAME } from '../model/settings.ts';
import { type ComposesPath, composedNames } from './composed-names.ts';

/** Formats that no other file includes, runs or sources; their names stand in many files (`docker build -f Dockerfile`). */
const NEVER_USED: ReadonlySet<string> = new Set(['dockerfile', 'github-workflow', 'pre-commit']);
/** Files that are used by the name of their folder: `add_subdirectory(lib)`, `make -C lib`, `uses: ./lib`. */
const NAMED_BY_FOLDER = /^(?:CMakeLists\.txt|(?:GNU)?[Mm]akefile|action\.ya?ml)$/;

/**
 * The files that have to be read to know what a change of some files does: these, and, over any number of steps, those in whose text the name
 * of one of them stands or may be put together. All files where settings or a lockfile changed, or a file that is used without being named
 * (`.env`).
 */
export function filesThatUse(files: readonly FoundFile[], asked: RootScan['asked']): readonly FoundFile[] {
  if (asked.folders.includes('') || asked.files.some(isUsedByAll)) return files;
  const isAsked = (path: string): boolean =>
    asked.files.includes(path) || asked.folders.some((folder) => path.startsWith(`${folder}/`));
  const chosen = new Set(files.filter(({ path }) => isAsked(path)));
  const rest = new Map<FoundFile, { composes?: ComposesPath }>();
  for (const file of files) if (!chosen.has(file)) rest.set(file, {});
  const used = new Set<string>();
  const unknown = asked.files.filter((path) => !files.some((file) => file.path === path));
  let callees = [...unknown.map(calleeOf), ...[...chosen].flatMap(calleesOf)];
  while (callees.length > 0) {
    const next: Callee[] = [];
    for (const [file, memory] of rest) {
      if (!callees.some(({ names }) => names.some((name) => file.text.includes(name)))) {
        memory.composes ??= composedNames(file.text);
        const { composes } = memory;
        if (!callees.some(({ paths }) => paths.some(composes))) continue;
      }
      rest.delete(file);
      chosen.add(file);
      next.push(...calleesOf(file));
    }
    for (const { path } of callees) used.add(path);
    callees = next.filter(({ path }) => !used.has(path));
  }
  return files.filter((file) => chosen.has(file));
}

function isUsedByAll(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name === CONFIG_NAME || name === LOCKFILE_NAME || name.startsWith('.env');
}

/** How other files may call one: `names` as they stand in a text, `paths` as it may be put together. */
type Callee = { readonly path: string; readonly names: readonly string[]; readonly paths: readonly string[] };

function calleesOf({ path, format }: FoundFile): readonly Callee[] {
  return NEVER_USED.has(format) ? [] : [calleeOf(path)];
}

/** By its name, a module of CMake without its extension. */
function calleeOf(path: string): Callee {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  const folder = parts.at(-1);
  if (!NAMED_BY_FOLDER.test(name)) {
    const module = path.replace(/\.cmake$/, '');
    return { path, names: [name.replace(/\.cmake$/, '')], paths: module === path ? [path] : [path, module] };
  }
  return folder === undefined
    ? { path, names: [], paths: [path] }
    : { path, names: [folder], paths: [path, parts.join('/')] };
}
