import type { FetchAct } from '../model/act.ts';
import { pieceKey, type Word } from '../model/value.ts';
import type { World } from './world.ts';

/** The same text for every spelling of a local image's name: the tag `latest` is the one that is taken where none is named. */
export function imageKey({ pieces }: Word): string {
  return pieceKey(pieces)
    .replace(/^(?:docker\.io\/)?(?:library\/)?/, '')
    .replace(/:latest$/, '');
}

/** An image that an earlier command of the file made is run from this machine; only a pull asks a registry all the same. */
export function isMadeHere(world: World, act: FetchAct): boolean {
  return act.what === 'image' && !act.marks.has('pulls') && world.madeImages.has(imageKey(act.url));
}
