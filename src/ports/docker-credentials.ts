import { type DockerConfig, type DockerConfigResult, readDockerConfig } from './docker/config.ts';
import { askHelper } from './docker/helper.ts';
import type { Environment } from './git/environment.ts';
import { HUB } from './http.ts';
import { TOKEN_USER } from './trust.ts';

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

/**
 * `roots`: the trees that are read; neither a configuration nor a helper in one of them is used. `tokens`: by host, from the user's own
 * settings, which come before docker's.
 */
export type DockerSetup = {
  readonly env: Environment;
  readonly roots: readonly string[];
  readonly tokens?: ReadonlyMap<string, string>;
};

/** Docker Hub's key, for reasons of history: https://github.com/moby/moby/blob/master/registry/config.go */
const HUB_KEY = 'https://index.docker.io/v1/';
const HUB_NAMES: readonly string[] = [HUB.name, 'index.docker.io', HUB.registry];

const NONE: CredentialAnswer = { credentials: null, trouble: null };

/** Credentials as `docker login` left them: in a helper, in a store, or in the file itself. Nothing is read before the first question. */
export function createDockerCredentials(setup: DockerSetup): DockerCredentials {
  let reading: Promise<DockerConfigResult> | undefined;
  return {
    find: async (host, signal) => {
      const token = firstOf(HUB_NAMES.includes(host) ? HUB_NAMES : [host], setup.tokens ?? new Map<string, string>());
      if (token !== undefined) return { credentials: ofToken(token), trouble: null };
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
    return { credentials: toCredentials(IDENTITY_USER, entry.identitytoken ?? ''), trouble: null };
  const text = Buffer.from(entry.auth ?? '', 'base64')
    .toString('utf8')
    .replace(/\0+$/, '');
  const colon = text.indexOf(':');
  const [user, password] =
    colon < 0 ? [entry.username ?? '', entry.password ?? ''] : [text.slice(0, colon), text.slice(colon + 1)];
  return user === '' ? NONE : { credentials: toCredentials(user, password), trouble: null };
}

const IDENTITY_USER = '<token>';

/** `user:password`, or a secret alone, which registries take as the password of any user. */
function ofToken(token: string): Credentials {
  const colon = token.indexOf(':');
  if (colon < 0) return { kind: 'password', user: TOKEN_USER, password: token };
  return { kind: 'password', user: token.slice(0, colon), password: token.slice(colon + 1) };
}

function toCredentials(user: string, secret: string): Credentials {
  return user === IDENTITY_USER
    ? { kind: 'identity-token', token: secret }
    : { kind: 'password', user, password: secret };
}

function toHost(key: string): string {
  return key.replace(/^https?:\/\//, '').split('/', 1)[0] ?? '';
}

function firstOf<Value>(names: readonly string[], entries: ReadonlyMap<string, Value>): Value | undefined {
  return names.map((name) => entries.get(name)).find((value) => value !== undefined);
}
