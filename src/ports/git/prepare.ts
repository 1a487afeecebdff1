import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import type { Fault } from '../fault.ts';
import { runProcess } from '../process.ts';
import { offlineEnvironment } from './environment.ts';
import { faultOf } from './fault.ts';
import type { Network } from './network.ts';

/** How a repository names its objects: 40 or 64 hex digits. */
export type ObjectFormat = 'sha1' | 'sha256';

const INIT = ['--no-pager', 'init', '--quiet', '--bare', '--template='] as const;

/**
 * Makes a bare repository at `folder` unless something is there. It is made aside and renamed: of two processes one finds it done, and
 * neither sees half of it. An empty template brings no hooks along.
 */
export async function prepareRepository(
  network: Pick<Network, 'env' | 'outside' | 'limits'>,
  folder: string,
  format: ObjectFormat,
): Promise<Fault | null> {
  if (existsSync(folder)) return null;
  const aside = `${folder}.${randomBytes(8).toString('hex')}.new`;
  const { deadline, byteLimit } = network.limits;
  const env = { ...offlineEnvironment(network.env, []), GIT_DIR: aside };
  const args = [...INIT, `--object-format=${format}`];
  const result = await runProcess({ program: 'git', args, cwd: network.outside, env, deadline, byteLimit });
  const problem = faultOf(result, folder, byteLimit, deadline);
  try {
    if (problem === null) renameSync(aside, folder);
  } catch {
    // Somebody else was faster. Whatever else is wrong with the folder, the fetch into it will say.
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return problem;
}
