/**
 * Wrong input or configuration: shown as `pinlock: message` with its hint and no stack. `exitCode` is the documented one
 * (2 unless said otherwise). Everything else that is thrown is a bug.
 */
export class UserError extends Error {
  readonly hint: string | undefined;
  readonly exitCode: 1 | 2 | 3;

  constructor(message: string, options: { hint?: string; exitCode?: 1 | 2 | 3; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'UserError';
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? 2;
  }
}

/** What `cause` says, a UserError or a bug, in a command that has one exit code for all failures of its own. */
export class OwnFailure extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, cause: unknown) {
    super('the command failed before it came to its work', { cause });
    this.name = 'OwnFailure';
    this.exitCode = exitCode;
  }
}
