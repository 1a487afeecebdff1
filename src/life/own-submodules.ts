import type { FetchAct, SelectAct, UpdateAct } from '../model/act.ts';
import type { Path } from '../model/path.ts';
import { foldersAbove, joinPath } from '../model/tree-path.ts';
import { flatten, HOLE, type Pieces, slicePieces, type Word } from '../model/value.ts';
import { SUBMODULE } from '../model/wrapper.ts';
import { EMPTY, newRepository } from './outcomes.ts';
import { isFullCommit } from './refs.ts';
import { newSubject, type ReadTree, type World } from './world.ts';

/** One `[submodule]` of a .gitmodules file; `branch` null: the remote's default. */
type Submodule = { readonly path: string; readonly url: Word; readonly branch: Word | null };

/**
 * `git submodule update --remote` in the project's own tree: its submodules move to the newest of their branches, whatever the project's
 * commit records of them. https://git-scm.com/docs/gitmodules
 */
export function moveOwnSubmodules(world: World, act: UpdateAct): void {
  const below = belowOwn(act.repository);
  if (below === undefined) return;
  const submodules = ownSubmodules(world.readTree, act.invocation.word.file);
  // Inside of one of them the command speaks of those of its own.
  if (submodules.some(({ path }) => below === path || below.startsWith(`${path}/`))) return;
  for (const { path, url, branch } of submodules) {
    if (isNamed(act.paths ?? [], path)) fetchSubmodule(world, act, url, branch);
  }
}

/**
 * `git -C libs/tool pull`, `git submodule foreach git checkout main`: a submodule of the project's own tree is sent to a branch or to the newest
 * of one. What is sent to a full commit stands there whoever recorded it.
 */
export function moveOwnSubmodule(world: World, act: UpdateAct | SelectAct): void {
  const below = belowOwn(act.repository);
  if (below === undefined || below === '' || (act.ref !== null && !isName(act.ref))) return;
  const isEach = act.repository.pieces.some((piece) => piece.kind === 'hole' && piece.id === SUBMODULE);
  for (const { path, url, branch } of ownSubmodules(world.readTree, act.invocation.word.file)) {
    if (!isEach && below !== path && !below.startsWith(`${path}/`)) continue;
    const ref = act.ref === null ? null : withoutRemote(act.ref);
    if (act.kind === 'select' && ref === null) continue;
    fetchSubmodule(world, act, url, ref ?? branch);
  }
}

/** What a path is called from the top of the project; undefined for one of somewhere else. */
function belowOwn({ pieces }: Path): string | undefined {
  const [first] = pieces;
  if (first?.kind !== 'hole') return undefined;
  return flatten(slicePieces(pieces, 2, Number.MAX_SAFE_INTEGER));
}

/** A branch or a tag: no full commit, and nothing that counts from where the submodule stands. */
function isName(ref: Word): boolean {
  const text = flatten(ref.pieces);
  return !isFullCommit(ref) && !/^(?:HEAD|-|@|\.|FETCH_HEAD$)|[~^]|@\{/.test(text);
}

/** `origin/main` is the branch of the submodule's own address. */
function withoutRemote(ref: Word): Word {
  const text = flatten(ref.pieces);
  const start = text.startsWith('origin/') ? 'origin/'.length : 0;
  return start === 0 ? ref : { ...ref, pieces: slicePieces(ref.pieces, start, text.length) };
}

function fetchSubmodule(world: World, mover: UpdateAct | SelectAct, url: Word, branch: Word | null): void {
  const { rule, invocation, guard } = mover;
  const act: FetchAct = {
    kind: 'fetch',
    rule,
    invocation,
    guard,
    lost: [],
    what: 'git',
    url,
    ref: branch,
    refKind: branch === null || mover.kind === 'select' ? null : 'branch',
    into: null,
    streams: false,
    expected: null,
    marks: new Set(['submodule']),
    captures: new Map(),
  };
  const history = [{ how: 'fetched', ref: branch, refKind: act.refKind, act } as const];
  newRepository(world, { ...EMPTY, guard, subject: newSubject(world, act), url, history });
}

/** Without operands all are meant; of one that nobody knows it may be any. */
function isNamed(paths: readonly Word[], path: string): boolean {
  const named = paths.map(({ pieces }) => flatten(pieces).replace(/^\.\/|\/$/g, ''));
  return (
    named.length === 0 || named.some((name) => name === path || path.startsWith(`${name}/`) || name.includes(HOLE))
  );
}

/** Those of the nearest .gitmodules above a file. */
function ownSubmodules(readTree: ReadTree, file: string): readonly Submodule[] {
  for (const folder of foldersAbove(file)) {
    const path = joinPath(folder, '.gitmodules');
    const text = readTree(path);
    if (text !== undefined) return readSubmodules(path, text);
  }
  return [];
}

const SECTION = /^[ \t]*\[[ \t]*(\w+)/;
const SETTING = /^[ \t]*(path|url|branch)[ \t]*=(.*)$/i;

function readSubmodules(file: string, text: string): readonly Submodule[] {
  const sections: Map<string, Word>[] = [];
  let isOurs = false;
  let start = 0;
  for (const line of text.split('\n')) {
    const section = SECTION.exec(line)?.[1];
    if (section !== undefined) {
      isOurs = section.toLowerCase() === 'submodule';
      if (isOurs) sections.push(new Map());
    }
    const [, key = '', written = ''] = SETTING.exec(line.trimEnd()) ?? [];
    const value = written.trim().replace(/^"(.*)"$/, '$1');
    if (isOurs && value !== '') {
      const from = start + line.indexOf(value, line.indexOf('=') + 1);
      const at = { file, start: from, end: from + value.length };
      sections.at(-1)?.set(key.toLowerCase(), { pieces: [{ kind: 'text', text: value, at, verbatim: true }], at });
    }
    start += line.length + 1;
  }
  return sections.flatMap((section) => {
    const [path, url, branch] = [section.get('path'), section.get('url'), section.get('branch')];
    if (path === undefined || url === undefined) return [];
    return [{ path: flatten(path.pieces), url, branch: branch === undefined ? null : toBranch(branch) }];
  });
}

/** `.` is the branch on which the project itself is, which the text does not say. */
function toBranch(word: Word): Word {
  const [piece] = word.pieces;
  if (piece === undefined || flatten(word.pieces) !== '.') return word;
  const own: Pieces = [
    { kind: 'hole', id: 'own-branch', name: "the project's own branch", why: 'environment', at: piece.at },
  ];
  return { ...word, pieces: own };
}
