import { createHash, createPrivateKey, sign, X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ADA, basic, ISSUER, SERVICE } from './registry.ts';
import { startWebServer, type WebServer } from './web-server.ts';

export const REFRESH_TOKEN = 'refresh-t0ken';

/**
 * A realm for docker-registry: gives ADA (by password or by REFRESH_TOKEN) tokens for what is asked, and everybody else tokens for
 * repositories below `public/`. `keyPair` is what the registry trusts.
 */
export function startTokenServer(keyPair: { readonly key: string; readonly cert: string }): Promise<WebServer> {
  return startWebServer(async (request, response) => {
    const form = new URLSearchParams(request.method === 'POST' ? await bodyOf(request) : '');
    const asked = new URL(request.url ?? '', 'http://127.0.0.1').searchParams;
    const isAda = request.headers.authorization === basic(ADA) || form.get('refresh_token') === REFRESH_TOKEN;
    if (!isAda && (request.headers.authorization !== undefined || form.has('refresh_token'))) {
      response.writeHead(401).end();
      return;
    }
    const [type = '', name = '', actions = ''] = (form.get('scope') ?? asked.get('scope') ?? '').split(':');
    const isOpen = isAda || (name.startsWith('public/') && actions === 'pull');
    const access = isOpen ? [{ type, name, actions: actions.split(',') }] : [];
    const token = tokenFor(access, keyPair);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(request.method === 'POST' ? { access_token: token } : { token }));
  });
}

/** A JWT as https://distribution.github.io/distribution/spec/auth/jwt/ wants it. */
function tokenFor(access: readonly unknown[], { key, cert }: { readonly key: string; readonly cert: string }): string {
  const now = Math.floor(Date.now() / 1000);
  const header = { typ: 'JWT', alg: 'RS256', x5c: [new X509Certificate(cert).raw.toString('base64')] };
  const claims = { iss: ISSUER, sub: '', aud: SERVICE, exp: now + 300, nbf: now - 60, iat: now };
  const jti = createHash('sha256')
    .update(JSON.stringify([access, now]))
    .digest('hex');
  const text = [header, { ...claims, jti, access }].map(toBase64Url).join('.');
  return `${text}.${sign('sha256', Buffer.from(text), createPrivateKey(key)).toString('base64url')}`;
}

function toBase64Url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
