import type { Likeness } from '../model/act.ts';
import { answerTo, type Guard, guardOf, keepChoices } from '../model/guard.ts';
import type { Failure, FailureIgnored } from '../model/invocation.ts';
import { knownText, type Pieces, pieceKey } from '../model/value.ts';

/** The questions of a script as trace names their sites: a command that is asked for its success, two words that are compared. */

/**
 * The question whether a command itself succeeded, when its failure only leads to another arm of `||` or `if`. Other sites of its guard
 * are those of the arms in which it stands.
 */
export function ownSite(guard: Guard, failure: Failure): string | undefined {
  const prefix = failure.kind === 'ignored' ? PREFIXES.get(failure.why) : undefined;
  if (prefix === undefined) return undefined;
  let newest: string | undefined;
  for (const { site, not, names } of guard.choices) {
    const isSuccess = !not && names.length === 1 && names[0] === 'ok';
    if (isSuccess && site.startsWith(prefix) && numberOf(site) > numberOf(newest)) newest = site;
  }
  return newest;
}

/** What swallows a failure without a trace in the status, and how the site is called that is answered instead. */
const PREFIXES: ReadonlyMap<FailureIgnored, string> = new Map([
  ['or-list', 'or:'],
  ['condition', 'if:'],
  ['negated', 'if:'],
]);

/** Whether what holds under `guard` stands in the group of commands whose success is this question. */
export function isInGroup(guard: Guard, site: string): boolean {
  const answer = answerTo(guard, site);
  return answer !== undefined && !answer.not && answer.names.length === 1 && answer.names[0] === 'ok';
}

/** The guard without the question whether the command itself succeeded. */
export function outside(guard: Guard, failure: Failure): Guard {
  const own = ownSite(guard, failure);
  return own === undefined ? guard : keepChoices(guard, ({ site }) => site !== own);
}

/** Sites are numbered in the order in which they are asked. */
function numberOf(site: string | undefined): number {
  return site === undefined ? -1 : Number(site.slice(site.indexOf(':') + 1));
}

/**
 * The choice under which two words are alike, as trace names the question: `is:` the unknown word with the known text as its arm, else
 * `test:` with both.
 */
export function equality(left: Pieces, right: Pieces, likeness: Likeness): Guard {
  if (likeness === 'expression') return guardOf(`test:${pieceKey(left)}=~${pieceKey(right)}`, ['yes']);
  const [a, b] = [knownText(left), knownText(right)];
  if (b !== undefined) return guardOf(`is:${pieceKey(left)}`, [b]);
  if (a !== undefined) return guardOf(`is:${pieceKey(right)}`, [a]);
  return guardOf(`test:${pieceKey(left)}=${pieceKey(right)}`, ['yes']);
}

/** Whether a guard holds in some turns of a loop only, of which another says nothing: text that the turns print is all there together. */
export function turnsBeyond(guard: Guard, other: Guard): boolean {
  return guard.choices.some(({ site }) => TURNS.test(site) && !other.choices.some((choice) => choice.site === site));
}

const TURNS = /^(?:for|read|turns):/;
