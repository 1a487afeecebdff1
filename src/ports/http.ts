import { isLoopbackHost, type Lookup, lookupAll } from './address.ts';
import type { Fault } from './fault.ts';
import type { Environment } from './git/environment.ts';
import { type Authorities, loadAuthorities } from './http/certificates.ts';
import type { Network } from './http/connect.ts';
import { type Exchange, exchange, type HttpAnswer } from './http/exchange.ts';
import { bareHost, judgeUrl, type Place } from './http/place.ts';
import { NO_TRUST, type Trust, tokenHeader } from './trust.ts';

export type { HttpAnswer, HttpLimits } from './http/exchange.ts';
export { HUB, type Place, showUrl } from './http/place.ts';

/** One request. `url` as the build, a redirect or a registry names it; mirrors are led to behind it. */
export type HttpRequest = Pick<Exchange, 'method' | 'limits'> & {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly onBody?: (chunk: Uint8Array, size: number | null) => void;
  /** Where the URL was read, when another host said it. */
  readonly from?: Place;
  /** The token that the user has for the host goes along: to that host alone, wherever this request was led from. */
  readonly isWithToken?: boolean;
  readonly signal?: AbortSignal | undefined;
};

export type Http = {
  /** One request, one answer of whatever status; redirects are for `followRedirects`. Only an aborted signal rejects. */
  readonly send: (request: HttpRequest) => Promise<HttpAnswer | Fault>;
  /** How a host is spoken to whose name came without a scheme: by plain http only where the user's settings say so. */
  readonly schemeOf: (host: string) => 'https:' | 'http:';
};

/** The caller's environment and the user's own settings. */
export type HttpSetup = {
  readonly env: Environment;
  readonly trust?: Partial<Trust>;
  readonly lookup?: Lookup;
};

/** The one door to HTTP. Everything that may go wrong outside comes back as data. */
export function createHttp(setup: HttpSetup): Http {
  const trust: Trust = { ...NO_TRUST, ...setup.trust };
  let authorities: Promise<Authorities> | undefined;
  const network: Network = {
    env: setup.env,
    lookup: setup.lookup ?? lookupAll,
    proxies: trust.proxies,
    authorities: () => {
      authorities ??= loadAuthorities(trust.certificates, setup.env);
      return authorities;
    },
    publicOnly: trust.publicOnly,
  };
  return {
    schemeOf: (host) => (trust.http.includes(host) ? 'http:' : 'https:'),
    send: async ({ url, method, headers = {}, body, limits, onBody, from, isWithToken = false, signal }) => {
      signal?.throwIfAborted();
      const place = judgeUrl(url, trust, from);
      if ('kind' in place) return place;
      const token = isWithToken ? tokenFor(place, trust) : {};
      return exchange({ place, method, headers: { ...headers, ...token }, body, limits, onBody, signal }, network);
    },
  };
}

/** A token goes by https alone; by http it never leaves this machine. */
function tokenFor({ url }: Place, { tokens }: Trust): Readonly<Record<string, string>> {
  const token = tokens.get(url.host);
  const isSafe = url.protocol === 'https:' || isLoopbackHost(bareHost(url));
  return token !== undefined && isSafe ? { authorization: tokenHeader(token, 'web') } : {};
}
