import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Certificate = {
  readonly key: string;
  readonly cert: string;
  /** The certificate's file, for those who are to trust it. */
  readonly path: string;
  readonly remove: () => void;
};

/** A self-signed certificate for these names (and 127.0.0.1), valid from now on; made by openssl. */
export function createCertificate(names: readonly string[]): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'pinlock-certificate-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subjects = [...names.map((name) => `DNS:${name}`), 'IP:127.0.0.1'].join(',');
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=test'];
  execFileSync('openssl', [...args, '-addext', `subjectAltName=${subjects}`, '-keyout', key, '-out', cert], {
    stdio: 'ignore',
  });
  return {
    key: readFileSync(key, 'utf8'),
    cert: readFileSync(cert, 'utf8'),
    path: cert,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
