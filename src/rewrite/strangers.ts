import type { Edit } from '../model/edit.ts';
import type { ClassifiedFetch } from '../model/source.ts';
import { flatten, type Pieces, pieceKey, type Word } from '../model/value.ts';
import { type Attempt, type Surroundings, showSource, valueEdits } from './attempt.ts';
import { type Edited, evaluate } from './evaluate.ts';
import type { Texts } from './proposal.ts';
import { findQuestion } from './questions.ts';
import { hasSpan, isSameEdit, isSameSpan, isTouched } from './splice.ts';
import { findReaders, isEmptinessTest, namesIn, programOf, type Use } from './uses.ts';

/** Readers of an edited text that want the old one, or of which nobody knows. */
export function findStrangers(attempts: readonly Attempt[], around: Surroundings): ReadonlyMap<Attempt, string> {
  const { texts } = around;
  const edited = valueEdits(attempts);
  const commands = attempts.flatMap(({ proposal }) => proposal.commands);
  const result = new Map<Attempt, string>();
  for (const attempt of attempts) {
    for (const edit of attempt.proposal.values) {
      if (edit.span.start === edit.span.end && edit.text === '') continue;
      const owners = attempts.filter(({ proposal }) => proposal.values.some((one) => isSameEdit(one, edit)));
      const readers = findReaders(around.uses, edit);
      const question = findQuestion(edit, new Set([edit.span.file, ...readers.map(({ at }) => at.file)]), texts);
      if (question !== undefined)
        result.set(attempt, `the text at ${texts.place(edit.span)} is asked for by the condition at ${question}`);
      for (const use of readers) {
        const why = strangeness(use, owners, attempts, edited, commands, around);
        if (why !== undefined) result.set(attempt, `the text at ${texts.place(edit.span)} ${why}`);
      }
      const other = around.fetches.find(
        (fetch) => attempts.every((one) => one.fetch !== fetch) && readsEdit(fetch, edit, commands),
      );
      if (other !== undefined)
        result.set(
          attempt,
          `the text at ${texts.place(edit.span)} also feeds ${showSource(other)} (${texts.place(other.place)}), which is not pinned with it`,
        );
    }
  }
  return result;
}

/** Why this reader forbids the edit; undefined when it does not. */
function strangeness(
  use: Use,
  owners: readonly Attempt[],
  attempts: readonly Attempt[],
  edited: Edited,
  commands: readonly Edit[],
  { fetches, texts }: Surroundings,
): string | undefined {
  const { word, invocation } = use;
  if (use.isShown || (invocation !== null && NO_READERS.has(programOf(invocation))) || isEmptinessTest(use))
    return undefined;
  if (word?.at && commands.some(({ span }) => word.at !== null && hasSpan(span, word.at))) return undefined;
  const fed = word === null ? [] : fetches.filter((fetch) => wordsOf(fetch).some((own) => isSameReading(own, word)));
  if (fed.length > 0) {
    const left = fed.find((fetch) => attempts.every((one) => one.fetch !== fetch));
    return left === undefined
      ? undefined
      : `also feeds ${showSource(left)} (${texts.place(left.place)}), which is not pinned with it`;
  }
  const isUnfilled = word?.pieces.some((piece) => piece.kind === 'hole') === true && isRepeated(word, owners);
  if (isUnfilled || isExpected(use, attempts) || isName(use, edited, attempts, texts)) return undefined;
  const program = invocation === null ? 'a file that is written' : programOf(invocation) || 'a command';
  return `is also read by ${program} (${texts.place(use.at)}), for which it would change its meaning`;
}

/** The command does nothing with its words but set variables. */
const NO_READERS: ReadonlySet<string> = new Set([
  ...[':', 'true', 'export', 'declare', 'typeset', 'local', 'readonly', 'set', 'unset', 'shift'],
]);

/** The same word in another reading of the file, where nobody gave it a value. */
function isRepeated(word: Word, owners: readonly Attempt[]): boolean {
  return owners.some(({ fetch }) =>
    wordsOf(fetch).some(({ at }) => at !== null && word.at !== null && isSameSpan(at, word.at)),
  );
}

/** A word of which the plan says how it must read afterwards: a ref, or a name that follows it. */
function isExpected({ pieces, invocation }: Use, attempts: readonly Attempt[]): boolean {
  return attempts.some(({ proposal }) =>
    proposal.expectations.some(
      (expectation) =>
        invocation !== null && isSameSpan(invocation.word, expectation.reader) && isPart(expectation.pieces, pieces),
    ),
  );
}

/** A name of a file or folder that the fetch made under a changed name: all of them change alike. */
function isName(use: Use, edited: Edited, attempts: readonly Attempt[], texts: Texts): boolean {
  const old = flatten(use.pieces);
  const now = evaluate(use.pieces, edited, texts);
  return attempts.some(({ proposal }) =>
    proposal.names.some((name) => namesIn(old, name.old) && now === old.replaceAll(name.old, name.new)),
  );
}

function readsEdit(fetch: ClassifiedFetch, edit: Edit, commands: readonly Edit[]): boolean {
  return wordsOf(fetch).some(
    ({ at, pieces }) =>
      pieces.some((piece) => piece.kind === 'text' && isTouched(piece.at, edit.span)) &&
      !commands.some(({ span }) => at !== null && hasSpan(span, at)),
  );
}

/** The words that say what a fetch takes: its URL and its refs, in all outcomes. */
function wordsOf({ fetch, outcomes }: ClassifiedFetch): readonly Word[] {
  return [fetch, ...outcomes].flatMap(({ url, act, history }) => [
    url,
    ...(act.kind === 'fetch' ? [act.url, ...(act.ref === null ? [] : [act.ref])] : act.refs),
    ...history.flatMap(({ ref, act: by }) => [
      ...(ref === null ? [] : [ref]),
      ...(by.kind === 'select' && by.ref !== null ? [by.ref] : []),
    ]),
  ]);
}

/** The same word with the same text, though another run of the file made it. */
function isSameReading(a: Word, b: Word): boolean {
  if (a === b) return true;
  const isSamePlace = a.at === null || b.at === null ? a.at === b.at : isSameSpan(a.at, b.at);
  return isSamePlace && (pieceKey(a.pieces) === pieceKey(b.pieces) || isPart(a.pieces, b.pieces));
}

/** A slice of the word. */
function isPart(slice: Pieces, word: Pieces): boolean {
  return slice.length > 0 && slice.every(({ at }) => word.some((piece) => hasSpan(piece.at, at)));
}
