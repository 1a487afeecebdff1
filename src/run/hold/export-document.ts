import {
  buildkitPolicy,
  cyclonedx,
  type HeldPlace,
  type HeldSource,
  hermeto,
  slsa,
  type WriteDocument,
} from '../../hold/index.ts';
import { lineTable } from '../../reports/positions.ts';
import type { HoldSummary } from '../../reports/render-hold.ts';
import type { RunOptions, RunPorts } from '../ports.ts';
import { summarise } from './export-root.ts';
import { type HeldFetch, type HoldPlan, planHold } from './plan-hold.ts';

/** Every form but the tree and the patch. */
export const DOCUMENTS = {
  'buildkit-policy': buildkitPolicy,
  hermeto,
  slsa,
  cyclonedx,
} as const satisfies Readonly<Record<string, WriteDocument>>;

/** Forms that only tell what there is: no other program refuses anything by them. */
const RECORDS: ReadonlySet<DocumentForm> = new Set(['slsa', 'cyclonedx']);

export type DocumentForm = keyof typeof DOCUMENTS;

/** What the pins hold, as a document for another program. Opens no connection. */
export async function exportDocument(
  form: DocumentForm,
  options: RunOptions,
  ports: RunPorts,
): Promise<{ readonly text: string; readonly summary: HoldSummary }> {
  const plan = await planHold(options, ports);
  const isRecord = RECORDS.has(form);
  // A policy holds by the lockfile alone: what `apply` could not write is within its reach.
  const candidates = [...plan.held, ...plan.refused];
  const sources = candidates.map(sourceOf);
  const places = candidates.flatMap((held, index): readonly HeldPlace[] => {
    const source = sources[index];
    return source === undefined ? [] : [toPlace(held, index, source, plan)];
  });
  const { text, unheld } = DOCUMENTS[form](places);
  const lost = candidates.flatMap((held, index) => {
    const reason = sources[index] === undefined ? 'its identity is none that this form can say' : unheld.get(index);
    const isCounted = isRecord && index >= plan.held.length;
    return reason === undefined || isCounted ? [] : [toUnheld(held, reason, plan)];
  });
  const summary = summarise(plan, { refused: [], notes: [] });
  const others = isRecord ? summary.unheld : summary.unheld.filter(({ kind }) => kind !== 'refused');
  const reached = isRecord ? plan.held : candidates;
  return {
    text,
    summary: { ...summary, held: reached.length - lost.length, unheld: [...others, ...lost], notes: [] },
  };
}

function sourceOf({ fetch, key, pin }: HeldFetch): HeldSource | undefined {
  const { source, identity, url } = fetch;
  if (source === null || key === null) return undefined;
  switch (source.kind) {
    case 'git': {
      const commit =
        pin !== null && 'commit' in pin ? pin.commit : identity?.kind === 'commit' ? identity.value : undefined;
      return commit === undefined ? undefined : { kind: 'git', key, repository: source.locator, commit };
    }
    case 'image': {
      const digest = pin !== null && 'digest' in pin ? pin.digest : identity?.value;
      if (digest === undefined) return undefined;
      const tag = source.ref === null || source.ref.startsWith('sha256:') ? null : source.ref;
      return {
        kind: 'image',
        key,
        name: source.locator,
        tag: tag ?? (fetch.verdict === 'exact' ? null : 'latest'),
        digest,
      };
    }
    case 'file': {
      const sha256 =
        pin !== null && 'sha256' in pin ? pin.sha256 : identity?.kind === 'sha256' ? identity.value : undefined;
      return sha256 === undefined || !URL.canParse(url)
        ? undefined
        : { kind: 'file', key, url: source.locator, sha256 };
    }
    case 'hg':
    case 'svn':
    case 'package':
      return undefined;
    default:
      return source.kind satisfies never;
  }
}

function toPlace({ fetch }: HeldFetch, index: number, source: HeldSource, { root }: HoldPlan): HeldPlace {
  const { act } = fetch.fetch;
  const isDockerfile = root.reading.formatOf(fetch.place.file) === 'dockerfile';
  return {
    index,
    source,
    written: fetch.url,
    isInstruction: isDockerfile && act.invocation.form === 'instruction',
    isExact: fetch.verdict === 'exact',
  };
}

function toUnheld({ fetch, key }: HeldFetch, reason: string, { root }: HoldPlan): HoldSummary['unheld'][number] {
  const { line } = lineTable(root.tree.read(fetch.place.file) ?? '').positionOf(fetch.place.start);
  return { kind: 'out-of-reach', path: fetch.place.file, line, source: key ?? fetch.url, reason };
}
