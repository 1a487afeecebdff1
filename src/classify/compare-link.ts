import type { Commit } from '../model/pin.ts';
import type { Source } from '../model/source.ts';
import { fillText } from '../syntax/filler.ts';
import { readCloneAddress } from './locator.ts';
import { findForge, type OwnForges } from './match-forge.ts';

/**
 * The page of the repository's host that shows what came between two commits, shortened to twelve digits; null where the host is not known
 * to have one.
 */
export function compareLink(
  { kind, locator }: Pick<Source, 'kind' | 'locator'>,
  from: Commit,
  to: Commit,
  ownForges: OwnForges,
): string | null {
  const address = readCloneAddress(locator);
  if (kind !== 'git' || address.kind !== 'remote' || address.scheme !== 'https') return null;
  const compare = findForge(locator, address, ownForges)?.compare ?? null;
  if (compare === null) return null;
  const parts = new Map([
    ['repository', locator],
    ['from', from.slice(0, 12)],
    ['to', to.slice(0, 12)],
  ]);
  return fillText(compare, (name) => parts.get(name)) ?? null;
}
