import type { Source, SourceKey } from '../model/source.ts';
import { impliedText, type Piece } from '../model/value.ts';
import { decodePercent } from '../syntax/percent.ts';
import { parseImageReference } from './image-reference.ts';
import { readCloneAddress, readDownloadAddress } from './locator.ts';
import { matchForge } from './match-forge.ts';
import { fileSource, imageSource, readRepository, repositoryLocator, repositorySource } from './source-key.ts';

/** The source that a lockfile's key names; undefined when the key is not in the one spelling that a source has. */
export function parseSourceKey(key: SourceKey): Source | undefined {
  const source = readKey(key);
  return source?.key === key ? source : undefined;
}

function readKey(key: string): Source | undefined {
  if (key.startsWith('docker://')) {
    const image = parseImageReference(key);
    return image === undefined ? undefined : imageSource(image);
  }
  for (const kind of ['git', 'hg', 'svn'] as const)
    if (key.startsWith(`${kind}+`)) return readRepositoryKey(kind, key.slice(kind.length + 1));
  const address = readDownloadAddress(key);
  if (address.kind !== 'remote' || address.parts.scheme === null) return undefined;
  return fileSource(key, address);
}

/** The first `@` behind the host begins the ref: both path and ref have theirs escaped. */
function readRepositoryKey(kind: 'git' | 'hg' | 'svn', text: string): Source | undefined {
  const path = text.indexOf('/', text.indexOf('://') + 3);
  const at = path < 0 ? -1 : text.indexOf('@', path);
  const url = at < 0 ? text : text.slice(0, at);
  const ref = at < 0 ? null : decodePercent(text.slice(at + 1));
  if (ref === '' || ref === 'HEAD') return undefined;
  const address = readCloneAddress(url);
  if (address.kind !== 'remote' || address.parts.scheme === null) return undefined;
  const piece: Piece = impliedText(url, { file: '', start: 0, end: url.length });
  const locator =
    kind === 'git'
      ? matchForge([piece], address, 'clone', new Map())[0]?.repository
      : repositoryLocator(readRepository(url, address));
  return locator === undefined || locator === null ? undefined : repositorySource(kind, locator, ref);
}
