import { isLocalHost } from '../model/local-host.ts';
import { HOLE } from '../model/value.ts';
import { type Range, sliceRange, splitUrl, type UrlParts } from '../syntax/url.ts';

/** What a written address is; `text` offsets in `parts` count a hole as one character. */
export type Address =
  | { readonly kind: 'remote'; readonly scheme: string; readonly parts: UrlParts }
  /** Scheme or host are not known. */
  | { readonly kind: 'unknown' }
  /** Nothing from outside: a path, this machine, a metadata service. */
  | { readonly kind: 'local' }
  | { readonly kind: 'refused'; readonly why: string };

const CLONE_SCHEMES: ReadonlySet<string> = new Set(['https', 'http', 'ssh', 'git', 'svn', 'svn+ssh', 'ftp', 'ftps']);
const DEFAULT_PORTS: ReadonlyMap<string, string> = new Map([
  ['https', '443'],
  ['http', '80'],
  ['ssh', '22'],
  ['git', '9418'],
  ['ftp', '21'],
  ['svn', '3690'],
  ['svn+ssh', '22'],
]);
const WINDOWS_DRIVE = /^[A-Za-z]:[\\/]/;
/** `user@host:path` as ssh's own tools write it; the colon comes before any slash (git-clone(1), "GIT URLS"). */
const SCP_HOST = /^(?:[^@/:\s]+@)?(?:\[[^\]]+\]|[^@/:\s]+)(?=:)/;

/** Letters of any script, digits, dots, hyphens inside, or an address in brackets; `http://+:80` is a server's own notation. */
const HOST = /^(?:\[[0-9a-f:.]+\]|[\p{L}\p{N}_](?:[\p{L}\p{N}._-]*[\p{L}\p{N}_.])?)$/u;

/** Reads what stands behind `git clone`: a URL, `user@host:path`, or a local path. */
export function readCloneAddress(text: string): Address {
  if (text === '' || WINDOWS_DRIVE.test(text)) return { kind: 'local' };
  if (startsUnknown(text)) return { kind: 'unknown' };
  if (/^[A-Za-z0-9+.-]+::/.test(text)) return { kind: 'refused', why: 'it names a helper program instead of a host' };
  if (text.includes('://')) return readUrl(text, (scheme) => CLONE_SCHEMES.has(scheme));
  const host = SCP_HOST.exec(text)?.[0];
  if (host === undefined) return { kind: 'local' };
  return readScp(text, host);
}

/** Reads what curl, wget or ADD are given; without a scheme it begins with the host. */
export function readDownloadAddress(text: string): Address {
  if (text === '' || /^[./~-]/.test(text)) return { kind: 'local' };
  if (startsUnknown(text)) return { kind: 'unknown' };
  if (text.includes('://')) {
    const address = readUrl(text, (scheme) => scheme !== 'data');
    return address.kind === 'remote' && isServiceCheck(text, address.parts) ? { kind: 'local' } : address;
  }
  const parts = splitUrl(text);
  if (parts === undefined) return { kind: 'local' };
  const host = sliceRange(text, parts.host);
  const isHost = /^[\w.-]+$/.test(host) && host.includes('.');
  return isHost ? judgeHost(text, parts, 'http') : { kind: 'local' };
}

/** The port when it is not the scheme's own, else null. */
export function ownPort(text: string, address: Extract<Address, { kind: 'remote' }>): string | null {
  if (address.parts.port === null) return null;
  const port = sliceRange(text, address.parts.port);
  return port === '' || port === DEFAULT_PORTS.get(address.scheme) ? null : port;
}

/** `$BASE/x` and `$SCHEME://x`: nobody knows where that leads. */
function startsUnknown(text: string): boolean {
  const hole = text.indexOf(HOLE);
  return hole === 0 || (hole > 0 && hole < text.indexOf('://')) || text === HOLE;
}

function readUrl(text: string, isKnown: (scheme: string) => boolean): Address {
  const written = text.slice(0, text.indexOf('://')).toLowerCase();
  // `svn+ssh` is a scheme of its own; `git+ssh` is ssh.
  const scheme = written.replace(/^(?:(?:git|hg)\+(?=https?|ssh|git|file)|svn\+(?=https?|file))/, '');
  if (scheme === 'file') return { kind: 'local' };
  const parts = splitUrl(text);
  if (parts === undefined || parts.scheme === null) return { kind: 'refused', why: 'it has no host' };
  if (!isKnown(scheme)) return { kind: 'refused', why: `nothing is known of '${scheme}://'` };
  return judgeHost(text, parts, scheme);
}

function readScp(text: string, host: string): Address {
  const at = host.lastIndexOf('@');
  const end: Range = { start: host.length + 1, end: text.length };
  const parts: UrlParts = {
    scheme: null,
    user: at < 0 ? null : { start: 0, end: at },
    host: { start: at + 1, end: host.length },
    port: null,
    path: end,
    query: null,
    fragment: null,
  };
  return judgeHost(text, parts, 'ssh');
}

function judgeHost(text: string, parts: UrlParts, scheme: string): Address {
  const host = sliceRange(text, parts.host).toLowerCase();
  if (host.includes(HOLE)) return { kind: 'unknown' };
  if (!HOST.test(host)) return { kind: 'refused', why: `'${host}' is no host` };
  if (isLocalHost(host) || MIRRORS.has(host)) return { kind: 'local' };
  return { kind: 'remote', scheme, parts };
}

/** `http://web:9000/_health`, `http://elasticsearch:9200`: a neighbour in a network of containers is asked whether it is up. */
function isServiceCheck(text: string, { host, port, path }: UrlParts): boolean {
  if (!/^[a-z][\w-]*$/i.test(sliceRange(text, host))) return false;
  const asked = sliceRange(text, path);
  return CHECK.test(asked) || (port !== null && /^\/?$/.test(asked));
}

const CHECK = /\/_?(?:health(?:z|check)?|ready(?:z|ness)?|live(?:z|ness)?|ping|status)\/?$/i;

/** What they answer is who asks: nothing that a build is made of. */
const MIRRORS: ReadonlySet<string> = new Set([
  'checkip.amazonaws.com',
  'whatismyip.akamai.com',
  'ifconfig.me',
  'ifconfig.co',
  'icanhazip.com',
  'ipv4.icanhazip.com',
  'ipecho.net',
  'ipinfo.io',
  'api.ipify.org',
  'ident.me',
]);
