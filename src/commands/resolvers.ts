import type { TrustedConfig } from '../config.ts';
import { openCache } from '../ports/cache.ts';
import { createDockerCredentials } from '../ports/docker-credentials.ts';
import { createGit } from '../ports/git.ts';
import { createHttp } from '../ports/http.ts';
import { OFFLINE_HTTP, OFFLINE_REVISIONS, offlineGit } from '../ports/offline.ts';
import { pause } from '../ports/pause.ts';
import { createRevisions } from '../ports/revisions.ts';
import type { ResolvePorts } from '../run/ports.ts';
import { toTrust } from '../run/trust.ts';
import type { Call, World } from './command.ts';
import { toFolder } from './run-options.ts';

/** The doors that resolving opens: loaded when something is to be asked. `roots` are the absolute folders that are read. */
export function createResolvers(
  call: Call,
  world: World,
  trusted: TrustedConfig,
  roots: readonly string[],
): ResolvePorts {
  const { env, now } = world;
  const trust = toTrust(trusted, env, { publicOnly: call.flag('publicOnly') });
  const git = createGit({ env, folder: toFolder(call, world), trust });
  const isOffline = call.flag('offline');
  return {
    git: isOffline ? offlineGit(git) : git,
    revisions: isOffline ? OFFLINE_REVISIONS : createRevisions({ env, trust }),
    cache: openCache(env, call.flag('cache')),
    http: isOffline ? OFFLINE_HTTP : createHttp({ env, trust }),
    credentials: createDockerCredentials({ env, roots, tokens: trust.tokens }),
    now,
    pause,
  };
}
