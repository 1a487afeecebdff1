import type { Subcommand } from './command.ts';
import { PATHS, REPORT_OPTIONS } from './options.ts';

/** Reports what the build fetches; never fails for what it finds. */
export const scan: Subcommand = {
  name: 'scan',
  summary: 'show what a build fetches, and how firmly each source is named (offline)',
  operands: PATHS,
  options: REPORT_OPTIONS,
  examples: [
    { line: 'pinlock scan', does: 'the whole project' },
    { line: 'pinlock scan build/Dockerfile tools/', does: 'one file and one folder' },
    { line: 'pinlock scan --format json', does: 'for programs' },
  ],
  exits: [
    { code: 0, means: 'the report was made, whatever it says' },
    { code: 2, means: 'wrong use, configuration or lockfile' },
    { code: 3, means: 'a path that was given cannot be opened' },
  ],
  run: async (call, world) => {
    const [{ scan: run }, { ruleById }, { newPrinter }, { toPorts }, { toRunOptions }] = await Promise.all([
      import('../run.ts'),
      import('../match/index.ts'),
      import('./print-report.ts'),
      import('./ports.ts'),
      import('./run-options.ts'),
    ]);
    const printer = newPrinter('scan', call, world, ruleById);
    printer.print(await run(toRunOptions(call, world), toPorts(call, world)));
    return 0;
  },
};
