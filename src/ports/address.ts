import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { isLoopbackName } from '../model/local-host.ts';

/** All addresses of a host name; rejects with an error whose `code` is that of getaddrinfo. */
export type Lookup = (host: string) => Promise<readonly string[]>;

/** What an address leads to. `local-link` includes the places where clouds hand out credentials. */
export type AddressKind = 'loopback' | 'local-link' | 'private' | 'other';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addSubnet('0.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');
LOOPBACK.addAddress('::', 'ipv6');
// The same through NAT64 (RFC 6052).
LOOPBACK.addSubnet('64:ff9b::7f00:0', 104, 'ipv6');

const LOCAL_LINK = new BlockList();
LOCAL_LINK.addSubnet('169.254.0.0', 16, 'ipv4');
LOCAL_LINK.addSubnet('fe80::', 10, 'ipv6');
LOCAL_LINK.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');
// Metadata services outside the link-local range: AWS over IPv6, Alibaba, Azure, Oracle.
LOCAL_LINK.addAddress('fd00:ec2::254', 'ipv6');
LOCAL_LINK.addAddress('100.100.100.200', 'ipv4');
LOCAL_LINK.addAddress('168.63.129.16', 'ipv4');
LOCAL_LINK.addAddress('192.0.0.192', 'ipv4');

/** Everything else that is not reachable for the whole world (https://www.iana.org/assignments/iana-ipv4-special-registry, -ipv6-). */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv4');
  // The same through NAT64, by which networks without IPv4 reach the public one.
  PRIVATE.addSubnet(`64:ff9b::${network}`, 96 + prefix, 'ipv6');
}
PRIVATE.addSubnet('fc00::', 7, 'ipv6');
PRIVATE.addSubnet('fec0::', 10, 'ipv6');
PRIVATE.addSubnet('ff00::', 8, 'ipv6');
// Ways from IPv6 to any IPv4 address at all: NAT64 of one's own (RFC 8215), 6to4, Teredo, IPv4-compatible.
PRIVATE.addSubnet('64:ff9b:1::', 48, 'ipv6');
PRIVATE.addSubnet('2002::', 16, 'ipv6');
PRIVATE.addSubnet('2001::', 32, 'ipv6');
PRIVATE.addSubnet('::', 96, 'ipv6');

/** `address` in its usual spelling (as node and DNS give it); others are `other`. */
export function addressKind(address: string): AddressKind {
  const version = isIP(address);
  if (version === 0) return 'other';
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (LOCAL_LINK.check(address, family)) return 'local-link';
  if (LOOPBACK.check(address, family)) return 'loopback';
  return PRIVATE.check(address, family) ? 'private' : 'other';
}

/** What is wrong with the addresses of one host, as half a sentence; undefined when they may be asked. */
export function judgeAddresses(
  addresses: readonly string[],
  { isUsersChoice, publicOnly }: { readonly isUsersChoice: boolean; readonly publicOnly: boolean },
): string | undefined {
  const kinds = new Set(addresses.map(addressKind));
  if (kinds.has('local-link')) return 'its address is a link-local one, where clouds hand out credentials';
  if (isUsersChoice) return undefined;
  if (kinds.has('loopback')) return 'its address is this machine itself';
  return publicOnly && kinds.has('private') ? 'its address is a private one, and --public-only was given' : undefined;
}

/**
 * True for every spelling of an address that a resolver takes: `127.0.0.1`, `127.1`, `2130706433`, `0x7f.1`, `::1`. No top-level
 * domain is a number (https://url.spec.whatwg.org/#ends-in-a-number-checker).
 */
export function isLiteralAddress(host: string): boolean {
  if (host.includes(':')) return true;
  const last = host.replace(/\.$/, '').split('.').at(-1) ?? '';
  return /^(?:[0-9]+|0x[0-9a-f]*)$/i.test(last);
}

/** True for a name or a literal address that leads to this machine, without asking anybody. */
export function isLoopbackHost(host: string): boolean {
  return isLoopbackName(host) || addressKind(host) === 'loopback';
}

/** As the machine itself looks names up. */
export const lookupAll: Lookup = async (host) => {
  const addresses = await lookup(host, { all: true });
  return addresses.map(({ address }) => address);
};

/** Asks for each name once, however many repositories a host has; what failed is asked again. For the length of one run. */
export function rememberLookups(lookup: Lookup): Lookup {
  const known = new Map<string, Promise<readonly string[]>>();
  return (host) => {
    const before = known.get(host);
    if (before !== undefined) return before;
    const asked = lookup(host);
    known.set(host, asked);
    asked.catch(() => known.delete(host));
    return asked;
  };
}
