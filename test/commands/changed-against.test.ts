import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git } from '../support/git.ts';
import { usePinlock } from './pinlock.ts';

const { run, tree } = usePinlock();

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const CLONE = (ref: string): string => `git clone https://example.com/acme/tool\ngit -C tool checkout ${ref}\n`;
const SUM = `${'a'.repeat(64)}  tool.tgz\n`;
const DOWNLOAD = 'curl -fsSLo tool.tgz https://example.com/latest/tool.tgz\nsha256sum -c sums\n';
const OLD = { 'old.sh': 'git clone https://example.com/acme/old\n', 'notes.md': 'words\n' };

type Change = (folder: string) => void;

/** What `check --changed` finds in a repository whose changes are staged; the names are those that a hook gets: nothing that is deleted. */
async function failing(
  files: Readonly<Record<string, string>>,
  links: Readonly<Record<string, string>>,
  change: Change,
) {
  const cwd = tree({ ...OLD, ...files });
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(cwd, path));
  git(cwd, 'init', '--quiet', '--initial-branch=main');
  git(cwd, 'add', '--all');
  git(cwd, 'commit', '--quiet', '--message', 'before');
  change(cwd);
  git(cwd, 'add', '--all');
  const named = git(cwd, 'diff', '--cached', '--name-only', '--diff-filter=d').split('\n').filter(Boolean);
  const { exitCode, stdout } = await run(['check', '--changed', '--format', 'json', ...named], { cwd });
  const report: { fetches: readonly { path: string; outcome: string; verdict: string }[] } = JSON.parse(stdout);
  return {
    exitCode,
    failing: report.fetches
      .filter(({ outcome }) => outcome === 'fail')
      .map(({ path, verdict }) => `${path} ${verdict}`),
  };
}

const write =
  (path: string, text: string): Change =>
  (folder) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

describe('check --changed, against the last commit', () => {
  it.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, Change, readonly string[]]>([
    [
      'what a symlink leads to',
      { 'vars-a.sh': `V=${COMMIT}\n`, 'use.sh': `. ./vars.sh\n${CLONE('"$V"')}` },
      { 'vars.sh': 'vars-a.sh' },
      write('vars-a.sh', 'V=main\n'),
      ['use.sh moving'],
    ],
    [
      'a symlink that leads elsewhere',
      { 'vars-a.sh': `V=${COMMIT}\n`, 'vars-b.sh': 'V=main\n', 'use.sh': `. ./vars.sh\n${CLONE('"$V"')}` },
      { 'vars.sh': 'vars-a.sh' },
      (folder) => {
        rmSync(join(folder, 'vars.sh'));
        symlinkSync('vars-b.sh', join(folder, 'vars.sh'));
      },
      ['use.sh moving'],
    ],
    [
      'a folder that is a symlink',
      { 'conf-a/vars.sh': `V=${COMMIT}\n`, 'use.sh': `. ./conf/vars.sh\n${CLONE('"$V"')}` },
      { conf: 'conf-a' },
      write('conf-a/vars.sh', 'V=main\n'),
      ['use.sh moving'],
    ],
    [
      'a deleted list of checksums',
      { sums: SUM, 'build.sh': DOWNLOAD },
      {},
      (folder) => rmSync(join(folder, 'sums')),
      ['build.sh moving'],
    ],
    [
      'a list of checksums by another name',
      { sums: SUM, 'build.sh': DOWNLOAD },
      {},
      (folder) => renameSync(join(folder, 'sums'), join(folder, 'sums2')),
      ['build.sh moving'],
    ],
    [
      'a name that is put together',
      { 'env/prod.sh': `V=${COMMIT}\n`, 'build.sh': `T=prod\n. ./env/$T.sh\n${CLONE('"$V"')}` },
      {},
      write('env/prod.sh', 'V=main\n'),
      ['build.sh moving'],
    ],
    [
      'a value that only decides between two arms',
      {
        'vars.sh': 'USE=no\n',
        'build.sh': `. ./vars.sh\nif [ "$USE" = yes ]; then\n  git clone https://example.com/acme/tool\nfi\n`,
      },
      {},
      write('vars.sh', 'USE=yes\n'),
      ['build.sh moving'],
    ],
    [
      'what failed before, in a file that a changed one only touches',
      {
        'vars.sh': `V=${COMMIT}\n`,
        'build.sh': `. ./vars.sh\ngit clone https://example.com/acme/other\n${CLONE('"$V"')}`,
      },
      {},
      write('vars.sh', `V=${'1'.repeat(40)}\n`),
      [],
    ],
    ['nothing that is built', {}, {}, (folder) => rmSync(join(folder, 'notes.md')), []],
  ])('%s', async (_name, files, links, change, expected) => {
    expect(await failing(files, links, change)).toEqual({ exitCode: expected.length === 0 ? 0 : 1, failing: expected });
  });

  it('a deleted file in a project of its own below the top', async () => {
    const files = { 'sub/pinlock.yml': '', 'sub/sums': SUM, 'sub/build.sh': DOWNLOAD };
    const change: Change = (folder) => rmSync(join(folder, 'sub/sums'));
    expect(await failing(files, {}, change)).toEqual({ exitCode: 1, failing: ['build.sh moving'] });
  });
});
