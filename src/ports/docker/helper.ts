import { realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute } from 'node:path';
import * as v from 'valibot';
import type { Environment } from '../git/environment.ts';
import { runProcess } from '../process.ts';
import { isInside } from './config.ts';

/** What a credential helper said: a user (`<token>` for an identity token) and a secret; null when it knows none; or what went wrong. */
export type HelperResult =
  | { readonly Username: string; readonly Secret: string }
  | null
  | { readonly unusable: string };

const NAME = /^[a-z0-9._-]+$/;
const DEADLINE = 10_000;
const MOST_BYTES = 64 * 1024;
const schema = v.object({ Username: v.string(), Secret: v.string() });

/**
 * Asks `docker-credential-NAME get` (https://github.com/docker/docker-credential-helpers#development), the server's name on standard
 * input. Helpers are the user's own programs and get the user's environment, but none is taken out of the tree that is read. What one
 * prints may hold a secret and is repeated nowhere.
 */
export async function askHelper(
  name: string,
  server: string,
  caller: { readonly env: Environment; readonly roots: readonly string[]; readonly signal: AbortSignal | undefined },
): Promise<HelperResult> {
  if (!NAME.test(name)) {
    return {
      unusable: `docker's configuration names a credential helper ${JSON.stringify(name.slice(0, 60))}, which is no name`,
    };
  }
  const program = `docker-credential-${name}`;
  const result = await runProcess({
    program,
    args: ['get'],
    cwd: tmpdir(),
    env: await helperEnvironment(caller.env, caller.roots),
    deadline: DEADLINE,
    byteLimit: MOST_BYTES,
    input: server,
    signal: caller.signal,
  });
  caller.signal?.throwIfAborted();
  switch (result.kind) {
    case 'not-started':
      return { unusable: `${program}, which docker's configuration names, could not be started` };
    case 'stopped':
      return {
        unusable: `${program} ${result.why === 'bytes' ? 'said too much' : `gave no answer within ${DEADLINE / 1000} s`}`,
      };
    case 'exited': {
      if (result.code !== 0)
        return isUnknown(result.stdout) ? null : { unusable: `${program} failed (exit ${result.code})` };
      const parsed = v.safeParse(schema, parseJson(result.stdout));
      return parsed.success ? parsed.output : { unusable: `${program} gave no credentials in docker's form` };
    }
    default:
      return result satisfies never;
  }
}

/** The words of docker's own library for a server that a helper does not know. */
function isUnknown(stdout: string): boolean {
  return stdout.includes('credentials not found');
}

async function helperEnvironment(env: Environment, roots: readonly string[]): Promise<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined) result[name] = value;
  const folders: string[] = [];
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    // npm and others put folders of the tree there (node_modules/.bin).
    if (isAbsolute(folder) && !(await isInside(await realpath(folder).catch(() => folder), roots)))
      folders.push(folder);
  }
  return { ...result, PATH: folders.join(delimiter) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
