import type { FoundFile, RootScan } from '../discover/index.ts';
import { CONFIG_NAME, LOCKFILE_NAME } from '../model/settings.ts';

/** Formats that no other file includes, runs or sources; their names stand in many files (`docker build -f Dockerfile`). */
const NEVER_USED: ReadonlySet<string> = new Set(['dockerfile', 'github-workflow', 'pre-commit']);
/** Files that are used by the name of their folder: `add_subdirectory(lib)`, `make -C lib`, `uses: ./lib`. */
const NAMED_BY_FOLDER = /^(?:CMakeLists\.txt|(?:GNU)?[Mm]akefile|action\.ya?ml)$/;

/**
 * The files that have to be read to know what a change of some files does: these, and, over any number of steps, those in whose text the name
 * of one of them stands. No pattern of names is followed by the reader either. All files where settings or a lockfile changed, or a file that is
 * used without being named (`.env`).
 */
export function filesThatUse(files: readonly FoundFile[], asked: RootScan['asked']): readonly FoundFile[] {
  if (asked.folders.includes('') || asked.files.some(isUsedByAll)) return files;
  const isAsked = (path: string): boolean =>
    asked.files.includes(path) || asked.folders.some((folder) => path.startsWith(`${folder}/`));
  const chosen = new Set(files.filter(({ path }) => isAsked(path)));
  const rest = new Set(files.filter((file) => !chosen.has(file)));
  const named = new Set<string>();
  const unknown = asked.files.filter((path) => !files.some((file) => file.path === path));
  let names = [...unknown.flatMap(toNames), ...[...chosen].flatMap(namesOf)];
  while (names.length > 0) {
    const next: string[] = [];
    for (const file of rest) {
      if (!names.some((name) => file.text.includes(name))) continue;
      rest.delete(file);
      chosen.add(file);
      next.push(...namesOf(file));
    }
    for (const name of names) named.add(name);
    names = [...new Set(next)].filter((name) => !named.has(name));
  }
  return files.filter((file) => chosen.has(file));
}

function isUsedByAll(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name === CONFIG_NAME || name === LOCKFILE_NAME || name.startsWith('.env');
}

function namesOf({ path, format }: FoundFile): readonly string[] {
  return NEVER_USED.has(format) ? [] : toNames(path);
}

/** How another file may call it: by its name, a module of CMake without its extension. */
function toNames(path: string): readonly string[] {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  const folder = parts.pop();
  if (NAMED_BY_FOLDER.test(name)) return folder === undefined ? [] : [folder];
  return [name.replace(/\.cmake$/, '')];
}
