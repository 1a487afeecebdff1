import { expect, it } from 'vitest';
import { usePinlock } from './pinlock.ts';

const pinlock = usePinlock();

it.each([
  [[], []],
  [['--packages'], ['pkg:pypi/requests']],
])('scan %j reads a script that only installs packages: %j', async (args, sources) => {
  const cwd = pinlock.tree({ 'build.sh': 'pip install requests\n' });
  const run = await pinlock.run(['scan', '--format', 'json', ...args], { cwd });
  const report: { readonly fetches: readonly { readonly source: string }[] } = JSON.parse(run.stdout);
  expect(report.fetches.map(({ source }) => source)).toEqual(sources);
});
