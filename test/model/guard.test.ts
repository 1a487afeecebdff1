import { describe, expect, it } from 'vitest';
import { BOUNDS } from '../../src/model/bounds.ts';
import {
  ALWAYS,
  answerTo,
  both,
  either,
  enclosing,
  type Guard,
  guardKey,
  guardOf,
  implies,
  isCompatible,
  without,
} from '../../src/model/guard.ts';

const A = guardOf('a', ['x']);
const NOT_A = guardOf('a', ['x'], true);
const A_OR_Y = guardOf('a', ['y', 'x']);
const B = guardOf('b', ['x']);

function meet(...guards: readonly Guard[]): Guard {
  return guards.reduce((all, guard) => both(all, guard) ?? ALWAYS, ALWAYS);
}

describe('guards', () => {
  it.each<[string, Guard | undefined, Guard | undefined]>([
    ['two questions', both(A, B), meet(B, A)],
    ['two answers to one question', both(A, NOT_A), undefined],
    ['an answer among several', both(A_OR_Y, A), A],
    ['nothing asked', both(ALWAYS, A), A],
    ['either of all answers', either(A, NOT_A), ALWAYS],
    ['either of two that one implies', either(A, A_OR_Y), A_OR_Y],
    ['either of two questions', either(A, B), undefined],
    ['what encloses two arms of one question', enclosing(both(A, B) ?? ALWAYS, NOT_A), ALWAYS],
    ['what encloses two that share an arm', enclosing(both(A, B) ?? ALWAYS, A), A],
  ])('%s', (_name, found, expected) => {
    expect(found === undefined ? undefined : guardKey(found)).toBe(
      expected === undefined ? undefined : guardKey(expected),
    );
  });

  it('give the rest of one without another as parts that exclude each other', () => {
    const parts = without(ALWAYS, meet(A, B));
    expect(parts.map(guardKey)).toEqual([NOT_A, meet(A, guardOf('b', ['x'], true))].map(guardKey));
    expect(isCompatible(parts[0] ?? ALWAYS, parts[1] ?? ALWAYS)).toBe(false);
    expect(without(A, A_OR_Y)).toEqual([]);
    expect(without(A, NOT_A)).toEqual([A]);
  });

  it('answer the same each time they are asked, whatever was asked in between', () => {
    const guard = meet(A, B);
    const others = [NOT_A, guardOf('c', ['x']), A_OR_Y, NOT_A, guardOf('c', ['x'])];
    const keys = () =>
      others.map((other) => [both(guard, other), ...without(guard, other)].map((one) => one && guardKey(one)));
    expect(keys()).toEqual(keys());
  });

  it('bundle the oldest of too many choices, and still know the newest', () => {
    const sites = Array.from({ length: BOUNDS.guardSites + 1 }, (_, index) => `site ${index}`);
    const guard = meet(...sites.map((site) => guardOf(site, ['x'])));
    expect(guard.size).toBeLessThanOrEqual(BOUNDS.guardSites);
    expect(answerTo(guard, sites.at(-1) ?? '')?.names).toEqual(['x']);
    expect(answerTo(guard, 'site 0')).toBeUndefined();
    expect(guardKey(meet(...sites.map((site) => guardOf(site, ['x']))))).toBe(guardKey(guard));
    expect(guardKey(meet(...sites.map((site) => guardOf(site, ['y']))))).not.toBe(guardKey(guard));
    expect(implies(guard, guardOf('site 0', ['x']))).toBe(false);
  });
});
