import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import * as v from 'valibot';
import type { Environment } from '../git/environment.ts';
import { createFileReader } from '../read-file.ts';

/** What docker's config.json says of credentials; keys of `auths` and `helpers` as they stand there. */
export type DockerConfig = {
  readonly auths: ReadonlyMap<string, v.InferOutput<typeof authSchema>>;
  readonly store: string | null;
  readonly helpers: ReadonlyMap<string, string>;
};

/** A configuration, or why there is none: half a sentence; null when there simply is no such file. */
export type DockerConfigResult = DockerConfig | { readonly unusable: string | null };

const authSchema = v.object({
  auth: v.optional(v.string()),
  username: v.optional(v.string()),
  password: v.optional(v.string()),
  identitytoken: v.optional(v.string()),
});
const schema = v.object({
  auths: v.optional(v.record(v.string(), authSchema)),
  credsStore: v.optional(v.string()),
  credHelpers: v.optional(v.record(v.string(), v.string())),
});

/**
 * Reads the user's own config.json: in DOCKER_CONFIG, else ~/.docker (https://docs.docker.com/reference/cli/docker/#docker-cli-configuration-file-configjson-properties).
 * One that lies in a scanned tree is the tree's, and names programs to run: it is not read.
 */
export async function readDockerConfig(env: Environment, roots: readonly string[]): Promise<DockerConfigResult> {
  const folder = configFolder(env);
  if (folder === null) return { unusable: null };
  const path = join(folder, 'config.json');
  const real = await realpath(path).catch(() => null);
  if (real === null) return { unusable: null };
  if (await isInside(real, roots)) return { unusable: `${path} lies in the tree that is read, and was not used` };
  const read = createFileReader().read(real);
  if (read.kind !== 'text') return { unusable: `${path} cannot be used: ${read.message}` };
  const parsed = v.safeParse(schema, parseJson(read.text));
  if (!parsed.success) return { unusable: `${path} cannot be used: it is not what docker writes` };
  const { auths = {}, credsStore = '', credHelpers = {} } = parsed.output;
  return {
    auths: new Map(Object.entries(auths)),
    store: credsStore === '' ? null : credsStore,
    helpers: new Map(Object.entries(credHelpers)),
  };
}

/** True when a real path lies in one of the roots. */
export async function isInside(real: string, roots: readonly string[]): Promise<boolean> {
  for (const root of roots) {
    const way = relative(await realpath(root).catch(() => root), real);
    if (way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))) return true;
  }
  return false;
}

/** docker would take a relative DOCKER_CONFIG from where it stands, which may be the tree. */
function configFolder({ DOCKER_CONFIG: own = '', HOME: home = '' }: Environment): string | null {
  if (own !== '') return isAbsolute(own) ? own : null;
  return isAbsolute(home) ? join(home, '.docker') : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
