import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../errors.ts';
import type { CutoffOptions } from '../run/pins/cutoff.ts';
import type { ReleaseOptions } from '../run/pins/release-choice.ts';
import type { RunOptions } from '../run/ports.ts';
import type { Call, World } from './command.ts';

/** The options that every run shares, paths made absolute. Throws a UserError when the folder of `-C` cannot be entered. */
export function toRunOptions(call: Call, world: World): RunOptions {
  return {
    paths: call.operands,
    cwd: toFolder(call, world),
    changed: call.flag('changed'),
    changedPaths: [],
    config: toAbsolute(call, world, call.text('config')),
    lockfile: toAbsolute(call, world, call.text('lockfile')),
    strict: call.flag('strict'),
    all: call.flag('all'),
    packages: call.flag('packages'),
  };
}

/** What `--prefer` and `--pre` say. */
export function toReleaseOptions(call: Call): ReleaseOptions {
  return { prefersRelease: call.text('prefer') === 'release', allowsPre: call.flag('pre') };
}

/** What `--as-of` and `--min-age` say. */
export function toCutoffOptions(call: Call): CutoffOptions {
  return { asOf: call.text('asOf') ?? null, minAge: call.text('minAge') ?? null };
}

/** A path of the command line as an absolute one; null when it was not given. */
export function toAbsolute(call: Call, world: World, path: string | undefined): string | null {
  return path === undefined ? null : resolve(toFolder(call, world), path);
}

/** The folder of `-C`, else that in which pinlock was started; absolute. */
export function toFolder(call: Call, world: World): string {
  const folder = call.text('C');
  if (folder === undefined) return world.cwd;
  const absolute = resolve(world.cwd, folder);
  if (statSync(absolute, { throwIfNoEntry: false })?.isDirectory() === true) return absolute;
  throw new UserError(`${folder}: no such folder`, { exitCode: 3 });
}

/** Whether and how wide the output may be coloured: `--color`, then NO_COLOR (https://no-color.org), then what stdout is. */
export function toLook(call: Call, world: World): { readonly color: boolean; readonly width: number } {
  const when = call.text('color') ?? 'auto';
  const isWanted = world.stdout.isTerminal && (world.env.NO_COLOR ?? '') === '' && world.env.TERM !== 'dumb';
  const color = when === 'always' || (when === 'auto' && isWanted);
  return { color, width: Math.min(world.stdout.columns ?? 100, 120) };
}
