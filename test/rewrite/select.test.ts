import { describe, expect, it } from 'vitest';
import { DEV, refusal, rewritten } from './pins.ts';

const U = 'https://github.com/acme/lib';

describe('a ref that a later command names is replaced there', () => {
  it.each([
    ['checkout', `git clone ${U} && cd lib && git checkout dev`, `git clone ${U} && cd lib && git checkout ${DEV}`],
    [
      'checkout of a remote branch',
      `git clone ${U}\ncd lib\ngit checkout origin/dev`,
      `git clone ${U}\ncd lib\ngit checkout ${DEV}`,
    ],
    [
      'checkout -b',
      `git clone ${U} d\ngit -C d checkout -b x origin/dev`,
      `git clone ${U} d\ngit -C d checkout -b x ${DEV}`,
    ],
    ['switch', `git clone ${U} d\ngit -C d switch dev`, `git clone ${U} d\ngit -C d switch --detach ${DEV}`],
    ['switch -c', `git clone ${U} d\ngit -C d switch -c x origin/dev`, `git clone ${U} d\ngit -C d switch -c x ${DEV}`],
    ['reset', `git clone ${U} d\ngit -C d reset --hard origin/dev`, `git clone ${U} d\ngit -C d reset --hard ${DEV}`],
    [
      'fetch and reset',
      `git clone ${U} d\ncd d\ngit fetch origin dev && git reset --hard origin/dev`,
      `git clone ${U} d\ncd d\ngit fetch origin ${DEV} && git reset --hard ${DEV}`,
    ],
    [
      'fetch and FETCH_HEAD into an empty repository',
      `git init d && cd d\ngit remote add origin ${U}\ngit fetch --depth 1 origin dev\ngit checkout FETCH_HEAD`,
      `git init d && cd d\ngit remote add origin ${U}\ngit fetch --depth 1 origin ${DEV}\ngit checkout FETCH_HEAD`,
    ],
    [
      'checkout in a shallow clone',
      `git clone --depth 1 ${U} d && cd d && git checkout dev || exit 1`,
      `git clone --depth 1 ${U} d && cd d && { git fetch -q --depth 1 origin ${DEV} && git checkout ${DEV}; } || exit 1`,
    ],
    [
      'a variable that also named the branch to clone',
      `B=dev\ngit clone --depth 1 -b $B ${U} d && cd d && git fetch origin $B && git reset --hard origin/$B`,
      `B=${DEV}\ngit clone --depth 1 ${U} d && cd d && git fetch origin $B && git reset --hard $B`,
    ],
    [
      'a variable that also names the folder',
      `B=dev\ngit clone ${U} lib-$B\ncd lib-$B\ngit checkout "$B"`,
      `B=dev\ngit clone ${U} lib-$B\ncd lib-$B\ngit checkout ${DEV}`,
    ],
    [
      'a variable that nothing else reads',
      `B=dev\ngit clone ${U} d\ncd d\ngit checkout "origin/$B"`,
      `B=${DEV}\ngit clone ${U} d\ncd d\ngit checkout "$B"`,
    ],
  ])('%s', (_name, before, after) => {
    expect(rewritten({ 'a.sh': before })).toEqual({ 'a.sh': after });
  });

  it.each([
    ['a line of its own', `git -C d checkout dev`, `git -C d checkout ${DEV} || exit 128`],
    ['a chain', `cd d && git checkout dev`, `cd d && { git checkout ${DEV} || exit 128; }`],
    [
      'a chain that ends with ;',
      `true; git -C d reset --hard origin/dev`,
      `true; git -C d reset --hard ${DEV} || exit 128`,
    ],
    [
      'FETCH_HEAD',
      `cd d; git fetch origin dev; git reset --hard FETCH_HEAD`,
      `cd d; git fetch origin ${DEV} || exit 128; git reset --hard FETCH_HEAD`,
    ],
    [
      'a pull',
      `git -C d pull origin dev`,
      `git -C d fetch -q origin ${DEV} && git -C d checkout -q ${DEV} || exit 128`,
    ],
    [
      'a pull in a chain',
      `cd d && git pull -q origin dev`,
      `cd d && { git fetch -q origin ${DEV} && git checkout -q ${DEV} || exit 128; }`,
    ],
  ])('ends the shell where nothing else would: %s', (_name, before, after) => {
    const script = (line: string) => `git clone ${U} d\n${line}\nmake -C d\n`;
    expect(rewritten({ 'a.sh': script(before) })).toEqual({ 'a.sh': script(after) });
    const run = (line: string) => `FROM scratch\nRUN git clone ${U} d; ${line}; make -C d\n`;
    expect(rewritten({ Dockerfile: run(before) })).toEqual({ Dockerfile: run(after) });
    const guarded = `set -e\n${script(before)}`;
    expect(rewritten({ 'a.sh': guarded })['a.sh']).not.toContain('exit');
  });

  it('leaves a recipe whose shell ends at the first failure', () => {
    const recipe = (flags: string, ref: string) =>
      `.ONESHELL:\n${flags}all:\n\tgit clone ${U} d\n\tgit -C d checkout ${ref}\n\tmake -C d\n`;
    const flags = '.SHELLFLAGS = -ec\n';
    expect(rewritten({ Makefile: recipe(flags, 'dev') })).toEqual({ Makefile: recipe(flags, DEV) });
    expect(rewritten({ Makefile: recipe('', 'dev') })).toEqual({ Makefile: recipe('', `${DEV} || exit 128`) });
  });

  it('fetches before it in a shallow clone', () => {
    expect(rewritten({ 'a.sh': `git clone --depth 1 ${U} d\ncd d && git checkout dev\nmake` })).toEqual({
      'a.sh': `git clone --depth 1 ${U} d\ncd d && { git fetch -q --depth 1 origin ${DEV} && git checkout ${DEV} || exit 128; }\nmake`,
    });
  });

  it.each([
    [
      'a branch that follows',
      `git clone ${U} d\ngit -C d checkout -t origin/dev`,
      'makes a branch that follows another',
    ],
    ['a place before a branch', `git clone ${U} d\ngit -C d checkout dev~1`, '"dev~1" at a.sh:2 counts from a name'],
    ['FETCH_HEAD of nothing named', `git init d && cd d\ngit fetch ${U}\ngit checkout FETCH_HEAD`, 'no ref is written'],
  ])('refuses %s', (_name, before, reason) => {
    expect(refusal({ 'a.sh': before })).toContain(reason);
  });
});
