import type { Fault } from '../fault.ts';
import type { HttpAnswer } from '../http.ts';
import { httpFault } from './fault.ts';
import { showUrl } from './place.ts';

/** The fault of an answer that is none: `advice` for what is not found or not open says what to look at. `now` is in milliseconds. */
export function faultOfStatus(
  answer: HttpAnswer,
  now: number,
  advice: { readonly 'not-found': string; readonly authentication: string },
): Fault {
  const { status, headers } = answer;
  const shown = showUrl(answer.place.url);
  if (status === 429 || (status === 403 && isUsedUp(headers))) return rateLimit(shown, status, headers, now);
  if (status === 404 || status === 410) {
    return httpFault('not-found', shown, `there is none (${status})`, { advice: advice['not-found'] });
  }
  if (status === 401 || status === 403) {
    return httpFault('authentication', shown, `access was refused (${status})`, { advice: advice.authentication });
  }
  if (status === 407) return httpFault('authentication', shown, 'the proxy wants a user and a password (407)');
  if (status === 408 || status >= 500) {
    const wait = waitOf(headers, now);
    return httpFault('unreachable', shown, `the host reports a fault of its own (${status})`, {
      isTransient: true,
      ...(wait === null ? {} : { retryAfter: wait }),
    });
  }
  if (status >= 300 && status < 400)
    return httpFault('moved', shown, `the host says that it lies elsewhere (${status})`);
  return httpFault('invalid', shown, `the host answers ${status}`);
}

function rateLimit(shown: string, status: number, headers: ReadonlyMap<string, string>, now: number): Fault {
  const wait = waitOf(headers, now);
  const until = wait === null ? '' : ` until ${new Date(now + wait).toISOString().replace(/\.\d+Z$/, 'Z')}`;
  const limit = headers.get('ratelimit-limit') ?? headers.get('x-ratelimit-limit');
  // Docker Hub writes `100;w=21600`: so many in so many seconds.
  const [, most, seconds] = /^(\d{1,9})(?:;w=(\d{1,9}))?/.exec(limit ?? '') ?? [];
  const allowed = most === undefined ? '' : `; it allows ${most}${seconds === undefined ? '' : ` in ${seconds} s`}`;
  const what = `the host refuses more requests${until} (${status}${allowed})`;
  return httpFault('rate-limit', shown, what, wait === null ? {} : { isTransient: true, retryAfter: wait });
}

function isUsedUp(headers: ReadonlyMap<string, string>): boolean {
  return (headers.get('x-ratelimit-remaining') ?? headers.get('ratelimit-remaining'))?.split(';', 1)[0]?.trim() === '0';
}

/** Seconds above this are a moment since 1970, not a span of time. */
const EPOCH = 1_000_000_000;
/** A host that says more than a month says nothing. */
const LONGEST_WAIT = 31 * 24 * 3600 * 1000;
const WAIT_HEADERS = ['retry-after', 'x-retry-after', 'ratelimit-reset', 'x-ratelimit-reset'] as const;

/** Milliseconds to wait, by Retry-After (seconds or a date, RFC 9110, 10.2.3) or the rate-limit headers that hosts made up; null: not said. */
function waitOf(headers: ReadonlyMap<string, string>, now: number): number | null {
  for (const name of WAIT_HEADERS) {
    const text = headers.get(name)?.trim() ?? '';
    const wait = /^\d{1,12}$/.test(text) ? fromNumber(Number(text), now) : Date.parse(text) - now;
    if (Number.isFinite(wait) && wait <= LONGEST_WAIT) return Math.max(wait, 0);
  }
  return null;
}

function fromNumber(seconds: number, now: number): number {
  return seconds > EPOCH ? seconds * 1000 - now : seconds * 1000;
}
