import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';

/** The release in which action.yml's `node24` is tested; npm brings it from its registry and keeps it. */
const PACKAGE = 'node@24.21.0';

/** The path of Node 24; null where npm cannot bring it, which in CI is a failure. */
export function findNode24(): string | null {
  if (process.version.startsWith('v24.')) return process.execPath;
  try {
    const args = ['--yes', PACKAGE, '--print', 'process.execPath'];
    return execFileSync('npx', args, { cwd: tmpdir(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    return null;
  }
}
