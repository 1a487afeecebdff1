import type { TraceEvent } from '../model/invocation.ts';
import { make, newFiles } from './files.ts';
import { split, type World } from './world.ts';

/** What lies at one place: an image's stage, another machine, a container. */
export type Place = Pick<World, 'files' | 'latestClones' | 'unpacked'>;

/** Commands run in another place from here on, or where they ran before. Below another root the files are the same, by other names. */
export function changePlace(world: World, { name, root }: Extract<TraceEvent, { kind: 'place' }>): void {
  if (name === null) {
    const before = world.left.pop();
    if (before === undefined) return;
    // What came in below another root lies here as well.
    before.files.size += world.files.size;
    take(world, before);
    return;
  }
  const { files, latestClones, unpacked } = world;
  world.left.push({ files, latestClones, unpacked });
  if (root !== null) {
    world.files = newFiles();
    world.files.root.children.set('/', make(files, split(world, root)));
    world.files.size = files.size;
    world.latestClones = new Map();
    world.unpacked = new Map();
    return;
  }
  const known = world.places.get(name) ?? { files: newFiles(), latestClones: new Map(), unpacked: new Map() };
  world.places.set(name, known);
  take(world, known);
}

function take(world: World, { files, latestClones, unpacked }: Place): void {
  world.files = files;
  world.latestClones = latestClones;
  world.unpacked = unpacked;
}
