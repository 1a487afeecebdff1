import { describe, expect, it } from 'vitest';
import { composedNames } from '../../src/run/composed-names.ts';

describe('composedNames', () => {
  it.each([
    ['a variable in the name', '. ./env/$T.sh', 'env/prod.sh'],
    ['in braces, quoted', '. "./env/${T}.sh"', 'env/prod.sh'],
    ['in front and behind', 'sh "$DIR/run-$A-$B.sh"', 'tools/run-x-y.sh'],
    ['two variables and nothing else', '. $A$B', 'vars.sh'],
    ['a variable of make', 'include $(T).mk', 'conf/a.mk'],
    ['what a command prints', '. env/$(uname -m).sh', 'env/x86_64.sh'],
    ['in a command inside of a command', 'X=$(echo $(cat v/$T.txt))', 'v/prod.txt'],
    ['in backticks', '. env/`hostname`.sh', 'env/prod.sh'],
    ['a folder that is put together', 'make -f lib$X/Makefile', 'liba/Makefile'],
    ['a placeholder of another language', 'sh ci/{{ name }}.sh', 'ci/a.sh'],
  ])('%s', (_name, text, path) => {
    expect(composedNames(text)(path)).toBe(true);
  });

  it.each([
    ['one variable alone: its value stands elsewhere', '. "$FILE"', 'vars.sh'],
    ['another ending', '. ./env/$T.sh', 'README.md'],
    ['another start', '. ./env/a$T.sh', 'env/prod.sh'],
    ['an address', 'curl https://example.com/$A$B', 'vars.sh'],
    ['an arm of a case', 'case $x in *) ;; esac', 'vars.sh'],
    ['a pattern, which no reader follows', 'for f in conf/*.sh conf/* $X*; do . $f; done', 'conf/a.sh'],
    ['parts that would overlap', 'cat ab${X}ba', 'aba'],
  ])('not %s', (_name, text, path) => {
    expect(composedNames(text)(path)).toBe(false);
  });
});
