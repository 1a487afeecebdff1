import { describe, expect, it } from 'vitest';
import { DEV, HEAD, MASTER, refusal, rewritten } from './pins.ts';

const U = 'https://github.com/acme/lib';

describe('a clone is pinned by a command behind it', () => {
  it.each([
    ['the default branch', `git clone ${U}`, `git clone -n ${U} && git -C lib checkout -q ${HEAD}`],
    ['.git in the name', `git clone ${U}.git`, `git clone -n ${U}.git && git -C lib checkout -q ${HEAD}`],
    [
      'a folder',
      `git clone ${U} /src/d && make`,
      `git clone -n ${U} /src/d && git -C /src/d checkout -q ${HEAD} && make`,
    ],
    ['the folder itself', `git clone ${U} .`, `git clone -n ${U} . && git -C . checkout -q ${HEAD}`],
    ['a quoted unknown folder', `git clone ${U} "$D"`, `git clone -n ${U} "$D" && git -C "$D" checkout -q ${HEAD}`],
    ['-b', `git clone -b dev ${U}`, `git clone -n ${U} && git -C lib checkout -q ${DEV}`],
    ['-b glued', `git clone -bdev ${U}`, `git clone -n ${U} && git -C lib checkout -q ${DEV}`],
    ['-b in a bundle', `git clone -qb dev ${U}`, `git clone -n -q ${U} && git -C lib checkout -q ${DEV}`],
    ['--branch=', `git clone --branch=dev ${U}`, `git clone -n ${U} && git -C lib checkout -q ${DEV}`],
    ['--branch behind the URL', `git clone ${U} d --branch dev`, `git clone -n ${U} d && git -C d checkout -q ${DEV}`],
    [
      '--depth 1',
      `git clone --depth 1 -b dev ${U}`,
      `git clone -n --depth 1 ${U} && git -C lib fetch -q --depth 1 origin ${DEV} && git -C lib checkout -q ${DEV}`,
    ],
    [
      '--depth=50 and another name of the remote',
      `git clone --depth=50 --origin up ${U} d`,
      `git clone -n --depth=50 --origin up ${U} d && git -C d fetch -q --depth 50 up ${HEAD} && git -C d checkout -q ${HEAD}`,
    ],
    [
      '--single-branch',
      `git clone --single-branch -b dev ${U} d`,
      `git clone -n --single-branch ${U} d && git -C d fetch -q origin ${DEV} && git -C d checkout -q ${DEV}`,
    ],
    [
      '--recursive',
      `git clone --recursive ${U}`,
      `git clone -n --recursive ${U} && git -C lib checkout -q ${HEAD} && git -C lib submodule update --init --recursive`,
    ],
    [
      'what stands before the subcommand',
      `GIT_SSL_NO_VERIFY=1 sudo git -c a.b=c -C /src clone ${U} d`,
      `GIT_SSL_NO_VERIFY=1 sudo git -c a.b=c -C /src clone -n ${U} d && GIT_SSL_NO_VERIFY=1 sudo git -c a.b=c -C /src -C d checkout -q ${HEAD}`,
    ],
    ['a redirection', `git clone ${U} >log 2>&1`, `git clone -n ${U} >log 2>&1 && git -C lib checkout -q ${HEAD}`],
    [
      'continued lines',
      `git clone \\\n  --branch dev \\\n  ${U} \\\n  d\nmake`,
      `git clone -n \\\n  ${U} \\\n  d && git -C d checkout -q ${DEV}\nmake`,
    ],
    [
      'the option on the last continued line',
      `git clone ${U} d \\\n  --branch dev\nmake`,
      `git clone -n ${U} d && git -C d checkout -q ${DEV}\nmake`,
    ],
    [
      'CRLF, tabs, multi-byte text and no last newline',
      `# 🦀 über\r\ngit clone\t${U}\td\r\n\tmake`,
      `# 🦀 über\r\ngit clone -n\t${U}\td && git -C d checkout -q ${HEAD}\r\n\tmake`,
    ],
  ])('%s', (_name, before, after) => {
    expect(rewritten({ 'a.sh': before })).toEqual({ 'a.sh': after });
  });
});

describe('what stands around a clone sees one command', () => {
  const second = (folder: string) => `git clone -n ${U} ${folder} && git -C ${folder} checkout -q ${HEAD}`;
  it.each([
    ['left of ||', `git clone ${U} d || exit 1`, `{ ${second('d')}; } || exit 1`],
    ['right of ||', `[ -d d ] || git clone ${U} d`, `[ -d d ] || { ${second('d')}; }`],
    ['right of || on the next line', `[ -d d ] || \\\n git clone ${U} d`, `[ -d d ] || \\\n { ${second('d')}; }`],
    ['negated', `! git clone ${U} d`, `! { ${second('d')}; }`],
    ['in a pipe', `git clone ${U} d | tee log`, `{ ${second('d')}; } | tee log`],
    ['a condition', `if git clone ${U} d; then make; fi`, `if { ${second('d')}; }; then make; fi`],
    ['in a subshell', `(git clone ${U} d)`, `(${second('d')})`],
    ['in a substitution', `x=$(git clone ${U} d)`, `x=$({ ${second('d')}; })`],
    ['in a chain', `cd /src && git clone ${U} d && cd d`, `cd /src && ${second('d')} && cd d`],
    ['in a chain that may fail', `git clone ${U} d && cd d || true`, `{ ${second('d')}; } && cd d || true`],
    ['in a list', `cd /src; git clone ${U} d; cd d`, `cd /src; ${second('d')}; cd d`],
  ])('%s', (_name, before, after) => {
    expect(rewritten({ 'a.sh': before })).toEqual({ 'a.sh': after });
  });
});

describe('where set -e acts on a clone, it still does', () => {
  it.each([
    ['alone', `git clone ${U} d\nmake`, `git clone -n ${U} d; git -C d checkout -q ${HEAD}\nmake`],
    [
      'at the end of a chain',
      `cd /x && git clone ${U} d`,
      `cd /x && { git clone -n ${U} d; git -C d checkout -q ${HEAD}; }`,
    ],
    ['in a chain', `git clone ${U} d && make`, `git clone -n ${U} d && git -C d checkout -q ${HEAD} && make`],
    [
      'in a condition',
      `if git clone ${U} d; then make; fi`,
      `if { git clone -n ${U} d && git -C d checkout -q ${HEAD}; }; then make; fi`,
    ],
  ])('%s', (_name, before, after) => {
    expect(rewritten({ 'a.sh': `set -eu\n${before}` })).toEqual({ 'a.sh': `set -eu\n${after}` });
  });
});

describe('a branch that is written elsewhere is replaced there', () => {
  it.each([
    ['a variable', `B=dev\ngit clone -b "$B" ${U}`, `B=${DEV}\ngit clone -n ${U} && git -C lib checkout -q "$B"`],
    ['a default', `git clone -b "\${B:-dev}" ${U}`, `git clone -n ${U} && git -C lib checkout -q "\${B:-${DEV}}"`],
    [
      'a shallow clone',
      `B=dev\ngit clone --depth 1 --branch=$B ${U}`,
      `B=${DEV}\ngit clone -n --depth 1 ${U} && git -C lib fetch -q --depth 1 origin $B && git -C lib checkout -q FETCH_HEAD`,
    ],
    [
      'arguments of a function',
      `get() { git clone -b "$2" "https://github.com/acme/$1" "$1-$3"; }\nget lib dev 1\nget lib master 2\n`,
      `get() { git clone -n "https://github.com/acme/$1" "$1-$3" && git -C "$1-$3" checkout -q "$2"; }\nget lib ${DEV} 1\nget lib ${MASTER} 2\n`,
    ],
    [
      'the words of a loop',
      `for b in dev master; do git clone -b $b ${U} d && make -C d && rm -rf d; done`,
      `for b in ${DEV} ${MASTER}; do git clone -n ${U} d && git -C d checkout -q $b && make -C d && rm -rf d; done`,
    ],
    [
      'and stays where the folder has its name',
      `B=dev\ngit clone -b "$B" ${U} "lib-$B"`,
      `B=dev\ngit clone -n ${U} "lib-$B" && git -C "lib-$B" checkout -q ${DEV}`,
    ],
    [
      'and stays where another command reads it',
      `B=dev\ngit clone -b "$B" ${U}\ncmake -DBRANCH=$B`,
      `B=dev\ngit clone -n ${U} && git -C lib checkout -q ${DEV}\ncmake -DBRANCH=$B`,
    ],
  ])('%s', (_name, before, after) => {
    expect(rewritten({ 'a.sh': before })).toEqual({ 'a.sh': after });
  });
});

describe('a clone is refused', () => {
  it.each([
    [
      'bare',
      `git clone --bare ${U}`,
      'a.sh: the clone at a.sh:1 is bare: it has no work tree that could stand at a commit',
    ],
    ['without a checkout', `git clone -n ${U}`, 'until a later command fills it'],
    ['by xargs', `echo d | xargs git clone ${U}`, 'a.sh: xargs git at a.sh:1 takes no second command'],
    ['into a folder that is made anew each time', `git clone ${U} $(mktemp -d)`, 'cannot be named a second time'],
    ['with its words in a variable', `A="clone ${U} d"\ngit $A`, 'is put together elsewhere'],
    ['by another command, cut short', `gh repo clone acme/lib -- --depth 1`, 'it brings a part only'],
  ])('%s', (_name, before, reason) => {
    expect(refusal({ 'a.sh': before })).toContain(reason);
  });
});
