import { UserError } from '../errors.ts';
import type { Subcommand } from './command.ts';
import { PATHS, REPORT_OPTIONS } from './options.ts';

/** Fails on what the policy does not accept: for CI and hooks. */
export const check: Subcommand = {
  name: 'check',
  summary: 'fail on what can move and is not locked (offline; for CI and hooks)',
  operands: PATHS,
  options: [
    ...REPORT_OPTIONS,
    {
      flags: '--strict',
      description: 'accept nothing but what files hold exactly, or pinlock.lock under hold: pinlock',
    },
    {
      flags: '--changed',
      description: 'the paths are files that changed: show what they can answer for, wherever it stands (for hooks)',
    },
    {
      flags: '--staged',
      description:
        'as --changed, of all that is staged and as it is staged, whatever the files on disk say (for hooks of git)',
    },
    {
      flags: '--since <revision>',
      description: 'fail only on what is new since this revision; then tags, versions and unknown sources fail too',
    },
    {
      flags: '--policy-from <revision>',
      description: 'take settings and ignores from this revision and name what is new in them: for pull requests',
    },
    {
      flags: '--baseline <file>',
      description:
        'findings that stand in this file do not fail (default: that of pinlock.yml; init --baseline makes it)',
    },
    { flags: '--update-baseline', description: 'take out of the baseline what is gone; nothing is ever added' },
  ],
  examples: [
    { line: 'pinlock check', does: 'the whole project' },
    { line: 'pinlock check --strict', does: 'tags, versions and unknown sources fail too' },
    { line: 'pinlock check --staged --quiet', does: 'in a hook of git: silent where nothing is wrong' },
    { line: 'pinlock check --since origin/main', does: 'what this branch brings in' },
    { line: 'pinlock check --report json=pinlock.json', does: 'text on stdout, JSON in a file' },
  ],
  exits: [
    { code: 0, means: 'the policy is satisfied' },
    { code: 1, means: 'findings, files that could not be read, or an invalid lockfile' },
    { code: 2, means: 'wrong use or configuration, or a lockfile of a newer pinlock' },
    { code: 3, means: 'a path that was given cannot be opened' },
  ],
  run: async (call, world) => {
    const [{ check: run }, { ruleById }, { newPrinter }, { toPorts }, { toAbsolute, toRunOptions }] = await Promise.all(
      [
        import('../run.ts'),
        import('../match/index.ts'),
        import('./print-report.ts'),
        import('./ports.ts'),
        import('./run-options.ts'),
      ],
    );
    const staged = call.flag('staged');
    if (staged && call.operands.length > 0) throw new UserError('--staged takes no paths: git says what is staged');
    const printer = newPrinter('check', call, world, ruleById);
    const options = {
      ...toRunOptions(call, world),
      ...(staged ? { changed: true } : {}),
      staged,
      since: call.text('since') ?? null,
      policyFrom: call.text('policyFrom') ?? null,
      baseline: toAbsolute(call, world, call.text('baseline')),
      shrinksBaseline: call.flag('updateBaseline'),
    };
    const report = await run(options, toPorts(call, world));
    printer.print(report);
    return report.counts.failing === 0 ? 0 : 1;
  },
};
