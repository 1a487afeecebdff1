import { apply } from './apply.ts';
import { cache } from './cache.ts';
import { check } from './check.ts';
import type { Subcommand } from './command.ts';
import { completion } from './completion.ts';
import { explain } from './explain.ts';
import { exportCommand } from './export.ts';
import { init } from './init.ts';
import { resolve } from './resolve.ts';
import { restore } from './restore.ts';
import { run } from './run.ts';
import { scan } from './scan.ts';
import { unapply } from './unapply.ts';
import { update } from './update.ts';
import { vendor } from './vendor.ts';

/** Every subcommand in the order of `--help`; a new one is its file and its line here. */
export const commands: readonly Subcommand[] = [
  scan,
  resolve,
  check,
  apply,
  unapply,
  update,
  run,
  exportCommand,
  vendor,
  explain,
  init,
  restore,
  cache,
  completion,
];
