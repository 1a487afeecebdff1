import { UserError } from '../errors.ts';

/** Does what concerns one of several roots: a UserError names it, since paths in messages are relative to the root. `.` is the only one. */
export async function namingRoot<Result>(name: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (name === '.' || !(error instanceof UserError)) throw error;
    const { message, hint, exitCode } = error;
    throw new UserError(`${name}: ${message}`, { exitCode, cause: error, ...(hint === undefined ? {} : { hint }) });
  }
}
