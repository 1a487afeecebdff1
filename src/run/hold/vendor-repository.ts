import type { VendoredRepository } from '../../hold/index.ts';
import { createBundle } from '../../ports/git/bundle.ts';
import type { Stored, VendorWork } from './vendor-root.ts';
import type { WantedRepository } from './wanted.ts';

/** Fetches the pinned commits with their history (or alone, where the build clones shallow) and makes a bundle of them. */
export async function vendorRepository(
  wanted: WantedRepository,
  { store, ports, env, signal }: VendorWork,
): Promise<Stored<VendoredRepository>> {
  const { repository, refs, head } = wanted;
  const notes = wanted.hasSubmodules ? [`${repository}: its submodules are not kept`] : [];
  const known = store.repositoryOf(repository, refs, wanted.isShallow);
  if (known !== undefined) return { kind: 'stored', entry: known, notes };
  const scratch = store.makeScratch();
  try {
    const folder = `${scratch}/repository.git`;
    const refspecs = [...refs].map(([name, commit]) => `+${commit}:${name}`);
    const [first = ''] = refs.values();
    const fetched = await ports.git.fetch(repository, folder, refspecs, {
      format: first.length === 64 ? 'sha256' : 'sha1',
      files: wanted.isShallow ? 'newest' : 'whole',
      signal,
    });
    if (fetched.kind === 'fault') return fetched;
    const file = `${scratch}/bundle`;
    const problem = await createBundle(env, folder, file, [...refs.keys()]);
    if (problem !== null) return { kind: 'fault', reason: 'invalid', message: `${repository}: ${problem}` };
    const entry = {
      repository,
      bundle: store.adoptBundle(file),
      head,
      refs: Object.fromEntries(refs),
      shallow: [...store.readShallow(folder)],
    };
    return { kind: 'stored', entry, notes };
  } finally {
    store.removeScratch(scratch);
  }
}
