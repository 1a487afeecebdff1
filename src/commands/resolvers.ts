import type { TrustedConfig } from '../config.ts';
import { createDockerCredentials } from '../ports/docker-credentials.ts';
import type { Git } from '../ports/git.ts';
import { createHttp } from '../ports/http.ts';
import { pause } from '../ports/pause.ts';
import type { ResolvePorts } from '../run/ports.ts';
import type { World } from './command.ts';

/** The doors that resolving opens: loaded when something is to be asked. `roots` are the absolute folders that are read. */
export function createResolvers(
  git: Git,
  world: World,
  trusted: TrustedConfig,
  roots: readonly string[],
): ResolvePorts {
  const { proxies, certificates } = trusted;
  return {
    git,
    http: createHttp({ env: world.env, trust: trusted, proxies, certificates }),
    credentials: createDockerCredentials({ env: world.env, roots }),
    now: world.now,
    pause,
  };
}
