import { UserError } from '../../errors.ts';
import { type Cutoff, showInstant } from '../../resolve/index.ts';
import type { RunOptions, RunPorts } from '../ports.ts';
import type { ReleaseOptions } from './release-choice.ts';

/** `--as-of` and `--min-age` as they were written; null: not given. */
export type CutoffOptions = { readonly asOf: string | null; readonly minAge: string | null };

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2}(?:\.\d+)?)([Zz]|[+-]\d{2}:\d{2})$/;
const DATE_LIKE = /^\d{4}-\d{2}-\d{2}(?:[Tt ]|$)/;
const AGE = /^([1-9]\d{0,3})([hdw])$/;
const SECONDS = { h: 3600, d: 24 * 3600, w: 7 * 24 * 3600 } as const;
const EXAMPLES = '2019-10-15, 2019-10-15T12:00:00Z or v1.4';

/**
 * Reads the point in time that was asked for, and says what it was read as. Throws a UserError for one that is none, lies ahead, or cannot
 * be joined with another option.
 */
export async function toCutoff(
  { asOf, minAge, prefersRelease, cwd }: CutoffOptions & ReleaseOptions & Pick<RunOptions, 'cwd'>,
  ports: Pick<RunPorts, 'now' | 'committedAt' | 'warn'>,
): Promise<Cutoff | null> {
  if (asOf === null && minAge === null) return null;
  if (asOf !== null && minAge !== null) {
    throw new UserError('--as-of and --min-age both say what is too young', { hint: 'give one of them' });
  }
  const now = Math.floor(ports.now().getTime() / 1000);
  if (asOf === null) return { kind: 'min-age', age: minAge ?? '', seconds: now - readAge(minAge ?? '', '--min-age') };
  if (prefersRelease) {
    throw new UserError('--as-of takes branches back in time, --prefer release takes tags instead of branches', {
      hint: 'give one of them',
    });
  }
  const seconds = readDate(asOf) ?? (await ports.committedAt(cwd, asOf));
  if (seconds === null) {
    throw new UserError(`--as-of ${asOf}: no day, no instant and no revision of this repository`, {
      hint: `expected something like ${EXAMPLES}`,
    });
  }
  if (seconds > now) throw new UserError(`--as-of ${asOf}: ${showInstant(seconds)} lies ahead`);
  ports.warn(`as of ${showInstant(seconds)}: what this run pins of branches was their tip then, by committer dates`);
  return { kind: 'as-of', seconds };
}

/** Seconds of a day's start or an instant; null for what is not written as one. Throws for a day that no calendar has. */
function readDate(text: string): number | null {
  const [, day = text, time = '00:00:00', zone = 'Z'] = INSTANT.exec(text) ?? [];
  if (!DAY.test(day)) {
    if (!DATE_LIKE.test(text)) return null;
    throw new UserError(`--as-of ${text}: an instant needs hours, minutes, seconds and a zone`, {
      hint: 'as in 2019-10-15T12:00:00Z or 2019-10-15T14:00:00+02:00 (RFC 3339)',
    });
  }
  const milliseconds = Date.parse(`${day}T${time}${zone.toUpperCase()}`);
  const isOnCalendar = !Number.isNaN(milliseconds) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  if (isOnCalendar) return Math.floor(milliseconds / 1000);
  throw new UserError(`--as-of ${text}: there is no such day or time`, { hint: `expected something like ${EXAMPLES}` });
}

/** Seconds of `12h`, `3d`, `2w`. Throws a UserError that names where it was said. */
export function readAge(text: string, place: string): number {
  const [, count, unit] = AGE.exec(text) ?? [];
  if (count !== undefined && (unit === 'h' || unit === 'd' || unit === 'w')) return Number(count) * SECONDS[unit];
  throw new UserError(`${place} ${text}: expected hours, days or weeks`, { hint: 'as in 12h, 3d or 2w' });
}
