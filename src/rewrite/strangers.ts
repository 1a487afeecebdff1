import type { Edit } from '../model/edit.ts';
import { flatten, pieceKey, type Word } from '../model/value.ts';
import { type Attempt, type FetchWord, type Surroundings, showSource, type Trial, wordsOf } from './attempt.ts';
import { evaluate } from './evaluate.ts';
import type { Texts } from './proposal.ts';
import { editKey, spanKey } from './span-index.ts';
import { hasSpan, isSameSpan } from './splice.ts';
import { findReaders, isEmptinessTest, isPart, namesIn, programOf, type Use } from './uses.ts';

/** Readers of an edited text that want the old one, or of which nobody knows. */
export function findStrangers(trial: Trial, around: Surroundings): ReadonlyMap<Attempt, string> {
  const { texts } = around;
  const result = new Map<Attempt, string>();
  for (const attempt of trial.attempts) {
    for (const edit of attempt.proposal.values) {
      const why = edit.span.start < edit.span.end || edit.text !== '' ? forbids(edit, trial, around) : undefined;
      if (why !== undefined) result.set(attempt, `the text at ${texts.place(edit.span)} ${why}`);
    }
  }
  return result;
}

function forbids(edit: Edit, trial: Trial, around: Surroundings): string | undefined {
  const readers = findReaders(around.usesAt, edit);
  const owners = trial.owners.get(editKey(edit)) ?? [];
  for (const use of readers) {
    const why = strangeness(use, owners, trial, around);
    if (why !== undefined) return why;
  }
  const other = around.wordsAt
    .touching(edit.span)
    .find(({ fetch, word }) => !trial.pinned.has(fetch) && !isReplaced(word, trial));
  if (other !== undefined) return alsoFeeds(other, around.texts);
  const question = around.findQuestion(edit, new Set([edit.span.file, ...readers.map(({ at }) => at.file)]));
  return question === undefined ? undefined : `is asked for by the condition at ${question}`;
}

/** Why this reader forbids the edit; undefined when it does not. */
function strangeness(use: Use, owners: readonly Attempt[], trial: Trial, around: Surroundings): string | undefined {
  const { word, invocation } = use;
  const { texts } = around;
  if (use.isShown || (invocation !== null && NO_READERS.has(programOf(invocation))) || isEmptinessTest(use))
    return undefined;
  if (word !== null) {
    if (isReplaced(word, trial)) return undefined;
    const fed = (around.wordsIn.get(word.at === null ? '' : spanKey(word.at)) ?? []).filter((own) =>
      isSameReading(own.word, word),
    );
    const left = fed.find(({ fetch }) => !trial.pinned.has(fetch));
    if (left !== undefined) return alsoFeeds(left, texts);
    if (fed.length > 0) return undefined;
    if (word.pieces.some((piece) => piece.kind === 'hole') && isRepeated(word, owners)) return undefined;
  }
  if (isExpected(use, trial) || isName(use, owners, trial, texts)) return undefined;
  const program = invocation === null ? 'a file that is written' : programOf(invocation) || 'a command';
  return `is also read by ${program} (${texts.place(use.at)}), for which it would change its meaning`;
}

function alsoFeeds({ fetch }: FetchWord, texts: Texts): string {
  return `also feeds ${showSource(fetch)} (${texts.place(fetch.place)}), which is not pinned with it`;
}

/** The word itself goes. */
function isReplaced({ at }: Word, { commands }: Trial): boolean {
  return at !== null && commands.touching(at).some(({ span }) => hasSpan(span, at));
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
function isExpected({ pieces, invocation }: Use, { expectations }: Trial): boolean {
  if (invocation === null) return false;
  return (expectations.get(spanKey(invocation.word)) ?? []).some((expectation) => isPart(expectation.pieces, pieces));
}

/** A name of a file or folder that the fetch made under a changed name: all of them change alike. */
function isName(use: Use, owners: readonly Attempt[], { edited }: Trial, texts: Texts): boolean {
  const old = flatten(use.pieces);
  const now = evaluate(use.pieces, edited, texts);
  return owners.some(({ proposal }) =>
    proposal.names.some((name) => namesIn(old, name.old) && now === old.replaceAll(name.old, name.new)),
  );
}

/** The same word with the same text, though another run of the file made it. */
function isSameReading(a: Word, b: Word): boolean {
  if (a === b) return true;
  const isSamePlace = a.at === null || b.at === null ? a.at === b.at : isSameSpan(a.at, b.at);
  return isSamePlace && (pieceKey(a.pieces) === pieceKey(b.pieces) || isPart(a.pieces, b.pieces));
}
