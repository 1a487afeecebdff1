import type { Fetch, Ineffective } from '../model/fetch.ts';
import type { Failure, LostWord } from '../model/invocation.ts';
import { showPieces } from '../model/value.ts';
import { compareVerdicts, type Meaning } from './meaning.ts';

/**
 * A commit that is taken by a command whose failure nothing follows from: the text names it, so it stays exact, and what happens once
 * upstream has it no more is said. An empty repository holds nothing else then.
 */
export function applyUnwatched({ act, history }: Fetch, meaning: Meaning): Meaning {
  const change = history.at(-1);
  if (meaning.verdict !== 'exact' || change?.act.kind !== 'select' || act.kind !== 'fetch') return meaning;
  const { failure } = change.act.invocation;
  if (!goesOn(failure) || act.marks.has('no-checkout')) return meaning;
  return { ...meaning, why: `${meaning.why}; nothing ends the script where that fails, and what was cloned stays` };
}

/** What stands behind the command runs when it fails; `cd a && git checkout SHA && git log` ends no script. */
function goesOn(failure: Failure): boolean {
  if (failure.kind === 'ignored') return failure.why === 'no-errexit' || failure.isUnwatched === true;
  return failure.kind === 'skips';
}

/** A pin that is declared and never takes effect leaves the fetch moving, whatever it was cloned as. */
export function applyIneffective(fetch: Fetch, meaning: Meaning): Meaning {
  const doubt = fetch.ineffective.find(({ why }) => why === 'perhaps-undone');
  if (doubt !== undefined && compareVerdicts(meaning.verdict, 'dynamic') < 0)
    return { ...meaning, verdict: 'dynamic', identity: null, why: sentence(doubt) };
  if (meaning.verdict === 'exact') return meaning;
  const lost = fetch.act.lost[0];
  if (lost !== undefined && meaning.kind !== 'image' && meaning.verdict === 'moving')
    return { ...meaning, why: lostSentence(lost) };
  const failed = fetch.ineffective.find(({ why }) => why !== 'perhaps-undone');
  if (failed === undefined) return meaning;
  const why = sentence(failed);
  if (failed.why === 'undone') return { ...meaning, why: `${why}: ${meaning.why}` };
  return { ...meaning, verdict: 'moving', why };
}

/** A state that was used and then left: whoever reads of two refs at one place is told why. */
export function applyUse({ usedBy }: Fetch, meaning: Meaning): Meaning {
  if (usedBy === undefined) return meaning;
  const words = (usedBy.variants[0]?.words ?? []).slice(0, SHOWN_WORDS).map(({ pieces }) => showPieces(pieces));
  const command = words.filter((word) => PLAIN.test(word)).join(' ');
  return { ...meaning, why: `${meaning.why}; \`${command}\` uses this before another ref is taken` };
}

/** A command of another machine or container: that it runs there is said, for the files of this one are not its. */
export function applyPlace({ act }: Fetch, meaning: Meaning): Meaning {
  const call = act.invocation.stack.find(({ kind }) => kind === 'elsewhere');
  return call === undefined ? meaning : { ...meaning, why: `${meaning.why}; it runs elsewhere (${call.name})` };
}

/** Program and subcommand: enough of a command to know it again, and no secret among its words. */
const SHOWN_WORDS = 2;
const PLAIN = /^[\w./+-]+$/;

function sentence({ act, why, lost }: Ineffective): string {
  const named = act.kind === 'retrieve' || act.ref === null ? 'the ref' : showPieces(act.ref.pieces);
  switch (why) {
    case 'swallowed':
      return `when the change to ${named} fails the build goes on with what was cloned, because the failure is swallowed`;
    case 'at-once':
      return `the change to ${named} runs beside another command on the same clone, and nobody knows which of them is last`;
    case 'lost-word': {
      const word = lost ?? act.lost[0];
      return word === undefined ? 'the ref is an empty word, so nothing is selected' : lostSentence(word);
    }
    case 'other-folder':
      return `${named} is selected in another folder, so it never takes effect here`;
    case 'undone':
      return `the change to ${named} is undone afterwards`;
    case 'perhaps-undone': {
      const what = act.kind === 'select' ? `a later change to ${named}` : 'a later update';
      return `${what} runs in a folder that the text does not say; where that is this one, the pin is undone`;
    }
    default:
      return why satisfies never;
  }
}

function lostSentence({ name, why }: LostWord): string {
  const variable = name.startsWith('$') ? name.slice(1) : name;
  switch (why) {
    case 'never-set':
      return `${variable} is never set, so the ref is empty and the default branch is taken`;
    case 'one-command-only':
      return `${variable} is set for the first command only, so the ref is empty and the default branch is taken`;
    case 'arg-not-in-stage':
      return `${variable} is not declared again in this stage, so the ref is empty and the default branch is taken`;
    case 'unset':
      return `${variable} is unset before, so the ref is empty and the default branch is taken`;
    default:
      return why satisfies never;
  }
}
