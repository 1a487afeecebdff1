import type { Commit, GitPin } from '../model/pin.ts';
import type { ArchiveFault, Resolution, UnresolvedReason } from '../model/resolution.ts';
import type { Source } from '../model/source.ts';
import type { Fault } from '../ports/fault.ts';
import { followRedirects } from '../ports/http/follow.ts';
import { faultOfStatus } from '../ports/http/status.ts';
import { type ArchiveFormat, hashArchive } from './archive/hash.ts';
import type { FileOptions, FilePorts } from './file.ts';

/** An archive that the build downloads: `url` is the forge's, with `{commit}` where the pinned commit goes. */
export type ArchiveWish = {
  readonly source: Source;
  readonly url: string;
  /** Not hashed where the source is at another commit by now: to compare what is pinned, and no more. */
  readonly onlyOf?: Commit;
};

/** The content hash of an archive of one commit, or why there is none: the commit alone pins it then. */
export type ArchiveAnswer =
  | { readonly kind: 'hashed'; readonly format: ArchiveFormat; readonly nar: string; readonly notes: readonly string[] }
  | { readonly kind: 'not-hashed'; readonly reason: UnresolvedReason; readonly message: string };

type Pinned = Extract<Resolution, { kind: 'pinned' }>;

/** Bytes of a packed archive; it is held in memory until it is hashed. */
export const ARCHIVE_LIMIT = 256 * 1024 * 1024;

const ADVICE = {
  'not-found': 'the host serves no archive of this commit',
  authentication: 'pinlock asks for archives without credentials',
} as const;
const ZIP = /\.zip$|\/zip(?:ball)?\//;
const TAR = /\.tar$/;
const GZIP = /\.(?:tar\.gz|tgz)$|\/(?:legacy\.)?tar\.gz\/|\/tarball\//;

/**
 * What an archive's URL says it is; null for what pinlock cannot unpack (bzip2, xz) and for what does not say. A query counts: some hosts
 * write the name there.
 */
export function archiveFormatOf(url: string): ArchiveFormat | null {
  const path = url.replace(/[?#].*$/, '');
  if (ZIP.test(path)) return 'zip';
  if (GZIP.test(path) || /[?&;]sf=tgz\b/.test(url)) return 'tar.gz';
  return TAR.test(path) ? 'tar' : null;
}

/** Downloads an archive of `commit` by a URL of its own and hashes what it holds; nothing of it is kept. */
export async function hashRemoteArchive(
  { url: template }: ArchiveWish,
  commit: Commit,
  ports: FilePorts,
  options: FileOptions,
): Promise<ArchiveAnswer> {
  const url = template.replaceAll('{commit}', commit);
  const expected = archiveFormatOf(url);
  if (expected === null) return notHashed('not-supported', `${url}: pinlock reads tar, tar.gz and zip`);
  const answer = await ports.patience<Downloaded>(url, () => download(url, ports, options), options.signal);
  if (answer.kind === 'fault') return notHashed(answer.reason, answer.message);
  const content = await hashArchive(answer.bytes);
  if (content.kind === 'unreadable') return notHashed('invalid', `${url}: ${content.why}`);
  if (content.format !== expected) {
    return notHashed('invalid', `${url}: it is a ${content.format}, not what its name says`);
  }
  if (content.commit !== null && content.commit !== commit) {
    return notHashed('moved', `${url}: it says that it was made of commit ${content.commit}; find out why`);
  }
  const notes = answer.ledTo === null ? [] : [`redirects lead to ${answer.ledTo}`];
  return { kind: 'hashed', format: content.format, nar: content.nar, notes };
}

type Downloaded = { readonly kind: 'downloaded'; readonly bytes: Uint8Array; readonly ledTo: string | null };

async function download(url: string, ports: FilePorts, options: FileOptions): Promise<Downloaded | Fault> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const onBody = (chunk: Uint8Array, announced: number | null): void => {
    chunks.push(chunk);
    size += chunk.length;
    options.onBytes(size, announced);
  };
  const { limits, signal } = options;
  const request = { url, method: 'GET', limits, onBody, signal } as const;
  const followed = await followRedirects(ports.http, request, 'any-host');
  if (followed.kind === 'fault') return followed;
  if (followed.answer.status !== 200) return faultOfStatus(followed.answer, ports.now().getTime(), ADVICE);
  options.onBytes(size, size);
  return { kind: 'downloaded', bytes: Buffer.concat(chunks), ledTo: followed.ledTo };
}

function notHashed(reason: UnresolvedReason, message: string): ArchiveAnswer {
  return { kind: 'not-hashed', reason, message };
}

/** The pin with the archive's hash, or with a note and a fault; of two archives of one format that differ the first stays. */
export function withArchive(pinned: Pinned, pin: GitPin, answer: ArchiveAnswer, url: string): Pinned {
  const { notes } = pinned;
  if (answer.kind === 'not-hashed') {
    const { reason, message } = answer;
    const note = `its archive is not hashed, the commit alone pins it: ${message}`;
    return withFault({ ...pinned, notes: [...notes, note] }, { format: archiveFormatOf(url), reason, message });
  }
  const { format, nar } = answer;
  const present = pin.archives?.[format] ?? nar;
  const completed = { ...pinned, pin: { ...pin, archives: { ...pin.archives, [format]: present } } };
  if (present === nar) return { ...completed, notes: [...notes, ...answer.notes] };
  const message = `${url}: its content is another than that of the ${format} which the pin holds`;
  return withFault({ ...completed, notes: [...notes, `${message}; not kept`] }, { format, reason: 'moved', message });
}

function withFault(pinned: Pinned, fault: ArchiveFault): Pinned {
  return { ...pinned, archiveFaults: [...(pinned.archiveFaults ?? []), fault] };
}
