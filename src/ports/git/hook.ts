import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { errorCode } from '../read-file.ts';
import type { Environment } from './environment.ts';
import { runLocal } from './local.ts';

/**
 * Where git looks for the hook before a commit. `free`: nothing is there; `taken`: somebody's hook, its text; `elsewhere`: `core.hooksPath` names
 * a folder, which belongs to a program or is shared; `none`: no repository.
 */
export type HookPlace =
  | { readonly kind: 'free' | 'elsewhere'; readonly path: string }
  | { readonly kind: 'taken'; readonly path: string; readonly text: string }
  | { readonly kind: 'none' };

/** Looks for the hook of the repository in which an absolute folder lies. */
export async function findHook(caller: Environment, folder: string): Promise<HookPlace> {
  // Of the settings the last but one counts: the last is that by which no hook runs here.
  const settings = await runLocal(caller, folder, 'config', ['--null', '--get-all', 'core.hooksPath']);
  const own = settings.kind === 'failed' ? [] : settings.text.split('\0').filter((value) => value !== '/dev/null');
  const named = own.filter((value) => value !== '').at(-1);
  const found = await runLocal(caller, folder, 'rev-parse', ['--git-common-dir']);
  if (found.kind === 'failed') return { kind: 'none' };
  if (named !== undefined) return { kind: 'elsewhere', path: join(named, 'pre-commit') };
  const gitFolder = found.text.replace(/\n$/, '');
  const path = join(isAbsolute(gitFolder) ? gitFolder : join(folder, gitFolder), 'hooks', 'pre-commit');
  try {
    return { kind: 'taken', path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? { kind: 'free', path } : { kind: 'taken', path, text: '' };
  }
}

/** Writes a hook where none is; why it was refused, or undefined. */
export function writeHook(path: string, text: string): string | undefined {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: 'wx' });
    chmodSync(path, 0o755);
  } catch (error) {
    const code = errorCode(error);
    if (code === '') throw error;
    return code === 'EEXIST' ? 'is there already' : `the system refused (${code})`;
  }
  return undefined;
}
