import type { FoundFile, RootScan } from '../discover/index.ts';
import { CONFIG_NAME, LOCKFILE_NAME } from '../model/settings.ts';
import { lastName } from '../model/tree-path.ts';
import { type ComposesPath, composedNames } from './composed-names.ts';

/** Formats that no other file includes, runs or sources; their names stand in many files (`docker build -f Dockerfile`). */
const NEVER_USED: ReadonlySet<string> = new Set(['dockerfile', 'github-workflow', 'pre-commit']);
/** Files that others of one language use, `folder` by the name of the folder: `add_subdirectory(lib)`, `uses: ./lib`, `include lib/Makefile`. */
const USED_WITHIN: readonly { readonly name: RegExp; readonly folder: boolean; readonly format: string }[] = [
  { name: /^CMakeLists\.txt(?:\.in)?$/, folder: true, format: 'cmake' },
  { name: /^action\.ya?ml$/, folder: true, format: 'github-workflow' },
  { name: /^(?:GNU)?[Mm]akefile$/, folder: false, format: 'make' },
];

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
      const fitting = callees.filter(({ user }) => user === null || user === file.format || file.format === 'template');
      if (!fitting.some(({ names }) => names.some((name) => isNamedIn(file.text, name)))) {
        memory.composes ??= composedNames(file.text);
        const { composes } = memory;
        if (!fitting.some(({ paths }) => paths.some(composes))) continue;
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

const WORD = /[\w-]/;

/** True where the name stands as a word of its own: `build` is no part of `rebuild`. */
function isNamedIn(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!WORD.test(text[at - 1] ?? '') && !WORD.test(text[at + name.length] ?? '')) return true;
  }
  return false;
}

function isUsedByAll(path: string): boolean {
  const name = lastName(path);
  return name === CONFIG_NAME || name === LOCKFILE_NAME || name.startsWith('.env');
}

/** How other files may call one: `names` as they stand in a text, `paths` as it may be put together; `user` is the only format that does. */
type Callee = {
  readonly path: string;
  readonly names: readonly string[];
  readonly paths: readonly string[];
  readonly user: string | null;
};

function calleesOf({ path, format }: FoundFile): readonly Callee[] {
  return NEVER_USED.has(format) ? [] : [calleeOf(path)];
}

/** By its name, a module of CMake without its extension. */
function calleeOf(path: string): Callee {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  const folder = parts.at(-1);
  const within = USED_WITHIN.find((one) => one.name.test(name));
  if (within?.folder !== true) {
    const module = path.replace(/\.cmake$/, '');
    const paths = module === path ? [path] : [path, module];
    return { path, names: [name.replace(/\.cmake$/, '')], paths, user: within?.format ?? null };
  }
  return folder === undefined
    ? { path, names: [], paths: [path], user: within.format }
    : { path, names: [folder], paths: [path, parts.join('/')], user: within.format };
}
