import { loadTrustedConfig, type TrustedConfig } from '../config.ts';
import type { Resolution } from '../model/resolution.ts';
import type { Source } from '../model/source.ts';
import type { RunPorts } from './ports.ts';

/** Settings that git takes from its own configuration instead; whoever set them must know. */
const GIT_HAS_ITS_OWN = {
  mirrors: 'url.<base>.insteadOf',
  http: 'url.<base>.insteadOf',
  proxies: 'http.proxy',
  certificates: 'http.sslCAInfo',
} as const;

/** Whom the user trusts (`path` is that of `--trusted-config`, absolute). Warns of a setting that has no effect yet. */
export async function loadTrust(path: string | null, ports: RunPorts): Promise<TrustedConfig> {
  const trusted = await loadTrustedConfig(ports.env, path);
  if (trusted.tokens.size > 0) ports.warn("the user's configuration sets tokens, which this version does not use yet");
  return trusted;
}

/**
 * Warns of settings that do not reach some of these sources: git's own configuration is what git obeys. `archives` are URLs of archives
 * of repositories, which they do reach.
 */
export function warnOfUnused(
  trusted: TrustedConfig,
  sources: readonly Source[],
  archives: readonly string[],
  ports: Pick<RunPorts, 'warn'>,
): void {
  const hosts = new Set(sources.filter(({ kind }) => kind === 'git').map(hostOf));
  for (const url of archives) if (URL.canParse(url)) hosts.delete(new URL(url).host);
  if (hosts.size === 0) return;
  const isUnused = {
    mirrors: [...trusted.mirrors.keys()].some((host) => hosts.has(host)),
    http: trusted.http.some((host) => hosts.has(host)),
    proxies: trusted.proxies.size > 0,
    certificates: trusted.certificates.length > 0,
  } as const;
  for (const name of ['mirrors', 'http', 'proxies', 'certificates'] as const) {
    if (!isUnused[name]) continue;
    ports.warn(
      `${name} of the user's configuration are for images and files; for repositories set ${GIT_HAS_ITS_OWN[name]} in git's`,
    );
  }
}

/** A source on a host that the user does not allow is not asked; undefined when it may be. */
export function refusal(source: Source, { hosts }: TrustedConfig): Resolution | undefined {
  if (hosts === null) return undefined;
  const host = hostOf(source);
  if (hosts.includes(host)) return undefined;
  const message = `${host} is not among the hosts that the user's configuration allows: ${hosts.join(', ')}`;
  return { kind: 'unresolved', source, reason: 'refused', message };
}

/** `example.com:8443`; an image's locator begins with it. */
function hostOf({ kind, locator }: Source): string {
  if (kind === 'image') return locator.split('/', 1)[0] ?? locator;
  return URL.canParse(locator) ? new URL(locator).host : locator;
}
