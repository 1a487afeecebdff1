import type { RetrieveAct } from '../model/act.ts';
import { type HolePiece, showPieces } from '../model/value.ts';
import { findUpwards } from './files.ts';
import { isAddress } from './refs.ts';
import { split, type World } from './world.ts';

/**
 * The remote of a repository that a command of an image fetches from where the text brought none and copied nothing of the project: it came
 * with the base image, or a program put it there. Undefined where it may be the project's own, and for what names an address itself.
 */
export function unseenRemote(world: World, { repository, remote, invocation }: RetrieveAct): HolePiece | undefined {
  if (world.stageList.length === 0 || (remote !== null && isAddress(remote))) return undefined;
  const above = findUpwards(world.files, split(world, repository));
  if (above.some(({ folder }) => folder.entries.some(({ kind }) => MAY_HOLD_ONE.has(kind)))) return undefined;
  const name = remote === null ? 'origin' : showPieces(remote.pieces);
  return {
    kind: 'hole',
    id: `remote:${repository.key}:${name}`,
    name: `$(git remote get-url ${name})`,
    why: 'environment',
    at: invocation.word,
  };
}

/** The project's own files, what was unpacked, and what is said to lie there already. */
const MAY_HOLD_ONE: ReadonlySet<string> = new Set(['own', 'tree', 'repository']);
