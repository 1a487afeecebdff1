import { describe, expect, it } from 'vitest';
import { DEV, HEAD, LIB, OTHER, refusal, rewritten } from './pins.ts';
import { apply } from './scan.ts';

const U = 'https://github.com/acme/lib';
const CLONE = `git clone ${U} d`;

describe('a pull becomes a fetch and a checkout of the commit', () => {
  it.each([
    ['alone', 'git -C d pull', `git -C d fetch -q origin ${HEAD} && git -C d checkout -q ${HEAD}`],
    [
      'with its remote, branch and redirections',
      'cd d && git pull --rebase -q origin dev >/dev/null 2>&1 && make',
      `cd d && git fetch -q origin ${DEV} >/dev/null 2>&1 && git checkout -q ${DEV} && make`,
    ],
    [
      'with options that a fetch has too',
      'git -C d pull --depth 1 --prune origin dev',
      `git -C d fetch -q --depth 1 --prune origin ${DEV} && git -C d checkout -q ${DEV}`,
    ],
    [
      'with submodules',
      'git -C d pull --recurse-submodules',
      `git -C d fetch -q origin ${HEAD} && git -C d checkout -q ${HEAD} && git -C d submodule update --init --recursive`,
    ],
    [
      'of the branch that is checked out',
      'cd d; git checkout dev; git pull',
      `cd d; git checkout dev; git fetch -q origin ${DEV} && git checkout -q ${DEV}`,
    ],
    [
      'over lines',
      'git -C d pull \\\n  --ff-only \\\n  origin dev\nmake',
      `git -C d fetch -q origin ${DEV} && git -C d checkout -q ${DEV} || exit 128\nmake`,
    ],
    [
      'by the remote alone',
      'git -C d remote update; git -C d checkout origin/dev',
      `git -C d remote update; git -C d checkout ${DEV}`,
    ],
  ])('%s', (_name, before, after) => {
    expect(rewritten({ 'a.sh': `${CLONE}\n${before}` })).toEqual({ 'a.sh': `${CLONE}\n${after}` });
  });
});

it('where a pull may fail, the clone is pinned as well', () => {
  expect(rewritten({ 'a.sh': `${CLONE}\ncd d; if git pull; then make; fi` })).toEqual({
    'a.sh': `git clone -n ${U} d && git -C d checkout -q ${HEAD}\ncd d; if { git fetch -q origin ${HEAD} && git checkout -q ${HEAD}; }; then make; fi`,
  });
});

describe('a pull of what an earlier run cloned is pinned like the clone', () => {
  const MOVED = `git -C d fetch -q origin ${HEAD} && git -C d checkout -q ${HEAD}`;
  const CLONED = `git clone -n ${U} d && git -C d checkout -q ${HEAD}`;
  const FIXED = `git clone ${U} d && git -C d checkout ${OTHER}`;
  it.each([
    ['asked by a list', `[ -d d ] && git -C d pull || git clone ${U} d`, `[ -d d ] && { ${MOVED}; } || { ${CLONED}; }`],
    [
      'asked by an if',
      `if [ -d d ]; then git -C d pull; else ${CLONE}; fi`,
      `if [ -d d ]; then ${MOVED}; else ${CLONED}; fi`,
    ],
    [
      'the clone first',
      `if [ ! -d d ]; then ${CLONE}; else git -C d pull; fi`,
      `if [ ! -d d ]; then ${CLONED}; else ${MOVED}; fi`,
    ],
    ['by its failure', `git -C d pull || ${CLONE}`, `{ ${MOVED}; } || { ${CLONED}; }`],
    [
      'in a subshell',
      `(cd d && git pull --ff-only) || ${CLONE}`,
      `(cd d && { git fetch -q origin ${HEAD} && git checkout -q ${HEAD}; }) || { ${CLONED}; }`,
    ],
    [
      'of a pinned clone',
      `if [ -d d ]; then git -C d pull; else ${FIXED}; fi`,
      `if [ -d d ]; then ${MOVED}; else ${FIXED}; fi`,
    ],
    [
      'by a fetch and a reset',
      `if cd d; then git fetch; git reset --hard origin/dev; else ${FIXED}; fi`,
      `if cd d; then git fetch; git reset --hard ${DEV}; else ${FIXED}; fi`,
    ],
  ])('%s', (_name, before, after) => {
    expect(rewritten({ 'a.sh': before }, false)).toEqual({ 'a.sh': after });
  });
});

describe('submodules', () => {
  it.each([
    ['a branch', 'dev'],
    ['a commit', DEV],
  ])('are brought to what a checkout of %s records', (_name, ref) => {
    const tree = { 'a.sh': `git clone --recursive ${U} d\ngit -C d checkout ${ref}\nmake -C d` };
    expect(apply(tree, { [`${LIB}@${ref}`]: DEV })).toEqual({
      texts: {
        'a.sh': `git clone --recursive ${U} d\ngit -C d checkout ${DEV} && git -C d submodule update --init --recursive || exit 128\nmake -C d`,
      },
      refused: [],
    });
  });
  it('go to what the pinned commit records', () => {
    expect(
      rewritten({ 'a.sh': `${CLONE} && cd d && git checkout dev\ngit submodule update --init --remote part` }),
    ).toEqual({
      'a.sh': `${CLONE} && cd d && { git checkout ${DEV} || exit 128; }\ngit submodule update --init part`,
    });
  });
});

describe('a pull is refused', () => {
  it.each([
    ['that makes another commit', 'git -C d pull --squash', '--squash has no meaning for a fetch and a checkout'],
    ['with its words in a variable', 'A="pull origin dev"\ngit -C d $A', 'put together elsewhere'],
    ['without a shell', 'find d -maxdepth 0 -exec git -C d pull ;', 'takes no second command'],
    ['that joins the submodules', 'git -C d submodule update --remote --merge', 'joined with what is there'],
  ])('%s', (_name, before, reason) => {
    expect(refusal({ 'a.sh': `${CLONE}\n${before}` })).toContain(reason);
  });
});

describe('a shallow fetch into an empty repository', () => {
  it('is followed by one of the commit', () => {
    const start = `git init d; cd d; git remote add origin ${U}; git fetch --depth 1 origin; `;
    expect(rewritten({ 'a.sh': `${start}git reset --hard origin/dev` })).toEqual({
      'a.sh': `${start}git fetch -q --depth 1 origin ${DEV} && git reset --hard ${DEV}`,
    });
  });
});
