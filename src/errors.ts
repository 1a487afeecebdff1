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
