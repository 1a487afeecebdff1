/** Why an exchange was ended from this side. */
export type EndReason = 'deadline' | 'stall' | 'bytes' | 'aborted';

/** What waits are rejected with once an exchange has been ended. */
export class Ended extends Error {
  readonly why: EndReason;

  constructor(why: EndReason) {
    super(`ended: ${why}`);
    this.why = why;
  }
}

/** The end of one exchange, whoever brings it about. `signal` aborts with an `Ended`; `dispose` when all is over. */
export type Ending = {
  readonly signal: AbortSignal;
  readonly end: (why: EndReason) => void;
  readonly dispose: () => void;
};

/** Ends after `deadline` milliseconds, or with the caller. */
export function newEnding(deadline: number, caller: AbortSignal | undefined): Ending {
  const controller = new AbortController();
  const end = (why: EndReason): void => controller.abort(new Ended(why));
  const onAbort = (): void => end('aborted');
  const timer = setTimeout(() => end('deadline'), deadline);
  if (caller?.aborted) onAbort();
  caller?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    end,
    dispose: () => {
      clearTimeout(timer);
      caller?.removeEventListener('abort', onAbort);
    },
  };
}

/** A promise that does not outlast the signal; what cannot be stopped (a lookup) is left behind. */
export function untilAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
