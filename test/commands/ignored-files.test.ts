import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { usePinlock } from './pinlock.ts';

const pinlock = usePinlock();
const FILE = 'https://example.com/tool-1.0.tgz';
const SUM = '0123456789abcdef'.repeat(4);
const SCRIPT = `#!/bin/sh\nset -e\nwget ${FILE}\nsha256sum -c sums\n`;

/** A checksum that git ignores stands on one machine only: nobody else's build is held to it. */
it.each([
  ['one that belongs to the tree', {}, [], 'exact'],
  ['one that git ignores', { '.gitignore': 'sums\n' }, [], 'versioned'],
  ['one that a folder above ignores', { '.gitignore': 'ci/*s\n' }, [], 'versioned'],
  ['one that is tracked all the same', { '.gitignore': 'sums\n' }, ['ci/sums'], 'exact'],
  ['one that is taken back', { '.gitignore': 'sums\n', 'ci/.gitignore': '!sums\n' }, [], 'exact'],
])('%s', async (_name, ignores, tracked, verdict) => {
  const cwd = pinlock.tree({ 'ci/build.sh': SCRIPT, 'ci/sums': `${SUM}  tool-1.0.tgz\n`, ...ignores });
  execFileSync('git', ['init', '-q'], { cwd });
  if (tracked.length > 0) execFileSync('git', ['add', '-f', ...tracked], { cwd });
  for (const args of tracked.length > 0 ? [[]] : [[], ['ci/build.sh']]) {
    const run = await pinlock.run(['scan', '--format', 'json', ...args], { cwd });
    expect(JSON.parse(run.stdout)).toMatchObject({ fetches: [{ url: FILE, verdict }] });
  }
});
