import { flatten, HOLE, slicePieces, type Word } from '../model/value.ts';
import type { Outcome, RetrievedRef } from './entry.ts';

/**
 * What the operand of a checkout, reset or merge means in a repository's state. `same`: where it is already (`HEAD`), `back`: where it
 * was before. `url` is the remote that the name belongs to, null when it says nothing about that.
 */
export type RefMeaning =
  | { readonly kind: 'same' }
  | { readonly kind: 'back' }
  | { readonly kind: 'upstream' }
  | {
      readonly kind: 'ref';
      readonly ref: Word | null;
      readonly refKind: 'branch' | 'tag' | 'commit' | null;
      readonly url: Word | null;
    };

/**
 * Reads a name as git does (gitrevisions(7)): suffixes (`~1`, `^{commit}`, `@{u}`) are cut, `origin/x` and `refs/remotes/origin/x` are
 * branch `x` of that remote, FETCH_HEAD is what the last fetch brought. Pieces are slices of the operand; `at` stays the whole word.
 */
export function readRef(word: Word, outcome: Outcome): RefMeaning {
  const text = flatten(word.pieces);
  const range = /^.*[^/]\.\.\.?(?=[^/.])/.exec(text)?.[0].length ?? 0;
  if (range > 0) return readRef(sliceWord(word, range, text.length), outcome);
  if (text === '-' || text.startsWith('@{-')) return { kind: 'back' };
  const end = suffixStart(text);
  if (/@\{(?:u|upstream|push)\}/.test(text.slice(end))) return { kind: 'upstream' };
  const name = text.slice(0, end);
  if (name === '' || name === 'HEAD' || name === '@' || name === 'ORIG_HEAD') return { kind: 'same' };
  if (name === 'FETCH_HEAD') return readFetchHead(word, outcome);
  const alias = outcome.retrieved?.refs.find((retrieved) => retrieved.alias === name);
  if (alias !== undefined) return retrievedRef(alias, outcome.retrieved?.url ?? null);
  const local = lengthOfPrefix(name, ['refs/remotes/', 'remotes/']);
  const remote = readRemote(word, name, local, outcome);
  if (remote !== undefined) return remote;
  if (name.startsWith('refs/heads/')) return branchOrTag(word, 0, end, 'branch');
  if (name.startsWith('refs/tags/')) return branchOrTag(word, 0, end, 'tag');
  if (name.startsWith('heads/')) return branchOrTag(word, 'heads/'.length, end, 'branch');
  if (name.startsWith('tags/')) return branchOrTag(word, 'tags/'.length, end, 'tag');
  return {
    kind: 'ref',
    ref: sliceWord(word, 0, end),
    refKind: null,
    url: urlOfRetrieved(name, outcome),
  };
}

/**
 * The refs of a `git fetch`: the source side of each refspec (`+refs/heads/x:refs/remotes/origin/x`), the two words `tag v1` as one.
 */
export function readRefspecs(words: readonly Word[]): readonly RetrievedRef[] {
  const result: RetrievedRef[] = [];
  let isTag = false;
  for (const word of words) {
    const text = flatten(word.pieces);
    if (text === 'tag' && !isTag) {
      isTag = true;
      continue;
    }
    const start = text.startsWith('+') ? 1 : 0;
    const colon = text.indexOf(':');
    const end = colon < 0 ? text.length : colon;
    const source = text.slice(start, end);
    if (source !== '' && !source.includes('*') && !source.startsWith('^')) {
      const refKind = isTag || source.startsWith('refs/tags/') ? 'tag' : isBranchName(source) ? 'branch' : null;
      result.push({ ref: sliceWord(word, start, end), refKind, alias: aliasOf(text.slice(end + 1)) });
    }
    isTag = false;
  }
  return result;
}

/** Hex digits as git abbreviates and prints object ids. */
export function isCommitLike(word: Word | null): boolean {
  return word !== null && /^[0-9a-f]{7,64}$/.test(flatten(word.pieces));
}

/** A full object id. */
export function isFullCommit(word: Word | null): boolean {
  return word !== null && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(flatten(word.pieces));
}

/** A word that is a repository's address rather than the name of a remote. */
export function isAddress(word: Word): boolean {
  return /:\/\/|^[\w.-]+@[\w.-]+:/.test(flatten(word.pieces).replaceAll(HOLE, '_'));
}

function readFetchHead(word: Word, { retrieved }: Outcome): RefMeaning {
  if (retrieved === null) return { kind: 'ref', ref: word, refKind: null, url: null };
  const first = retrieved.refs[0];
  if (first === undefined) return { kind: 'ref', ref: null, refKind: null, url: retrieved.url };
  return retrievedRef(first, retrieved.url);
}

function retrievedRef({ ref, refKind }: RetrievedRef, url: Word | null): RefMeaning {
  const isHead = flatten(ref.pieces) === 'HEAD';
  return { kind: 'ref', ref: isHead ? null : ref, refKind, url };
}

/** `origin/x`, `upstream/feature/x`; a first component that is no known remote is part of the branch's name. */
function readRemote(word: Word, name: string, start: number, outcome: Outcome): RefMeaning | undefined {
  const slash = name.indexOf('/', start);
  if (slash < 0) return undefined;
  const remote = name.slice(start, slash);
  const url = outcome.remotes.get(remote);
  if (url === undefined && remote !== 'origin' && start === 0) return undefined;
  const ref = name.slice(slash + 1) === 'HEAD' ? null : sliceWord(word, slash + 1, name.length);
  return { kind: 'ref', ref, refKind: ref === null ? null : 'branch', url: url ?? null };
}

function branchOrTag(word: Word, start: number, end: number, refKind: 'branch' | 'tag'): RefMeaning {
  return { kind: 'ref', ref: sliceWord(word, start, end), refKind, url: null };
}

/** A commit that was fetched from somewhere by its id belongs there, whatever it is checked out by. */
function urlOfRetrieved(name: string, { retrieved }: Outcome): Word | null {
  const isRetrieved = retrieved?.refs.some(({ ref }) => flatten(ref.pieces) === name) ?? false;
  return isRetrieved ? (retrieved?.url ?? null) : null;
}

function suffixStart(text: string): number {
  const suffix = text.search(/[~^]|@\{/);
  return suffix < 0 ? text.length : suffix;
}

function lengthOfPrefix(text: string, prefixes: readonly string[]): number {
  return prefixes.find((prefix) => text.startsWith(prefix))?.length ?? 0;
}

function isBranchName(source: string): boolean {
  return source.startsWith('refs/heads/');
}

function aliasOf(destination: string): string | null {
  if (destination === '' || destination.includes('*')) return null;
  return destination.startsWith('refs/heads/') ? destination.slice('refs/heads/'.length) : destination;
}

function sliceWord(word: Word, start: number, end: number): Word {
  const text = flatten(word.pieces);
  return start === 0 && end === text.length ? word : { ...word, pieces: slicePieces(word.pieces, start, end) };
}

/** A commit, or a name with a digit or an unknown part: a version, or nobody knows. */
export function mayBePin(word: Word): boolean {
  return isCommitLike(word) || /[\d\uFFFC]/.test(flatten(word.pieces));
}
