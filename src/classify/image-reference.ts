import { HOLE } from '../model/value.ts';
import type { Range } from '../syntax/url.ts';

/** An image reference by Docker's own grammar, normalised; ranges are offsets of the text that was given. */
export type ImageReference = {
  /** `docker.io`, `ghcr.io`, `localhost:5000`. */
  readonly registry: string;
  /** `library/debian`, `acme/tool`. */
  readonly repository: string;
  readonly tag: string | null;
  /** `sha256:` and 64 hex digits, or another algorithm's. */
  readonly digest: string | null;
  readonly tagRange: Range | null;
  readonly digestRange: Range | null;
};

const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-f]{32,128}$/;
const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const REGISTRY = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\])(?::[0-9]+)?$/;
const MOST_CHARACTERS = 512;

/**
 * Parses `host:port/name:tag@digest` (https://github.com/distribution/reference). The first component is a registry only if it holds a
 * dot, a colon or a capital or is `localhost`: `user/x.y` is not one. Undefined when the text, holes counted, is no reference.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  const parts = splitImage(text);
  if (text.length > MOST_CHARACTERS || text.includes(HOLE)) return undefined;
  const tag = parts.tag === null ? null : text.slice(parts.tag.start, parts.tag.end);
  const digest = parts.digest === null ? null : text.slice(parts.digest.start, parts.digest.end);
  if (tag !== null && !TAG.test(tag)) return undefined;
  if (digest !== null && !isImageDigest(digest)) return undefined;
  const { registry, repository } = splitRegistry(text.slice(parts.name.start, parts.name.end));
  if (!REGISTRY.test(registry) || !repository.split('/').every((component) => COMPONENT.test(component)))
    return undefined;
  return { registry, repository, tag, digest, tagRange: parts.tag, digestRange: parts.digest };
}

/** Where name, tag and digest stand, without asking whether they are well formed; holes may stand in the text. */
export function splitImage(text: string): {
  readonly name: Range;
  readonly tag: Range | null;
  readonly digest: Range | null;
} {
  const start = ['docker://', 'docker-image://'].find((scheme) => text.startsWith(scheme))?.length ?? 0;
  const at = text.indexOf('@', start);
  const beforeDigest = at < 0 ? text.length : at;
  const colon = text.lastIndexOf(':', beforeDigest - 1);
  const hasTag = colon > Math.max(text.lastIndexOf('/', beforeDigest - 1), start);
  return {
    name: { start, end: hasTag ? colon : beforeDigest },
    tag: hasTag ? { start: colon + 1, end: beforeDigest } : null,
    digest: at < 0 ? null : { start: at + 1, end: text.length },
  };
}

/** True for a digest that names one content; a sha256 has 64 digits. */
export function isImageDigest(text: string): boolean {
  return DIGEST.test(text) && (!text.startsWith('sha256:') || text.length === 'sha256:'.length + 64);
}

function splitRegistry(name: string): { readonly registry: string; readonly repository: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const isRegistry = slash > 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const registry = isRegistry ? first.toLowerCase() : 'docker.io';
  const repository = isRegistry ? name.slice(slash + 1) : name;
  if (registry !== 'docker.io' && registry !== 'index.docker.io' && registry !== 'registry-1.docker.io')
    return { registry, repository };
  return { registry: 'docker.io', repository: repository.includes('/') ? repository : `library/${repository}` };
}
