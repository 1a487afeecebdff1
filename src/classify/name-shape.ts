import type { MovingName, NamePlace } from './moving-name.ts';
import { MOVING_NAMES } from './names.generated.ts';

/** What the spelling of a name says. */
export type NameShape = {
  /** Digits with dots: `v1.2`, `boost-1_76_0`, `foo-1.2.3-rc1`. */
  readonly hasVersion: boolean;
  /** A line of versions: `1.x`, `v24.3.x`, `linux-5.10.y`. */
  readonly hasWildcard: boolean;
  /** A calendar day: `20240101`, `2024-01-01`. */
  readonly hasDate: boolean;
  /** Its runs of letters, lower-case; `isNumbered` for a pre-release such as `dev` in `2.0.0-dev.69`, which is fixed. */
  readonly words: readonly { readonly text: string; readonly isNumbered: boolean }[];
};

/** `x86_64` looks like a version and is none. */
const PROCESSOR = /x86[_-]64/gi;
const RUNS = /[0-9]+|[A-Za-z]+|[^0-9A-Za-z]/g;

/** Reads versions, dates and words out of a name, in time linear in its length. */
export function readName(name: string): NameShape {
  const runs = name.replace(PROCESSOR, 'processor').match(RUNS) ?? [];
  let hasVersion = false;
  let hasWildcard = false;
  let hasDate = false;
  const words: { text: string; isNumbered: boolean }[] = [];
  for (const [index, run] of runs.entries()) {
    if (isLetters(run)) {
      const after = runs[index + 1];
      const isNumbered = hasVersion && (isDigits(after) || (after === '.' && isDigits(runs[index + 2])));
      words.push({ text: run.toLowerCase(), isNumbered });
    }
    if (!isDigits(run)) continue;
    const separator = runs[index + 1] ?? '';
    const next = runs[index + 2] ?? '';
    if ((separator === '.' || separator === '_') && isDigits(next)) hasVersion = true;
    if (separator === '.' && isWildcard(next, runs[index + 3])) hasWildcard = true;
    if (isDay(run) || isDayInParts(runs, index)) hasDate = true;
  }
  return { hasVersion, hasWildcard, hasDate, words };
}

/** The word that makes a name move, or undefined. A date fixes every name, a version most. */
export function movingWord(shape: NameShape, place: NamePlace): MovingName | undefined {
  if (shape.hasDate) return undefined;
  for (const word of shape.words) {
    const known = BY_NAME.get(place)?.get(word.text);
    if (known === undefined || word.isNumbered) continue;
    const applies = shape.hasVersion ? known.besideVersion : known.alone;
    if (applies.includes(place)) return known;
  }
  return undefined;
}

const BY_NAME: ReadonlyMap<NamePlace, ReadonlyMap<string, MovingName>> = new Map(
  (['ref', 'release', 'url', 'image'] as const).map((place) => [place, namesOf(place)]),
);

function namesOf(place: NamePlace): ReadonlyMap<string, MovingName> {
  const names = MOVING_NAMES.filter((one) => one.alone.includes(place) || one.besideVersion.includes(place));
  return new Map(names.map((one) => [one.name, one]));
}

function isDigits(run: string | undefined): boolean {
  return run !== undefined && run >= '0' && run < ':';
}

function isLetters(run: string): boolean {
  return (run >= 'A' && run < '[') || (run >= 'a' && run < '{');
}

function isWildcard(run: string, after: string | undefined): boolean {
  return ['x', 'X', 'y', 'Y', '*'].includes(run) && !isDigits(after);
}

function isDay(run: string): boolean {
  return run.length === 8 && isYear(run.slice(0, 4)) && isWithin(run.slice(4, 6), 12) && isWithin(run.slice(6), 31);
}

/** `2024-01-01`, `2024_1_1`; dots make a version of it, which is as firm. */
function isDayInParts(runs: readonly string[], index: number): boolean {
  const [year = '', first = '', month = '', second = '', day = ''] = runs.slice(index, index + 5);
  return (
    first !== '' &&
    '-_./'.includes(first) &&
    first === second &&
    isYear(year) &&
    isWithin(month, 12) &&
    isWithin(day, 31)
  );
}

function isYear(text: string): boolean {
  return text.length === 4 && (text.startsWith('19') || text.startsWith('20'));
}

function isWithin(text: string, most: number): boolean {
  return isDigits(text) && text.length <= 2 && Number(text) >= 1 && Number(text) <= most;
}
