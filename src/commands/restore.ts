import { toPrintable } from '../reports/printable.ts';
import type { Subcommand } from './command.ts';

/** Puts back by hand what the next command would put back anyway. */
export const restore: Subcommand = {
  name: 'restore',
  summary: "put back what a killed 'run --in-place' left in the files",
  operands: null,
  options: [],
  examples: [{ line: 'pinlock restore', does: 'finish it; every other command does so as well' }],
  exits: [
    { code: 0, means: 'put back, or nothing to put back' },
    { code: 1, means: 'a file was left as it is (the reason is named), or the build is still running' },
  ],
  run: async (call, world) => {
    const [{ restore: run }, { openTree }, { toPorts }, { toFolder }] = await Promise.all([
      import('../run.ts'),
      import('../ports/files.ts'),
      import('./ports.ts'),
      import('./run-options.ts'),
    ]);
    const summary = await run(toFolder(call, world), { ...toPorts(call, world), openTree });
    if (summary === null) {
      world.stdout.write('nothing to put back\n');
      return 0;
    }
    if ('busy' in summary) {
      world.stdout.write(`the build is still running (process ${summary.busy}); it puts the files back itself\n`);
      return 1;
    }
    for (const path of summary.restored) world.stdout.write(`put back  ${toPrintable(path)}\n`);
    for (const { path, reason } of summary.left) world.stdout.write(`left      ${toPrintable(`${path}: ${reason}`)}\n`);
    return summary.left.length === 0 ? 0 : 1;
  },
};
