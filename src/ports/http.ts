import { type Lookup, lookupAll } from './address.ts';
import type { Fault } from './fault.ts';
import type { Environment } from './git/environment.ts';
import { type Authorities, loadAuthorities } from './http/certificates.ts';
import type { Network } from './http/connect.ts';
import { type Exchange, exchange, type HttpAnswer } from './http/exchange.ts';
import { type HttpTrust, judgeUrl, type Place } from './http/place.ts';
import type { Proxies } from './http/proxy.ts';

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
  readonly signal?: AbortSignal | undefined;
};

export type Http = {
  /** One request, one answer of whatever status; redirects are for `followRedirects`. Only an aborted signal rejects. */
  readonly send: (request: HttpRequest) => Promise<HttpAnswer | Fault>;
  /** How a host is spoken to whose name came without a scheme: by plain http only where the user's settings say so. */
  readonly schemeOf: (host: string) => 'https:' | 'http:';
};

/** The caller's environment and the user's own settings. `certificates` are files with further authorities. */
export type HttpSetup = {
  readonly env: Environment;
  readonly trust?: Partial<HttpTrust>;
  readonly proxies?: Proxies;
  readonly certificates?: readonly string[];
  readonly lookup?: Lookup;
};

/** The one door to HTTP. Everything that may go wrong outside comes back as data. */
export function createHttp(setup: HttpSetup): Http {
  const trust: HttpTrust = { mirrors: new Map(), hosts: null, http: [], ...setup.trust };
  let authorities: Promise<Authorities> | undefined;
  const network: Network = {
    env: setup.env,
    lookup: setup.lookup ?? lookupAll,
    proxies: setup.proxies ?? new Map(),
    authorities: () => {
      authorities ??= loadAuthorities(setup.certificates ?? [], setup.env);
      return authorities;
    },
  };
  return {
    schemeOf: (host) => (trust.http.includes(host) ? 'http:' : 'https:'),
    send: async ({ url, method, headers = {}, body, limits, onBody, from, signal }) => {
      signal?.throwIfAborted();
      const place = judgeUrl(url, trust, from);
      if ('kind' in place) return place;
      return exchange({ place, method, headers, body, limits, onBody, signal }, network);
    },
  };
}
