import type { Subcommand } from './command.ts';

/** Every subcommand in the order of `--help`; a new one is its file and its line here. */
export const commands: readonly Subcommand[] = [];
