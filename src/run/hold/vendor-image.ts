import { readImageManifest, type VendorManifest } from '../../hold/index.ts';
import { type Digest, isDigest } from '../../model/pin.ts';
import { faultOfStatus } from '../../ports/http/status.ts';
import { openRepository } from '../../resolve/index.ts';
import { ADVICE, type Failure, type Stored, type VendorWork } from './vendor-root.ts';
import type { WantedImage } from './wanted.ts';

const LARGE = { deadline: 60 * 60_000, stall: 60_000, byteLimit: 32 * 1024 ** 3 } as const;

/** Fetches the manifest or index of a digest, the manifests of the platforms in it, and their configurations and layers. */
export async function vendorImage(
  { name, digest }: WantedImage,
  platforms: readonly string[],
  { store, ports, realms, signal }: VendorWork,
): Promise<Stored<VendorManifest['images'][number]>> {
  const slash = name.indexOf('/');
  const repository = openRepository(name.slice(0, slash), name.slice(slash + 1), { ...ports, realms });
  const notes: string[] = [];
  const fault = await keepManifest(digest);
  return fault ?? { kind: 'stored', entry: { name, digest }, notes };

  async function keepManifest(wanted: Digest): Promise<Failure | null> {
    if (!store.hasBlob(wanted)) {
      const got = await repository.askManifest('GET', wanted, signal);
      if (got.kind === 'fault') return got;
      if (got.answer.status !== 200) return faultOfStatus(got.answer, ports.now().getTime(), ADVICE);
      if (!store.writeBlob(wanted, got.answer.body)) return broken(`${name}@${wanted}`);
    }
    const manifest = readImageManifest(store.readBlob(wanted) ?? Buffer.alloc(0));
    if (manifest === undefined) return broken(`${name}@${wanted}`);
    const chosen = manifest.manifests.filter(({ platform }) => platform !== null && platforms.includes(platform));
    if (manifest.manifests.length > 0 && chosen.length === 0)
      return { kind: 'fault', reason: 'not-found', message: `${name}: has no image for ${platforms.join(', ')}` };
    for (const { digest: one } of chosen) {
      const fault = isDigest(one) ? await keepManifest(one) : broken(one);
      if (fault !== null) return fault;
    }
    for (const { digest: one, isForeign } of manifest.blobs) {
      if (isForeign) notes.push(`${name}: the layer ${one} lies with its maker and is not kept`);
      else {
        const fault = isDigest(one) ? await keepBlob(one) : broken(one);
        if (fault !== null) return fault;
      }
    }
    return null;
  }

  async function keepBlob(wanted: Digest): Promise<Failure | null> {
    if (store.hasBlob(wanted)) return null;
    const blob = store.startBlob();
    const got = await repository.askBlob(wanted, signal, { onBody: blob.write, limits: LARGE });
    if (got.kind === 'fault' || got.answer.status !== 200) {
      blob.drop();
      return got.kind === 'fault' ? got : faultOfStatus(got.answer, ports.now().getTime(), ADVICE);
    }
    return blob.finish(wanted.slice('sha256:'.length)) === null ? broken(`${name}@${wanted}`) : null;
  }
}

function broken(what: string): Failure {
  return { kind: 'fault', reason: 'invalid', message: `${what}: what the registry sends is not what the digest says` };
}
