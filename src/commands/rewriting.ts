import type { ApplySummary } from '../reports/render-apply.ts';
import type { ApplyOptions, RunPorts } from '../run.ts';
import type { Subcommand } from './command.ts';
import { FORMAT_OPTION, inFormat, PATHS } from './options.ts';

type Rewriting = Pick<Subcommand, 'name' | 'summary' | 'examples'> & {
  readonly load: () => Promise<(options: ApplyOptions, ports: RunPorts) => Promise<ApplySummary>>;
};

/** A command that writes the tree's files by the lockfile, or shows what it would write. */
export function rewritingCommand({ load, ...texts }: Rewriting): Subcommand {
  return {
    ...texts,
    operands: PATHS,
    options: [
      { flags: '--dry-run', description: 'show what would change as a unified diff, and write nothing' },
      FORMAT_OPTION,
    ],
    exits: [
      { code: 0, means: 'written, or nothing to write' },
      { code: 1, means: 'a file was refused (the reason is named); with --dry-run: something would change' },
      { code: 2, means: 'wrong use, configuration or lockfile' },
      { code: 3, means: 'a path that was given cannot be opened' },
    ],
    run: async (call, world) => {
      const [
        rewriteTree,
        { renderApply },
        { renderApplyJson },
        { renderApplyMarkdown },
        { toPorts },
        { toLook, toRunOptions },
      ] = await Promise.all([
        load(),
        import('../reports/render-apply.ts'),
        import('../reports/render-json.ts'),
        import('../reports/apply-markdown.ts'),
        import('./ports.ts'),
        import('./run-options.ts'),
      ]);
      const isDryRun = call.flag('dryRun');
      const summary = await rewriteTree({ ...toRunOptions(call, world), isDryRun }, toPorts(call, world));
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
}
