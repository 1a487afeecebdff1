import { readFileSync, statSync } from 'node:fs';
import { UserError } from '../errors.ts';
import type { FromDocument } from '../run/pins/match-materials.ts';
import type { Call, World } from './command.ts';
import { toAbsolute } from './run-options.ts';

const MOST_BYTES = 64 * 1024 * 1024;

/**
 * The document of `--from`, null when it was not given. Throws a UserError for a file that cannot be read, or is too large, and for
 * `--ask-rest` without it.
 */
export function toFromDocument(call: Call, world: World): FromDocument | null {
  const label = call.text('from');
  const asksRest = call.flag('askRest');
  const path = toAbsolute(call, world, label);
  if (label === undefined || path === null) {
    if (asksRest) throw new UserError('--ask-rest is for --from FILE', { hint: 'without --from all hosts are asked' });
    return null;
  }
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) throw new UserError(`${label}: no such file`, { exitCode: 3 });
  if (!status.isFile()) throw new UserError(`${label}: is no regular file`, { exitCode: 3 });
  if (status.size > MOST_BYTES) throw new UserError(`${label}: is larger than ${MOST_BYTES} bytes`);
  return { label, text: readFileSync(path, 'utf8'), asksRest };
}
