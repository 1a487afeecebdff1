/** Where a repository is asked for. `text` is what git may see: no password, and a user for ssh alone. */
export type GitUrl = {
  readonly scheme: 'https' | 'http' | 'ssh' | 'git';
  readonly user: string | null;
  readonly password: string | null;
  /** Lower case, an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly text: string;
};

/** A URL that is not handed to git, with the reason as half a sentence. */
export type UnusableUrl = { readonly unusable: string };

const DEFAULT_PORTS = { https: 443, http: 80, ssh: 22, git: 9418 } as const;
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
const AUTHORITY = /^(?:([^@/]*)@)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?$/;
const SCP = /^(?:([^@:/]+)@)?([A-Za-z0-9._-]+):(?!:|\/\/)(.+)$/;
const REMOTE_HELPER = /^[A-Za-z0-9+.-]+::/;
const CONTROL = /[\u0000-\u0020\u007f-\u009f]/;
// git decodes user, host and path; a line break there has reached credential helpers as a second line (CVE-2020-5260).
const ENCODED_CONTROL = /%(?:[01][0-9a-f]|7f)/i;

/**
 * Reads a URL more strictly than git and curl do, so that all of them see the same host. Only https, http, ssh (also as
 * `user@host:path`) and git are known; whether http is allowed is for the caller to judge.
 */
export function parseGitUrl(text: string): GitUrl | UnusableUrl {
  if (text.startsWith('-')) return { unusable: 'it starts with "-", which git would take for an option' };
  if (CONTROL.test(text) || ENCODED_CONTROL.test(text)) return { unusable: 'it holds a blank or a control character' };
  if (/[\\#]/.test(text)) return { unusable: 'it holds a "\\" or a "#"' };
  if (REMOTE_HELPER.test(text))
    return { unusable: 'it names a remote helper ("name::address"), which can run programs' };
  if (!text.includes('://')) return parseScp(text);
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
  if (scheme !== 'https' && scheme !== 'http' && scheme !== 'ssh' && scheme !== 'git') {
    return { unusable: `its scheme is none of ${Object.keys(DEFAULT_PORTS).join(', ')}` };
  }
  const rest = text.slice(scheme.length + '://'.length);
  const slash = rest.indexOf('/');
  const path = slash < 0 ? '' : rest.slice(slash);
  const match = AUTHORITY.exec(slash < 0 ? rest : rest.slice(0, slash));
  if (match === null) return { unusable: 'its host cannot be read' };
  const [, userText, hostText = '', portText] = match;
  const [user, password] = splitUser(userText);
  const port = portText === undefined ? DEFAULT_PORTS[scheme] : Number(portText);
  const shownUser = scheme === 'ssh' && user !== null ? `${user}@` : '';
  const shownPort = port === DEFAULT_PORTS[scheme] ? '' : `:${port}`;
  const host = hostText.toLowerCase();
  return checked({
    scheme,
    user,
    password,
    host: host.replace(/^\[|\]$/g, ''),
    port,
    path,
    text: `${scheme}://${shownUser}${host}${shownPort}${path}`,
  });
}

/** As the user's settings name a host: with its port where it is not the scheme's own. */
export function hostWithPort({ scheme, host, port }: GitUrl): string {
  return port === DEFAULT_PORTS[scheme] ? host : `${host}:${port}`;
}

/** `user@host:path`; anything without a colon is a path or the name of a remote. */
function parseScp(text: string): GitUrl | UnusableUrl {
  const match = SCP.exec(text);
  if (match === null) return { unusable: 'it is not a URL' };
  const [, user = null, host = '', path = ''] = match;
  return checked({ scheme: 'ssh', user, password: null, host: host.toLowerCase(), port: 22, path, text });
}

function checked(url: GitUrl): GitUrl | UnusableUrl {
  if (url.host.startsWith('-') || url.user?.startsWith('-') || /^\/?-/.test(url.path)) {
    return { unusable: 'its user, host or path starts with "-"' };
  }
  if (url.user !== null && url.scheme === 'ssh' && !/^[A-Za-z0-9._-]+$/.test(url.user)) {
    return { unusable: 'its user holds characters other than letters, digits, ".", "_" and "-"' };
  }
  if (url.port < 1 || url.port > 65_535) return { unusable: 'its port is none' };
  if (url.path === '' || url.path === '/') return { unusable: 'it names a host and no repository' };
  return url;
}

function splitUser(text: string | undefined): readonly [string | null, string | null] {
  if (text === undefined || text === '') return [null, null];
  const colon = text.indexOf(':');
  return colon < 0 ? [text, null] : [text.slice(0, colon), text.slice(colon + 1)];
}
