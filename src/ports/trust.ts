/** Whom the user's own settings trust; hosts are in lower case, with a port where it is not the scheme's own. */
export type Trust = {
  /** Host to the URL that is asked instead. */
  readonly mirrors: ReadonlyMap<string, string>;
  /** The only hosts that may be asked; null: all. */
  readonly hosts: readonly string[] | null;
  /** Hosts that may be asked by plain http. */
  readonly http: readonly string[];
  /** Scheme (`http`, `https`) to the URL of the proxy. */
  readonly proxies: ReadonlyMap<string, string>;
  /** Files with further certificate authorities. */
  readonly certificates: readonly string[];
  /** The host that is really asked to its token: `user:password`, or a secret alone. */
  readonly tokens: ReadonlyMap<string, string>;
  /** True for trees that are not trusted: nothing private is asked but where the settings lead. */
  readonly publicOnly: boolean;
};

/** The settings of a user who has none. */
export const NO_TRUST: Trust = {
  mirrors: new Map(),
  hosts: null,
  http: [],
  proxies: new Map(),
  certificates: [],
  tokens: new Map(),
  publicOnly: false,
};

/** A mirror's own path comes first, as with git's `insteadOf`; `path` begins with a slash. */
export function throughMirror(mirror: string, path: string): string {
  return mirror.replace(/\/$/, '') + path;
}

/** `Basic ...` for `user:password`; a secret alone is `Bearer` for the web, and the password of any user for git. */
export function tokenHeader(token: string, way: 'web' | 'git'): string {
  if (way === 'web' && !token.includes(':')) return `Bearer ${token}`;
  return `Basic ${Buffer.from(token.includes(':') ? token : `${TOKEN_USER}:${token}`).toString('base64')}`;
}

/** GitHub's own name for it; GitLab, Gitea and others take any. */
export const TOKEN_USER = 'x-access-token';
