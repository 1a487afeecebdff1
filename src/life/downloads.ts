import type { ExecuteAct, ExtractAct, FetchAct, PlaceAct, RemoveAct, TrustAct } from '../model/act.ts';
import { both, type Guard } from '../model/guard.ts';
import { type Path, resolvePath } from '../model/path.ts';
import { bindExpected } from './checks.ts';
import type { Content, Entry } from './entry.ts';
import { collect, type Folder, find, findMatching, isFolder, put, remove } from './files.ts';
import { fork } from './outcomes.ts';
import { isSpelledIn } from './placed-repositories.ts';
import { contentsAt, contentsOfInput } from './streams.ts';
import { noteUnpacked } from './unpacked.ts';
import { newSubject, noteUse, split, type World } from './world.ts';

/** A file (or image, or package) comes in: to a path, or to standard output and from there into a file. */
export function download(world: World, act: FetchAct): void {
  const subject = newSubject(world, act);
  bindExpected(subject, act);
  const { invocation, guard } = act;
  const since = invocation.id;
  const content: Content = { guard, subject, isDerived: false, since };
  if (act.streams) {
    world.printed.set(invocation.id, [...(world.printed.get(invocation.id) ?? []), content]);
    if (invocation.stdout !== null) placeContents(world, invocation.stdout.path, guard, [content], since);
    return;
  }
  // Where the rule cannot say where the tool saves it (`pip install URL`), it lies nowhere that a later check could name.
  if (act.into === null) return;
  const isNamed = isSpelledIn(act.into, act.url);
  putFile(world, act.into, guard, [{ kind: 'file', subject, isDerived: false, guard, since, isNamed }]);
}

/** Downloaded bytes lie at a path from now on, in place of what lay there. */
export function placeContents(
  world: World,
  path: Path,
  guard: Guard,
  contents: readonly Content[],
  since: number,
): void {
  const entries: readonly Entry[] = contents.map(({ subject, isDerived, guard: part }) => ({
    kind: 'file',
    subject,
    isDerived,
    guard: part,
    since,
    isNamed: false,
  }));
  putFile(world, path, guard, entries);
}

/** `mv`, `cp`, `ln`: what lies at a path lies at another as well, or only there. */
export function transfer(world: World, act: PlaceAct): void {
  if (world.files.size === 0) return;
  const to = split(world, act.to);
  for (const from of act.from) {
    for (const { name, folder } of findMatching(world.files, from)) {
      const target = find(world.files, to);
      const intoFolder = act.intoFolder || (target !== undefined && target !== folder && isFolder(target));
      const components = intoFolder ? [...to, name] : to;
      const origin = [...split(world, from).slice(0, -1), name];
      if (isPrefix(origin, components)) continue;
      moveOrCopy(world, folder, components, act, components.at(-1) !== name);
    }
    for (const content of contentsAt(world, from, act.guard)) use(content, act.guard, act.invocation.id);
  }
}

/** `tar`, `unzip`: the archive's top folder appears, unless its components are stripped. */
export function extract(world: World, act: ExtractAct): void {
  const { invocation, guard } = act;
  const contents =
    act.from === 'stdin' ? contentsOfInput(world, invocation.stdin, guard) : contentsAt(world, act.from, guard);
  for (const content of contents) {
    use(content, guard, invocation.id);
    noteUnpacked(world, act, content);
    const { subject, guard: met } = content;
    if (act.strip > 0 || subject.act.kind !== 'fetch') continue;
    const name = world.names.folder(subject.act.url.pieces);
    if (name === undefined) continue;
    const path = resolvePath(act.into, name);
    put(world.files, split(world, path), met, [
      { kind: 'tree', subject, guard: met, since: invocation.id, isNamed: true },
    ]);
  }
}

/** Unknown text runs. */
export function execute(world: World, act: ExecuteAct): void {
  const { invocation, guard, from } = act;
  const contents = from === 'stdin' ? contentsOfInput(world, invocation.stdin, guard) : contentsAt(world, from, guard);
  for (const content of contents) use(content, guard, invocation.id, true);
}

/** The bytes are a key. */
export function trust(world: World, act: TrustAct): void {
  const { invocation, guard, from } = act;
  const contents = from === 'stdin' ? contentsOfInput(world, invocation.stdin, guard) : contentsAt(world, from, guard);
  for (const { subject } of contents) subject.isKey = true;
}

export function removePaths(world: World, act: RemoveAct): void {
  if (world.files.size === 0) return;
  for (const path of act.paths) {
    for (const { folder } of findMatching(world.files, path)) remove(folder, act.guard);
  }
}

/** The bytes are used by an invocation; `isRun`: not only unpacked or put elsewhere. */
export function use(content: Content, guard: Guard, at: number, isRun = false): void {
  const met = both(content.guard, guard);
  if (met !== undefined) noteUse(content.subject, { guard: met, at, since: content.since, isRun });
}

function putFile(world: World, path: Path, guard: Guard, entries: readonly Entry[]): void {
  const components = split(world, path);
  noteKeys(components, entries);
  put(world.files, components, guard, entries);
}

/** Where package managers look for the keys that they trust. */
const KEY_FOLDERS: readonly (readonly string[])[] = [
  ['/', 'etc', 'apt', 'keyrings'],
  ['/', 'etc', 'apt', 'trusted.gpg.d'],
  ['/', 'usr', 'share', 'keyrings'],
  ['/', 'usr', 'local', 'share', 'keyrings'],
  ['/', 'etc', 'pki', 'rpm-gpg'],
  ['/', 'etc', 'apk', 'keys'],
];

function noteKeys(components: readonly string[], entries: readonly Entry[]): void {
  if (!KEY_FOLDERS.some((folder) => isPrefix(folder, components))) return;
  for (const entry of entries) if (entry.kind === 'file') entry.subject.isKey = true;
}

/** Moves or copies what lies at a node and below it; a new name is the author's, not the host's. */
function moveOrCopy(
  world: World,
  folder: Folder,
  target: readonly string[],
  { guard, how, invocation }: PlaceAct,
  isRenamed: boolean,
): void {
  const placed = collect(folder, guard);
  if (how === 'move') remove(folder, guard);
  for (const { components, entries } of placed) {
    const moved = entries.map((entry) => {
      const isNamed = entry.isNamed && (components.length > 0 || !isRenamed);
      return { ...(how === 'copy' ? copyOf(world, entry) : entry), since: invocation.id, isNamed };
    });
    noteKeys(target, moved);
    for (const entry of moved) put(world.files, [...target, ...components], entry.guard, [entry]);
  }
}

/** A copied work tree goes its own way; copied bytes are the same bytes. */
function copyOf(world: World, entry: Entry): Entry {
  return entry.kind === 'repository' ? { ...entry, repository: fork(world, entry.repository, entry.guard) } : entry;
}

function isPrefix(folder: readonly string[], path: readonly string[]): boolean {
  return folder.length <= path.length && folder.every((component, index) => component === path[index]);
}
