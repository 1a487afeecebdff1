import { stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { killAtMoments } from './kill-moments.ts';

// npm run kill-test [-- --seed N --count N]: the long version of kill.test.ts.
const { values } = parseArgs({ options: { seed: { type: 'string' }, count: { type: 'string' } } });
const report = await killAtMoments({
  program: new URL('../../dist/pinlock.js', import.meta.url).pathname,
  seed: Number(values.seed ?? 2026),
  count: Number(values.count ?? 200),
});
for (const fault of report.faults) stdout.write(`${fault}\n`);
stdout.write(
  `${report.kills} kills, ${report.halfway} with some files written and some not, ${report.late} too late, ${report.faults.length} faults\n`,
);
process.exitCode = report.faults.length === 0 ? 0 : 1;
