import { describe, expect, it } from 'vitest';
import { usePinlock } from './pinlock.ts';

const { run, tree, readTree } = usePinlock();

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const LOCKFILE = `{\n  "lockfileVersion": 1,\n  "sources": {\n    "git+https://github.com/acme/tool@master": { "ref": "refs/heads/master", "commit": "${COMMIT}" }\n  }\n}\n`;
const FILES = {
  Dockerfile: 'FROM debian:12\nARG V=master\nCOPY get.sh lib.sh /\nRUN sh /get.sh $V\nRUN echo hello\n',
  'get.sh': '. ./lib.sh\nwget "$BASE/$1.tar.gz"\ntar xzf $1.tar.gz\ngit clone -b $X https://example.com/acme/b\n',
  'lib.sh': 'BASE=https://github.com/acme/tool/archive\n',
  'pinlock.lock': LOCKFILE,
};

describe('explain FILE:LINE', () => {
  it('says of which pieces a fetch is made, and what apply would write', async () => {
    const folder = tree(FILES);
    const { exitCode, stdout } = await run(['explain', 'Dockerfile:2'], { cwd: folder });
    expect(exitCode).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "get.sh:2:1  moving  git+https://github.com/acme/tool@master
        master does not read like a version, so it is taken for a branch, which moves with every commit
        can be changed from outside: V

      put together from
        lib.sh:1      https://github.com/acme/tool/archive
        get.sh:2      /
        Dockerfile:2  master
        get.sh:2      .tar.gz

      has to do with it
        Dockerfile:4  call
        Dockerfile:2  definition
        lib.sh:1  definition

      rule wget
        A download can bring other bytes each day unless it names a version that never changes and its
        hash is checked.
        Name a fixed version in the URL and check a sha256 that stands in your own files.

      policy
        warn: locked (by pinlock run): a plain build reads no lockfile

      lockfile
        refs/heads/master at 0123456789ab

      apply would write
        --- a/Dockerfile
        +++ b/Dockerfile
        @@ -1,5 +1,5 @@
         FROM debian:12
        -ARG V=master
        +ARG V=0123456789abcdef0123456789abcdef01234567
         COPY get.sh lib.sh /
         RUN sh /get.sh $V
         RUN echo hello
      "
    `);
    expect(readTree(folder)).toEqual(FILES);
  });

  it.each([
    [
      'the line itself',
      'get.sh:4',
      ['get.sh:4:1  dynamic', '$X  (not known: a variable that the text never sets)', 'cannot be pinned'],
    ],
    [
      'a line that other files use',
      'lib.sh:1',
      ['git+https://github.com/acme/tool@master', 'lib.sh:1      https://github.com/acme/tool/archive'],
    ],
    ['a line that fetches nothing', 'Dockerfile:5', ['nothing is fetched here', 'this file fetches on line 1']],
    ['a line behind the end', 'get.sh:99', ['nothing is fetched here']],
    ['a file of no known kind', 'pinlock.lock:1', ['the file is not read']],
  ])('tells of %s', async (_, what, said) => {
    const { exitCode, stdout } = await run(['explain', what], { cwd: tree(FILES) });
    expect([exitCode, ...said.filter((text) => !stdout.includes(text))]).toEqual([0]);
  });

  it('says what check says of a finding of the baseline', async () => {
    const folder = tree({ 'a.sh': 'git clone https://example.com/acme/a\n' });
    expect((await run(['explain', 'a.sh:1'], { cwd: folder })).stdout).toContain('\n  fail: moving');
    expect((await run(['init', '--yes', '--baseline'], { cwd: folder })).exitCode).toBe(0);
    expect((await run(['explain', 'a.sh:1'], { cwd: folder })).stdout).toContain('\n  pass: in the baseline (');
  });

  it('finds the project from anywhere', async () => {
    const folder = tree({ ...FILES, 'sub/a.txt': 'git clone https://example.com/acme/c\n' });
    const { stdout } = await run(['explain', `${folder}/get.sh:2`]);
    expect(stdout).toContain('Dockerfile:2');
    expect((await run(['explain', 'a.txt:1'], { cwd: `${folder}/sub` })).stdout).toContain('sub/a.txt:1');
  });

  it.each([
    ['a missing file', 'none.sh:1', 3, 'none.sh: no such file'],
    ['a file without a line', 'get.sh', 2, 'pinlock explain get.sh:1'],
    ['a misspelt rule', 'git-clon', 2, 'did you mean git-clone?'],
  ])('refuses %s', async (_, what, code, said) => {
    const { exitCode, stderr } = await run(['explain', what], { cwd: tree(FILES) });
    expect([exitCode, stderr.includes(said)]).toEqual([code, true]);
  });
});
