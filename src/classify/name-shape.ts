import type { MovingName, NamePlace } from './moving-name.ts';
import { MOVING_NAMES } from './names.generated.ts';

/** What the spelling of a name says. */
export type NameShape = {
  /** Digits with dots or underscores, and the other ways of counting: `v1.2`, `boost-1_76_0`, `1-76-0`, `8u202`, `r1234`, `2024a`. */
  readonly hasVersion: boolean;
  /** A line of versions: `1.x`, `v24.3.x`, `linux-5.10.y`. */
  readonly hasWildcard: boolean;
  /** A calendar day: `20240101`, `2024-01-01`, `20240101123000`. */
  readonly hasDate: boolean;
  /** A number by itself that is too long for anything but a count of builds: `sqlite-autoconf-3420000`, `1097615`. */
  readonly hasNumber: boolean;
  /** Its runs of letters, lower-case; `isNumbered` for a pre-release such as `dev` in `2.0.0-dev.69`, which is fixed. */
  readonly words: readonly { readonly text: string; readonly isNumbered: boolean }[];
};

/** `x86_64` looks like a version and is none. */
const PROCESSOR = /x86[_-]64/gi;
/** Letters that stand right before the number of a revision or build, and how many digits tell it from a model's number. */
const COUNTERS: ReadonlyMap<string, number> = new Map([
  ['r', 2],
  ['rev', 2],
  ['b', 3],
  ['build', 2],
]);
/** `3327.v868139a_d00e0`: a count of commits and an abbreviated id, as Jenkins names its releases (JEP-229). */
const COUNTED_COMMIT = /(?:^|[^0-9])[0-9]{1,6}\.v[0-9a-f](?:_?[0-9a-f]){9,}(?![0-9A-Za-z])/;
const MOST_DIGITS_OF_A_SIZE = 4;
const RUNS = /[0-9]+|[A-Za-z]+|[^0-9A-Za-z]/g;

/** Reads versions, dates and words out of a name, in time linear in its length. */
export function readName(name: string): NameShape {
  const runs = name.replace(PROCESSOR, 'processor').match(RUNS) ?? [];
  let hasVersion = COUNTED_COMMIT.test(name);
  let hasWildcard = false;
  let hasDate = false;
  let hasNumber = false;
  const words: { text: string; isNumbered: boolean }[] = [];
  for (const [index, run] of runs.entries()) {
    if (isLetters(run)) {
      const after = runs[index + 1];
      const isNumbered = hasVersion && (isDigits(after) || (after === '.' && isDigits(runs[index + 2])));
      words.push({ text: run.toLowerCase(), isNumbered });
      if (isCounter(runs, index)) hasVersion = true;
    }
    if (!isDigits(run)) continue;
    const separator = runs[index + 1] ?? '';
    const next = runs[index + 2] ?? '';
    if ((separator === '.' || separator === '_') && isDigits(next)) hasVersion = true;
    if (separator === '.' && isWildcard(next, runs[index + 3])) hasWildcard = true;
    if (isUpdate(runs, index) || isLetteredYear(runs, index) || isHyphenated(runs, index)) hasVersion = true;
    if (isDay(run) || isDayInParts(runs, index)) hasDate = true;
    if (run.length > MOST_DIGITS_OF_A_SIZE && !isBesideLetters(runs, index)) hasNumber = true;
  }
  return { hasVersion, hasWildcard, hasDate, hasNumber, words };
}

/**
 * The word that makes a name move whatever its unknown parts hold, or undefined: one that moves beside a version too, or with
 * `mayHoldVersion` false any. An unknown date could fix it.
 */
export function movingWordBesideHole(
  shape: NameShape,
  place: NamePlace,
  unknown: { readonly mayHoldVersion: boolean; readonly mayHoldDate: boolean },
): MovingName | undefined {
  if (unknown.mayHoldDate) return undefined;
  const besideVersion = movingWord({ ...shape, hasVersion: true }, place);
  return besideVersion ?? (unknown.mayHoldVersion ? undefined : movingWord(shape, place));
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

/** `r1234`, `b4321`, `build77`. */
function isCounter(runs: readonly string[], index: number): boolean {
  const least = COUNTERS.get(runs[index]?.toLowerCase() ?? '');
  const number = runs[index + 1];
  return least !== undefined && !isDigits(runs[index - 1]) && isDigits(number) && (number?.length ?? 0) >= least;
}

/** `8u202`: an update of a Java release. */
function isUpdate(runs: readonly string[], index: number): boolean {
  return runs[index + 1] === 'u' && isDigits(runs[index + 2]);
}

/** `2024a`: the time zone database and others count within a year. */
function isLetteredYear(runs: readonly string[], index: number): boolean {
  const letter = runs[index + 1] ?? '';
  return isYear(runs[index] ?? '') && letter.length === 1 && isLetters(letter) && !isDigits(runs[index + 2]);
}

/** `1-76-0`; two numbers alone may be anything. */
function isHyphenated(runs: readonly string[], index: number): boolean {
  const [, first, second, third, fourth] = runs.slice(index, index + 5);
  return first === '-' && third === '-' && isDigits(second) && isDigits(fourth);
}

function isBesideLetters(runs: readonly string[], index: number): boolean {
  return isLetters(runs[index - 1] ?? '') || isLetters(runs[index + 1] ?? '');
}

/** Eight digits, or with a time of day behind them up to fourteen. */
function isDay(run: string): boolean {
  const isLong = run.length === 8 || run.length === 12 || run.length === 14;
  return isLong && isYear(run.slice(0, 4)) && isWithin(run.slice(4, 6), 12) && isWithin(run.slice(6, 8), 31);
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
