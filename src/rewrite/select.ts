import type { FetchAct, RetrieveAct, SelectAct } from '../model/act.ts';
import type { Edit } from '../model/edit.ts';
import type { Fetch, RefChange } from '../model/fetch.ts';
import type { Invocation } from '../model/invocation.ts';
import type { Span } from '../model/span.ts';
import type { MatchedEvent } from '../model/step.ts';
import { flatten, knownText, slicePieces, type Word } from '../model/value.ts';
import { depthOf, isPartial, remoteOf } from './clone.ts';
import { evaluate, toEdited } from './evaluate.ts';
import { copyOf, deleteOption, readGitCommand } from './git-command.ts';
import { combine, type Proposal, propose, type Refusal, refuse, type Texts } from './proposal.ts';
import { type RefStyle, replaceRef } from './replace-ref.ts';
import { placeBefore, placeBehind, placeEnding, readShellCommand } from './shell-command.ts';
import { isSameSpan } from './splice.ts';

/** A ref that a `git fetch` asks for, as a slice of its word, and the command's own word. */
type Retrieved = { readonly word: Word; readonly command: Span; readonly invocation: Invocation };

/** Pins a clone whose ref a later `git checkout`, `switch` or `reset` names, or a `git fetch` whose FETCH_HEAD is taken. */
export function pinSelect(
  fetch: Fetch,
  change: RefChange & { readonly act: SelectAct },
  commit: string,
  style: RefStyle,
  steps: readonly MatchedEvent[],
  texts: Texts,
  isRecursive = false,
): Proposal | Refusal {
  const { act, ref } = change;
  const where = texts.place(act.invocation.word);
  if (act.how === 'merge') return refuse(`a merge at ${where} decides, and what it makes is no commit of the source`);
  if (act.ref === null || ref === null) return refuse(`no ref is written at ${where} that could be replaced`);
  const operand = flatten(act.ref.pieces);
  if (/[~^]|@\{/.test(operand)) return refuse(`"${operand}" at ${where} counts from a name`);
  const retrieves = findRetrieves(steps, act, ref);
  const fetched = combine(retrieves.map(({ word, command }) => replaceRef(word, command, commit, style, texts)));
  if (fetched.kind === 'refusal') return fetched;
  if (!isSameWord(act.ref, ref)) {
    if (retrieves.length > 0) {
      const ended = retrieves.map(({ invocation }) => settle(fetch.act, { invocation }, [], [], texts));
      return combine([fetched, ...ended, propose({ exclusive: [act.invocation.word] })]);
    }
    return refuse(`what "${operand}" at ${where} stands for is not written there`);
  }
  const selected = replaceRef(act.ref, act.invocation.word, commit, style, texts);
  if (selected.kind === 'refusal') return selected;
  const detached = detach(act, act.ref, texts);
  if (detached.kind === 'refusal') return detached;
  const cloned = fetch.act.kind === 'fetch' ? adaptClone(fetch.act, selected.values, texts) : propose({});
  const brought = retrieves.length > 0 ? [] : bringWhereCut(fetch.act, commit, steps, texts);
  if (!isWords(brought)) return brought;
  const behind = isRecursive ? ['submodule update --init --recursive'] : [];
  return combine([fetched, selected, detached, cloned, settle(fetch.act, act, brought, behind, texts)]);
}

function isWords(brought: readonly string[] | Refusal): brought is readonly string[] {
  return !('kind' in brought);
}

/**
 * Puts git commands before and behind one that takes a commit, and ends the shell where it fails and nothing else would: what was cloned
 * stands at its branch.
 */
function settle(
  subject: Fetch['act'],
  act: Pick<SelectAct, 'invocation'> | SelectAct,
  before: readonly string[],
  behind: readonly string[],
  texts: Texts,
): Proposal | Refusal {
  const { invocation } = act;
  const isAtTip = subject.kind === 'fetch' && !subject.marks.has('no-checkout');
  const isEnding = isAtTip && texts.isUnwatched(invocation.word);
  if (before.length + behind.length === 0) {
    if (!isEnding) return propose({});
    const command = readShellCommand(invocation, texts);
    return command.kind === 'refusal' ? command : propose({ commands: placeEnding(command, [], []) });
  }
  if (!('how' in act)) return propose({});
  const command = readGitCommand(act, act.how, act.ref?.at ?? null, texts);
  if (command.kind === 'refusal') return command;
  const { shell, lead } = command;
  const [first, last] = [before, behind].map((list) => list.map((one) => lead + one));
  const commands = isEnding
    ? placeEnding(shell, first ?? [], last ?? [])
    : [
        ...(before.length > 0 ? placeBefore(shell, first ?? []) : []),
        ...(behind.length > 0 ? placeBehind(shell, last ?? []) : []),
      ];
  return propose({ commands, exclusive: [invocation.word] });
}

/** The refs of `git fetch` commands in the same repository that ask for what is selected, as slices of their words. */
export function findRetrieves(steps: readonly MatchedEvent[], select: SelectAct, ref: Word): readonly Retrieved[] {
  const wanted = shortRef(flatten(ref.pieces));
  const result: Retrieved[] = [];
  for (const { acts } of steps) {
    for (const act of acts) {
      if (act.kind !== 'retrieve' || act.repository.key !== select.repository.key) continue;
      if (act.invocation.word.file !== select.invocation.word.file) continue;
      for (const word of sourcesOf(act))
        if (shortRef(flatten(word.pieces)) === wanted)
          result.push({ word, command: act.invocation.word, invocation: act.invocation });
    }
  }
  return result;
}

/** `+source:destination` without what is no source; a tag asked for by `tag name` keeps its name. */
function sourcesOf({ refs }: RetrieveAct): readonly Word[] {
  const isAfterTag = (index: number) => flatten(refs[index - 1]?.pieces ?? []) === 'tag';
  return refs.flatMap((word, index) => {
    const text = flatten(word.pieces);
    if (isAfterTag(index)) return [];
    const start = text.startsWith('+') ? 1 : 0;
    const colon = text.indexOf(':');
    const end = colon < 0 ? text.length : colon;
    return [{ ...word, pieces: slicePieces(word.pieces, start, end) }];
  });
}

function shortRef(text: string): string {
  return text.replace(/^refs\/(?:heads|tags)\//, '');
}

/** A slice of a word keeps the word's place. */
function isSameWord(word: Word, slice: Word): boolean {
  if (word.at !== null && slice.at !== null) return isSameSpan(word.at, slice.at);
  const last = slice.pieces.at(-1);
  return (
    last !== undefined && word.pieces.some((piece) => piece.at.file === last.at.file && piece.at.end === last.at.end)
  );
}

/** `git switch` takes a commit only with `--detach` or as the start of a new branch; tracking takes none at all. */
function detach({ how, invocation }: SelectAct, ref: Word, texts: Texts): Proposal | Refusal {
  const words = invocation.variants.flatMap((variant) => {
    const texts = variant.words.map(({ pieces }) => flatten(pieces));
    return texts.slice(texts.indexOf(how) + 1);
  });
  const where = texts.place(invocation.word);
  if (words.some((word) => /^(?:-[a-su-zA-Z]*t|--track(?:=.*)?|--orphan)$/.test(word)))
    return refuse(`the command at ${where} makes a branch that follows another, which a commit cannot be`);
  if (how !== 'switch' || words.some((word) => /^(?:-[cCd]|--detach|--create|--force-create)$/.test(word)))
    return propose({});
  if (ref.at === null || copyOf(ref, texts) === undefined)
    return refuse(`the command at ${where} is put together elsewhere`);
  return propose({ commands: [{ span: { ...ref.at, end: ref.at.start }, text: '--detach ', why: 'option' }] });
}

/** Where the ref's text also named the branch to clone, that option goes: a clone takes no commit. */
function adaptClone(act: FetchAct, values: readonly Edit[], texts: Texts): Proposal | Refusal {
  const capture = act.captures.get('ref');
  if (capture === undefined) return propose({});
  const { pieces } = capture.word;
  if (evaluate(pieces, toEdited(values), texts) === flatten(pieces)) return propose({});
  const edits = deleteOption(capture, texts);
  if (edits === undefined)
    return refuse(`the branch of the clone at ${texts.place(act.invocation.word)} is put together elsewhere`);
  return propose({ commands: edits });
}

/** A clone, or what a `git fetch --depth` brought into an empty repository, may lack the commit. */
function bringWhereCut(
  act: Fetch['act'],
  commit: string,
  steps: readonly MatchedEvent[],
  texts: Texts,
): readonly string[] | Refusal {
  if (act.kind === 'fetch') return bringCommit(act, commit, texts);
  const cut = steps
    .flatMap(({ acts }) => acts)
    .find(
      (one) => one.kind === 'retrieve' && one.repository.key === act.repository.key && mayBePartial(one.invocation),
    );
  if (cut === undefined) return [];
  const remote = act.remote === null ? 'origin' : copyOf(act.remote, texts);
  if (remote === undefined) return refuse(`the remote's name at ${texts.place(act.invocation.word)} is not known`);
  return [`fetch -q --depth 1 ${remote} ${commit}`];
}

/** A shallow clone does not have the commit once the branch went on: it is fetched right before it is selected. */
function bringCommit(clone: FetchAct, commit: string, texts: Texts): readonly string[] | Refusal {
  const cloning = readGitCommand(clone, 'clone', clone.url.at, texts);
  if (cloning.kind === 'refusal') return clone.marks.has('shallow') || mayBePartial(clone.invocation) ? cloning : [];
  if (!isPartial(cloning, clone)) return [];
  const remote = remoteOf(clone);
  if (remote === undefined) return refuse(`the remote's name at ${texts.place(clone.invocation.word)} is not known`);
  return [`fetch -q${depthOf(clone)} ${remote} ${commit}`];
}

function mayBePartial({ variants }: Invocation): boolean {
  return variants.some(({ words }) => words.some(({ pieces }) => /^--(?:dep|shal|sing)/.test(knownText(pieces) ?? '')));
}
