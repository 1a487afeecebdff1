import { createHash } from 'node:crypto';
import { isChecksum } from '../model/pin.ts';
import type { Resolution } from '../model/resolution.ts';
import type { Source } from '../model/source.ts';
import type { Fault } from '../ports/fault.ts';
import { type Followed, followRedirects } from '../ports/http/follow.ts';
import { faultOfStatus } from '../ports/http/status.ts';
import type { Http, HttpLimits } from '../ports/http.ts';
import { judgeAge } from './age.ts';
import type { Cutoff } from './cutoff.ts';
import type { Patience } from './patience.ts';
import { unresolved } from './refs.ts';

export type FilePorts = { readonly http: Http; readonly patience: Patience; readonly now: () => Date };

export type FileOptions = {
  readonly limits: HttpLimits;
  /** Called with the bytes that have come so far, and the size that the server announced (null: it did not). */
  readonly onBytes: (received: number, size: number | null) => void;
  readonly signal: AbortSignal | undefined;
  /** The release that a pointer to the newest one stood for, from the URLs behind it; undefined where that cannot be read from them. */
  readonly releaseOf?: ReleaseOf;
  /** Files that changed later are refused, by what their host says. */
  readonly cutoff?: Cutoff | null;
};

export type ReleaseOf = (url: string, passed: readonly string[]) => string | undefined;

const ADVICE = {
  'not-found': 'check the spelling, and whether it was moved or deleted',
  authentication:
    "name the variable with the host's token under 'tokens' in your own ~/.config/pinlock/config.yml, or pin it by a checksum in the file (sha256sum -c, ADD --checksum)",
} as const;
/** Bytes between two reports. */
const REPORT_EVERY = 256 * 1024;
const WEB_URL = /^https?:\/\//;
/** Names that no web page has; of any other a page may be just what is wanted. */
const NO_PAGE =
  /\.(?:tar|tgz|gz|xz|bz2|zst|zip|7z|deb|rpm|apk|jar|whl|gem|exe|msi|dmg|iso|img|bin|sh|py|pl|asc|sig|json)$/i;

const WORDS = { made: 'the file changed on', unknown: 'the host does not say when the file changed' } as const;

type Pinned = Extract<Resolution, { kind: 'pinned' }>;

type Hashed = Followed & { readonly sha256: string; readonly size: number; readonly start: Uint8Array };

/** A file with nothing but a version in it (`stable.txt`). */
const VERSION_LINE = /^v?\d+(?:\.\d+)+[\w.+-]{0,64}\s*$/;
/** Bytes of a file that are looked at. */
const START = 128;

/** Downloads a file through a hash; nothing is kept of it. Redirects lead to any host, without credentials, and are named in the notes. */
export async function resolveFile(source: Source, ports: FilePorts, options: FileOptions): Promise<Resolution> {
  const { locator } = source;
  if (!WEB_URL.test(locator)) {
    return unresolved(
      source,
      'not-supported',
      'pinlock downloads by https alone; pin it by a checksum in the file meanwhile',
    );
  }
  const answer = await ports.patience<Hashed>(locator, () => download(locator, ports, options), options.signal);
  if (answer.kind === 'fault') return { kind: 'unresolved', source, reason: answer.reason, message: answer.message };
  const { sha256, size } = answer;
  if (!isChecksum(sha256)) throw new Error('node computes no sha256');
  const version = options.releaseOf?.(locator, answer.passed) ?? readVersion(answer);
  const pin = { sha256, size, ...(version === undefined ? {} : { version }) };
  const pinned: Pinned = { kind: 'pinned', source, pin, notes: notesOn(locator, answer) };
  const { cutoff = null } = options;
  return cutoff === null ? pinned : judgeAge(pinned, lastModified(answer), cutoff, WORDS);
}

/** Seconds since 1970; null where the host does not say. */
function lastModified({ answer }: Hashed): number | null {
  const milliseconds = Date.parse(answer.headers.get('last-modified') ?? '');
  return Number.isNaN(milliseconds) ? null : Math.floor(milliseconds / 1000);
}

function readVersion({ start, size }: Hashed): string | undefined {
  const text = Buffer.from(start).toString('latin1');
  return size < START && VERSION_LINE.test(text) ? text.trim() : undefined;
}

async function download(locator: string, ports: FilePorts, options: FileOptions): Promise<Hashed | Fault> {
  const hash = createHash('sha256');
  let [size, reported] = [0, 0];
  let start = new Uint8Array();
  const onBody = (chunk: Uint8Array, announced: number | null): void => {
    hash.update(chunk);
    size += chunk.length;
    if (start.length < START) start = Buffer.concat([start, chunk.subarray(0, START)]);
    if (size - reported < REPORT_EVERY) return;
    reported = size;
    options.onBytes(size, announced);
  };
  const { limits, signal } = options;
  const followed = await followRedirects(
    ports.http,
    { url: locator, method: 'GET', isWithToken: true, limits, onBody, signal },
    'any-host',
  );
  if (followed.kind === 'fault') return followed;
  if (followed.answer.status !== 200) return faultOfStatus(followed.answer, ports.now().getTime(), ADVICE);
  options.onBytes(size, size);
  return { ...followed, sha256: hash.digest('hex'), size, start };
}

function notesOn(locator: string, { answer, ledTo, size }: Hashed): readonly string[] {
  const notes: string[] = [];
  if (ledTo !== null) notes.push(`redirects lead to ${ledTo}`);
  if (!answer.isFramed) {
    notes.push('the host does not say where the file ends: a connection that broke off cannot be told from its end');
  }
  if (size === 0) notes.push('the file is empty');
  const type = answer.headers.get('content-type') ?? '';
  if (/^text\/html\b/i.test(type) && NO_PAGE.test(new URL(locator).pathname)) {
    notes.push('the answer is a web page, not what the name says: look whether it is a login or an error page');
  }
  return notes;
}
