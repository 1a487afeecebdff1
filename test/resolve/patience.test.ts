import { describe, expect, it } from 'vitest';
import { type Fault, newFault } from '../../src/ports/fault.ts';
import { fault } from '../../src/ports/git/fault.ts';
import { createPatience } from '../../src/resolve/patience.ts';

const DONE = { kind: 'done' } as const;
type Answer = typeof DONE | Fault;
const HICCUP = fault('unreachable', 'x', 'a hiccup', { isTransient: true });
const DOWN = fault('timed-out', 'x', 'no answer');
const GONE = fault('not-found', 'x', 'there is none');
const WAIT = newFault('rate-limit', 'x', 'too many', 'wait', { isTransient: true, retryAfter: 5_000 });
const WAIT_LONG = newFault('rate-limit', 'x', 'too many', 'wait', { isTransient: true, retryAfter: 60_000 });
const WAIT_SHORT = newFault('rate-limit', 'x', 'too many', 'wait', { isTransient: true, retryAfter: 0 });

/** Attempts that give these answers in order, and a pause that writes down what it was asked for. */
function setUp(answers: readonly Answer[]) {
  const queue = [...answers];
  const asked: string[] = [];
  const waits: number[] = [];
  const patience = createPatience(async (milliseconds) => void waits.push(milliseconds));
  const ask = (place: string): Promise<Answer> =>
    patience<typeof DONE>(place, async () => {
      asked.push(place);
      const answer = queue.shift();
      if (answer === undefined) throw new Error('asked once too often');
      return answer;
    });
  return { ask, asked, waits };
}

describe('asking again', () => {
  it.each([
    ['is not needed', [DONE], 'done', []],
    ['helps against a hiccup', [HICCUP, DONE], 'done', [500]],
    ['helps against two', [HICCUP, HICCUP, DONE], 'done', [500, 2_000]],
    ['has an end', [HICCUP, HICCUP, HICCUP], 'fault', [500, 2_000]],
    ['does not bring back what is not there', [GONE], 'fault', []],
    ['waits as long as it is told to', [WAIT, DONE], 'done', [5_000]],
    ['waits no shorter than by itself', [WAIT_SHORT, WAIT_SHORT, DONE], 'done', [500, 2_000]],
    ['does not wait for minutes', [WAIT_LONG], 'fault', []],
    ['is not for hosts that let one wait', [DOWN], 'fault', []],
  ])('%s', async (_name, answers, kind, expected) => {
    const { ask, waits, asked } = setUp(answers);
    expect((await ask('https://example.com/a/b')).kind).toBe(kind);
    expect(waits).toEqual(expected);
    expect(asked).toHaveLength(answers.length);
  });
});

describe('a host that is down', () => {
  it('is not asked for every one of its sources, other hosts are', async () => {
    const { ask, asked } = setUp([DOWN, DOWN, DOWN, DONE]);
    for (const name of ['a', 'b', 'c']) await ask(`https://example.com/acme/${name}`);
    const fourth = await ask('https://example.com/acme/d');
    expect(fourth).toMatchObject({ kind: 'fault', reason: 'unreachable' });
    expect(fourth).toHaveProperty('message', expect.stringContaining('not asked'));
    expect(await ask('https://example.com:8443/acme/a')).toBe(DONE);
    expect(asked).toHaveLength(4);
  });

  it('that answers in between, be it "not found", is asked on', async () => {
    const { ask, asked } = setUp([DOWN, DOWN, GONE, DOWN, DOWN, DONE]);
    for (let index = 0; index < 6; index += 1) await ask('https://example.com/a/b');
    expect(asked).toHaveLength(6);
  });

  it('is told by its name in images and files too', async () => {
    const { ask, asked } = setUp([DOWN, DOWN, DOWN]);
    for (const place of [
      'https://example.com/a',
      'example.com/acme/tool',
      'https://example.com/b',
      'example.com/acme/other',
    ]) {
      await ask(place);
    }
    expect(asked).toHaveLength(3);
  });
});
