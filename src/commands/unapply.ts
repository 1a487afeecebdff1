import type { Subcommand } from './command.ts';
import { PATHS } from './options.ts';

/** Puts the refs that the lockfile knows in the place of the pins. */
export const unapply: Subcommand = {
  name: 'unapply',
  summary: 'put the refs back in the place of the pins',
  operands: PATHS,
  options: [{ flags: '--dry-run', description: 'show what would change as a unified diff, and write nothing' }],
  examples: [
    { line: 'pinlock unapply --dry-run', does: 'show the changes' },
    { line: 'pinlock unapply build/Dockerfile', does: 'put them back in one file' },
  ],
  exits: [
    { code: 0, means: 'written, or nothing to write' },
    { code: 1, means: 'a file was refused (the reason is named); with --dry-run: something would change' },
    { code: 2, means: 'wrong use, configuration or lockfile' },
    { code: 3, means: 'a path that was given cannot be opened' },
  ],
  run: async (call, world) => {
    const [{ unapply: run }, { renderApply }, { toPorts }, { toLook, toRunOptions }] = await Promise.all([
      import('../run.ts'),
      import('../reports/render-apply.ts'),
      import('./ports.ts'),
      import('./run-options.ts'),
    ]);
    const isDryRun = call.flag('dryRun');
    const summary = await run({ ...toRunOptions(call, world), isDryRun }, toPorts(call, world));
    world.stdout.write(renderApply(summary, toLook(call, world)));
    return summary.refused.length > 0 || (isDryRun && summary.changed.length > 0) ? 1 : 0;
  },
};
