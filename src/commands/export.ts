import { resolve } from 'node:path';
import type { Subcommand } from './command.ts';
import { writeResult } from './write-result.ts';

const DOCUMENT_FORMS = ['buildkit-policy', 'hermeto', 'slsa', 'cyclonedx'] as const;

/** Makes what a build can be held by without pinlock at build time. */
export const exportCommand: Subcommand = {
  name: 'export',
  summary: 'make a pinned copy of the project, or a patch',
  operands: { syntax: '<target>', description: 'folder for the copy; with --as a file, or - for stdout' },
  options: [
    { flags: '--as <form>', description: 'what is made', choices: ['tree', 'patch', ...DOCUMENT_FORMS] },
    { flags: '--no-git', description: "leave git's own folder out of the copy" },
  ],
  examples: [
    { line: 'pinlock export ../pinned', does: 'a copy with the pins in its files' },
    { line: 'pinlock export --as patch - | git apply', does: 'the same as a diff' },
    { line: 'pinlock export --as buildkit-policy policy.json', does: 'what docker buildx is to be held to' },
  ],
  exits: [
    { code: 0, means: 'made; stderr names what is not held' },
    { code: 2, means: 'wrong use, configuration or lockfile; the target cannot be written' },
  ],
  run: async (call, world) => {
    const [{ exportDocument, exportPatch, exportTree }, { renderHold }, { toPorts }, { toFolder, toRunOptions }] =
      await Promise.all([
        import('../run.ts'),
        import('../reports/render-hold.ts'),
        import('./ports.ts'),
        import('./run-options.ts'),
      ]);
    const [target = '-'] = call.operands;
    const [options, ports] = [toRunOptions(call, world), toPorts(call, world)];
    const folder = toFolder(call, world);
    const put = (result: Uint8Array): void => {
      if (target === '-') world.stdout.write(result);
      else writeResult(resolve(folder, target), result, 'the result');
    };
    const form = call.text('as') ?? 'tree';
    if (form === 'patch') {
      const { patch, summary } = await exportPatch(options, ports);
      put(patch);
      world.stderr.write(renderHold(summary));
      return 0;
    }
    const document = DOCUMENT_FORMS.find((one) => one === form);
    if (document !== undefined) {
      const { text, summary } = await exportDocument(document, options, ports);
      put(Buffer.from(text));
      world.stderr.write(renderHold(summary));
      return 0;
    }
    const summary = await exportTree({ ...options, folder: resolve(folder, target), withGit: call.flag('git') }, ports);
    world.stderr.write(renderHold(summary));
    return 0;
  },
};
