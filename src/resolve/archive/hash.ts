import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { hashNar } from './nar.ts';
import { readTar, type Unpacked } from './tar.ts';
import { ArchiveFault, withoutTop } from './tree.ts';
import { readZip } from './zip.ts';

export type ArchiveFormat = 'tar' | 'tar.gz' | 'zip';

/**
 * What an archive holds, whatever it is packed by: the NAR hash of what lies in its one top folder, and the commit that it says it was
 * made of. `why` is half a sentence about what cannot be read.
 */
export type ArchiveContent =
  | { readonly kind: 'content'; readonly format: ArchiveFormat; readonly nar: string; readonly commit: string | null }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Bytes that an archive may unpack to: it is held in memory, because a NAR is sorted otherwise than archives are. */
export const UNPACKED_LIMIT = 512 * 1024 * 1024;

const FULL_COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Hashes the content of a tar, a tar.gz or a zip, told apart by their first bytes. Nothing is written to disk. */
export async function hashArchive(bytes: Uint8Array, unpackedLimit = UNPACKED_LIMIT): Promise<ArchiveContent> {
  try {
    const format = formatOf(bytes);
    const { root, commit } = await unpack(bytes, format, unpackedLimit);
    const isCommit = commit !== null && FULL_COMMIT.test(commit);
    return { kind: 'content', format, nar: hashNar(withoutTop(root)), commit: isCommit ? commit : null };
  } catch (error) {
    if (error instanceof ArchiveFault) return { kind: 'unreadable', why: error.message };
    throw error;
  }
}

function formatOf(bytes: Uint8Array): ArchiveFormat {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'tar.gz';
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return 'zip';
  const start = Buffer.from(bytes.subarray(0, 300)).toString('latin1');
  if (start.startsWith('BZh') || start.startsWith('\xfd7zXZ') || start.startsWith('(\xb5/\xfd'))
    throw new ArchiveFault('pinlock reads tar, tar.gz and zip');
  if (start.slice(257, 262) === 'ustar') return 'tar';
  throw new ArchiveFault('it is no archive');
}

async function unpack(bytes: Uint8Array, format: ArchiveFormat, limit: number): Promise<Unpacked> {
  switch (format) {
    case 'tar':
      return readTar(bytes);
    case 'zip':
      return readZip(bytes, limit);
    case 'tar.gz':
      return readTar(await gunzipWithin(bytes, limit));
    default:
      return format satisfies never;
  }
}

/** Into one piece of memory, sized by what gzip says at its end (RFC 1952, 2.3.1), which is a hint and no more. */
async function gunzipWithin(bytes: Uint8Array, limit: number): Promise<Uint8Array> {
  const hint =
    bytes.length < 18 ? 0 : new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true);
  let unpacked = Buffer.allocUnsafeSlow(Math.min(Math.max(hint, 64 * 1024), limit));
  let length = 0;
  try {
    for await (const chunk of Readable.from([bytes]).pipe(createGunzip({ chunkSize: 256 * 1024 }))) {
      if (!(chunk instanceof Uint8Array)) continue;
      const end = length + chunk.length;
      if (end > limit) throw new ArchiveFault(`it unpacks to more than ${limit} bytes`);
      if (end > unpacked.length) {
        const larger = Buffer.allocUnsafeSlow(Math.min(Math.max(end, unpacked.length * 2), limit));
        unpacked.copy(larger, 0, 0, length);
        unpacked = larger;
      }
      unpacked.set(chunk, length);
      length = end;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('Z_')) throw new ArchiveFault(`it is no whole gzip (${code})`);
    throw error;
  }
  return unpacked.subarray(0, length);
}
