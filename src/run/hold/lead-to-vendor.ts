import { openVendor } from '../../hold/index.ts';
import type { ClassifiedFetch } from '../../model/source.ts';
import { count } from '../../reports/layout.ts';
import { lineTable } from '../../reports/positions.ts';
import type { HoldSummary } from '../../reports/render-hold.ts';
import { applyEdits } from '../../rewrite/index.ts';
import type { RunPorts } from '../ports.ts';
import { demandPinned } from './demand-pinned.ts';
import { leadHere } from './lead-here.ts';
import type { HoldPlan } from './plan-hold.ts';
import { findWanted, type Wanted } from './wanted.ts';

/** The environment of a build, and what ends when it has ended. */
export type BuildSurroundings = { readonly env: RunPorts['env']; readonly end: () => Promise<void> };

type Unheld = HoldSummary['unheld'][number];

/**
 * Leads a build in a pinned copy to a vendor folder: by its environment where that reaches, for https downloads by their texts. Throws a
 * UserError for a folder that cannot be used.
 */
export async function leadToVendor(
  plan: HoldPlan,
  { vendor, copy, scratch }: { readonly vendor: string; readonly copy: string; readonly scratch: string },
  ports: RunPorts,
): Promise<{
  readonly surroundings: BuildSurroundings;
  readonly unheld: readonly Unheld[];
  readonly notes: readonly string[];
}> {
  const wanted = findWanted(plan);
  const opened = await openVendor(vendor, scratch, ports.env);
  const { manifest, mirror, surround } = opened;
  try {
    await demandPinned(wanted.files, vendor, opened);
  } catch (error) {
    await mirror.close();
    throw error;
  }
  const end = async (): Promise<void> => {
    if (mirror.missed.size > 0) ports.warn(`asked for, and not vendored: ${[...mirror.missed].join(', ')}`);
    await mirror.close();
  };
  const files = new Set(manifest.files.map(({ url }) => url));
  const served = wanted.files
    .filter(({ url }) => files.has(url))
    .flatMap(({ url, fetches }) => (url.startsWith('https:') ? fetches : []));
  const inBuilds = wanted.repositories.flatMap(({ fetches }) => fetches.filter((fetch) => isInImage(fetch, plan)));
  const led = leadHere([...served, ...inBuilds.filter(({ url }) => url.startsWith('https:'))], mirror.host);
  const tree = ports.openTree(copy);
  const notes: string[] = [];
  for (const [path, edits] of led.edits) {
    const before = tree.read(path) ?? '';
    const reason = tree.replace(path, before, applyEdits(before, edits));
    if (reason !== undefined) notes.push(`${path}: its downloads cannot be led to the vendored copies: ${reason}`);
  }
  if (led.edits.size > 0) {
    const what = count([...led.edits.values()].flat().length, 'address', 'addresses');
    notes.push(
      `${what} of https led to this machine in ${[...led.edits.keys()].join(', ')}: an image that records its commands has another digest for it`,
    );
  }
  const written = wanted.repositories.flatMap(({ repository, written: urls }) =>
    [...new Set([...urls, repository, `${repository}.git`])].map((url) => ({ written: url, repository })),
  );
  return {
    surroundings: { env: surround(ports.env, written), end },
    unheld: [
      ...missing(wanted, manifest, plan),
      ...led.refused.map((fetch) => toUnheld(fetch, plan, 'its address is not written out in one place')),
    ],
    notes,
  };
}

/** The environment of the machine does not come into an image's build. */
function isInImage({ place, fetch }: ClassifiedFetch, { root }: HoldPlan): boolean {
  const files = [place.file, ...fetch.act.invocation.stack.map(({ span }) => span.file)];
  return files.some((file) => root.reading.formatOf(file) === 'dockerfile');
}

function missing(
  wanted: Wanted,
  manifest: Awaited<ReturnType<typeof openVendor>>['manifest'],
  plan: HoldPlan,
): readonly Unheld[] {
  const files = new Set(manifest.files.map(({ url }) => url));
  const images = new Set(manifest.images.map(({ name, digest }) => `${name}@${digest}`));
  const commits = new Set(
    manifest.git.flatMap(({ repository, refs }) => Object.values(refs).map((commit) => `${repository}@${commit}`)),
  );
  const reason = 'the vendor folder has no copy of it';
  const lost = [
    ...wanted.files.filter(({ url }) => !files.has(url)).flatMap(({ fetches }) => fetches),
    ...wanted.images.filter(({ name, digest }) => !images.has(`${name}@${digest}`)).flatMap(({ fetches }) => fetches),
    ...wanted.repositories.flatMap(({ repository, fetches }) =>
      fetches.filter(({ identity }) => !commits.has(`${repository}@${identity?.value ?? ''}`)),
    ),
  ];
  return [...lost.map((fetch) => toUnheld(fetch, plan, reason)), ...wanted.others];
}

function toUnheld(fetch: ClassifiedFetch, { root, rewrite }: HoldPlan, reason: string): Unheld {
  const { file, start } = fetch.place;
  const text = rewrite.files.find(({ path }) => path === file)?.after ?? root.tree.read(file) ?? '';
  const { line } = lineTable(text).positionOf(start);
  return { kind: 'not-vendored', path: file, line, source: fetch.source?.key ?? fetch.url, reason };
}
