import { describe, expect, it } from 'vitest';
import { classify } from '../../src/classify/index.ts';
import type { Call } from '../../src/model/invocation.ts';
import type { Span } from '../../src/model/span.ts';
import type { Pieces } from '../../src/model/value.ts';
import { checksumOf, fetchOf, invocationOf } from './fetches.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** Offsets: the command word at 100, calls and definitions where a test puts them. */
const WORD: Span = { file: 'build.sh', start: 100, end: 104 };

function textAt(text: string, start: number, file = 'build.sh'): Pieces {
  return [{ kind: 'text', text, at: { file, start, end: start + text.length }, verbatim: true }];
}

function callAt(kind: Call['kind'], start: number, end: number, file = 'build.sh'): Call {
  return { kind, name: 'download', span: { file, start, end } };
}

const URL = 'https://example.com/tool';

describe('the place', () => {
  it.each<readonly [string, readonly Call[], number, Span]>([
    ['the command word', [], 110, WORD],
    ['the command word, when no call supplies anything', [callAt('function', 500, 600)], 110, WORD],
    [
      'the call that supplies the address',
      [callAt('function', 500, 600)],
      510,
      { file: 'build.sh', start: 500, end: 600 },
    ],
    [
      'the outermost of several',
      [callAt('function', 500, 600), callAt('function', 400, 440)],
      510,
      { file: 'build.sh', start: 500, end: 600 },
    ],
    [
      'the inner call, when the outer one supplies nothing',
      [callAt('function', 700, 720), callAt('function', 500, 600)],
      510,
      { file: 'build.sh', start: 500, end: 600 },
    ],
    ['the command word inside bash -c', [callAt('text', 90, 200)], 110, WORD],
    ['the call of another file', [callAt('script', 10, 90, 'Dockerfile')], 110, WORD],
  ])('is %s', (_name, stack, start, place) => {
    const [fetch] = classify([fetchOf({ url: textAt(URL, start), word: WORD, stack })]);
    expect(fetch?.place).toEqual(place);
  });

  it('is two places for two calls', () => {
    const fetches = [510, 710].map((start) =>
      fetchOf({ url: textAt(URL, start), word: WORD, stack: [callAt('function', start - 10, start + 90)] }),
    );
    expect(classify(fetches).map(({ place }) => place.start)).toEqual([500, 700]);
  });
});

describe('related', () => {
  it('has the command word of a call', () => {
    const [fetch] = classify([fetchOf({ url: textAt(URL, 510), word: WORD, stack: [callAt('function', 500, 600)] })]);
    expect(fetch?.related).toEqual([{ at: WORD, role: 'command' }]);
  });

  it('has scripts and functions on the way, not shells', () => {
    const stack = [callAt('script', 10, 90, 'Dockerfile'), callAt('text', 90, 200), callAt('wrapper', 80, 210)];
    const [fetch] = classify([fetchOf({ url: textAt(URL, 101), word: WORD, stack })]);
    expect(fetch?.related.filter(({ role }) => role === 'call')).toEqual([
      { at: { file: 'Dockerfile', start: 10, end: 90 }, role: 'call' },
    ]);
  });

  it('has definitions, neighbours as one', () => {
    const url = [...textAt('https://', 300), ...textAt('example.com/', 308), ...textAt('tool', 20, 'versions.sh')];
    const [fetch] = classify([fetchOf({ url, word: WORD })]);
    expect(fetch?.related).toEqual([
      { at: { file: 'build.sh', start: 300, end: 320 }, role: 'definition' },
      { at: { file: 'versions.sh', start: 20, end: 24 }, role: 'definition' },
    ]);
  });

  it('has checks', () => {
    const check = checksumOf('00', 'md5');
    const [fetch] = classify([fetchOf({ url: textAt(URL, 101), word: { ...WORD, end: 150 }, checks: [check] })]);
    expect(fetch?.related).toEqual([{ at: check.invocation.word, role: 'check' }]);
  });
});

describe('folding', () => {
  it('makes one of equal place and source, with the loosest verdict and every outcome', () => {
    const sum = checksumOf('0123456789abcdef'.repeat(4), 'sha256');
    const checked = fetchOf({ url: textAt(URL, 110), word: WORD, checks: [sum], overridable: ['B'] });
    const unchecked = fetchOf({ url: textAt(URL, 110), word: WORD, overridable: ['A'] });
    const [fetch, ...others] = classify([checked, unchecked]);
    expect(others).toEqual([]);
    expect(fetch).toMatchObject({ verdict: 'moving', outcomes: [checked, unchecked], overridable: ['A', 'B'] });
    expect(fetch?.fetch).toBe(unchecked);
  });

  it('keeps sources of one place apart, in the order of places', () => {
    const later = { ...WORD, start: 900, end: 904 };
    const fetches = [
      fetchOf({ what: 'git', url: textAt(`${URL}/c`, 910), word: later }),
      fetchOf({ what: 'git', url: textAt(`${URL}/a`, 110), word: WORD, history: ['fetched', `checkout ${COMMIT}`] }),
      fetchOf({ what: 'git', url: textAt(`${URL}/a`, 110), word: WORD }),
    ];
    expect(classify(fetches).map(({ source }) => source?.key)).toEqual([
      `git+${URL}/a@${COMMIT}`,
      `git+${URL}/a`,
      `git+${URL}/c`,
    ]);
  });

  it('does not let a moving outcome hide behind an unknown one', () => {
    const pointer = invocationOf();
    const known = fetchOf({ url: 'https://example.com/{V}', word: WORD });
    const read = fetchOf({ url: 'https://example.com/{V}', word: WORD, pointers: [pointer] });
    expect(classify([read, known]).map(({ verdict }) => verdict)).toEqual(['moving']);
    expect(classify([known, read]).map(({ verdict }) => verdict)).toEqual(['moving']);
  });
});
