import type { Subcommand } from './command.ts';
import { FORMAT_OPTION, inFormat, PATHS } from './options.ts';

/** Writes the lockfile's pins into the files that fetch. */
export const apply: Subcommand = {
  name: 'apply',
  summary: 'write the pins of pinlock.lock into the files',
  operands: PATHS,
  options: [
    { flags: '--dry-run', description: 'show what would change as a unified diff, and write nothing' },
    FORMAT_OPTION,
  ],
  examples: [
    { line: 'pinlock apply --dry-run', does: 'show the changes' },
    { line: 'pinlock apply build/Dockerfile', does: 'write them into one file' },
  ],
  exits: [
    { code: 0, means: 'written, or nothing to write' },
    { code: 1, means: 'a file was refused (the reason is named); with --dry-run: something would change' },
    { code: 2, means: 'wrong use, configuration or lockfile' },
    { code: 3, means: 'a path that was given cannot be opened' },
  ],
  run: async (call, world) => {
    const [
      { apply: run },
      { renderApply },
      { renderApplyJson },
      { renderApplyMarkdown },
      { toPorts },
      { toLook, toRunOptions },
    ] = await Promise.all([
      import('../run.ts'),
      import('../reports/render-apply.ts'),
      import('../reports/render-json.ts'),
      import('../reports/apply-markdown.ts'),
      import('./ports.ts'),
      import('./run-options.ts'),
    ]);
    const isDryRun = call.flag('dryRun');
    const summary = await run({ ...toRunOptions(call, world), isDryRun }, toPorts(call, world));
    const shown = inFormat(call, {
      text: () => renderApply(summary, toLook(call, world)),
      json: () => renderApplyJson(summary),
      markdown: () => renderApplyMarkdown(summary),
    });
    const isSilent = call.flag('quiet') && summary.changed.length + summary.refused.length === 0;
    if (!isSilent || call.text('format') === 'json') world.stdout.write(shown);
    return summary.refused.length > 0 || (isDryRun && summary.changed.length > 0) ? 1 : 0;
  },
};
