import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/ports/fault.ts';
import { fault } from '../../src/ports/git/fault.ts';
import type { RemoteRefs } from '../../src/ports/git.ts';
import { createAsk } from '../../src/resolve/ask.ts';

const REFS: RemoteRefs = { kind: 'refs', refs: new Map(), head: null, movedTo: null };
const HICCUP = fault('unreachable', 'x', 'a hiccup', { isTransient: true });
const DOWN = fault('timed-out', 'x', 'no answer');
const GONE = fault('not-found', 'x', 'there is none');

/** A git that gives these answers in order, and a pause that writes down what it was asked for. */
function setUp(answers: readonly (RemoteRefs | Fault)[]) {
  const queue = [...answers];
  const asked: string[] = [];
  const waits: number[] = [];
  const ask = createAsk({
    git: {
      listRefs: async (url) => {
        asked.push(url);
        const answer = queue.shift();
        if (answer === undefined) throw new Error('asked once too often');
        return answer;
      },
    },
    pause: async (milliseconds) => void waits.push(milliseconds),
  });
  return { ask, asked, waits };
}

describe('asking again', () => {
  it.each([
    ['is not needed', [REFS], 'refs', []],
    ['helps against a hiccup', [HICCUP, REFS], 'refs', [500]],
    ['helps against two', [HICCUP, HICCUP, REFS], 'refs', [500, 2_000]],
    ['has an end', [HICCUP, HICCUP, HICCUP], 'fault', [500, 2_000]],
    ['does not bring back what is not there', [GONE], 'fault', []],
    ['is not for hosts that let one wait', [DOWN], 'fault', []],
  ])('%s', async (_name, answers, kind, expected) => {
    const { ask, waits, asked } = setUp(answers);
    expect((await ask('https://example.com/a/b', ['HEAD'])).kind).toBe(kind);
    expect(waits).toEqual(expected);
    expect(asked).toHaveLength(answers.length);
  });
});

describe('a host that is down', () => {
  it('is not asked for every one of its repositories, other hosts are', async () => {
    const { ask, asked } = setUp([DOWN, DOWN, DOWN, REFS]);
    for (const name of ['a', 'b', 'c']) await ask(`https://example.com/acme/${name}`, ['HEAD']);
    const fourth = await ask('https://example.com/acme/d', ['HEAD']);
    expect(fourth).toMatchObject({ kind: 'fault', reason: 'unreachable' });
    expect(fourth).toHaveProperty('message', expect.stringContaining('not asked'));
    expect(await ask('https://example.com:8443/acme/a', ['HEAD'])).toBe(REFS);
    expect(asked).toHaveLength(4);
  });

  it('that answers in between, be it "not found", is asked on', async () => {
    const { ask, asked } = setUp([DOWN, DOWN, GONE, DOWN, DOWN, REFS]);
    for (let index = 0; index < 6; index += 1) await ask('https://example.com/a/b', ['HEAD']);
    expect(asked).toHaveLength(6);
  });
});
