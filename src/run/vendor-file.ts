import type { VendorManifest } from '../hold/index.ts';
import { followRedirects } from '../ports/http/follow.ts';
import { faultOfStatus } from '../ports/http/status.ts';
import { ADVICE, type Stored, type VendorWork } from './vendor-root.ts';
import type { WantedFile } from './wanted.ts';

const LIMITS = { deadline: 30 * 60_000, stall: 30_000, byteLimit: 8 * 1024 ** 3 } as const;

/** Downloads one file, unless its bytes are there; a hash that the text or the lockfile names must be theirs. */
export async function vendorFile(
  { url, sha256 }: WantedFile,
  { store, ports, signal }: VendorWork,
): Promise<Stored<VendorManifest['files'][number]>> {
  const known = store.fileOf(url);
  if (known !== undefined && (sha256 === null || sha256 === known.sha256))
    return { kind: 'stored', entry: known, notes: [] };
  const blob = store.startFile();
  const followed = await followRedirects(
    ports.http,
    { url, method: 'GET', isWithToken: true, limits: LIMITS, onBody: blob.write, signal },
    'any-host',
  );
  if (followed.kind === 'fault' || followed.answer.status !== 200) {
    blob.drop();
    return followed.kind === 'fault' ? followed : faultOfStatus(followed.answer, ports.now().getTime(), ADVICE);
  }
  const finished = blob.finish(sha256);
  if (finished === null) {
    return { kind: 'fault', reason: 'invalid', message: `${url}: the bytes there are not those of the pin` };
  }
  return { kind: 'stored', entry: { url, ...finished }, notes: [] };
}
