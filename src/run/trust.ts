import { loadTrustedConfig, type TrustedConfig } from '../config.ts';
import type { Resolution } from '../model/resolution.ts';
import type { Source } from '../model/source.ts';
import type { RunPorts } from './ports.ts';

/** Settings that this version reads and does not act upon; whoever set them must know. */
const UNUSED = [
  'mirrors',
  'http',
  'proxies',
  'certificates',
  'tokens',
] as const satisfies readonly (keyof TrustedConfig)[];

/** Whom the user trusts (`path` is that of `--trusted-config`, absolute). Warns of settings that have no effect yet. */
export async function loadTrust(path: string | null, ports: RunPorts): Promise<TrustedConfig> {
  const trusted = await loadTrustedConfig(ports.env, path);
  for (const name of UNUSED) {
    const value = trusted[name];
    const isSet = 'size' in value ? value.size > 0 : value.length > 0;
    if (isSet) ports.warn(`the user's configuration sets ${name}, which this version does not use yet`);
  }
  return trusted;
}

/** A source on a host that the user does not allow is not asked; undefined when it may be. */
export function refusal(source: Source, { hosts }: TrustedConfig): Resolution | undefined {
  if (hosts === null) return undefined;
  const host = URL.canParse(source.locator) ? new URL(source.locator).host : source.locator;
  if (hosts.includes(host)) return undefined;
  const message = `${host} is not among the hosts that the user's configuration allows: ${hosts.join(', ')}`;
  return { kind: 'unresolved', source, reason: 'refused', message };
}
