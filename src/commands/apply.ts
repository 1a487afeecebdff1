import type { Subcommand } from './command.ts';
import { rewritingCommand } from './rewriting.ts';

/** Writes the lockfile's pins into the files that fetch. */
export const apply: Subcommand = rewritingCommand({
  name: 'apply',
  summary: 'write the pins of pinlock.lock into the files',
  examples: [
    { line: 'pinlock apply --dry-run', does: 'show the changes' },
    { line: 'pinlock apply build/Dockerfile', does: 'write them into one file' },
  ],
  load: async () => (await import('../run.ts')).apply,
});
