import type { MakeAct } from '../model/act.ts';
import type { ClassifiedFetch } from '../model/source.ts';
import type { MatchedEvent } from '../model/step.ts';
import { flatten, HOLE, knownText, type Word } from '../model/value.ts';

/**
 * Leaves out images that a command of the tree makes on this machine, which another file builds upon or runs: `docker build -t base .`, and
 * `FROM base` elsewhere. A name with an owner or a registry is one that is pushed, so it may as well be taken from there and stays; so does an
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
    const makers = made.get(localName(url) ?? '');
    return makers === undefined || makers.some((maker) => mayBe(maker, place.file));
  });
}

/** By local name, the commands that make such an image. */
function collectMade(steps: readonly MatchedEvent[]): ReadonlyMap<string, readonly MakeAct[]> {
  const result = new Map<string, MakeAct[]>();
  for (const { acts } of steps) {
    for (const act of acts) {
      if (act.kind !== 'make') continue;
      for (const word of act.names) {
        const name = localName(word);
        if (name === undefined) continue;
        const known = result.get(name);
        if (known === undefined) result.set(name, [act]);
        else known.push(act);
      }
    }
  }
  return result;
}

/** A name without owner and registry, with its tag; undefined for all others and where nobody knows it. */
function localName({ pieces }: Word): string | undefined {
  const text = knownText(pieces);
  if (text === undefined || text === '' || /[/@]/.test(text)) return undefined;
  return text.includes(':') ? text : `${text}:latest`;
}

/** Whether the file may be what the image is made by, as far as the end of its path is known. */
function mayBe({ recipe }: MakeAct, file: string): boolean {
  if (recipe === null) return false;
  const text = flatten(recipe.pieces);
  const end = text.slice(text.lastIndexOf(HOLE) + 1);
  return `/${file}`.endsWith(end);
}
