import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { VendorManifest } from './manifest.ts';

/** One thing that a manifest or an index names by its digest. */
export type Descriptor = {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform: string | null;
  /** Layers that are not to be handed on have places of their own (`urls`). */
  readonly isForeign: boolean;
};

const descriptor = v.object({
  mediaType: v.optional(v.string(), ''),
  digest: v.pipe(v.string(), v.regex(/^sha256:[0-9a-f]{64}$/)),
  size: v.number(),
  platform: v.optional(v.object({ os: v.string(), architecture: v.string(), variant: v.optional(v.string()) })),
  urls: v.optional(v.array(v.string())),
});
const schema = v.object({
  mediaType: v.optional(v.string()),
  manifests: v.optional(v.array(descriptor)),
  config: v.optional(descriptor),
  layers: v.optional(v.array(descriptor)),
});

/** What an image's manifest or index (https://github.com/opencontainers/image-spec) names; undefined when it is neither. */
export function readImageManifest(
  body: Uint8Array,
): { readonly manifests: readonly Descriptor[]; readonly blobs: readonly Descriptor[] } | undefined {
  const parsed = v.safeParse(schema, parseJson(body));
  if (!parsed.success) return undefined;
  const { manifests = [], config, layers = [] } = parsed.output;
  return {
    manifests: manifests.map(toDescriptor),
    blobs: [...(config === undefined ? [] : [config]), ...layers].map(toDescriptor),
  };
}

/** Writes the two files that make `images/blobs` an OCI layout. `typeOf` gives media type and size by digest. */
export function writeLayout(
  folder: string,
  images: VendorManifest['images'],
  typeOf: (digest: string) => { readonly mediaType: string; readonly size: number },
): void {
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}\n');
  const manifests = images.map(({ name, digest }) => ({
    mediaType: typeOf(digest).mediaType,
    digest,
    size: typeOf(digest).size,
    annotations: { 'org.opencontainers.image.ref.name': `${name}@${digest}` },
  }));
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  writeFileSync(join(folder, 'index.json'), `${JSON.stringify({ schemaVersion: 2, mediaType, manifests }, null, 2)}\n`);
}

/** The media type that a manifest or index says it has, or must have by its shape. */
export function mediaTypeOf(body: Uint8Array): string {
  const parsed = v.safeParse(schema, parseJson(body));
  if (!parsed.success) return 'application/octet-stream';
  const kind = parsed.output.manifests === undefined ? 'manifest' : 'index';
  return parsed.output.mediaType ?? `application/vnd.oci.image.${kind}.v1+json`;
}

function toDescriptor({ mediaType, digest, size, platform, urls }: v.InferOutput<typeof descriptor>): Descriptor {
  return {
    mediaType,
    digest,
    size,
    platform: platform === undefined ? null : `${platform.os}/${platform.architecture}`,
    isForeign: urls !== undefined && urls.length > 0,
  };
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}
