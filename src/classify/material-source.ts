import type { Source } from '../model/source.ts';
import { impliedText, type Piece } from '../model/value.ts';
import { parseImageReference } from './image-reference.ts';
import { readCloneAddress, readDownloadAddress } from './locator.ts';
import { matchForge, type OwnForges } from './match-forge.ts';
import { fileSource, imageSource, repositorySource } from './source-key.ts';

/** The source that a document names by a URL or an image's name, in the one spelling that sources have; undefined when it is none. */
export function materialSource(
  kind: 'git' | 'image' | 'file',
  name: string,
  ref: string | null,
  own: OwnForges = new Map(),
): Source | undefined {
  if (kind === 'image') {
    const image = parseImageReference(ref === null ? name : `${name}:${ref}`);
    return image === undefined ? undefined : imageSource(image);
  }
  const address = kind === 'git' ? readCloneAddress(name) : readDownloadAddress(name);
  if (address.kind !== 'remote') return undefined;
  if (kind === 'file') return fileSource(name, address);
  const piece: Piece = impliedText(name, { file: '', start: 0, end: name.length });
  const repository = matchForge([piece], address, 'clone', own)[0]?.repository ?? null;
  return repository === null ? undefined : repositorySource('git', repository, ref === 'HEAD' ? null : ref);
}
