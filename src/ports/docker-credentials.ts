import { type DockerConfig, type DockerConfigResult, readDockerConfig } from './docker/config.ts';
import { askHelper } from './docker/helper.ts';
import type { Environment } from './git/environment.ts';
import { HUB } from './http.ts';

/** What a registry may be shown. An identity token is exchanged for a token by OAuth2, it is no password. */
export type Credentials =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'identity-token'; readonly token: string };

/** What is known for a host; `trouble` says, without a secret, why there is less than there could be. */
export type CredentialAnswer = { readonly credentials: Credentials | null; readonly trouble: string | null };

export type DockerCredentials = {
  /** For the host (with its port, where it is not 443) that is really asked. Only an aborted signal rejects. */
  readonly find: (host: string, signal?: AbortSignal) => Promise<CredentialAnswer>;
};

/** `roots`: the trees that are read; neither a configuration nor a helper in one of them is used. */
export type DockerSetup = { readonly env: Environment; readonly roots: readonly string[] };

/** Docker Hub's key, for reasons of history: https://github.com/moby/moby/blob/master/registry/config.go */
const HUB_KEY = 'https://index.docker.io/v1/';
const HUB_NAMES: readonly string[] = [HUB.name, 'index.docker.io', HUB.registry];

const NONE: CredentialAnswer = { credentials: null, trouble: null };

/** Credentials as `docker login` left them: in a helper, in a store, or in the file itself. Nothing is read before the first question. */
export function createDockerCredentials(setup: DockerSetup): DockerCredentials {
  let reading: Promise<DockerConfigResult> | undefined;
  return {
    find: async (host, signal) => {
      reading ??= readDockerConfig(setup.env, setup.roots);
      const config = await reading;
      if ('unusable' in config) return { credentials: null, trouble: config.unusable };
      return findIn(config, host, { ...setup, signal });
    },
  };
}

async function findIn(
  config: DockerConfig,
  host: string,
  caller: DockerSetup & { readonly signal: AbortSignal | undefined },
): Promise<CredentialAnswer> {
  const isHub = HUB_NAMES.includes(host);
  const names = isHub ? [HUB_KEY, ...HUB_NAMES] : [host];
  const helper = firstOf(names, config.helpers) ?? config.store;
  const stored = readAuth(config, names);
  if (helper === null) return stored;
  const answer = await askHelper(helper, isHub ? HUB_KEY : host, caller);
  if (answer === null) return stored;
  if ('unusable' in answer)
    return stored.credentials === null ? { credentials: null, trouble: answer.unusable } : stored;
  const { Username: user, Secret: secret } = answer;
  return { credentials: toCredentials(user, secret), trouble: null };
}

/** `auth` is `user:password` in base64; keys are hosts, or URLs of which the host counts. */
function readAuth(config: DockerConfig, names: readonly string[]): CredentialAnswer {
  const byHost = new Map([...config.auths].map(([key, entry]) => [key === HUB_KEY ? key : toHost(key), entry]));
  const entry = firstOf(names, byHost);
  if (entry === undefined) return NONE;
  if ((entry.identitytoken ?? '') !== '')
    return { credentials: toCredentials(TOKEN_USER, entry.identitytoken ?? ''), trouble: null };
  const text = Buffer.from(entry.auth ?? '', 'base64')
    .toString('utf8')
    .replace(/\0+$/, '');
  const colon = text.indexOf(':');
  const [user, password] =
    colon < 0 ? [entry.username ?? '', entry.password ?? ''] : [text.slice(0, colon), text.slice(colon + 1)];
  return user === '' ? NONE : { credentials: toCredentials(user, password), trouble: null };
}

const TOKEN_USER = '<token>';

function toCredentials(user: string, secret: string): Credentials {
  return user === TOKEN_USER ? { kind: 'identity-token', token: secret } : { kind: 'password', user, password: secret };
}

function toHost(key: string): string {
  return key.replace(/^https?:\/\//, '').split('/', 1)[0] ?? '';
}

function firstOf<Value>(names: readonly string[], entries: ReadonlyMap<string, Value>): Value | undefined {
  return names.map((name) => entries.get(name)).find((value) => value !== undefined);
}
