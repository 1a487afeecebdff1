import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { type Digest, isDigest } from '../../model/pin.ts';
import type { Fault } from '../../ports/fault.ts';
import { httpFault } from '../../ports/http/fault.ts';
import { showUrl } from '../../ports/http.ts';
import { parseJson, refusal } from './digest.ts';
import type { ImageRepository, ManifestAnswer } from './repository.ts';

/** Seconds since 1970; null where the image does not say. */
export type Created = { readonly kind: 'created'; readonly seconds: number | null };

const digestSchema = v.pipe(v.string(), v.guard(isDigest));
const indexSchema = v.object({
  manifests: v.array(
    v.object({
      digest: digestSchema,
      platform: v.optional(v.object({ os: v.string(), architecture: v.string() })),
    }),
  ),
});
const manifestSchema = v.object({ config: v.object({ digest: digestSchema }) });
const configSchema = v.object({ created: v.string() });

/**
 * When an image was made, as its configuration says; of an index the one for linux/amd64, else the first that is for a platform at all.
 * Every answer is checked against its digest.
 */
export async function findCreated(
  { askManifest, askBlob }: ImageRepository,
  digest: Digest,
  now: () => Date,
  signal: AbortSignal | undefined,
): Promise<Created | Fault> {
  const top = readVerified(await askManifest('GET', digest, signal), digest, now);
  if (top.kind === 'fault') return top;
  const platform = choosePlatform(top.value);
  const manifest =
    platform === undefined ? top : readVerified(await askManifest('GET', platform, signal), platform, now);
  if (manifest.kind === 'fault') return manifest;
  const parsed = v.safeParse(manifestSchema, manifest.value);
  if (!parsed.success) return { kind: 'created', seconds: null };
  const { digest: configDigest } = parsed.output.config;
  const config = readVerified(await askBlob(configDigest, signal), configDigest, now);
  if (config.kind === 'fault') return config;
  const read = v.safeParse(configSchema, config.value);
  const milliseconds = read.success ? Date.parse(read.output.created) : Number.NaN;
  return { kind: 'created', seconds: Number.isNaN(milliseconds) ? null : Math.floor(milliseconds / 1000) };
}

function choosePlatform(value: unknown): Digest | undefined {
  const parsed = v.safeParse(indexSchema, value);
  if (!parsed.success) return undefined;
  // Attestations stand in indexes as manifests for no platform: `unknown/unknown`.
  const images = parsed.output.manifests.filter(({ platform }) => platform?.os !== 'unknown');
  const usual = images.find(({ platform }) => platform?.os === 'linux' && platform.architecture === 'amd64');
  return (usual ?? images[0])?.digest;
}

function readVerified(
  asked: ManifestAnswer | Fault,
  digest: Digest,
  now: () => Date,
): { readonly kind: 'json'; readonly value: unknown } | Fault {
  if (asked.kind === 'fault') return asked;
  const { answer } = asked;
  if (answer.status !== 200) return refusal(asked, now);
  const got = `sha256:${createHash('sha256').update(answer.body).digest('hex')}`;
  if (got === digest) return { kind: 'json', value: parseJson(answer.body) };
  const what = `asked for ${digest}, what came is ${got}`;
  return httpFault('invalid', showUrl(answer.place.url), what, {
    advice: 'something between here and the registry changes answers: find out what',
  });
}
