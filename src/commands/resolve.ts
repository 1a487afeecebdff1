import type { Side } from '../run/existing-lockfile.ts';
import type { Subcommand } from './command.ts';
import { toFromDocument } from './from-document.ts';
import { KIND, toKinds } from './kinds.ts';
import { CUTOFF_OPTIONS, FORMAT_OPTION, HOST_OPTIONS, inFormat, PATHS, RELEASE_OPTIONS } from './options.ts';

/** Asks the hosts what every name that can move is at this moment, and keeps it in pinlock.lock. */
export const resolve: Subcommand = {
  name: 'resolve',
  summary: 'pin every source that is not exact, and write pinlock.lock',
  operands: PATHS,
  options: [
    ...RELEASE_OPTIONS,
    ...CUTOFF_OPTIONS,
    KIND,
    {
      flags: '--from <file>',
      description: 'take pins from what an old build left: SLSA provenance, docker image inspect, CycloneDX, SPDX',
    },
    { flags: '--ask-rest', description: 'with --from: ask the hosts for what the file does not name' },
    { flags: '--ours', description: 'where both sides of a merge moved one source, take our pin' },
    { flags: '--theirs', description: 'where both sides of a merge moved one source, take their pin' },
    FORMAT_OPTION,
    ...HOST_OPTIONS,
  ],
  examples: [
    { line: 'pinlock resolve', does: 'pin what has no pin yet; pins that are there stay' },
    { line: 'pinlock resolve --from provenance.json', does: 'what the old image was made of; no host is asked' },
    { line: 'pinlock resolve --kind git,image', does: 'downloads nothing: no files, no archives' },
    { line: 'pinlock resolve build/Dockerfile', does: 'only what this file fetches' },
    { line: 'pinlock resolve --as-of 2019-10-15', does: 'each branch at the commit that was its tip that day' },
    { line: 'pinlock resolve --prefer release', does: 'newest releases instead of branches' },
  ],
  exits: [
    { code: 0, means: 'everything that needs a pin has one' },
    { code: 2, means: 'wrong use, configuration or lockfile' },
    {
      code: 3,
      means:
        'a source has no pin (its reason is named); a pin that is there is not what --as-of or --from asks for; a path cannot be opened',
    },
  ],
  run: async (call, world) => {
    const [
      { resolve: run },
      { renderResolve },
      { renderResolveMarkdown },
      { renderJson },
      { toPorts },
      { toAbsolute, toCutoffOptions, toLook, toReleaseOptions, toRunOptions },
    ] = await Promise.all([
      import('../run.ts'),
      import('../reports/render-resolve.ts'),
      import('../reports/resolve-markdown.ts'),
      import('../reports/render-json.ts'),
      import('./ports.ts'),
      import('./run-options.ts'),
    ]);
    const trustedConfig = toAbsolute(call, world, call.text('trustedConfig'));
    const side: Side = call.flag('ours') ? 'ours' : call.flag('theirs') ? 'theirs' : null;
    const options = {
      ...toRunOptions(call, world),
      ...toReleaseOptions(call),
      ...toCutoffOptions(call),
      side,
      trustedConfig,
      kinds: toKinds(call),
      from: toFromDocument(call, world),
    };
    const summaries = await run(options, toPorts(call, world));
    const shown = inFormat(call, {
      text: () => renderResolve(summaries, toLook(call, world)),
      json: () => renderJson(summaries),
      markdown: () => renderResolveMarkdown(summaries),
    });
    world.stdout.write(shown);
    const isMissed = summaries.some(
      ({ unresolved, contradicted }) => unresolved.length > 0 || contradicted.some(({ isDemand }) => isDemand),
    );
    return isMissed ? 3 : 0;
  },
};
