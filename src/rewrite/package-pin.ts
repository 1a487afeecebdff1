import type { Capture, FetchAct } from '../model/act.ts';
import type { Edit } from '../model/edit.ts';
import { flatten, type Piece, pieceKey, type Word } from '../model/value.ts';
import { addKeyword, KEYWORD } from './call-keyword.ts';
import { layText } from './lay.ts';
import { combine, type Proposal, propose, type Refusal, refuse, type Texts } from './proposal.ts';
import { type RefStyle, replaceRef } from './replace-ref.ts';
import { hasSpan, isSameSpan } from './splice.ts';

/**
 * A repository that a word names for a program to install (`pip install git+URL@main`, `cargo install --git URL --branch main`): the commit
 * takes the place of the ref, or is added as the rule says.
 */
export function pinNamed(act: FetchAct, commit: string, style: RefStyle, texts: Texts): Proposal | Refusal {
  const { ref, pin, invocation } = act;
  const where = texts.place(invocation.word);
  if (act.streams || (pin === undefined && ref === null))
    return refuse(`the command at ${where} has no form that takes a commit`);
  if (ref === null) return addPin(act, pin ?? '', commit, texts);
  const capture = captureOf(act, ref);
  const replaced = replaceRef(ref, invocation.word, commit, capture === undefined ? 'written' : style, texts);
  if (capture === undefined) return replaced;
  if (pin?.startsWith('-') !== true) return refuse(`the option at ${where} is not known to take a commit`);
  const renamed = renameOption(capture, pin, texts);
  if (renamed === undefined) return refuse(`the option at ${where} is put together elsewhere`);
  return combine([replaced, propose({ commands: renamed, exclusive: [invocation.word] })]);
}

/** Adds a commit or sha256 where none is named: by an option or keyword behind the address, or by a mark in its word. */
export function addPin(act: FetchAct, pin: string, identity: string, texts: Texts): Proposal | Refusal {
  const { invocation, url, expected } = act;
  const where = texts.place(invocation.word);
  if (expected !== null) return refuse(`the download at ${where} has another hash already, which is weak or not known`);
  if (KEYWORD.test(pin)) return addKeyword(act, pin, identity, texts);
  if (pin.startsWith('-')) {
    if (url.at === null) return refuse(`the address at ${where} is put together elsewhere`);
    const span = { ...url.at, start: url.at.end };
    return propose({ commands: [{ span, text: ` ${pin} ${identity}`, why: 'option' }], exclusive: [invocation.word] });
  }
  const word = wordOf(
    invocation.variants.flatMap(({ words }) => words),
    url,
  );
  if (word === undefined) return refuse(`the address at ${where} is put together elsewhere`);
  const text = flatten(word.pieces);
  const from = text.indexOf(lastPart(url));
  const tail = text.slice(Math.max(from, 0)).search(/[#\s;"']/);
  const offset = tail < 0 ? text.length : Math.max(from, 0) + tail;
  if (pin.startsWith('#') && text[offset] === '#')
    return refuse(`the address at ${where} has a part behind "#" already`);
  const laid = layText(word.pieces, { start: offset, end: offset, text: pin + identity }, word.at, 'ref', texts);
  if (laid.kind === 'refusal') return laid;
  const now = text.slice(0, offset) + pin + identity + text.slice(offset);
  const expectation = { pieces: word.pieces, text: now, at: word.at ?? invocation.word, reader: invocation.word };
  return propose({ values: laid.edits, expectations: [expectation] });
}

/** The option whose value the ref is. */
export function captureOf({ captures }: FetchAct, ref: Word): Capture | undefined {
  return [...captures.values()].find(
    ({ word }) =>
      word.at !== null &&
      ref.at !== null &&
      isSameSpan(word.at, ref.at) &&
      pieceKey(word.pieces) === pieceKey(ref.pieces),
  );
}

/** Gives an option another name: `--branch x`, `--branch=x`. */
export function renameOption(
  { word, option, prefix }: Capture,
  name: string,
  texts: Texts,
): readonly Edit[] | undefined {
  const at = option === null ? word.at : option.at;
  const old = option === null ? prefix : flatten(option.pieces);
  if (old === name) return [];
  if (at === null || !texts.read(at.file)?.startsWith(old, at.start) || !old.startsWith('--')) return undefined;
  const end = at.start + (old.endsWith('=') ? old.length - 1 : old.length);
  return [{ span: { ...at, end }, text: name, why: 'option' }];
}

/** The word of the command that the address was read from. */
export function wordOf(words: readonly Word[], url: Word): Word | undefined {
  const isVerbatim = (piece: Piece) => piece.kind === 'text' && piece.verbatim;
  const last = url.pieces.findLast(isVerbatim);
  if (last === undefined) return undefined;
  // The name of a key may be said to stand where its value does.
  return words.find(({ pieces }) => pieces.some((piece) => hasSpan(piece.at, last.at) && isVerbatim(piece)));
}

/** The address as far as it stands in the word: what a rule joins to it (`https://github.com/`) does not. */
function lastPart({ pieces }: Word): string {
  const last = pieces.at(-1);
  return last?.kind === 'text' ? last.text : '';
}
