import { expect, it } from 'vitest';
import { LIB, MASTER } from './pins.ts';
import { apply, type Tree } from './scan.ts';

const U = 'https://github.com/acme/lib';
const GET = `git clone ${U} d\n  git -C d checkout "$1"`;

/** A condition that asks for what a function or a script is called with is resolved with it: the word in the call stays. */
it.each<readonly [string, Tree, boolean]>([
  ['nothing asks', { 'a.sh': `get() {\n  ${GET}\n}\nget master\n` }, true],
  ['its own body asks', { 'a.sh': `get() {\n  [ "$1" = master ] && make\n  ${GET}\n}\nget master\n` }, false],
  [
    'by a variable',
    { 'a.sh': `get() {\n  local dir=x ref="$1"\n  case "$ref" in v*) make;; esac\n  ${GET}\n}\nget master\n` },
    false,
  ],
  ['only for its being there', { 'a.sh': `get() {\n  [ -n "$1" ] || exit 1\n  ${GET}\n}\nget master\n` }, true],
  ['another word is asked for', { 'a.sh': `get() {\n  [ "$2" = x ] && make\n  ${GET}\n}\nget master x\n` }, true],
  ['the file asks for its own', { 'a.sh': `[ "$1" = master ] && make\nget() {\n  ${GET}\n}\nget master\n` }, true],
  ['a script asks', { 'a.sh': 'sh ./b.sh master\n', 'b.sh': `[ "$1" = master ] && make\n  ${GET}\n` }, false],
  ['a script that does not', { 'a.sh': 'sh ./b.sh master\n', 'b.sh': `${GET}\n` }, true],
])('%s', (_name, tree, isEdited) => {
  const { texts } = apply(tree, { [`${LIB}@master`]: MASTER });
  const call = (texts['a.sh'] ?? tree['a.sh'] ?? '').trimEnd().split('\n').at(-1);
  expect(call?.includes(MASTER)).toBe(isEdited);
});
