import { expect, it } from 'vitest';
import { usePinlock } from '../commands/pinlock.ts';
import { killAtMoments } from './kill-moments.ts';

const pinlock = usePinlock();

/** `npm run kill-test` does it 200 times. */
it('whatever moment apply and run --in-place are killed at, the next command puts all in order', {
  timeout: 300_000,
}, async () => {
  const { faults } = await killAtMoments({ program: pinlock.program(), seed: 7, count: 12 });
  expect(faults).toEqual([]);
});
