import type { SourceKey } from '../model/source.ts';
import { impliedText, type Piece } from '../model/value.ts';
import { readCloneAddress } from './locator.ts';
import { matchForge } from './match-forge.ts';

/** The key, without a ref, of the repository that a remote's URL names, as `git config` holds it; undefined for a local one. */
export function toRepositoryKey(url: string): SourceKey | undefined {
  const address = readCloneAddress(url);
  if (address.kind !== 'remote') return undefined;
  const piece: Piece = impliedText(url, { file: '', start: 0, end: url.length });
  const locator = matchForge([piece], address, 'clone', new Map())[0]?.repository ?? null;
  return locator === null ? undefined : `git+${locator}`;
}
