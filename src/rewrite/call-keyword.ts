import type { Capture, FetchAct } from '../model/act.ts';
import type { Edit } from '../model/edit.ts';
import type { Invocation } from '../model/invocation.ts';
import type { Span } from '../model/span.ts';
import { flatten, type Word } from '../model/value.ts';
import { combine, type Proposal, propose, type Refusal, refuse, type Texts } from './proposal.ts';
import { replaceRef } from './replace-ref.ts';
import { hasSpan, isSameSpan } from './splice.ts';

/**
 * Keywords of a call with their words (`GIT_TAG x`, CMake's). What unapply could not know from the text alone is kept in a bracket comment,
 * which may stand between any two arguments: https://cmake.org/cmake/help/latest/manual/cmake-language.7.html#bracket-comment
 */
const ADDED = ' #[[added by pinlock]]';
const KEPT = /^"?( #\[\[was ([^\]\r\n]*)\]\])/;
const TRUTH = /^(?:TRUE|ON|YES|Y|1)$/i;
/** The keyword of a hash needs no comment: nobody else's stands right behind the address. */
const HASH = /^\w*HASH /;

/** `GIT_TAG `, `URL_HASH SHA256=`: how a rule says that a pin is a keyword with its word. */
export const KEYWORD = /^[A-Z_]+ /;

/** A keyword with its word behind the address, or behind the file that it is loaded into. */
export function addKeyword(act: FetchAct, pin: string, identity: string, texts: Texts): Proposal | Refusal {
  const { invocation } = act;
  const last = placeBehind(act);
  if (last === undefined) return refuse(`the address at ${texts.place(invocation.word)} is put together elsewhere`);
  const gap = gapBehind(texts.read(last.file) ?? '', invocation.span.start, last.end);
  const text = `${gap}${pin}${identity}${HASH.test(pin) ? '' : ADDED}`;
  return propose({
    commands: [{ span: { ...last, start: last.end }, text, why: 'option' }],
    exclusive: [invocation.word],
  });
}

/** Takes away a keyword that `addKeyword` wrote; undefined where it stands as somebody else wrote it. */
export function removeKeyword(act: FetchAct, word: Word, pin: string, texts: Texts): Proposal | undefined {
  const last = placeBehind(act);
  const keyword = captureAt(act, word)?.option?.at;
  if (last === undefined || keyword == null || word.at === null) return undefined;
  const content = texts.read(last.file) ?? '';
  const isHash = HASH.test(pin);
  const isOurs = isHash || content.startsWith(ADDED, word.at.end);
  if (!isOurs || keyword.file !== last.file || !/^\s+$/.test(content.slice(last.end, keyword.start))) return undefined;
  const span = { ...last, start: last.end, end: word.at.end + (isHash ? 0 : ADDED.length) };
  return propose({ commands: [{ span, text: '', why: 'option' }], exclusive: [act.invocation.word] });
}

/** A shallow clone takes names alone: it is turned off, and what it said stays behind it in a comment. */
export function turnOffShallow({ captures, invocation }: FetchAct, texts: Texts): Proposal | Refusal {
  const shallow = captures.get('shallow')?.word;
  if (shallow === undefined || !TRUTH.test(flatten(shallow.pieces))) return propose({});
  const changed = replaceRef(
    shallow,
    invocation.word,
    'FALSE',
    isOneOfMany(shallow, invocation) ? 'written' : 'here',
    texts,
  );
  return changed.kind === 'refusal' ? changed : keepWritten(changed, texts);
}

/**
 * A branch of the remote's gives way to a commit, and what it was called stays behind it in a comment: `main` alone is another branch to CMake,
 * the clone's own (https://cmake.org/cmake/help/latest/module/ExternalProject.html#git).
 */
export function replaceRemoteRef(ref: Word, reader: Span, commit: string, texts: Texts): Proposal | Refusal {
  const replaced = replaceRef(ref, reader, commit, 'written', texts);
  if (replaced.kind === 'refusal' || !flatten(ref.pieces).startsWith(REMOTE)) return replaced;
  return keepWritten(replaced, texts);
}

/** The ref in the place of a commit, as it was called before apply, where a comment behind it says so. */
export function restoreRemoteRef(word: Word, reader: Span, ref: string, texts: Texts): Proposal | Refusal {
  const kept = readKept(word, texts);
  const name = kept?.before === REMOTE + ref ? kept.before : ref;
  const restored = replaceRef(word, reader, name, 'written', texts);
  if (restored.kind === 'refusal' || kept === undefined) return restored;
  return combine([restored, propose({ commands: [{ span: kept.span, text: '', why: 'option' }] })]);
}

const REMOTE = 'origin/';

/** What edits take the place of stays behind them, where a comment may stand there. */
function keepWritten(changed: Proposal, texts: Texts): Proposal | Refusal {
  const comments = [...changed.values, ...changed.commands].flatMap(({ span }): readonly Edit[] => {
    const content = texts.read(span.file) ?? '';
    const end = content[span.start - 1] === '"' ? span.end + 1 : span.end;
    if (!/^(?:[\s)]|$)/.test(content.slice(end, end + 1))) return [];
    const text = ` #[[was ${content.slice(span.start, span.end)}]]`;
    return [{ span: { file: span.file, start: end, end }, text, why: 'option' }];
  });
  return combine([changed, propose({ commands: comments })]);
}

/** What stands in the comment behind a word that is one text; undefined where none does. */
function readKept({ pieces: [piece, more] }: Word, texts: Texts) {
  if (piece?.kind !== 'text' || more !== undefined) return undefined;
  const { at } = piece;
  const found = KEPT.exec(texts.read(at.file)?.slice(at.end) ?? '');
  if (found === null) return undefined;
  const [whole, comment = '', before = ''] = found;
  const end = at.end + whole.length;
  return { at, text: piece.text, before, span: { ...at, start: end - comment.length, end } };
}

/** True for a word of a list that one variable holds: the variable stands for the others too. */
function isOneOfMany({ at }: Word, { variants }: Invocation): boolean {
  return variants.some(
    ({ words }) => words.filter((word) => at !== null && word.at !== null && isSameSpan(word.at, at)).length > 1,
  );
}

/** Says of a shallow clone again what it said before. */
export function turnOnShallow({ captures, invocation }: FetchAct, texts: Texts): Proposal {
  const word = captures.get('shallow')?.word;
  const kept = word === undefined ? undefined : readKept(word, texts);
  if (kept === undefined || kept.text !== 'FALSE') return propose({});
  return propose({
    commands: [
      { span: kept.at, text: kept.before, why: 'option' },
      { span: kept.span, text: '', why: 'option' },
    ],
    exclusive: [invocation.word],
  });
}

/** The word that a keyword is written behind: that of the address or of the file, whichever is last; undefined where none stands in the call. */
function placeBehind({ invocation, url, captures }: FetchAct): Span | undefined {
  const places = [url.at, captures.get('into')?.word.at].filter((at) => at?.file === invocation.span.file);
  const [last] = places.sort((a, b) => (b?.end ?? 0) - (a?.end ?? 0));
  return url.at === null || last == null || !hasSpan(invocation.span, last) ? undefined : last;
}

function captureAt({ captures }: FetchAct, word: Word): Capture | undefined {
  return [...captures.values()].find(
    (capture) => capture.word.at !== null && word.at !== null && isSameSpan(capture.word.at, word.at),
  );
}

/** A blank, or a line of its own where the call has a line for each keyword. */
function gapBehind(content: string, callStart: number, end: number): string {
  const lineStart = content.lastIndexOf('\n', end - 1) + 1;
  const rest = /^[^\n]*/.exec(content.slice(end))?.[0] ?? '';
  if (lineStart <= callStart || !/^[ \t\r]*(?:\)[ \t\r]*)?(?:#|$)/.test(rest)) return ' ';
  const indent = /^[ \t]*/.exec(content.slice(lineStart, end))?.[0] ?? '';
  return `${content[lineStart - 2] === '\r' ? '\r\n' : '\n'}${indent}`;
}
