import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpSetup } from '../../../src/ports/http.ts';
import { type Certificate, createCertificate } from '../../support/certificate.ts';
import { requireProgram } from '../../support/installed.ts';
import { answer, startWebServer, type WebServer } from '../../support/web-server.ts';
import { get, httpWith, lookupIn } from './world.ts';

describe.skipIf(!requireProgram('openssl'))('certificates (openssl)', () => {
  let certificate: Certificate;
  let server: WebServer;
  let folder: string;
  beforeAll(async () => {
    certificate = createCertificate(['tls.example.com']);
    server = await startWebServer(answer(200, {}, 'secret'), { tls: certificate });
    folder = mkdtempSync(join(tmpdir(), 'pinlock-tls-'));
    writeFileSync(join(folder, 'text.pem'), 'no certificate');
  });
  afterAll(async () => {
    await server.close();
    certificate.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = (setup: Partial<HttpSetup>, host = 'tls.example.com') => {
    const lookup = lookupIn({ [host]: ['127.0.0.1'] });
    const mirror = `https://${host}:${server.host.split(':')[1]}`;
    return httpWith({ 'example.com': mirror }, { lookup, ...setup }).send(get('https://example.com/a'));
  };

  it.each([
    ['nobody vouches for it', () => ({}), 'tls', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['somebody else vouches', () => ({ env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } }), 'tls', 'no trusted connection'],
    [
      'a file that is not there',
      () => ({ env: { SSL_CERT_FILE: join(folder, 'gone.pem') } }),
      'tls',
      'SSL_CERT_FILE names',
    ],
    ['a file that holds none', () => ({ trust: { certificates: [join(folder, 'text.pem')] } }), 'tls', 'DEPTH_ZERO'],
  ])('%s: no request is sent', async (_name, setup, reason, words) => {
    const before = server.requests.length;
    const result = await ask(setup());
    expect(result).toMatchObject({ kind: 'fault', reason, isTransient: false });
    expect(result).toHaveProperty('message', expect.stringContaining(words));
    expect(server.requests).toHaveLength(before);
  });

  it.each([
    ['NODE_EXTRA_CA_CERTS', (path: string) => ({ env: { NODE_EXTRA_CA_CERTS: path } })],
    ['SSL_CERT_FILE', (path: string) => ({ env: { SSL_CERT_FILE: path } })],
    ["the user's settings", (path: string) => ({ trust: { certificates: [path] } })],
  ])('%s names who vouches', async (_name, setup) => {
    expect(await ask(setup(certificate.path))).toMatchObject({ kind: 'answer', status: 200 });
  });

  it('a trusted certificate of another name is none', async () => {
    const result = await ask({ trust: { certificates: [certificate.path] } }, 'other.example.com');
    expect(result).toMatchObject({ reason: 'tls' });
    expect(result).toHaveProperty('message', expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'));
  });

  it('a mirror that is spelled as an address', async () => {
    const http = httpWith({ 'example.com': server.url }, { trust: { certificates: [certificate.path] } });
    expect(await http.send(get('https://example.com/a'))).toMatchObject({ status: 200 });
  });

  it('a host that speaks plain http behind an https URL', async () => {
    const plain = await startWebServer(answer(200));
    const http = httpWith({ 'example.com': plain.url.replace('http:', 'https:') });
    expect(await http.send(get('https://example.com/a'))).toMatchObject({ kind: 'fault', reason: 'tls' });
    await plain.close();
  });
});
