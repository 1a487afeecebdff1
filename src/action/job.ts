import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Call, World } from '../commands/command.ts';
import { toPorts } from '../commands/ports.ts';
import { toRunOptions } from '../commands/run-options.ts';
import { UserError } from '../errors.ts';
import { isInside } from '../ports/files.ts';
import type { RunOptions, RunPorts } from '../run/ports.ts';
import type { Event } from './event.ts';
import type { Host } from './host.ts';
import type { Inputs } from './inputs.ts';
import type { Log } from './log.ts';

/** Everything that a mode of the action needs. */
export type Job = {
  readonly host: Host;
  readonly inputs: Inputs;
  readonly event: Event;
  readonly log: Log;
  /** The working directory, absolute. */
  readonly folder: string;
  readonly options: RunOptions;
  readonly ports: RunPorts;
};

/** What a mode of the action found. `markdown` is for the summary and the comment; `outputs` are those of action.yml. */
export type ModeResult = {
  readonly exitCode: 0 | 1 | 3;
  readonly markdown: string;
  readonly outputs: Readonly<Record<string, string>>;
};

/** Opens nothing yet. Throws a UserError for a working directory that is none. */
export function createJob(host: Host, inputs: Inputs, event: Event, log: Log): Job {
  const folder = toFolder(host, inputs);
  const world = toWorld(host, folder, log);
  const call = toCall(inputs);
  return { host, inputs, event, log, folder, options: toRunOptions(call, world), ports: toPorts(call, world) };
}

/** What a command line would say. */
function toCall(inputs: Inputs): Call {
  const flags = new Map([
    ['cache', true],
    ['strict', inputs.strict],
  ]);
  const texts = new Map([
    ['config', inputs.config],
    ['lockfile', inputs.lockfile],
  ]);
  return {
    operands: inputs.paths,
    flag: (name) => flags.get(name) ?? false,
    text: (name) => texts.get(name) ?? undefined,
    list: () => [],
  };
}

function toWorld(host: Host, cwd: string, log: Log): World {
  // What the action alone needs to know is nothing that programs below it should see.
  const env = Object.fromEntries(Object.entries(host.env).filter(([name]) => !name.startsWith('INPUT_')));
  const output = { write: () => {}, isTerminal: false, columns: undefined };
  return {
    env,
    cwd,
    stdout: output,
    stderr: {
      ...output,
      write: (text) => {
        for (const line of String(text).split('\n').filter(Boolean)) log.line(line);
      },
    },
    ask: null,
    now: host.now,
    version: host.version,
    self: { node: '', script: '' },
    interruption: host.interruption,
    signals: { isTerminal: false, listen: () => () => {} },
  };
}

/** Nothing outside of the checkout is read, also not through its symlinks. */
function toFolder({ env }: Host, { workingDirectory, paths }: Inputs): string {
  const workspace = env.GITHUB_WORKSPACE ?? '';
  if (workspace === '')
    throw new UserError('GITHUB_WORKSPACE is not set: this program is for runners of GitHub Actions');
  const top = realpathSync.native(workspace);
  const demandInside = (input: string, path: string, real: string): void => {
    if (!isInside(top, real)) throw new UserError(`input ${input}: ${path}: is outside of the checkout`);
  };
  const folder = resolve(top, workingDirectory);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UserError(`input working-directory: ${workingDirectory}: no such folder`, { exitCode: 3 });
  }
  const real = realpathSync.native(folder);
  demandInside('working-directory', workingDirectory, real);
  for (const path of paths) {
    const absolute = resolve(real, path);
    const isThere = statSync(absolute, { throwIfNoEntry: false }) !== undefined;
    demandInside('paths', path, isThere ? realpathSync.native(absolute) : absolute);
  }
  return real;
}
