import { UserError } from '../errors.ts';

/** `newer`: written by a later pinlock; `conflict`: markers of a merge stand in it; `invalid`: anything else. */
export type LockfileFault = 'newer' | 'conflict' | 'invalid';

/** A lockfile that cannot be used. Exit code 2; `check` counts `conflict` and `invalid` as findings instead. */
export class LockfileError extends UserError {
  readonly fault: LockfileFault;

  constructor(fault: LockfileFault, message: string, hint?: string) {
    super(message, hint === undefined ? {} : { hint });
    this.name = 'LockfileError';
    this.fault = fault;
  }
}
