import type { FetchAct } from '../model/act.ts';
import type { Span } from '../model/span.ts';
import { flatten, type Word } from '../model/value.ts';
import { captureOf } from './package-pin.ts';
import { combine, type Proposal, propose, type Refusal, refuse, type Texts } from './proposal.ts';
import { replaceRef } from './replace-ref.ts';
import type { RestoredRef } from './restore.ts';

/** Manifests that say by the key what a ref is: `{ git = "URL", branch = "main" }`, `git: 'URL', branch: 'main'`. */

/** By the pin of a rule: the key of a commit, how a pair is written, and whether it may have a line of its own. */
type Style = { readonly key: string; readonly pair: (commit: string) => string; readonly hasLines: boolean };
const TOML: Style = { key: 'rev', pair: (commit) => `rev = "${commit}"`, hasLines: true };
const RUBY: Style = { key: 'ref', pair: (commit) => `ref: '${commit}'`, hasLines: false };
const STYLES: ReadonlyMap<string, Style> = new Map([
  ['rev', TOML],
  ['ref:', RUBY],
]);

/** True for the pin of a rule whose refs have keys. */
export function isKeyed(pin: string | undefined): boolean {
  return STYLES.has(pin ?? '');
}

function styleOf({ pin }: FetchAct): Style {
  return STYLES.get(pin ?? '') ?? TOML;
}

/** The commit takes the place of the value, `rev` or `ref` that of the key; where there is none, both are added behind the address. */
export function pinUnderKey(act: FetchAct, commit: string, texts: Texts): Proposal | Refusal {
  return act.ref === null ? addRev(act, commit, texts) : replaceUnderKey(act, act.ref, styleOf(act).key, commit, texts);
}

/** The ref comes back under its key, or goes with it where none stood there. */
export function restoreUnderKey(
  act: FetchAct,
  word: Word,
  { ref, isBranch }: Pick<RestoredRef, 'ref' | 'isBranch'>,
  texts: Texts,
): Proposal | Refusal {
  return ref === null
    ? removeRev(act, word, texts)
    : replaceUnderKey(act, word, NO_NAME.test(ref) ? styleOf(act).key : isBranch ? 'branch' : 'tag', ref, texts);
}

/** A part of a commit, or a ref by its whole name: only `rev` takes these. */
const NO_NAME = /^(?:[0-9a-f]{7,40}|refs\/.*)$/;

function replaceUnderKey(act: FetchAct, word: Word, name: string, text: string, texts: Texts): Proposal | Refusal {
  const { invocation } = act;
  if (hasSeveralRefs(act)) return refuse(`the ref at ${texts.place(invocation.word)} is said more than once`);
  const key = keyOf(act, word, texts);
  if (key === undefined) return refuse(`the key at ${texts.place(invocation.word)} is not written in so many words`);
  const replaced = replaceRef(word, invocation.word, text, 'written', texts);
  if (texts.read(key.file)?.slice(key.start, key.end) === name) return replaced;
  const renamed = propose({ commands: [{ span: key, text: name, why: 'option' }], exclusive: [invocation.word] });
  return combine([replaced, renamed]);
}

/** Only one of the keys may stand there, and of two that are alike the last counts. */
function hasSeveralRefs({ invocation }: FetchAct): boolean {
  return invocation.variants.some(
    ({ words }) =>
      words.filter((word, index) => index > 1 && index % 2 === 0 && REF_KEY.test(flatten(word.pieces))).length > 1,
  );
}

const REF_KEY = /^(?:branch|tag|ref|rev)$/;

/** The key of an address, as it is written. */
const GIT = /^(?:git|github|gist|bitbucket)$/;

/** On a line of its own where the address has one, else in the same table. */
function addRev(act: FetchAct, commit: string, texts: Texts): Proposal | Refusal {
  const { invocation, captures } = act;
  const { pair, hasLines } = styleOf(act);
  const { word } = invocation;
  const address = captures.get('url')?.word.at ?? null;
  const content = texts.read(word.file) ?? '';
  if (address?.file !== word.file || !GIT.test(content.slice(word.start, word.end)))
    return refuse(`the address at ${texts.place(word)} is put together elsewhere`);
  const span = { ...address, start: address.end };
  const lead = content.slice(content.lastIndexOf('\n', word.start) + 1, word.start);
  const newline = content.slice(0, address.end).includes('\r\n') ? '\r\n' : '\n';
  const text = hasLines && isLineOver(content, address.end) ? `${newline}${lead}${pair(commit)}` : `, ${pair(commit)}`;
  return propose({ commands: [{ span, text, why: 'option' }], exclusive: [word] });
}

function removeRev(act: FetchAct, word: Word, texts: Texts): Proposal | Refusal {
  const { invocation } = act;
  const key = keyOf(act, word, texts);
  const refusal = refuse(`the commit at ${texts.place(invocation.word)} was not written by apply`);
  if (key === undefined || word.at === null) return refusal;
  const content = texts.read(key.file) ?? '';
  const lineStart = content.lastIndexOf('\n', key.start) + 1;
  const before = content.slice(lineStart, key.start);
  const comma = /,[ \t]*$/.exec(before)?.index;
  const isOwnLine = /^[ \t]*(?:[\w"'-]+\.)*$/.test(before) && isLineOver(content, word.at.end);
  if (comma === undefined && !isOwnLine) return refusal;
  const start = comma === undefined ? lineStart - (content[lineStart - 2] === '\r' ? 2 : 1) : lineStart + comma;
  const span = { ...key, start: Math.max(start, 0), end: word.at.end };
  return propose({ commands: [{ span, text: '', why: 'option' }], exclusive: [invocation.word] });
}

/** Where the key of a ref stands; undefined where it is written in another way (quoted, say). */
function keyOf(act: FetchAct, word: Word, texts: Texts): Span | undefined {
  const key = captureOf(act, word)?.option ?? null;
  if (key === null || key.at === null) return undefined;
  return texts.read(key.at.file)?.slice(key.at.start, key.at.end) === flatten(key.pieces) ? key.at : undefined;
}

function isLineOver(content: string, offset: number): boolean {
  return /^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/.test(content.slice(offset, offset + 1000));
}
