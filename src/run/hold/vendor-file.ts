import type { VendorManifest } from '../../hold/index.ts';
import { followRedirects } from '../../ports/http/follow.ts';
import { faultOfStatus } from '../../ports/http/status.ts';
import { ARCHIVE_LIMIT, findOtherContent } from '../../resolve/index.ts';
import { ADVICE, type Stored, type VendorWork } from './vendor-root.ts';
import type { WantedFile } from './wanted.ts';

const LIMITS = { deadline: 30 * 60_000, stall: 30_000, byteLimit: 8 * 1024 ** 3 } as const;

type KeptFile = VendorManifest['files'][number];

/**
 * Downloads one file, unless its bytes are there; a hash that the text or the lockfile names must be theirs, and the archive of a commit
 * must hold what the lockfile says.
 */
export async function vendorFile(wanted: WantedFile, work: VendorWork): Promise<Stored<KeptFile>> {
  const { url, sha256, content } = wanted;
  const { store, ports, signal } = work;
  const known = await findKept(wanted, work);
  if (known !== undefined) return { kind: 'stored', entry: known, notes: [] };
  const blob = store.startFile();
  const chunks: Uint8Array[] = [];
  const onBody = (chunk: Uint8Array): void => {
    blob.write(chunk);
    if (content !== null) chunks.push(chunk);
  };
  const limits = content === null ? LIMITS : { ...LIMITS, byteLimit: ARCHIVE_LIMIT };
  const followed = await followRedirects(
    ports.http,
    { url, method: 'GET', isWithToken: true, limits, onBody, signal },
    'any-host',
  );
  if (followed.kind === 'fault' || followed.answer.status !== 200) {
    blob.drop();
    return followed.kind === 'fault' ? followed : faultOfStatus(followed.answer, ports.now().getTime(), ADVICE);
  }
  const other = content === null ? null : await findOtherContent(Buffer.concat(chunks), content);
  if (other !== null) {
    blob.drop();
    return { kind: 'fault', reason: 'moved', message: `${url}: ${other}` };
  }
  const finished = blob.finish(sha256);
  if (finished === null) {
    return { kind: 'fault', reason: 'invalid', message: `${url}: the bytes there are not those of the pin` };
  }
  return { kind: 'stored', entry: { url, ...finished }, notes: [] };
}

/** What an earlier run kept, if that is what the pin says. */
async function findKept({ url, sha256, content }: WantedFile, { store }: VendorWork): Promise<KeptFile | undefined> {
  const known = store.fileOf(url);
  if (known === undefined || (sha256 !== null && sha256 !== known.sha256)) return undefined;
  if (content !== null && (await findOtherContent(store.readFile(known.sha256), content)) !== null) return undefined;
  return known;
}
