import { isLoopbackName } from '../../model/local-host.ts';
import type { Lookup } from '../address.ts';
import { isLiteralAddress, judgeAddresses } from '../address.ts';
import type { Fault } from '../fault.ts';
import { type Trust, throughMirror } from '../trust.ts';
import { httpFault } from './fault.ts';

/**
 * Where a request goes: the URL that is asked, behind mirrors, and whether the user's own settings chose its host. `isSecure`: https was
 * named, whatever the mirror speaks.
 */
export type Place = { readonly url: URL; readonly isUsersChoice: boolean; readonly isSecure: boolean };

/** Docker Hub's name in references, and the hosts that answer for it. */
export const HUB = { name: 'docker.io', registry: 'registry-1.docker.io', realm: 'auth.docker.io' } as const;

const CONTROL = /[\u0000-\u0020\u007f-\u009f]/;

/**
 * Judges a URL before anything is asked: https, or http where the user's settings say so; no host that is spelled as an address. `from`
 * is where the URL was read (a redirect, a realm): its own origin is trusted as it was, everything else is judged anew.
 */
export function judgeUrl(text: string, trust: Trust, from?: Place): Place | Fault {
  if (CONTROL.test(text) || !URL.canParse(text)) return refused(JSON.stringify(text.slice(0, 200)), 'it is no URL');
  const url = new URL(text);
  const shown = showUrl(url);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return refused(shown, `${url.protocol} is neither https nor http`);
  if (url.username !== '' || url.password !== '') return refused(shown, 'it holds a user or a password');
  if (from !== undefined && url.origin === from.url.origin) return { ...from, url };
  const isSecure = url.protocol === 'https:';
  if (!isAllowed(url.host, trust)) {
    return refused(shown, `${url.host} is not among the hosts that your configuration allows`);
  }
  const mirror = mirrorOf(url.host, trust);
  if (mirror !== undefined) {
    return { url: new URL(throughMirror(mirror, url.pathname + url.search)), isUsersChoice: true, isSecure };
  }
  const isUsersChoice = trust.http.includes(url.host);
  const host = bareHost(url);
  if (!isUsersChoice && (isLiteralAddress(host) || isLoopbackName(host))) {
    return refused(shown, 'it names an address or this machine itself');
  }
  if (!isSecure && !isUsersChoice) {
    return refused(shown, 'plain http cannot tell whether the answer was changed on its way', PLAIN_HTTP);
  }
  return { url, isUsersChoice, isSecure };
}

/** All addresses of a place's host, judged; a string says what is wrong. Rejects as `lookup` does. */
export async function findAddresses(
  { url, isUsersChoice }: Place,
  { lookup, publicOnly }: { readonly lookup: Lookup; readonly publicOnly: boolean },
): Promise<readonly string[] | string> {
  const host = bareHost(url);
  const addresses = isLiteralAddress(host) ? [host] : await lookup(host);
  return judgeAddresses(addresses, { isUsersChoice, publicOnly }) ?? addresses;
}

/** The host without port and without the brackets of an IPv6 address. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** A URL as messages may show it: queries of download servers hold signatures that open the file to everybody. */
export function showUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

const PLAIN_HTTP =
  "write https if the host speaks it, or name the host under 'http' in your own ~/.config/pinlock/config.yml if you trust the way to it";

function isAllowed(host: string, { hosts }: Trust): boolean {
  if (hosts === null || hosts.includes(host)) return true;
  return (host === HUB.registry || host === HUB.realm) && hosts.includes(HUB.name);
}

function mirrorOf(host: string, { mirrors }: Trust): string | undefined {
  return mirrors.get(host) ?? (host === HUB.registry ? mirrors.get(HUB.name) : undefined);
}

function refused(place: string, what: string, advice?: string): Fault {
  return httpFault('refused', place, what, advice === undefined ? {} : { advice });
}
