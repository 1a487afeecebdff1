import type { UnresolvedReason } from '../model/resolution.ts';
import { renderResolveMarkdown } from '../reports/resolve-markdown.ts';
import { renderUpdateMarkdown } from '../reports/update-markdown.ts';
import { resolve, update } from '../run.ts';
import type { Job, ModeResult } from './job.ts';

const NO_OPTIONS = { allowsPre: false, trustedConfig: null } as const;

/** Pins what has no pin yet; fails when a source has none afterwards. Asks hosts, and leaves the lockfiles in the work tree. */
export async function runResolve({ inputs, options, ports, log }: Job): Promise<ModeResult> {
  const { prefersRelease, minAge } = inputs;
  const summaries = await resolve(
    { ...options, ...NO_OPTIONS, prefersRelease, minAge, asOf: null, side: null, kinds: null, from: null },
    ports,
  );
  const unresolved = summaries.flatMap((summary) => summary.unresolved);
  const added = summaries.flatMap((summary) => summary.added);
  annotateEach(log, 'error', unresolved);
  log.line(`${count(added.length)} added, ${unresolved.length} sources without a pin`);
  const markdown = renderResolveMarkdown(summaries);
  return {
    exitCode: unresolved.length > 0 ? 3 : 0,
    markdown,
    outputs: {
      failing: String(unresolved.length),
      moved: String(added.length),
      'lockfile-changed': String(summaries.some(({ isWritten }) => isWritten)),
      title: `pinlock: add ${count(added.length)}`,
      body: markdown,
    },
  };
}

/**
 * Moves pins to where their sources are now. Asks hosts, and leaves lockfiles and files in the work tree. What was refused or could not be
 * asked is a warning: the other pins should reach their pull request. Fails when nobody at all could be asked.
 */
export async function runUpdate({ inputs, options, ports, log }: Job): Promise<ModeResult> {
  const { sources, prefersRelease, minAge } = inputs;
  const summaries = await update(
    {
      ...options,
      ...NO_OPTIONS,
      prefersRelease,
      minAge,
      asOf: null,
      patterns: sources,
      isDryRun: false,
      allowsRewritten: false,
    },
    ports,
  );
  const moved = summaries.flatMap((summary) => summary.moved);
  const refused = summaries.flatMap((summary) => summary.refused);
  const failed = summaries.flatMap((summary) => summary.failed);
  const unchanged = summaries.reduce((sum, summary) => sum + summary.unchanged, 0);
  const isVain = failed.length > 0 && moved.length + refused.length + unchanged === 0;
  annotateEach(log, isVain ? 'error' : 'warning', [...refused, ...failed]);
  log.line(
    `${count(moved.length)} moved, ${refused.length} refused, ${failed.length} not asked, ${unchanged} as before`,
  );
  const markdown = renderUpdateMarkdown(summaries);
  return {
    exitCode: isVain ? 3 : 0,
    markdown,
    outputs: {
      failing: String(refused.length + failed.length),
      moved: String(moved.length),
      'lockfile-changed': String(summaries.some(({ isWritten }) => isWritten)),
      // Numbers alone: a title is shown in places that defuse nothing.
      title: `pinlock: move ${count(moved.length)}`,
      body: markdown,
    },
  };
}

type Trouble = { readonly source: string; readonly reason: string | UnresolvedReason; readonly message: string };

function annotateEach(log: Job['log'], level: 'error' | 'warning', troubles: readonly Trouble[]): void {
  for (const { source, reason, message } of troubles.slice(0, 9)) {
    log.annotate(level, `${source}: ${reason}: ${message}`);
  }
  const rest = troubles.slice(9);
  if (rest.length > 0) log.annotate(level, `${rest.length} more, listed in the log`);
  for (const { source, reason, message } of rest) log.line(`${source}: ${reason}: ${message}`);
}

function count(number: number): string {
  return number === 1 ? '1 pin' : `${number} pins`;
}
