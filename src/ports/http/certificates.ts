import { readFile } from 'node:fs/promises';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import type { Environment } from '../git/environment.ts';

/** node's own authorities (`undefined`), those and further ones, or what is wrong with a file that was named. */
export type Authorities = { readonly context: SecureContext | undefined } | { readonly unusable: string };

const VARIABLES = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'] as const;

/**
 * Certificate authorities beside node's own: the files that the user's settings list and those of the environment. node reads
 * NODE_EXTRA_CA_CERTS itself, but forgets it once others are given.
 */
export async function loadAuthorities(files: readonly string[], env: Environment): Promise<Authorities> {
  const named = [
    ...files.map((path) => ({ path, by: 'certificates in your configuration' })),
    ...VARIABLES.map((by) => ({ path: env[by] ?? '', by })),
  ].filter(({ path }) => path !== '');
  if (named.length === 0) return { context: undefined };
  const texts: string[] = [];
  for (const { path, by } of named) {
    try {
      texts.push(await readFile(path, 'utf8'));
    } catch (error) {
      return { unusable: `${by} names ${path}, which cannot be read (${codeOf(error)})` };
    }
  }
  try {
    return { context: createSecureContext({ ca: [...rootCertificates, ...texts] }) };
  } catch (error) {
    return { unusable: `${named.map(({ path }) => path).join(', ')}: no certificates in PEM form (${codeOf(error)})` };
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
