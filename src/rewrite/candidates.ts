import type { FetchAct, SelectAct } from '../model/act.ts';
import type { Fetch, RefChange } from '../model/fetch.ts';
import { isCommit, type Pin } from '../model/pin.ts';
import type { ClassifiedFetch } from '../model/source.ts';
import type { MatchedEvent } from '../model/step.ts';
import { pinDownload } from './archive.ts';
import { KEYWORD, replaceRemoteRef, turnOffShallow } from './call-keyword.ts';
import { pinFile } from './check.ts';
import { type CloneStyle, pinClone } from './clone.ts';
import { pinAddedFile, pinAddedRepository, pinImage } from './instruction.ts';
import { isKeyed, pinUnderKey } from './keyed-ref.ts';
import { pinOtherClone } from './other-clone.ts';
import { addPin, pinNamed } from './package-pin.ts';
import { combine, type Proposal, type Refusal, refuse, type Texts } from './proposal.ts';
import { dropRemote, pinPull } from './pull.ts';
import { replaceRef } from './replace-ref.ts';
import { pinSelect } from './select.ts';

/** The ways to write a pin for this fetch, the best first. Never empty; a refusal says why there is none. */
export function findCandidates(
  classified: ClassifiedFetch,
  pin: Pin,
  steps: readonly MatchedEvent[],
  texts: Texts,
): readonly (Proposal | Refusal)[] {
  const { act } = classified.fetch;
  const isInstruction = act.invocation.form === 'instruction';
  if ('digest' in pin) {
    return [
      pinImage(classified, pin.digest, 'behind-value', texts),
      pinImage(classified, pin.digest, 'behind-word', texts),
    ];
  }
  if ('sha256' in pin) {
    if (isInstruction && act.kind === 'fetch' && act.expected === null)
      return [pinAddedFile(classified, pin.sha256, texts)];
    return [pinFile(classified, pin.sha256, steps, texts)];
  }
  if (classified.kind !== 'git' || !isCommit(pin.commit))
    return [refuse(`a pin is not written into what ${classified.kind} fetches, so far`)];
  if (act.kind === 'fetch' && act.what !== 'git')
    return [
      act.expected === null
        ? pinDownload(classified, pin.commit, texts)
        : refuse('the hash of the archive that stands beside it would no longer fit'),
    ];
  if (act.kind === 'fetch' && act.marks.has('submodule'))
    return [
      refuse(
        act.rule === 'git-submodule-update'
          ? `without --remote at ${texts.place(act.invocation.word)} the project's own commit says which one it is`
          : `without the command at ${texts.place(act.invocation.word)} the project's own commit says which one it is`,
      ),
    ];
  if (act.kind === 'fetch' && act.marks.has('context')) return [pinAddedRepository(classified, pin.commit, texts)];
  const outcomes = [...new Set([classified.fetch, ...classified.outcomes])];
  const isMoved = outcomes.some(({ history }) => history.some((change) => change.act !== act));
  if (act.kind === 'fetch' && act.invocation.host === 'fact' && !isMoved) return [pinNamedRef(act, pin.commit, texts)];
  const inStyle = (style: CloneStyle) =>
    combine(outcomes.map((outcome) => pinRepository(outcome, pin.commit, style, steps, texts)));
  return [inStyle('copied'), inStyle('literal')];
}

/** The last change of the ref decides where the commit goes; `isRecursive`: its submodules go with it. */
function pinRepository(
  fetch: Fetch,
  commit: string,
  style: CloneStyle,
  steps: readonly MatchedEvent[],
  texts: Texts,
  isRecursive = false,
): Proposal | Refusal {
  const change = fetch.history.at(-1);
  if (change === undefined) return refuse('nobody knows which ref it takes');
  const where = texts.place(change.act.invocation.word);
  const refStyle = style === 'copied' ? 'written' : 'here';
  switch (change.how) {
    case 'fetched':
      if (change.act.kind === 'fetch') return pinFetched(fetch, change.act, commit, style, texts);
      return change.ref === null
        ? refuse(`the command at ${where} names no ref that could be replaced`)
        : replaceRef(change.ref, change.act.invocation.word, commit, refStyle, texts);
    case 'checkout':
    case 'reset':
    case 'switch':
    case 'merge':
      return hasSelect(change)
        ? pinSelect(fetch, change, commit, refStyle, steps, texts, isRecursive)
        : refuse(`what the command at ${where} selects is not understood`);
    case 'pull':
      return change.act.kind === 'update'
        ? pinPull(change.act, fetch.act.kind === 'fetch' ? fetch.act : undefined, commit, texts)
        : refuse(`what the command at ${where} pulls is not understood`);
    case 'submodule-remote': {
      if (change.act.kind !== 'update')
        return refuse(`the submodules move at ${where}, which no commit of the repository itself can pin`);
      const parent = { ...fetch, history: fetch.history.filter(({ how }) => how !== 'submodule-remote') };
      return combine([dropRemote(change.act, texts), pinRepository(parent, commit, style, steps, texts)]);
    }
    case 'submodule-kept': {
      const history = fetch.history.slice(0, -1);
      const select = history.at(-1)?.act;
      if (select?.kind !== 'select') return refuse(`the submodules stay where the clone brought them, at ${where}`);
      return pinRepository({ ...fetch, history }, commit, style, steps, texts, true);
    }
    default:
      return change.how satisfies never;
  }
}

/**
 * A key or call that names its ref, which may be a commit; where none is written in so many words, one is added as the rule says. A shallow
 * clone takes names alone (https://cmake.org/cmake/help/latest/module/ExternalProject.html#git).
 */
function pinNamedRef(act: FetchAct, commit: string, texts: Texts): Proposal | Refusal {
  const { ref, refKind, invocation, pin, lead } = act;
  if (lead !== undefined) return replaceRef(lead.whole, invocation.word, commit, 'written', texts);
  if (ref !== null && refKind === 'branch' && pin === undefined)
    return refuse(`the step at ${texts.place(invocation.word)} takes the name of a branch there, and no commit`);
  const isWritten = ref?.pieces.every((piece) => piece.kind === 'text' && piece.verbatim) === true;
  if (isKeyed(pin)) return pinUnderKey(act, commit, texts);
  const named =
    pin !== undefined && (ref === null || !isWritten)
      ? addPin(act, pin, commit, texts)
      : ref === null
        ? refuse(`no ref is written at ${texts.place(invocation.word)} that could be replaced`)
        : pin !== undefined && KEYWORD.test(pin)
          ? replaceRemoteRef(ref, invocation.word, commit, texts)
          : replaceRef(ref, invocation.word, commit, 'written', texts);
  return combine([named, turnOffShallow(act, texts)]);
}

/** A clone by git, another program's clone, or a word that names a repository for a program to install. */
function pinFetched(fetch: Fetch, act: FetchAct, commit: string, style: CloneStyle, texts: Texts): Proposal | Refusal {
  if (act.rule === 'git-clone') return pinClone(fetch, commit, style, texts);
  if (act.into === null) return pinNamed(act, commit, style === 'copied' ? 'written' : 'here', texts);
  return pinOtherClone(act, commit, texts);
}

function hasSelect(change: RefChange): change is RefChange & { readonly act: SelectAct } {
  return change.act.kind === 'select';
}
