import { isLoopbackHost } from '../address.ts';
import { findProxy } from '../http/proxy.ts';
import { type Trust, tokenHeader } from '../trust.ts';
import type { Environment, Setting } from './environment.ts';
import { type GitUrl, hostWithPort } from './url.ts';

/** What pinlock's own configuration says of a place, as git's settings; a proxy may be one that nobody speaks, then with a reason. */
export type TrustedSettings = {
  readonly settings: readonly Setting[];
  readonly isProxied: boolean;
  readonly unusable: string | null;
};

/**
 * The user's proxies and tokens for one place. They go to git by its environment: no secret stands in its arguments, and each is bound
 * to scheme, host and port. A token goes by https, by http to this machine alone. `authorities` is a bundle's file, null for none.
 */
export function trustedSettings(
  url: GitUrl,
  trust: Pick<Trust, 'proxies' | 'tokens'>,
  authorities: string | null,
  env: Environment,
): TrustedSettings {
  if (url.scheme !== 'https' && url.scheme !== 'http') return { settings: [], isProxied: false, unusable: null };
  const { origin } = new URL(url.text);
  const isHere = isLoopbackHost(url.host);
  const settings: Setting[] = [];
  const proxy = findProxy(new URL(url.text), trust.proxies, { no_proxy: env.no_proxy, NO_PROXY: env.NO_PROXY });
  if (proxy instanceof URL) settings.push({ key: `http.${origin}/.proxy`, value: proxy.href });
  // curl would ask even for this machine through the proxy of the environment.
  if (isHere && hasProxy(env)) settings.push({ key: `http.${origin}/.proxy`, value: '' });
  const token = trust.tokens.get(hostWithPort(url));
  if (token !== undefined && (url.scheme === 'https' || isHere)) {
    settings.push({ key: `http.${origin}/.extraHeader`, value: `Authorization: ${tokenHeader(token, 'git')}` });
  }
  if (authorities !== null && url.scheme === 'https') settings.push({ key: 'http.sslCAInfo', value: authorities });
  return { settings, isProxied: proxy instanceof URL, unusable: typeof proxy === 'string' ? proxy : null };
}

function hasProxy({ http_proxy, https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY }: Environment): boolean {
  return [http_proxy, https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY].some((value) => (value ?? '') !== '');
}
