import { loadAuthorities } from '../http/certificates.ts';
import { exchange } from '../http/exchange.ts';
import type { Trust } from '../trust.ts';
import type { Environment } from './environment.ts';
import type { Place } from './place.ts';
import { type GitUrl, parseGitUrl } from './url.ts';

const SERVICE = '/info/refs?service=git-upload-pack';
const STALL = 15_000;
const MOST_BYTES = 64 * 1024;

/** Where an HTTP redirect leads: the repository's URL there, or null when nobody can tell. */
export type Redirect = { readonly to: GitUrl; readonly isSameHost: boolean } | null;

/**
 * Asks, without any credentials, where a repository that answered with a redirect has gone; git's own following would send
 * host-scoped headers and ask credential helpers for the new host. One request, one answer; it never follows by itself. Whatever goes
 * wrong (an authority that only git's configuration names is not known here) only means that the new place is not named.
 */
export async function findRedirect(
  place: Place,
  options: {
    readonly env: Environment;
    readonly trust: Trust;
    readonly deadline: number;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<Redirect> {
  const { url, addresses } = place;
  if ((url.scheme !== 'https' && url.scheme !== 'http') || addresses.length === 0) return null;
  const answer = await exchange(
    {
      // The place was judged before git was called, and the connection is tied to the addresses that were judged.
      place: { url: new URL(url.text + SERVICE), isUsersChoice: true, isSecure: url.scheme === 'https' },
      method: 'GET',
      headers: { 'user-agent': 'git/pinlock', accept: '*/*' },
      body: undefined,
      limits: { deadline: options.deadline, stall: STALL, byteLimit: MOST_BYTES },
      onBody: undefined,
      signal: options.signal,
    },
    {
      env: options.env,
      lookup: async () => addresses,
      proxies: options.trust.proxies,
      authorities: () => loadAuthorities(options.trust.certificates, options.env),
      publicOnly: options.trust.publicOnly,
    },
  );
  const location = answer.kind === 'fault' ? undefined : answer.headers.get('location');
  return location === undefined ? null : toRedirect(url, location);
}

function toRedirect(from: GitUrl, location: string): Redirect {
  if (!URL.canParse(location, from.text)) return null;
  const target = new URL(location, from.text);
  if (!(target.pathname + target.search).endsWith(SERVICE)) return shown(from, target.origin + target.pathname);
  return shown(from, target.origin + target.pathname.slice(0, -'/info/refs'.length));
}

function shown(from: GitUrl, text: string): Redirect {
  const to = parseGitUrl(text);
  if ('unusable' in to) return null;
  return { to, isSameHost: to.scheme === from.scheme && to.host === from.host && to.port === from.port };
}
