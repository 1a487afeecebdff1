import { claimVendor, EMPTY_MANIFEST, type VendorStore } from '../../hold/index.ts';
import type { Fault } from '../../ports/fault.ts';
import { count } from '../../reports/layout.ts';
import type { HoldSummary } from '../../reports/render-hold.ts';
import type { ResolvePorts, RunOptions, RunPorts } from '../ports.ts';
import { loadTrust } from '../trust.ts';
import { planHold } from './plan-hold.ts';
import { vendorFile } from './vendor-file.ts';
import { vendorImage } from './vendor-image.ts';
import { vendorRepository } from './vendor-repository.ts';
import { findWanted } from './wanted.ts';

export type VendorOptions = RunOptions & {
  /** Absolute. */
  readonly folder: string;
  readonly trustedConfig: string | null;
  /** `linux/amd64`: of an index the images for these platforms alone. */
  readonly platforms: readonly string[];
};

/** `failed`: what could not be kept, with the reason. */
export type VendorSummary = HoldSummary & { readonly failed: readonly string[]; readonly stored: number };

/** What storing one thing needs. */
export type VendorWork = {
  readonly store: VendorStore;
  readonly ports: ResolvePorts;
  readonly env: RunPorts['env'];
  readonly realms: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
};

/** What one thing became: its line of the manifest, or why there is none. */
export type Stored<Entry> =
  | { readonly kind: 'stored'; readonly entry: Entry; readonly notes: readonly string[] }
  | Failure;

export type Failure = Pick<Fault, 'kind' | 'reason' | 'message'>;

/** For answers that are none. */
export const ADVICE = {
  'not-found': 'upstream has it no more; a mirror or an older vendor folder may',
  authentication: 'log in to the host as for pinlock resolve',
} as const;

/** Keeps a copy of everything that the pinned build asks for. Asks the hosts; what is there already and whole is not asked for again. */
export async function vendorRoot(options: VendorOptions, ports: RunPorts): Promise<VendorSummary> {
  const trusted = await loadTrust(options.trustedConfig, ports);
  const plan = await planHold(options, ports);
  const wanted = findWanted(plan);
  const store = claimVendor(options.folder);
  const resolvers = await ports.resolvers(trusted, [plan.root.scan.tree.root]);
  const signal = ports.interruption();
  const work: VendorWork = { store, ports: resolvers, env: ports.env, realms: trusted.realms, signal };
  const failed: string[] = [];
  const notes: string[] = [];
  const total = wanted.repositories.length + wanted.files.length + wanted.images.length;
  let done = 0;
  const all = async <Thing, Entry>(
    things: readonly Thing[],
    nameOf: (thing: Thing) => string,
    keep: (thing: Thing) => Promise<Stored<Entry>>,
  ): Promise<readonly Entry[]> => {
    const entries: Entry[] = [];
    for (const thing of things) {
      done += 1;
      ports.progress([`${done} of ${total}: ${nameOf(thing)}`]);
      const stored = await keep(thing);
      if (stored.kind === 'stored') {
        entries.push(stored.entry);
        notes.push(...stored.notes);
      } else failed.push(`${nameOf(thing)}: ${stored.reason}: ${stored.message}`);
    }
    return entries;
  };
  try {
    const git = await all(
      wanted.repositories,
      ({ repository }) => repository,
      (one) => vendorRepository(one, work),
    );
    const files = await all(
      wanted.files,
      ({ url }) => url,
      (one) => vendorFile(one, work),
    );
    const images = await all(
      wanted.images,
      ({ name }) => name,
      (one) => vendorImage(one, options.platforms, work),
    );
    store.finish({ ...EMPTY_MANIFEST, git: [...git], files: [...files], images: [...images] });
  } finally {
    ports.progress([]);
    resolvers.cache.close();
  }
  return {
    held: plan.held.length,
    unheld: [...plan.unheld, ...wanted.others],
    notes: [...notes, `${count(total - failed.length, 'source')} kept in ${options.folder}`],
    failed,
    stored: total - failed.length,
  };
}
