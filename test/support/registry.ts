import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian's docker-registry on 127.0.0.1, storing in memory. */
export type Registry = {
  /** `http://127.0.0.1:PORT`, no slash at the end. */
  readonly url: string;
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  readonly close: () => Promise<void>;
};

/** Who may come in: everybody, `ADA` by a password, or bearers of a token from `realm` that `certificate` (a file) vouches for. */
export type RegistryAccess =
  | { readonly kind: 'open' }
  | { readonly kind: 'password' }
  | { readonly kind: 'token'; readonly realm: string; readonly certificate: string };

export const ADA = { user: 'ada', password: 's3cret' } as const;
export const SERVICE = 'registry.example.com';
export const ISSUER = 'auth.example.com';
/** ADA's password as `htpasswd -B` writes it. */
const HTPASSWD = 'ada:$2y$05$abcdefghijklmnopqrstuuLK7U1u6pVRmL7L1BBM2aS35PSZnDXlK\n';

export async function startRegistry(access: RegistryAccess = { kind: 'open' }): Promise<Registry> {
  const folder = mkdtempSync(join(tmpdir(), 'pinlock-registry-'));
  writeFileSync(join(folder, 'htpasswd'), HTPASSWD);
  const config = { version: 0.1, log: { level: 'info' }, storage: { inmemory: {} }, http: { addr: '127.0.0.1:0' } };
  const path = join(folder, 'config.yml');
  writeFileSync(path, JSON.stringify({ ...config, ...authOf(access, folder) }));
  const child = spawn('docker-registry', ['serve', path], {
    env: { PATH: process.env.PATH, OTEL_TRACES_EXPORTER: 'none' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const host = await listening(child);
  return {
    url: `http://${host}`,
    host,
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type PushedImage = { readonly digest: string; readonly body: Buffer };

/**
 * Pushes an image by plain PUTs: a manifest for one platform, or with `index` an index over one for each of two platforms. `text` makes
 * it another image, `created` (RFC 3339) stands in its configuration. `authorization` for registries that want one.
 */
export async function pushImage(
  url: string,
  repository: string,
  tag: string,
  options: {
    readonly text?: string;
    readonly index?: true;
    readonly authorization?: string;
    readonly created?: string;
  } = {},
): Promise<PushedImage> {
  const { text = tag, index, authorization, created } = options;
  const headers = authorization === undefined ? {} : { authorization };
  const base = `${url}/v2/${repository}`;
  if (index === undefined)
    return putManifest(base, tag, await manifestFor(base, { author: text, created }, headers), MANIFEST, headers);
  const platforms = ['amd64', 'arm64'];
  const manifests = [];
  for (const architecture of platforms) {
    const body = await manifestFor(base, { author: `${text} ${architecture}`, created }, headers);
    const { digest } = await putManifest(base, digestOf(body), body, MANIFEST, headers);
    manifests.push({ mediaType: MANIFEST, digest, size: body.length, platform: { architecture, os: 'linux' } });
  }
  const body = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests }));
  return putManifest(base, tag, body, INDEX, headers);
}

export function basic({ user, password }: { readonly user: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

export function digestOf(body: Buffer): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';

async function manifestFor(
  base: string,
  about: { readonly author: string; readonly created: string | undefined },
  headers: Readonly<Record<string, string>>,
): Promise<Buffer> {
  const config = Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux', ...about }));
  const digest = digestOf(config);
  const start = await expectStatus(202, `${base}/blobs/uploads/`, { method: 'POST', headers });
  const upload = new URL(start.headers.get('location') ?? '', base);
  upload.searchParams.set('digest', digest);
  await expectStatus(201, upload.href, { method: 'PUT', headers, body: config });
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: { mediaType: CONFIG, digest, size: config.length },
    layers: [],
  };
  return Buffer.from(JSON.stringify(manifest));
}

async function putManifest(
  base: string,
  reference: string,
  body: Buffer,
  type: string,
  headers: Readonly<Record<string, string>>,
): Promise<PushedImage> {
  await expectStatus(201, `${base}/manifests/${reference}`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': type },
    body,
  });
  return { digest: digestOf(body), body };
}

async function expectStatus(status: number, url: string, request: RequestInit): Promise<Response> {
  const response = await fetch(url, request);
  if (response.status === status) return response;
  throw new Error(`${request.method} ${url}: ${response.status} ${await response.text()}`);
}

function authOf(access: RegistryAccess, folder: string) {
  switch (access.kind) {
    case 'open':
      return {};
    case 'password':
      return { auth: { htpasswd: { realm: 'test', path: join(folder, 'htpasswd') } } };
    case 'token':
      return {
        auth: { token: { realm: access.realm, service: SERVICE, issuer: ISSUER, rootcertbundle: access.certificate } },
      };
    default:
      return access satisfies never;
  }
}

/** The registry chooses a free port and says which in its log. */
function listening(child: ChildProcess): Promise<string> {
  let log = '';
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`docker-registry ended with ${code}: ${log}`)));
    child.stderr?.on('data', (chunk) => {
      log += chunk;
      const host = /listening on (127\.0\.0\.1:\d+)/.exec(log)?.[1];
      if (host !== undefined) resolve(host);
    });
  });
}
