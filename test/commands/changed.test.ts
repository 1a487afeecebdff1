import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { usePinlock } from './pinlock.ts';

const pinlock = usePinlock();
const CLONE = 'git clone https://example.com/acme/tool\n';
const TREE = {
  'vars.sh': 'BRANCH=main\n',
  'build.sh': '. ./vars.sh\ngit clone -b "$BRANCH" https://example.com/acme/a\n',
  'tools/fetch.sh': 'git clone https://example.com/acme/"$1"\n',
  'image/Dockerfile': 'FROM debian:12\nCOPY get.sh /\nRUN sh /get.sh\n',
  'image/get.sh': CLONE,
  'caller.sh': 'sh tools/fetch.sh b\n',
  'README.md': '# words\n',
  'picture.png': '\u0000\u0001',
  'third_party/build.sh': CLONE,
};

async function sourcesOf(files: readonly string[], extra: Readonly<Record<string, string>> = {}) {
  const cwd = pinlock.tree({ ...TREE, ...extra });
  execFileSync('git', ['init', '-q'], { cwd });
  const run = await pinlock.run(['check', '--changed', '--format', 'json', ...files], { cwd });
  const { fetches }: { fetches: readonly { path: string; source: string; outcome: string }[] } = JSON.parse(run.stdout);
  const sources = fetches
    .filter(({ outcome }) => outcome === 'fail')
    .map(({ path, source }) => `${path} ${source.replace('git+https://example.com/acme/', '')}`);
  return { exitCode: run.exitCode, stderr: run.stderr, sources };
}

describe('check --changed', () => {
  it.each([
    ['a file that fetches', ['build.sh'], ['build.sh a@main']],
    ['a file that sets what another fetches', ['vars.sh'], ['build.sh a@main']],
    ['a script that another calls', ['tools/fetch.sh'], ['caller.sh b']],
    ['a script that an image runs', ['image/get.sh'], ['image/get.sh tool']],
    ['a file of no known kind', ['README.md', 'picture.png'], []],
    ['several', ['vars.sh', 'caller.sh', 'README.md'], ['build.sh a@main', 'caller.sh b']],
    ['a folder', ['image'], ['image/get.sh tool']],
  ])('%s', async (_name, files, sources) => {
    expect(await sourcesOf(files)).toEqual({ exitCode: sources.length === 0 ? 0 : 1, stderr: '', sources });
  });

  it('a changed lockfile, or changed settings, concern all that they rule over', async () => {
    const all = ['build.sh a@main', 'caller.sh b', 'image/get.sh tool', 'third_party/build.sh tool'];
    const lockfile = { 'pinlock.lock': '{\n  "lockfileVersion": 1,\n  "sources": {}\n}\n' };
    expect((await sourcesOf(['pinlock.lock'], lockfile)).sources).toEqual(all);
    expect((await sourcesOf(['pinlock.yml'], { 'pinlock.yml': 'exclude: [third_party]\n' })).sources).toEqual(
      all.slice(0, 3),
    );
  });

  it('leaves alone what is excluded, and reports no file that did not change', async () => {
    const extra = { 'pinlock.yml': 'exclude: [third_party]\n', 'broken.sh': 'git clone "\n' };
    expect(await sourcesOf(['third_party/build.sh'], extra)).toEqual({ exitCode: 0, stderr: '', sources: [] });
    expect((await sourcesOf(['broken.sh'], extra)).exitCode).toBe(1);
  });

  it.each([
    ['no files', []],
    ['files in order', ['README.md']],
  ])('is silent with %s and --quiet', async (_name, files) => {
    const cwd = pinlock.tree(TREE);
    const run = await pinlock.run(['check', '--changed', '--quiet', ...files], { cwd });
    expect(run).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  it('says with --quiet what is wrong', async () => {
    const cwd = pinlock.tree(TREE);
    const run = await pinlock.run(['check', '--changed', '--quiet', 'build.sh'], { cwd });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('git+https://example.com/acme/a@main');
    expect(run.stdout).not.toContain('image');
  });
});
