import type { Subcommand } from './command.ts';
import { rewritingCommand } from './rewriting.ts';

/** Puts the refs that the lockfile knows in the place of the pins. */
export const unapply: Subcommand = rewritingCommand({
  name: 'unapply',
  summary: 'put the refs back in the place of the pins',
  examples: [
    { line: 'pinlock unapply --dry-run', does: 'show the changes' },
    { line: 'pinlock unapply build/Dockerfile', does: 'put them back in one file' },
  ],
  load: async () => (await import('../run.ts')).unapply,
});
