import { describe, expect, it } from 'vitest';
import { faultOfStatus } from '../../../src/ports/http/status.ts';
import type { HttpAnswer } from '../../../src/ports/http.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const ADVICE = { 'not-found': 'look again', authentication: 'log in' };

function faultOf(status: number, headers: Readonly<Record<string, string>> = {}) {
  const place = { url: new URL('https://example.com/a?token=s3cret'), isUsersChoice: false, isSecure: true };
  const answer: HttpAnswer = {
    kind: 'answer',
    place,
    status,
    headers: new Map(Object.entries(headers)),
    body: new Uint8Array(),
    isFramed: true,
  };
  return faultOfStatus(answer, NOW, ADVICE);
}

describe('statuses', () => {
  it.each([
    [404, 'not-found', false, 'https://example.com/a: there is none (404); look again'],
    [410, 'not-found', false, 'https://example.com/a: there is none (410); look again'],
    [401, 'authentication', false, 'https://example.com/a: access was refused (401); log in'],
    [403, 'authentication', false, 'https://example.com/a: access was refused (403); log in'],
    [407, 'authentication', false, 'the proxy wants a user'],
    [408, 'unreachable', true, '(408)'],
    [500, 'unreachable', true, '(500)'],
    [503, 'unreachable', true, '(503)'],
    [301, 'moved', false, '(301)'],
    [204, 'invalid', false, 'the host answers 204'],
    [418, 'invalid', false, 'the host answers 418'],
  ])('%d', (status, reason, isTransient, words) => {
    const fault = faultOf(status);
    expect(fault).toMatchObject({ kind: 'fault', reason, isTransient });
    expect(fault.message).toContain(words);
    expect(fault).not.toHaveProperty('retryAfter');
  });
});

describe('rate limits', () => {
  it.each([
    ['seconds', 429, { 'retry-after': '120' }, 120_000, 'until 2026-01-01T00:02:00Z'],
    ['a date', 429, { 'retry-after': 'Thu, 01 Jan 2026 00:01:00 GMT' }, 60_000, 'until 2026-01-01T00:01:00Z'],
    ['a date that is over', 429, { 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }, 0, 'until 2026-01-01T00:00:00Z'],
    ["Docker Hub's own header", 429, { 'x-retry-after': '1767226000' }, 400_000, 'until 2026-01-01T00:06:40Z'],
    [
      "GitHub's own header",
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1767225660' },
      60_000,
      'until 2026-01-01T00:01:00Z',
    ],
    [
      'the draft of the IETF',
      429,
      { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '0;w=21600', 'ratelimit-reset': '30' },
      30_000,
      'it allows 100 in 21600 s',
    ],
    ['an overloaded host', 503, { 'retry-after': '5' }, 5_000, '(503)'],
  ])('%s', (_name, status, headers, retryAfter, words) => {
    const fault = faultOf(status, headers);
    expect(fault).toMatchObject({
      reason: status === 503 ? 'unreachable' : 'rate-limit',
      isTransient: true,
      retryAfter,
    });
    expect(fault.message).toContain(words);
  });

  it.each([
    ['nothing', {}],
    ['nonsense', { 'retry-after': 'soon' }],
    ['a thousand years', { 'retry-after': '31536000000' }],
  ])('with %s said, nobody knows how long to wait', (_name, headers) => {
    const fault = faultOf(429, headers);
    expect(fault).toMatchObject({ reason: 'rate-limit', isTransient: false });
    expect(fault).not.toHaveProperty('retryAfter');
  });
});
