import { resolve } from 'node:path';
import { arch } from 'node:process';
import { toPrintable } from '../reports/printable.ts';
import type { Subcommand } from './command.ts';
import { HOST_OPTIONS } from './options.ts';

/** Keeps copies for the day on which upstream is gone. */
export const vendor: Subcommand = {
  name: 'vendor',
  summary: 'keep copies of all that the pinned build fetches',
  operands: { syntax: '<folder>', description: 'a new folder, or one that this command made' },
  options: [
    {
      flags: '--platform <os/arch>',
      description: 'of images for several platforms, keep that for this one (default: this machine); may be repeated',
      isRepeatable: true,
    },
    ...HOST_OPTIONS,
  ],
  examples: [
    { line: 'pinlock vendor ../vendor', does: 'ask the hosts once more, and keep what they give' },
    { line: 'pinlock run --offline --vendor ../vendor -- make', does: 'build from it' },
  ],
  exits: [
    { code: 0, means: 'everything was kept; stderr names what is not held' },
    { code: 2, means: 'wrong use, configuration or lockfile' },
    { code: 3, means: 'something could not be kept; its reason is named' },
  ],
  run: async (call, world) => {
    const [{ vendor: run }, { renderHold }, { toPorts }, { toAbsolute, toFolder, toRunOptions }] = await Promise.all([
      import('../run.ts'),
      import('../reports/render-hold.ts'),
      import('./ports.ts'),
      import('./run-options.ts'),
    ]);
    const chosen = call.list('platform');
    const summary = await run(
      {
        ...toRunOptions(call, world),
        folder: resolve(toFolder(call, world), call.operands[0] ?? ''),
        trustedConfig: toAbsolute(call, world, call.text('trustedConfig')),
        platforms: chosen.length > 0 ? chosen : [`linux/${ARCHITECTURES.get(arch) ?? arch}`],
      },
      toPorts(call, world),
    );
    for (const line of summary.failed) world.stderr.write(`pinlock: not kept  ${toPrintable(line)}\n`);
    world.stderr.write(renderHold(summary));
    return summary.failed.length === 0 ? 0 : 3;
  },
};

/** Go's names, which images use, by node's. */
const ARCHITECTURES: ReadonlyMap<string, string> = new Map([
  ['x64', 'amd64'],
  ['ia32', '386'],
]);
