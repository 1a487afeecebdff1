import type { MakeAct } from '../model/act.ts';
import type { ClassifiedFetch } from '../model/source.ts';
import type { MatchedEvent } from '../model/step.ts';
import { flatten, HOLE, showPieces, slicePieces, type Word } from '../model/value.ts';

/**
 * Leaves out images that a command of the tree makes on this machine, which another file builds upon or runs: `docker build -t base .`, and
 * `FROM base` elsewhere. A name with an owner or a registry that the tree also pushes may as well be taken from there and stays; so does an
 * image that a pull asks the registry for, and the base of the very file that makes an image of its name (`docker build -t nginx .`).
 */
export function leaveOutMade(
  fetches: readonly ClassifiedFetch[],
  steps: readonly MatchedEvent[],
): readonly ClassifiedFetch[] {
  const made = collectMade(steps);
  if (made.size === 0) return fetches;
  return fetches.filter(({ fetch: { act, url }, kind, place }) => {
    if (kind !== 'image' || act.kind !== 'fetch' || act.marks.has('pulls')) return true;
    const makers = made.get(imageName(url) ?? '');
    return makers === undefined || makers.some((maker) => mayBe(maker, place.file));
  });
}

/** By name, the commands that make such an image; none that the tree pushes. */
function collectMade(steps: readonly MatchedEvent[]): ReadonlyMap<string, readonly MakeAct[]> {
  const result = new Map<string, MakeAct[]>();
  const pushed = new Pushed();
  for (const { acts } of steps) {
    for (const act of acts) {
      if (act.kind !== 'make') continue;
      for (const word of act.names) {
        if (act.where === 'registry') {
          pushed.add(word);
          continue;
        }
        const name = imageName(word);
        if (name === undefined) continue;
        const known = result.get(name);
        if (known === undefined) result.set(name, [act]);
        else known.push(act);
      }
    }
  }
  for (const name of result.keys()) if (pushed.has(name)) result.delete(name);
  return result;
}

/** Repositories at registries that the tree itself fills: an image from there may be another one. */
class Pushed {
  private readonly repositories = new Set<string>();
  private isAny = false;

  add({ pieces }: Word): void {
    const repository = repositoryOf(flatten(pieces).replace(/^docker:\/\//, ''));
    if (repository.includes(HOLE)) this.isAny = true;
    else this.repositories.add(repository);
  }

  /** A name without an owner is nobody's at a registry. */
  has(name: string): boolean {
    const repository = repositoryOf(name);
    return repository.includes('/') && (this.isAny || this.repositories.has(repository));
  }
}

/** The name of an image without its tag. */
function repositoryOf(name: string): string {
  return name.replace(/:[^/:]*$/, '');
}

/**
 * A name with its tag; undefined for one by its digest and where nobody knows it. Of a tag that holds unknown parts, what they are called
 * stands for them: `tool:$(sha256sum Dockerfile)` is made and run by that one text.
 */
function imageName({ pieces }: Word): string | undefined {
  const text = flatten(pieces).replace(/^docker\.io\/(?:library\/)?/, '');
  const repository = repositoryOf(text);
  if (repository === '' || text.includes('@') || repository.includes(HOLE)) return undefined;
  if (repository === text) return `${text}:latest`;
  return repository + showPieces(slicePieces(pieces, flatten(pieces).lastIndexOf(':'), flatten(pieces).length));
}

/** Whether the file may be what the image is made by, as far as the end of its path is known. */
function mayBe({ recipe }: MakeAct, file: string): boolean {
  if (recipe === null) return false;
  const text = flatten(recipe.pieces);
  const end = text.slice(text.lastIndexOf(HOLE) + 1);
  return `/${file}`.endsWith(end);
}
