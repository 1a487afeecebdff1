import type { FetchKind } from '../model/act.ts';
import type { Source } from '../model/source.ts';
import { decodePercent, encodePercent, normaliseEscapes } from '../syntax/percent.ts';
import { pathComponents, sliceRange } from '../syntax/url.ts';
import type { ImageReference } from './image-reference.ts';
import { type Address, ownPort } from './locator.ts';

/** Characters that a path or a ref inside a key never shows as they are: the key's own delimiters, and blanks. */
const RESERVED = '%@# ';

/** A repository's address in the parts that a key is made of. `path` components are decoded, but for escaped slashes. */
export type Repository = {
  readonly scheme: string;
  readonly user: string | null;
  readonly host: string;
  readonly port: string | null;
  readonly path: readonly string[];
  readonly query: string;
};

/**
 * Takes the key's parts out of an address: lower-case host, no default port, no password and no user but ssh's (who is part of the
 * address there, not a secret), no `.git`, no trailing slash.
 */
export function readRepository(text: string, address: Extract<Address, { kind: 'remote' }>): Repository {
  const { parts, scheme } = address;
  const user = parts.user === null ? '' : (sliceRange(text, parts.user).split(':', 1)[0] ?? '');
  const path = pathComponents(text, parts.path).map((range) => decodeComponent(sliceRange(text, range)));
  return {
    scheme,
    user: scheme.endsWith('ssh') && user !== '' ? user : null,
    host: sliceRange(text, parts.host).toLowerCase(),
    port: ownPort(text, address),
    path: withoutSuffix(path),
    query: parts.query === null ? '' : `?${sliceRange(text, parts.query)}`,
  };
}

/** A forge's repository: always asked by https, whatever way in was written. */
export function forgeRepository(host: string, path: string): Repository {
  const [name = host, port] = host.split(':', 2);
  const components = path.split('/').filter((component) => component !== '');
  return {
    scheme: 'https',
    user: null,
    host: name,
    port: port === undefined || port === '443' ? null : port,
    path: withoutSuffix(components),
    query: '',
  };
}

/** The address that git is asked, without a ref. */
export function repositoryLocator(repository: Repository): string {
  const user = repository.user === null ? '' : `${encodePercent(repository.user, `${RESERVED}/:`)}@`;
  const port = repository.port === null ? '' : `:${repository.port}`;
  const path = repository.path.map((component) => `/${encodeComponent(component)}`).join('');
  return `${repository.scheme}://${user}${repository.host}${port}${path}${encodePercent(repository.query, '@# ')}`;
}

/** `git+https://host/path@ref`; `ref` null is the default branch. */
export function repositorySource(
  kind: Extract<FetchKind, 'git' | 'hg' | 'svn'>,
  locator: string,
  ref: string | null,
): Source {
  const suffix = ref === null ? '' : `@${encodePercent(ref, RESERVED)}`;
  return { key: `${kind}+${locator}${suffix}`, kind, locator, ref };
}

/** `docker://docker.io/library/debian:bookworm`; a digest stands in the key only where there is no tag. */
export function imageSource(image: ImageReference): Source {
  const locator = `${image.registry}/${image.repository}`;
  const suffix = image.tag !== null ? `:${image.tag}` : image.digest !== null ? `@${image.digest}` : '';
  return { key: `docker://${locator}${suffix}`, kind: 'image', locator, ref: image.tag ?? image.digest };
}

/** A download's URL in one spelling: RFC 3986, 6.2.2 and 6.2.3, without user and fragment. */
export function fileSource(text: string, address: Extract<Address, { kind: 'remote' }>): Source {
  const { parts, scheme } = address;
  const port = ownPort(text, address);
  const path = withoutDots(normaliseEscapes(sliceRange(text, parts.path)));
  const query = parts.query === null ? '' : `?${normaliseEscapes(sliceRange(text, parts.query))}`;
  const host = sliceRange(text, parts.host).toLowerCase();
  const key = `${scheme}://${host}${port === null ? '' : `:${port}`}${path === '' ? '/' : path}${query}`;
  return { key, kind: 'file', locator: key, ref: null };
}

function withoutSuffix(path: readonly string[]): readonly string[] {
  const last = path.at(-1);
  return last === undefined || last === '.git' || !last.endsWith('.git')
    ? path
    : [...path.slice(0, -1), last.slice(0, -4)];
}

/** An escaped slash is no separator, so it stays escaped. */
function decodeComponent(component: string): string {
  return component.split(/%2f/i).map(decodePercent).join('%2F');
}

function encodeComponent(component: string): string {
  return component
    .split('%2F')
    .map((part) => encodePercent(part, `${RESERVED}?`))
    .join('%2F');
}

/** RFC 3986, 5.2.4. */
function withoutDots(path: string): string {
  if (!path.includes('/.')) return path;
  const result: string[] = [];
  const components = path.split('/').slice(1);
  for (const [index, component] of components.entries()) {
    const isLast = index === components.length - 1;
    if (component === '..') result.pop();
    else if (component !== '.') result.push(component);
    if (isLast && (component === '.' || component === '..')) result.push('');
  }
  return `/${result.join('/')}`;
}
