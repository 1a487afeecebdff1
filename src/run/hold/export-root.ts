import { claimFolder, type Exported, exportTree } from '../../hold/index.ts';
import type { HoldSummary } from '../../reports/render-hold.ts';
import type { RunOptions, RunPorts } from '../ports.ts';
import { type HoldPlan, planHold } from './plan-hold.ts';

export type ExportOptions = RunOptions & {
  /** Absolute; must not exist or be empty. */
  readonly folder: string;
  /** False leaves git's own folder out of the copy. */
  readonly withGit: boolean;
};

/** Makes a copy of the project with the pins in its files; the project itself is only read. Opens no connection. */
export async function exportRoot(options: ExportOptions, ports: RunPorts): Promise<HoldSummary> {
  const plan = await planHold(options, ports);
  claimFolder(options.folder);
  return summarise(plan, copyPlan(plan, options.folder, options.withGit, ports));
}

/** The diff that makes the tree a pinned one, as bytes in the encodings of its files. */
export async function exportPatch(
  options: RunOptions,
  ports: RunPorts,
): Promise<{ readonly patch: Uint8Array; readonly summary: HoldSummary }> {
  const plan = await planHold(options, ports);
  const parts = plan.rewrite.files.map(({ path, diff }) => {
    const read = plan.root.scan.tree.open(path, 'inside');
    return Buffer.from(diff, read.kind === 'text' ? read.encoding : 'utf8');
  });
  return { patch: Buffer.concat(parts), summary: summarise(plan, { refused: [], notes: [] }) };
}

/** Copies the root of a plan into an empty folder. */
export function copyPlan({ root, rewrite }: HoldPlan, folder: string, withGit: boolean, ports: RunPorts): Exported {
  return exportTree(root.scan.tree, folder, rewrite.files, { withGit, openTree: ports.openTree });
}

/** A file that could not be written takes all its fetches out of what is held. */
export function summarise({ root, rewrite, held, unheld }: HoldPlan, { refused, notes }: Exported): HoldSummary {
  const reasons = new Map(refused.map(({ path, reason }) => [path, reason]));
  const lost = rewrite.pinned.flatMap(({ fetch, edits }) => {
    const path = edits.map(({ span }) => span.file).find((file) => reasons.has(file));
    if (path === undefined) return [];
    const reason = `${path}: ${reasons.get(path) ?? ''}`;
    return [
      { kind: 'refused', path: fetch.place.file, line: null, source: fetch.source?.key ?? fetch.url, reason } as const,
    ];
  });
  const problems = [...root.scan.problems, ...root.reading.problems].map(
    ({ path, line, message }) => `${line === undefined ? path : `${path}:${line}`}: ${message}`,
  );
  const own = rewrite.pinned.flatMap((planned) => planned.notes);
  return {
    held: held.length - lost.length,
    unheld: [...unheld, ...lost],
    notes: [...new Set([...notes, ...own, ...problems])],
  };
}
