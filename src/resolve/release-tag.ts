import SemVer from 'semver/classes/semver.js';

/** A tag that reads as a version. */
export type ReleaseTag = {
  /** The tag as it is called, without `refs/tags/`. */
  readonly name: string;
  /** What stands before the version, in lower case and without separators: tags of one product share it. `v` counts as nothing. */
  readonly family: string;
  /** Three numbers and what marks a pre-release; missing numbers are 0, a fourth one stands in `rest`. */
  readonly version: SemVer;
  readonly rest: readonly number[];
  /** How many numbers are written: `v4` is less said than `v4.0.0`, and usually moves. */
  readonly parts: number;
  /** Whether the numbers are a date: `2019.08.1`, `2019-08-01`, `20190801`, `19.04`. */
  readonly scheme: 'calendar' | 'ordinary';
};

/** Longer names are none that a person would choose. */
const MOST_LENGTH = 200;
const DAY = /^(?:19|20)\d\d-\d\d-\d\d$/;
/** A version inside of what would be the prefix: `1.2.3-linux4` is no version 4. */
const DOTTED = /\d[._]\d/;
const NUMBERS = /^\d{1,15}(?:[._]\d{1,15}){0,5}/;
/** Words for what is finished: `5.1-RELEASE`, `4.3.0.Final`, `5.0-GA`. */
const FINISHED = /^[-._](?:release|final|ga|stable)$/i;
/** Pre-releases as people write them without semver's hyphen: `1.0rc1`, `2.0.beta2`, `1_0_RC3`. */
const UNFINISHED = /^[-._]?(alpha|beta|rc|cr|pre|preview|dev|snapshot|milestone|a|b|m)[-._]?(\d{0,9})$/i;
/** What semver takes for a pre-release, and build metadata, which orders nothing. */
const BUILD = /\+[0-9A-Za-z.-]+$/;
const IDENTIFIERS = /^-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)$/;
const CALENDAR_YEAR = /^(?:19[89]\d|20\d\d)$/;
const CALENDAR_DAY = /^(?:19[89]\d|20\d\d)(?:0\d|1[0-2])[0-3]\d$/;
/** `19.04`: only a month is written with a leading zero. */
const SHORT_MONTH = /^[1-9]\d[._]0\d$/;

/** Reads a tag's name as what stands before a version, and the version; undefined when it is none. */
export function readReleaseTag(name: string): ReleaseTag | undefined {
  if (name.length > MOST_LENGTH) return undefined;
  const starts = startsOf(name);
  // `foo2-1.2.3` is version 1.2.3 of foo2: what needs no guess about its suffix is tried first.
  for (const readSuffix of [readKnownSuffix, readAnySuffix]) {
    for (const start of starts) {
      const found = readAt(name, start, readSuffix);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Where numbers begin that may be a version: not inside of one. */
function startsOf(name: string): readonly number[] {
  return [...name.matchAll(/\d+/g)].map(({ index }) => index).filter((index) => !/\d[._]$/.test(name.slice(0, index)));
}

type ReadSuffix = (suffix: string) => readonly (string | number)[] | undefined;

function readAt(name: string, start: number, readSuffix: ReadSuffix): ReleaseTag | undefined {
  const [prefix, text] = [name.slice(0, start), name.slice(start)];
  if (DOTTED.test(prefix)) return undefined;
  const isDay = DAY.test(text);
  const written = isDay ? text : (NUMBERS.exec(text)?.[0] ?? '');
  const pre = readSuffix(text.slice(written.length).replace(BUILD, ''));
  if (pre === undefined) return undefined;
  const numbers = written.split(/[._-]/).map(Number);
  const [major = 0, minor = 0, patch = 0, ...rest] = numbers;
  const version = toVersion(`${major}.${minor}.${patch}${pre.length === 0 ? '' : `-${pre.join('.')}`}`);
  if (version === undefined || !rest.every(Number.isSafeInteger)) return undefined;
  const [first = ''] = written.split(/[._-]/);
  const isCalendar = isDay || CALENDAR_YEAR.test(first) || CALENDAR_DAY.test(first) || SHORT_MONTH.test(written);
  return {
    name,
    family: toFamily(prefix),
    version,
    rest,
    parts: numbers.length,
    scheme: isCalendar ? 'calendar' : 'ordinary',
  };
}

function readKnownSuffix(suffix: string): readonly (string | number)[] | undefined {
  if (suffix === '' || FINISHED.test(suffix)) return [];
  const [, word, number] = UNFINISHED.exec(suffix) ?? [];
  if (word === undefined) return undefined;
  return number === undefined || number === '' ? [word.toLowerCase()] : [word.toLowerCase(), Number(number)];
}

function readAnySuffix(suffix: string): readonly (string | number)[] | undefined {
  const identifiers = IDENTIFIERS.exec(suffix)?.[1];
  return identifiers === undefined ? undefined : identifiers.split('.').map((one) => one.replace(/^0+(?=\d+$)/, ''));
}

function toFamily(prefix: string): string {
  return prefix
    .toLowerCase()
    .replace(/(?<![a-z0-9])v$/, '')
    .replace(/[-_./@]+$/, '');
}

function toVersion(text: string): SemVer | undefined {
  try {
    return new SemVer(text);
  } catch {
    return undefined; // numbers beyond what semver counts
  }
}
