import type { AddressKind, Lookup } from '../address.ts';
import { addressKind, isLiteralAddress, isLocalName } from '../address.ts';
import type { Fault } from '../fault.ts';
import { fault } from './fault.ts';
import type { GitUrl } from './url.ts';

/** A place that may be asked. `addresses` are those that the connection is tied to; empty where it cannot be tied. */
export type Place = { readonly kind: 'place'; readonly url: GitUrl; readonly addresses: readonly string[] };

/**
 * Judges where a call would go. `written` is what the build names, `url` what the user's `insteadOf` made of it. Only the user's own
 * settings lead to loopback or to a literal address; link-local addresses (metadata services) are never asked; http is for loopback.
 */
export async function judgePlace(
  written: GitUrl,
  url: GitUrl,
  options: { readonly lookup: Lookup; readonly isProxied: boolean },
): Promise<Place | Fault> {
  const isUsersChoice = url.host !== written.host;
  if (!isUsersChoice && (isLiteralAddress(url.host) || isLocalName(url.host))) {
    return refused(url, 'it names an address or this machine itself');
  }
  if (isLiteralAddress(url.host)) return judgeAddresses(url, [url.host], isUsersChoice);
  if (url.scheme === 'http' && !isUsersChoice) return refused(url, 'plain http is used to loopback only');
  // ssh reads its own configuration: the host may be an alias that DNS does not know.
  if (url.scheme === 'ssh') return { kind: 'place', url, addresses: [] };
  try {
    return judgeAddresses(url, await options.lookup(url.host), isUsersChoice);
  } catch (error) {
    if (options.isProxied && url.scheme !== 'http') return { kind: 'place', url, addresses: [] };
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no address';
    return fault('unreachable', url.text, `the name of the host cannot be resolved (${code})`, {
      isTransient: code === 'EAI_AGAIN',
    });
  }
}

function judgeAddresses(url: GitUrl, addresses: readonly string[], isUsersChoice: boolean): Place | Fault {
  const kinds = new Set<AddressKind>(addresses.map(addressKind));
  if (kinds.has('local-link'))
    return refused(url, 'its address is a link-local one, where clouds hand out credentials');
  if (kinds.has('loopback') && !isUsersChoice) return refused(url, 'its address is this machine itself');
  if (url.scheme === 'http' && (kinds.size !== 1 || !kinds.has('loopback'))) {
    return refused(url, 'plain http is used to loopback only');
  }
  return { kind: 'place', url, addresses };
}

function refused(url: GitUrl, what: string): Fault {
  return fault('refused', url.text, what);
}
