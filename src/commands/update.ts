import type { Subcommand } from './command.ts';
import { CUTOFF_OPTIONS, FORMAT_OPTION, HOST_OPTIONS, inFormat, RELEASE_OPTIONS } from './options.ts';

/** Moves pins forward, and tells what that brings in. */
export const update: Subcommand = {
  name: 'update',
  summary: 'move pins to where their sources are now, and show what that brings in',
  operands: {
    syntax: '[sources...]',
    description: 'parts of the keys of pinlock.lock, or globs over them (default: all pins)',
  },
  options: [
    { flags: '--dry-run', description: 'say what would move, by whose commits, and write nothing' },
    ...RELEASE_OPTIONS,
    ...CUTOFF_OPTIONS,
    {
      flags: '--allow-rewritten',
      description:
        'also take tags that were moved, branches that were rewritten, fixed files and archives of a commit that changed',
    },
    FORMAT_OPTION,
    ...HOST_OPTIONS,
  ],
  examples: [
    { line: 'pinlock update --dry-run', does: 'what moved since it was pinned, when, by whom' },
    { line: 'pinlock update librdkafka', does: 'move the pins that are called so' },
    { line: "pinlock update 'docker://**'", does: 'move all images' },
    { line: 'pinlock update --prefer release', does: 'from branches to their newest releases' },
    { line: 'pinlock update --as-of 2019-10-15', does: 'branches back to what was their tip that day' },
  ],
  exits: [
    { code: 0, means: 'done; with --dry-run: nothing would move' },
    { code: 1, means: 'with --dry-run: something would move' },
    { code: 2, means: 'wrong use, configuration or lockfile; a pattern that fits no pin' },
    { code: 3, means: 'a pin was not moved: its source did not answer, or its move was refused (the reason is named)' },
  ],
  run: async (call, world) => {
    const [{ update: run }, { renderUpdate }, { renderUpdateMarkdown }, { renderJson }, { toPorts }, options] =
      await Promise.all([
        import('../run.ts'),
        import('../reports/render-update.ts'),
        import('../reports/update-markdown.ts'),
        import('../reports/render-json.ts'),
        import('./ports.ts'),
        import('./run-options.ts'),
      ]);
    const isDryRun = call.flag('dryRun');
    const summaries = await run(
      {
        ...options.toRunOptions(call, world),
        ...options.toReleaseOptions(call),
        ...options.toCutoffOptions(call),
        patterns: call.operands,
        isDryRun,
        allowsRewritten: call.flag('allowRewritten'),
        trustedConfig: options.toAbsolute(call, world, call.text('trustedConfig')),
      },
      toPorts(call, world),
    );
    const shown = inFormat(call, {
      text: () => renderUpdate(summaries, options.toLook(call, world)),
      json: () => renderJson(summaries),
      markdown: () => renderUpdateMarkdown(summaries),
    });
    world.stdout.write(shown);
    if (summaries.some(({ refused, failed }) => refused.length + failed.length > 0)) return 3;
    return isDryRun && summaries.some(({ moved }) => moved.length > 0) ? 1 : 0;
  },
};
