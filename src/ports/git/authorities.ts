import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { atomicWrite } from '../atomic-write.ts';
import type { Environment, Setting } from './environment.ts';

/** A file with all authorities that git is to know (null: git's own are enough), or what is wrong. */
export type Bundle = { readonly path: string | null } | { readonly unusable: string };

/** Where systems keep the bundle that curl was built with (https://go.dev/src/crypto/x509/root_linux.go). */
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
] as const;

/**
 * git knows ONE file of authorities, so the user's further ones are written together with those that git would have used: GIT_SSL_CAINFO,
 * `http.sslCAInfo`, SSL_CERT_FILE, the system's, else node's. The file's name is the hash of what stands in it; it lies in the user's cache.
 */
export async function bundleAuthorities(
  files: readonly string[],
  env: Environment,
  settings: readonly Setting[],
): Promise<Bundle> {
  if (files.length === 0) return { path: null };
  const folder = cacheFolder(env);
  if (folder === null)
    return { unusable: 'certificates are configured, and there is no HOME to keep the list for git in' };
  const texts: string[] = [];
  for (const path of files) {
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) return { unusable: `certificates in your configuration names ${path}, which cannot be read` };
    texts.push(text);
  }
  const text = [await ownAuthorities(env, settings), ...texts].join('\n');
  const path = join(folder, `${createHash('sha256').update(text).digest('hex')}.pem`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if ((await readFile(path, 'utf8').catch(() => null)) !== text) {
      atomicWrite(path, Buffer.from(text), { keep: null });
    }
  } catch (error) {
    return { unusable: `the list of certificates for git cannot be written (${String(error)})` };
  }
  return { path };
}

async function ownAuthorities(env: Environment, settings: readonly Setting[]): Promise<string> {
  const configured = settings.filter(({ key }) => key.toLowerCase() === 'http.sslcainfo').at(-1)?.value;
  for (const path of [env.GIT_SSL_CAINFO, configured, env.SSL_CERT_FILE, ...SYSTEM_BUNDLES]) {
    const text = path === undefined || path === '' ? null : await readFile(path, 'utf8').catch(() => null);
    if (text !== null) return text;
  }
  return rootCertificates.join('\n');
}

function cacheFolder({ XDG_CACHE_HOME: xdg = '', HOME: home = '' }: Environment): string | null {
  if (isAbsolute(xdg)) return join(xdg, 'pinlock', 'certificates');
  return isAbsolute(home) ? join(home, '.cache', 'pinlock', 'certificates') : null;
}
