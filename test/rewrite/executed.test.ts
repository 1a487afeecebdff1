import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { createRepository, type Repository } from '../support/repositories.ts';
import { type Run, runShell } from './run-shell.ts';
import { apply } from './scan.ts';

/**
 * The rewritten script is run by a real shell against real git and archives on loopback, after upstream moved on: what lies on disk must
 * be the pinned tree. The host in the script is github.com, replaced by the server's address right before the run.
 */
const U = 'https://github.com/acme/lib';
const LIB = 'git+https://github.com/acme/lib';

type Placed = Run & { readonly folder: string };

let world: GitWorld;
let pins: Readonly<Record<string, string>>;

beforeAll(async () => {
  world = await createGitWorld();
  const lib = createRepository(world.root, 'acme/lib');
  const part = createRepository(world.root, 'acme/part');
  const inner = part.commit({ version: 'part one' });
  const modules = `[submodule "part"]\n\tpath = part\n\turl = ${world.server.url}/acme/part\n`;
  lib.commit({ version: 'one', '.gitmodules': modules });
  const main = addPart(lib, inner);
  const dev = lib.commit({ version: 'dev one' }, { branch: 'dev', from: main });
  lib.tag('v1.2.1', main);
  pins = {
    [LIB]: main,
    [`${LIB}@main`]: main,
    [`${LIB}@refs/heads/main`]: main,
    [`${LIB}@v1.2.1`]: main,
    [`${LIB}@dev`]: dev,
    'git+https://github.com/acme/gone': main,
    'git+https://github.com/acme/part': '0'.repeat(40),
  };
  lib.commit({ version: 'two' });
  addPart(lib, part.commit({ version: 'part two' }));
  lib.commit({ version: 'dev two' }, { branch: 'dev' });
  lib.tag('v1.2.1', 'main');
});

afterAll(() => world.close());

/** One more commit on main whose folder `part` is the other repository at `inner`. */
function addPart(lib: Repository, inner: string): string {
  lib.git('read-tree', 'main');
  lib.git('update-index', '--add', '--cacheinfo', `160000,${inner},part`);
  const person = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  const id = lib.git(...person, 'commit-tree', '-p', 'main', '-m', 'part', lib.git('write-tree'));
  lib.branch('main', id);
  return id;
}

/** Runs a script in a folder of its own; the folder and the exit status. */
async function run(script: string): Promise<Placed> {
  const folder = mkdtempSync(join(world.folder, 'run-'));
  const text = script.replaceAll('https://github.com', world.server.url);
  return { folder, ...(await runShell(text, folder, world.env)) };
}

function pinned(script: string): string {
  const { texts, refused } = apply({ 'a.sh': script }, pins);
  expect(refused).toEqual([]);
  return texts['a.sh'] ?? '';
}

function contentOf(folder: string, path: string): string {
  const [first = '', ...rest] = path.split('/');
  const name = first.endsWith('*') ? readdirSync(folder).find((one) => one.startsWith(first.slice(0, -1))) : first;
  return readFileSync(join(folder, name ?? first, ...rest), 'utf8');
}

describe('what lies on disk after the rewritten script is the pinned tree', () => {
  it.each([
    ['clone', `git clone ${U}`, 'lib/version', 'one'],
    ['clone into a folder with blanks', `D='a b'\ngit clone ${U} "$D"`, 'a b/version', 'one'],
    ['clone of a branch', `git clone -b dev ${U} d`, 'd/version', 'dev one'],
    ['clone of a tag that was moved', `git clone -b v1.2.1 ${U} d`, 'd/version', 'one'],
    ['shallow clone of a branch', `git clone --depth 1 --branch=dev ${U} d`, 'd/version', 'dev one'],
    ['shallow clone of a variable', `B=dev\ngit clone --depth 1 -b "$B" ${U} d`, 'd/version', 'dev one'],
    ['clone of one branch', `git clone --single-branch -b dev ${U} d`, 'd/version', 'dev one'],
    ['clone with another remote', `git clone --depth 1 -o up ${U} d`, 'd/version', 'one'],
    ['clone with submodules', `git clone --recursive ${U} d`, 'd/part/version', 'part one'],
    ['clone in a chain', `set -e\ngit clone ${U} && cd lib && cp version ../v`, 'v', 'one'],
    ['clone right of ||', `[ -d d ] || git clone ${U} d`, 'd/version', 'one'],
    ['clone in a condition', `if git clone ${U} d; then cp d/version v; fi`, 'v', 'one'],
    ['clone in a pipe', `git clone ${U} d 2>&1 | cat`, 'd/version', 'one'],
    ['clone in a function', `get() { git clone -b "$2" ${U} "$1"; }\nget x dev\nget y main`, 'x/version', 'dev one'],
    ['clone in a loop', `for b in main dev; do rm -rf d; git clone -b $b ${U} d; done`, 'd/version', 'dev one'],
    ['later checkout', `git clone ${U} d && cd d && git checkout dev`, 'd/version', 'dev one'],
    [
      'later checkout in a shallow clone',
      `git clone --depth 1 ${U} d && cd d && git checkout main`,
      'd/version',
      'one',
    ],
    ['later switch', `git clone ${U} d\ngit -C d switch dev`, 'd/version', 'dev one'],
    ['new branch', `git clone ${U} d\ngit -C d checkout -b x origin/dev`, 'd/version', 'dev one'],
    [
      'fetch and reset',
      `git clone ${U} d\ncd d\ngit fetch origin dev && git reset --hard origin/dev`,
      'd/version',
      'dev one',
    ],
    [
      'fetch into an empty repository',
      `git init -q d && cd d\ngit remote add origin ${U}\ngit fetch --depth 1 origin dev\ngit checkout FETCH_HEAD`,
      'd/version',
      'dev one',
    ],
    ['pull', `git clone ${U} d\ngit -C d pull`, 'd/version', 'one'],
    [
      'pull of what an earlier run cloned',
      `update() { if [ -d d ]; then git -C d pull; else git clone ${U} d; fi; }\nupdate && update`,
      'd/version',
      'one',
    ],
    [
      'pull of a branch',
      `git clone -b dev ${U} d && cd d && git pull -q --rebase origin dev >/dev/null 2>&1`,
      'd/version',
      'dev one',
    ],
    [
      'pull into an empty repository',
      `git init -q d && cd d\ngit remote add origin ${U}\ngit pull -q --depth 1 origin dev`,
      'd/version',
      'dev one',
    ],
    [
      'pull of the branch that is checked out',
      `git clone ${U} d\ncd d\ngit checkout dev\ngit pull || exit 3`,
      'd/version',
      'dev one',
    ],
    [
      'submodules at their newest',
      `git clone ${U} d\ngit -C d submodule update --init --remote`,
      'd/part/version',
      'part one',
    ],
    ['remote update', `git clone ${U} d\ncd d\ngit remote update\ngit reset --hard origin/dev`, 'd/version', 'dev one'],
    [
      'shallow fetch into an empty repository without a ref',
      `git init -q d && cd d\ngit remote add origin ${U}\ngit fetch -q --depth 1 origin\ngit reset -q --hard origin/dev`,
      'd/version',
      'dev one',
    ],
    ['clone in a subshell', `(git clone ${U} d) && (cd d; cp version ../v)`, 'v', 'one'],
    ['negated clone', `! git clone ${U} d || exit 4`, 'd/version', 'one'],
    ['clone in a substitution', `x=$(git clone -b dev ${U} d 2>&1)`, 'd/version', 'dev one'],
    ['archive', `wget -q ${U}/archive/main.tar.gz\ntar xzf main.tar.gz\ncp lib-main/version v`, 'v', 'one'],
    [
      'archive of refs/heads',
      `curl -sL ${U}/archive/refs/heads/main.tar.gz | tar xz\ncd lib-main && cp version ../v`,
      'v',
      'one',
    ],
    [
      'archive of a tag',
      `V=1.2.1\ncurl -sL ${U}/archive/v$V.tar.gz | tar xz\ncd lib-$V && cp version ../v`,
      'v',
      'one',
    ],
    ['raw file', `curl -sfLo v ${U}/raw/main/version`, 'v', 'one'],
  ])('%s', async (_name, script, path, expected) => {
    const before = await run(script);
    expect(before.output).not.toContain('fatal');
    expect(contentOf(before.folder, path)).not.toBe(expected);
    const text = pinned(script);
    const after = await run(text);
    expect({
      text,
      output: after.output,
      content: existsSync(join(after.folder, path)) && contentOf(after.folder, path),
    }).toMatchObject({
      content: expected,
    });
    expect(after.status).toBe(before.status);
  });

  it('a clone stands at the commit, complete and clean', async () => {
    const { folder } = await run(pinned(`git clone ${U} d`));
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-C', join(folder, 'd'), ...args], { encoding: 'utf8', env: world.env }).trim();
    expect(git('rev-parse', 'HEAD')).toBe(pins[LIB]);
    expect(git('status', '--porcelain')).toBe('');
  });
});

describe('a failure is seen as before', () => {
  it.each([
    ['alone', 'set -e\ngit clone https://github.com/acme/gone d\ntouch went-on'],
    ['at the end of a chain', 'set -e\ntrue && git clone https://github.com/acme/gone d\ntouch went-on'],
    ['behind ||', 'set -e\nfalse || git clone https://github.com/acme/gone d\ntouch went-on'],
    ['in the midst of a chain', 'set -e\ngit clone https://github.com/acme/gone d && true\ntouch went-on'],
  ])('of the clone under set -e, %s', async (_name, script) => {
    const before = await run(script);
    const after = await run(pinned(script));
    expect({ status: after.status, files: readdirSync(after.folder) }).toEqual({
      status: before.status,
      files: readdirSync(before.folder),
    });
  });

  it('of the clone', async () => {
    const { folder } = await run(pinned('git clone https://github.com/acme/gone d || touch failed'));
    expect(readdirSync(folder)).toEqual(['failed']);
  });

  it('of a commit that is gone: nothing lies there rather than something else', async () => {
    const { folder, status } = await run(pinned('git clone https://github.com/acme/part d'));
    expect(status).not.toBe(0);
    expect(readdirSync(join(folder, 'd'))).toEqual(['.git']);
  });
});

describe('a commit that upstream no longer has stops the build', () => {
  it.each([
    ['a later checkout', `git clone ${U} d; git -C d checkout dev; cp d/version built`],
    ['a checkout in a chain', `git clone ${U} d\ncd d && git checkout dev\ncp version ../built`],
    ['a checkout in a shallow clone', `git clone --depth 1 ${U} d; cd d; git checkout dev; cp version ../built`],
    ['FETCH_HEAD', `git clone ${U} d; cd d; git fetch origin dev; git reset --hard FETCH_HEAD; cp version ../built`],
    ['a pull', `git clone ${U} d; cd d; git pull origin dev; cp version ../built`],
    ['a clone', `git clone ${U} d; cp d/version built`],
  ])('%s', async (_name, script) => {
    const gone = 'e'.repeat(40);
    const { texts, refused } = apply({ 'a.sh': script }, { [LIB]: gone, [`${LIB}@dev`]: gone });
    expect(refused).toEqual([]);
    const { folder, status } = await run(texts['a.sh'] ?? '');
    expect(status).not.toBe(0);
    expect(existsSync(join(folder, 'built'))).toBe(false);
  });
});
