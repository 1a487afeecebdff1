import http from 'node:http';
import https from 'node:https';
import type { Place } from './place.ts';
import { type GitUrl, parseGitUrl } from './url.ts';

const SERVICE = '/info/refs?service=git-upload-pack';

/** Where an HTTP redirect leads: the repository's URL there, or null when nobody can tell. */
export type Redirect = { readonly to: GitUrl; readonly isSameHost: boolean } | null;

/**
 * Asks, without any credentials, where a repository that answered with a redirect has gone; git's own following would send
 * host-scoped headers and ask credential helpers for the new host. One request, one answer; it never follows by itself.
 */
export function findRedirect(
  place: Place,
  options: { readonly deadline: number; readonly signal?: AbortSignal | undefined },
): Promise<Redirect> {
  const { url } = place;
  if (url.scheme !== 'https' && url.scheme !== 'http') return Promise.resolve(null);
  const send = url.scheme === 'https' ? https.request : http.request;
  return new Promise((resolve) => {
    const signals = [AbortSignal.timeout(options.deadline), ...(options.signal === undefined ? [] : [options.signal])];
    const request = send(
      {
        // Tied to the address that was judged; the name is still what TLS and the server see.
        host: place.addresses[0] ?? url.host,
        servername: url.host,
        port: url.port,
        path: url.path + SERVICE,
        headers: { host: url.text.split('/')[2] ?? url.host, 'user-agent': 'git/pinlock', accept: '*/*' },
        agent: false,
        signal: AbortSignal.any(signals),
      },
      (response) => {
        const location = response.headers.location;
        response.destroy();
        resolve(location === undefined ? null : toRedirect(url, location));
      },
    );
    // No connection here (a proxy, an own certificate authority) only means that the new place is not named.
    request.on('error', () => resolve(null));
    request.end();
  });
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
