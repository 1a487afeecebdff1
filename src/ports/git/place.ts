import { isLoopbackName } from '../../model/local-host.ts';
import { addressKind, isLiteralAddress, judgeAddresses, type Lookup } from '../address.ts';
import type { Fault } from '../fault.ts';
import type { Trust } from '../trust.ts';
import { fault } from './fault.ts';
import { type GitUrl, hostWithPort } from './url.ts';

/** A place that may be asked. `addresses` are those that the connection is tied to; empty where it cannot be tied. */
export type Place = { readonly kind: 'place'; readonly url: GitUrl; readonly addresses: readonly string[] };

/** How a place came about. `isMirror`: the user's settings name a mirror for the host that the build names. */
export type Judging = {
  readonly lookup: Lookup;
  readonly isProxied: boolean;
  readonly isMirror: boolean;
  readonly trust: Pick<Trust, 'hosts' | 'http' | 'publicOnly'>;
};

/**
 * Judges where a call would go. `written` is what the build names, `url` what the user's mirrors and `insteadOf` made of it. Only the
 * user's own settings lead to loopback or to a literal address; link-local addresses (metadata services) are never asked; http is for
 * loopback and the hosts that the user names.
 */
export async function judgePlace(written: GitUrl, url: GitUrl, judging: Judging): Promise<Place | Fault> {
  const { trust } = judging;
  if (trust.hosts !== null && !trust.hosts.includes(hostWithPort(written))) {
    return refused(written, `${hostWithPort(written)} is not among the hosts that your configuration allows`);
  }
  const isPlain = url.scheme === 'http' && trust.http.includes(hostWithPort(url));
  const isUsersChoice = judging.isMirror || url.host !== written.host || isPlain;
  const judge = (addresses: readonly string[]): Place | Fault => {
    const wrong = judgeAddresses(addresses, { isUsersChoice, publicOnly: trust.publicOnly });
    if (wrong !== undefined) return refused(url, wrong);
    const isHere = addresses.length > 0 && addresses.every((address) => addressKind(address) === 'loopback');
    if (url.scheme === 'http' && !isPlain && !isHere) return refused(url, PLAIN_HTTP);
    return { kind: 'place', url, addresses };
  };
  if (!isUsersChoice && (isLiteralAddress(url.host) || isLoopbackName(url.host))) {
    return refused(url, 'it names an address or this machine itself');
  }
  if (isLiteralAddress(url.host)) return judge([url.host]);
  if (url.scheme === 'http' && !isUsersChoice) return refused(url, PLAIN_HTTP);
  if (trust.publicOnly && !isUsersChoice && trust.hosts === null && CANNOT_BE_TIED.has(url.scheme)) {
    return refused(url, `${url.scheme} cannot be held to a public address, and --public-only was given`);
  }
  // ssh reads its own configuration: the host may be an alias that DNS does not know.
  if (url.scheme === 'ssh') return { kind: 'place', url, addresses: [] };
  try {
    return judge(await judging.lookup(url.host));
  } catch (error) {
    const isForProxy = judging.isProxied && (url.scheme !== 'http' || isPlain);
    if (isForProxy && trust.publicOnly && !isUsersChoice) {
      return refused(url, 'only the proxy knows its address, and --public-only was given');
    }
    if (isForProxy) return { kind: 'place', url, addresses: [] };
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no address';
    return fault('unreachable', url.text, `the name of the host cannot be resolved (${code})`, {
      isTransient: code === 'EAI_AGAIN',
    });
  }
}

/** Schemes whose program looks the name up once more, by itself. */
const CANNOT_BE_TIED: ReadonlySet<string> = new Set(['ssh', 'git']);
const PLAIN_HTTP = 'plain http is used to loopback only, and to the hosts that your own configuration names for it';

function refused(url: GitUrl, what: string): Fault {
  return fault('refused', url.text, what);
}
