import type { Digest } from '../../model/pin.ts';
import type { Fault } from '../../ports/fault.ts';
import { followRedirects, type Reach } from '../../ports/http/follow.ts';
import { type HttpAnswer, type HttpLimits, HUB } from '../../ports/http.ts';
import { type AuthorisePorts, authorise } from './authorise.ts';

/** What a registry said about a manifest; `remark` speaks of the credentials that were or were not shown. */
export type ManifestAnswer = { readonly kind: 'manifest'; readonly answer: HttpAnswer; readonly remark: string };

/** Asks one repository for manifests by tag or digest. */
export type AskManifest = (
  method: 'HEAD' | 'GET',
  reference: string,
  signal: AbortSignal | undefined,
) => Promise<ManifestAnswer | Fault>;

/** Asks one repository for a blob (a configuration, a layer) by its digest. */
export type AskBlob = (
  digest: Digest,
  signal: AbortSignal | undefined,
  large?: LargeBody,
) => Promise<ManifestAnswer | Fault>;

/** Takes a body piece by piece that is too large to be kept. */
export type LargeBody = { readonly onBody: (chunk: Uint8Array) => void; readonly limits: HttpLimits };

/** Indexes first: of an image for several platforms the index is what `FROM image@digest` means everywhere. */
export const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
] as const;

/** A registry takes manifests up to 4 MiB (https://github.com/opencontainers/distribution-spec, "Pushing Manifests"). */
const LIMITS = { deadline: 30_000, stall: 15_000, byteLimit: 4 * 1024 * 1024 } as const;

/** A session with one repository: what the registry granted once is shown again. */
export type ImageRepository = { readonly askManifest: AskManifest; readonly askBlob: AskBlob };

type Question = {
  readonly method: 'HEAD' | 'GET';
  readonly path: string;
  readonly accept: string;
  readonly reach: Reach;
  readonly large?: LargeBody | undefined;
};

/**
 * Opens a session with one repository (`docker.io`, `library/debian`), which is asked anonymously first. For manifests redirects are followed
 * within the registry's host alone; blobs lie anywhere, and no credentials go there.
 */
export function openRepository(registry: string, repository: string, ports: AuthorisePorts): ImageRepository {
  const host = registry === HUB.name ? HUB.registry : registry;
  let granted: { readonly authorization: string | null; readonly remark: string } = { authorization: null, remark: '' };
  const send = ({ method, path, accept, reach, large }: Question, signal: AbortSignal | undefined) => {
    const { authorization } = granted;
    const headers = { accept, ...(authorization === null ? {} : { authorization }) };
    const url = `${ports.http.schemeOf(host)}//${host}/v2/${repository}/${path}`;
    return followRedirects(ports.http, { url, method, headers, limits: LIMITS, ...large, signal }, reach);
  };
  const ask = async (question: Question, signal: AbortSignal | undefined): Promise<ManifestAnswer | Fault> => {
    const first = await send(question, signal);
    if (first.kind === 'fault') return first;
    if (first.answer.status !== 401) return { kind: 'manifest', answer: first.answer, remark: granted.remark };
    const grant = await authorise(first.answer, repository, ports, signal);
    if (grant.kind === 'fault') return grant;
    granted = grant;
    if (grant.authorization === null) return { kind: 'manifest', answer: first.answer, remark: grant.remark };
    const second = await send(question, signal);
    return second.kind === 'fault' ? second : { kind: 'manifest', answer: second.answer, remark: grant.remark };
  };
  const accept = MANIFEST_TYPES.join(', ');
  return {
    askManifest: (method, reference, signal) =>
      ask({ method, path: `manifests/${reference}`, accept, reach: 'same-host' }, signal),
    askBlob: (digest, signal, large) =>
      ask({ method: 'GET', path: `blobs/${digest}`, accept: '*/*', reach: 'leave-behind', large }, signal),
  };
}
