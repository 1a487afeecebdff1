import type { FetchAct, UpdateAct } from '../model/act.ts';
import { flatten, HOLE, type Pieces, slicePieces, type Word } from '../model/value.ts';
import { EMPTY, newRepository } from './outcomes.ts';
import { newSubject, type ReadTree, type World } from './world.ts';

/** One `[submodule]` of a .gitmodules file; `branch` null: the remote's default. */
type Submodule = { readonly path: string; readonly url: Word; readonly branch: Word | null };

/**
 * `git submodule update --remote` in the project's own tree: its submodules move to the newest of their branches, whatever the project's
 * commit records of them. https://git-scm.com/docs/gitmodules
 */
export function moveOwnSubmodules(world: World, act: UpdateAct): void {
  const [first] = act.repository.pieces;
  if (first?.kind !== 'hole') return;
  const submodules = ownSubmodules(world.readTree, act.invocation.word.file);
  const below = flatten(slicePieces(act.repository.pieces, 2, Number.MAX_SAFE_INTEGER));
  // Inside of one of them the command speaks of those of its own.
  if (submodules.some(({ path }) => below === path || below.startsWith(`${path}/`))) return;
  for (const { path, url, branch } of submodules) {
    if (isNamed(act.paths ?? [], path)) fetchSubmodule(world, act, url, branch);
  }
}

function fetchSubmodule(world: World, update: UpdateAct, url: Word, branch: Word | null): void {
  const { rule, invocation, guard } = update;
  const act: FetchAct = {
    kind: 'fetch',
    rule,
    invocation,
    guard,
    lost: [],
    what: 'git',
    url,
    ref: branch,
    refKind: branch === null ? null : 'branch',
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
  const folders = file.split('/').slice(0, -1);
  for (let depth = folders.length; depth >= 0; depth--) {
    const path = [...folders.slice(0, depth), '.gitmodules'].join('/');
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
