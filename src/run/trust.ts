import { loadTrustedConfig, type TrustedConfig } from '../config.ts';
import { UserError } from '../errors.ts';
import type { Resolution } from '../model/resolution.ts';
import type { Source } from '../model/source.ts';
import type { Trust } from '../ports/trust.ts';
import type { RunPorts } from './ports.ts';

/** Whom the user trusts (`path` is that of `--trusted-config`, absolute). Warns of a token whose variable is empty. */
export async function loadTrust(path: string | null, ports: Pick<RunPorts, 'env' | 'warn'>): Promise<TrustedConfig> {
  const trusted = await loadTrustedConfig(ports.env, path);
  for (const [host, variable] of trusted.tokens) {
    if ((ports.env[variable] ?? '') !== '') continue;
    ports.warn(`the user's configuration names ${variable} for the token of ${host}, and it is not set`);
  }
  return trusted;
}

/**
 * The settings as the doors to the world take them, the tokens out of their variables. Throws a UserError for a token that cannot stand
 * in a header; it shows the variable's name alone.
 */
export function toTrust(
  trusted: TrustedConfig,
  env: RunPorts['env'],
  { publicOnly }: { readonly publicOnly: boolean },
): Trust {
  const { mirrors, hosts, http, proxies, certificates } = trusted;
  const tokens = new Map<string, string>();
  for (const [host, variable] of trusted.tokens) {
    const token = (env[variable] ?? '').trim();
    if (!TOKEN.test(token)) throw new UserError(`${variable}: a token of ${host} holds blanks or control characters`);
    if (token !== '') tokens.set(host, token);
  }
  return { mirrors, hosts, http, proxies, certificates, tokens, publicOnly };
}

const TOKEN = /^[\x21-\x7e]*$/;

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
