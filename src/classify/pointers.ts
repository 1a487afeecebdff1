import type { Fetch } from '../model/fetch.ts';
import type { Related, Verdict } from '../model/source.ts';
import { knownText, type Word } from '../model/value.ts';
import type { Meaning } from './meaning.ts';
import { judgeRef } from './ref-name.ts';

/** A fetch with its meaning, before places are folded. */
export type Described = { readonly fetch: Fetch; readonly meaning: Meaning };

/**
 * A version that was read from an answer makes the address that holds it move with the answer, unless every such answer is itself named
 * firmly; then the text merely does not say it.
 */
export function applyPointers(described: readonly Described[]): readonly Described[] {
  const verdicts = new Map<number, Verdict[]>();
  for (const { fetch, meaning } of described) {
    const known = verdicts.get(fetch.act.invocation.id);
    if (known === undefined) verdicts.set(fetch.act.invocation.id, [meaning.verdict]);
    else known.push(meaning.verdict);
  }
  return described.map(({ fetch, meaning }) => {
    const isRead = fetch.pointers.length > 0 && meaning.verdict === 'dynamic';
    if (!isRead) return { fetch, meaning };
    const answers = fetch.pointers.flatMap(({ id }) => verdicts.get(id) ?? judgeAsked(fetch.askedRefs?.get(id)));
    const isFirm = answers.length > 0 && answers.every((verdict) => verdict !== 'moving' && verdict !== 'dynamic');
    const why = isFirm
      ? 'a part of it is read from what a server answers, which is named firmly but not known here'
      : 'a part of it is read from what a server answers, so it follows whatever that says';
    return { fetch, meaning: { ...meaning, verdict: isFirm ? 'dynamic' : 'moving', why } };
  });
}

/** What is answered for refs that are named is as firm as they are; a pattern, a branch or no ref at all is answered anew each day. */
function judgeAsked(refs: readonly Word[] | undefined): readonly Verdict[] {
  if (refs === undefined) return ['dynamic'];
  return refs.map(({ pieces }) => {
    const name = knownText(pieces);
    return name === undefined ? 'dynamic' : /[*?[]/.test(name) ? 'moving' : judgeRef(name, null).verdict;
  });
}

/** Invocation id to the places that use its answer. */
export function usersOfPointers(described: readonly Described[]): ReadonlyMap<number, readonly Related[]> {
  const users = new Map<number, Related[]>();
  for (const { fetch } of described) {
    for (const { id } of fetch.pointers) {
      const user: Related = { at: fetch.act.invocation.word, role: 'pointer' };
      const known = users.get(id);
      if (known === undefined) users.set(id, [user]);
      else known.push(user);
    }
  }
  return users;
}
