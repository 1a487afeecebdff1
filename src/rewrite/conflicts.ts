import type { Edit } from '../model/edit.ts';
import type { Pin } from '../model/pin.ts';
import type { ClassifiedFetch } from '../model/source.ts';
import type { Span } from '../model/span.ts';
import { flatten, HOLE, type Pieces, pieceKey, type Word } from '../model/value.ts';
import { type Edited, evaluate } from './evaluate.ts';
import type { Proposal, Texts } from './proposal.ts';
import { findQuestion } from './questions.ts';
import { groupByFile, hasSpan, isSameEdit, isSameSpan, isTouched, orderEdits } from './splice.ts';
import { findReaders, isEmptinessTest, namesIn, programOf, type Use } from './uses.ts';

/** A fetch with the proposal that is being tried for it. */
export type Attempt = { readonly fetch: ClassifiedFetch; readonly pin: Pin; readonly proposal: Proposal };

/** What surrounds the attempts: all fetches of the scan and every place where text is read. */
export type Surroundings = {
  readonly fetches: readonly ClassifiedFetch[];
  readonly uses: readonly Use[];
  readonly texts: Texts;
};

/**
 * The use graph: which attempts cannot be made together with the others, each with the reason. An edit is right only if everything
 * that reads the edited text wants the new one.
 */
export function findConflicts(attempts: readonly Attempt[], around: Surroundings): ReadonlyMap<Attempt, string> {
  for (const check of [findClashes, findUnmet, findStrangers, findSharedCommands, findLeftovers]) {
    const conflicts = check(attempts, around);
    if (conflicts.size > 0) return conflicts;
  }
  return new Map();
}

/** Two edits of one text that differ: it feeds two sources. */
function findClashes(attempts: readonly Attempt[], { texts }: Surroundings): ReadonlyMap<Attempt, string> {
  const result = new Map<Attempt, string>();
  const owners = (edit: Edit) =>
    attempts.filter(({ proposal }) => allEdits(proposal).some((one) => isSameEdit(one, edit)));
  for (const edits of groupByFile(attempts.flatMap(({ proposal }) => allEdits(proposal))).values()) {
    for (const { first, second } of orderEdits(edits).clashes) {
      for (const attempt of [...owners(first), ...owners(second)]) {
        const other = [...owners(first), ...owners(second)].find((one) => one !== attempt)?.fetch;
        const what = other === undefined ? 'two edits' : `${showSource(other)} (${texts.place(other.place)}) as well`;
        result.set(attempt, `the text at ${texts.place(first.span)} feeds ${what}, and each needs another pin there`);
      }
    }
  }
  return result;
}

/** What must read otherwise once all edits are made, and does not. */
function findUnmet(attempts: readonly Attempt[], { texts }: Surroundings): ReadonlyMap<Attempt, string> {
  const edited = valueEdits(attempts);
  const result = new Map<Attempt, string>();
  for (const attempt of attempts) {
    for (const { pieces, text, at } of attempt.proposal.expectations) {
      const actual = evaluate(pieces, edited, texts);
      if (actual === text) continue;
      const would = actual === undefined ? 'would not follow' : `would become "${actual.replaceAll(HOLE, '?')}"`;
      result.set(attempt, `"${flatten(pieces).replaceAll(HOLE, '?')}" at ${texts.place(at)} ${would}`);
    }
  }
  return result;
}

/** Readers of an edited text that want the old one, or of which nobody knows. */
function findStrangers(attempts: readonly Attempt[], around: Surroundings): ReadonlyMap<Attempt, string> {
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

/** Commands that are to name one commit, and fetch something else in another call. */
function findSharedCommands(
  attempts: readonly Attempt[],
  { fetches, texts }: Surroundings,
): ReadonlyMap<Attempt, string> {
  const result = new Map<Attempt, string>();
  for (const attempt of attempts) {
    for (const command of attempt.proposal.exclusive) {
      const other = fetches.find(
        (fetch) => fetch !== attempt.fetch && takesFrom(fetch, command) && !isAlike(fetch, attempt, attempts),
      );
      if (other === undefined) continue;
      result.set(
        attempt,
        `the command at ${texts.place(command)} also fetches ${showSource(other)} (${texts.place(other.place)})`,
      );
    }
  }
  return result;
}

/** True when the fetch's ref is decided by this very command. */
function takesFrom({ fetch, outcomes }: ClassifiedFetch, command: Span): boolean {
  return [fetch, ...outcomes].some(({ act, history }) =>
    isSameSpan((history.at(-1)?.act ?? act).invocation.word, command),
  );
}

function isAlike(fetch: ClassifiedFetch, { pin }: Attempt, attempts: readonly Attempt[]): boolean {
  const other = attempts.find((one) => one.fetch === fetch);
  return other !== undefined && identityOf(other.pin) === identityOf(pin);
}

/** The commit, digest or checksum of a pin. */
export function identityOf(pin: Pin): string {
  return 'commit' in pin ? pin.commit : 'digest' in pin ? pin.digest : pin.sha256;
}

/** Old names that would remain in a command. What sed, find and globs do with them is not seen, so none may stay. */
function findLeftovers(
  attempts: readonly Attempt[],
  { fetches, uses, texts }: Surroundings,
): ReadonlyMap<Attempt, string> {
  const edited = valueEdits(attempts);
  const result = new Map<Attempt, string>();
  const own = fetches.filter((fetch) => attempts.every((one) => one.fetch !== fetch)).flatMap(dependentsOf);
  for (const attempt of attempts) {
    const files = new Set([attempt.fetch.place.file, ...allEdits(attempt.proposal).map(({ span }) => span.file)]);
    for (const name of attempt.proposal.names) {
      if (!/[^A-Za-z0-9]/.test(name.old)) continue;
      const left = uses.find(
        (use) =>
          files.has(use.at.file) &&
          isLeftover(use, name.old, edited, texts) &&
          !own.some((word) => word.some(({ at }) => use.pieces.some((piece) => hasSpan(piece.at, at)))),
      );
      if (left !== undefined)
        result.set(attempt, `"${name.old}" at ${texts.place(left.at)} would keep a name that the pin changes`);
    }
  }
  return result;
}

function isLeftover(use: Use, name: string, edited: Edited, texts: Texts): boolean {
  if (use.isShown || use.word === null || !flatten(use.pieces).includes(name)) return false;
  const text = evaluate(use.pieces, edited, texts) ?? '';
  return (
    !text.includes('://') && namesIn(text, name) && (use.invocation === null || programOf(use.invocation) !== 'mkdir')
  );
}

function dependentsOf({ fetch, outcomes }: ClassifiedFetch): readonly Pieces[] {
  return [fetch, ...outcomes].flatMap(({ dependents }) => dependents.map(({ word }) => word));
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

function valueEdits(attempts: readonly Attempt[]): Edited {
  const result = new Map<string, readonly Edit[]>();
  for (const [file, edits] of groupByFile(attempts.flatMap(({ proposal }) => proposal.values)))
    result.set(file, orderEdits(edits).ordered);
  return result;
}

function allEdits({ values, commands }: Proposal): readonly Edit[] {
  return [...values, ...commands];
}

function showSource({ source, url }: ClassifiedFetch): string {
  return source?.key ?? url;
}
