import { expect, it } from 'vitest';
import { formats } from '../../src/formats/index.ts';
import { equality, ownSite } from '../../src/life/questions.ts';
import { ALWAYS, guardKey, without } from '../../src/model/guard.ts';
import type { Invocation } from '../../src/model/invocation.ts';
import { flatten } from '../../src/model/value.ts';
import { trace } from '../../src/trace/index.ts';

/** The commands of a script as trace sees them, by program name. */
function commands(text: string): ReadonlyMap<string, Invocation> {
  const format = formats.find(({ id }) => id === 'shell');
  if (format === undefined) throw new Error('no format reads shell scripts');
  const { events } = trace(format.parse('build.sh', text), {
    tree: { read: () => undefined, kind: () => undefined, list: () => [] },
    wrapper: () => undefined,
    parse: () => undefined,
  });
  const result = new Map<string, Invocation>();
  for (const event of events) {
    const name = event.kind === 'invocation' ? event.variants[0]?.words[0] : undefined;
    if (event.kind === 'invocation' && name !== undefined) result.set(flatten(name.pieces), event);
  }
  return result;
}

it.each([
  ['[ "$(sum f)" = abc ] && use f', '['],
  ['[ abc = "$(sum f)" ] && use f', '['],
  ['test "$(sum f)" = "$(cat want)" && use f', 'test'],
  ['[[ $(sum f) == abc ]] && use f', '[['],
  ['if [ "$(sum f)" != abc ]; then exit 1; fi; use f', '['],
  ['[[ $(sum f) == abc* ]] && use f', '[['],
  ['[[ $(sum f) =~ ^abc ]] && use f', '[['],
])('the site of a comparison is what trace calls it: %s', (text, name) => {
  const found = commands(text);
  const words = found.get(name)?.variants[0]?.words ?? [];
  const [, left, operator, right] = words;
  const likeness = operator !== undefined && flatten(operator.pieces) === '=~' ? 'expression' : 'pattern';
  expect(left).toBeDefined();
  expect(right).toBeDefined();
  if (left === undefined || right === undefined) return;
  const asked = equality(left.pieces, right.pieces, likeness);
  expect(guardKey(found.get('use')?.variants[0]?.guard ?? ALWAYS)).toBe(guardKey(asked));
});

it.each([
  ['check || warn', 'or:'],
  ['if check; then use; else warn; fi', 'if:'],
  ['if ! echo x | check; then warn; fi', 'if:'],
  ['if other; then check || warn; fi', 'or:'],
  ['if other; then check; fi', undefined],
  ['check && use; more', undefined],
  ['set -e; if other; then check; fi', undefined],
  ['check || exit 1', undefined],
])('the question that a command opened itself: %s', (text, prefix) => {
  const check = commands(text).get('check');
  expect(check).toBeDefined();
  if (check === undefined) return;
  const own = ownSite(check.variants[0]?.guard ?? ALWAYS, check.failure);
  expect(own?.slice(0, 3)).toBe(prefix);
});

it('knows when no answer is left: after both arms, after all turns', () => {
  const found = commands('left || right; for x in a b; do turn $x; done');
  const leftOver = (name: string) => found.get(name)?.variants ?? [];
  const arms = [...leftOver('left'), ...leftOver('right')].map(({ guard }) => guard);
  const turns = leftOver('turn').map(({ guard }) => guard);
  for (const guards of [arms, turns]) {
    expect(guards).toHaveLength(2);
    let open = [ALWAYS];
    for (const guard of guards) open = open.flatMap((part) => [...without(part, guard)]);
    expect(open).toEqual([]);
  }
});
