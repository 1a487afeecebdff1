import { createHash } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { UserError } from '../errors.ts';

/**
 * Where the journal of one root is kept: `pinlock/in-place/HASH` in the XDG folder for state, outside of every tree. `root` is absolute and
 * resolved. Null where neither XDG_STATE_HOME nor HOME says.
 */
export function stateFolder(env: Readonly<Record<string, string | undefined>>, root: string): string | null {
  const { XDG_STATE_HOME: xdg = '', HOME: home = '' } = env;
  const base = isAbsolute(xdg) ? xdg : isAbsolute(home) ? join(home, '.local', 'state') : null;
  if (base === null) return null;
  return join(base, 'pinlock', 'in-place', createHash('sha256').update(root).digest('hex').slice(0, 32));
}

/** The same, or a UserError. */
export function needStateFolder(env: Readonly<Record<string, string | undefined>>, root: string): string {
  const folder = stateFolder(env, root);
  if (folder !== null) return folder;
  throw new UserError('there is no place for the journal of --in-place', {
    hint: 'set HOME, or XDG_STATE_HOME to an absolute path',
  });
}
