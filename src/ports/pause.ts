import { setTimeout } from 'node:timers/promises';

/** Waits some milliseconds; rejects with the signal's reason when it is aborted. Passed in, so that tests need not wait. */
export type Pause = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

/** The real one. */
export const pause: Pause = async (milliseconds, signal) => {
  await setTimeout(milliseconds, undefined, signal === undefined ? {} : { signal });
};
