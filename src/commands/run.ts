import { UserError } from '../errors.ts';
import type { Subcommand } from './command.ts';

/** Builds from the pins. */
export const run: Subcommand = {
  name: 'run',
  summary: 'run a build where the files hold their pins',
  operands: { syntax: '<command...>', description: 'the build: a command and its arguments, behind --' },
  options: [
    { flags: '--keep <path>', description: 'bring this file or folder back; may be repeated', isRepeatable: true },
    { flags: '--allow-unpinned', description: 'build although a fetch has no pin' },
    { flags: '--offline', description: 'ask no host: the build gets what --vendor has' },
    { flags: '--vendor <dir>', description: 'the folder that pinlock vendor made' },
    { flags: '--in-place', description: 'write the pins into the tree for the time of the build, not into a copy' },
  ],
  examples: [
    { line: 'pinlock run -- docker build -t product .', does: 'build an image from the pins' },
    { line: 'pinlock run --keep dist -- make dist', does: 'build files, and bring them back' },
  ],
  exits: [
    { code: 125, means: 'pinlock failed before the command started; every other code is that of the command' },
    { code: 126, means: 'the command cannot be started' },
    { code: 127, means: 'there is no such command' },
  ],
  ownFailure: 125,
  run: async (call, world) => {
    const [{ build }, { renderHold }, { toPorts }, { toAbsolute, toRunOptions }] = await Promise.all([
      import('../run.ts'),
      import('../reports/render-hold.ts'),
      import('./ports.ts'),
      import('./run-options.ts'),
    ]);
    const [program, ...args] = call.operands;
    if (program === undefined) throw new UserError('there is no command to run');
    const vendor = toAbsolute(call, world, call.text('vendor'));
    if ((vendor !== null) !== call.flag('offline')) {
      throw new UserError('--offline and --vendor go together', {
        hint: 'pinlock run --offline --vendor DIR -- command',
      });
    }
    const isQuiet = call.flag('quiet');
    const options = {
      ...toRunOptions(call, world),
      command: [program, ...args] as const,
      keep: call.list('keep'),
      allowsUnpinned: call.flag('allowUnpinned'),
      isInPlace: call.flag('inPlace'),
      vendor,
      signals: world.signals,
      announce: (summary: Parameters<typeof renderHold>[0]) => {
        if (!isQuiet || summary.unheld.length > 0) world.stderr.write(renderHold(summary));
      },
    };
    return build(options, toPorts(call, world));
  },
};
