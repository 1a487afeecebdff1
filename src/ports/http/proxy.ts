import { isLoopbackHost } from '../address.ts';
import type { Environment } from '../git/environment.ts';
import { bareHost } from './place.ts';

/** Proxies by scheme of the request, from the user's own settings. */
export type Proxies = ReadonlyMap<string, string>;

/** The proxy that stands between this machine and a URL; null: none. A text says what is wrong with the setting. */
export function findProxy(url: URL, configured: Proxies, env: Environment): URL | null | string {
  const host = bareHost(url);
  // As in Go's and curl's own reading: this machine is never reached through another one.
  if (isLoopbackHost(host)) return null;
  const isSecure = url.protocol === 'https:';
  const text =
    configured.get(isSecure ? 'https' : 'http') ??
    // Upper-case HTTP_PROXY can be a request's header in disguise (https://httpoxy.org), so nobody reads it.
    first(isSecure ? [env.https_proxy, env.HTTPS_PROXY] : [env.http_proxy]) ??
    first([env.all_proxy, env.ALL_PROXY]);
  if (text === undefined || isExcepted(url, first([env.no_proxy, env.NO_PROXY]) ?? '')) return null;
  const full = text.includes('://') ? text : `http://${text}`;
  const proxy = URL.canParse(full) ? new URL(full) : null;
  if (proxy === null || (proxy.protocol !== 'http:' && proxy.protocol !== 'https:') || proxy.hostname === '') {
    return 'the proxy that is set is neither an http:// nor an https:// URL';
  }
  return proxy;
}

/** `Basic ...` for the proxy itself; undefined when its URL holds no user. */
export function proxyAuthorization({ username, password }: URL): string | undefined {
  if (username === '') return undefined;
  return `Basic ${Buffer.from(`${decode(username)}:${decode(password)}`).toString('base64')}`;
}

/** NO_PROXY: hosts, domains with or without a leading dot, each with an optional port, or `*`. */
function isExcepted(url: URL, list: string): boolean {
  const host = bareHost(url).toLowerCase();
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true;
    const [, name = '', ownPort] = /^\.?(.*?)(?::(\d+))?$/.exec(entry.toLowerCase().replace(/^\*\./, '.')) ?? [];
    if (name === '' || (ownPort !== undefined && ownPort !== port)) return false;
    return host === name || host.endsWith(`.${name}`);
  });
}

function first(values: readonly (string | undefined)[]): string | undefined {
  return values.find((value) => value !== undefined && value !== '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
