import { delimiter, isAbsolute } from 'node:path';

/** Environment variables as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What git may see of the caller's environment. Everything else is dropped: inside a hook GIT_DIR and GIT_INDEX_FILE point
 * elsewhere, GIT_TRACE_CURL prints tokens, GIT_EXEC_PATH, GIT_PROXY_COMMAND and GIT_EXTERNAL_DIFF run programs.
 */
const ALLOWED = new Set([
  'HOME',
  'USER',
  'TMPDIR',
  'SSH_AUTH_SOCK',
  'GIT_SSL_CAINFO',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  'SystemRoot',
  'APPDATA',
  ...['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'].flatMap((name) => [name, name.toUpperCase()]),
]);
const ALLOWED_PREFIXES = ['XDG_', 'SSL_CERT_'];

/** Neither a person nor a program is asked for a password. An empty GIT_ASKPASS also silences core.askPass and SSH_ASKPASS. */
const SILENT = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '',
  SSH_ASKPASS_REQUIRE: 'never',
  GCM_INTERACTIVE: 'never',
} as const;

/** One setting for GIT_CONFIG_COUNT: settings that may hold a token stand in the environment, never in arguments. */
export type Setting = { readonly key: string; readonly value: string };

/** For `git config` and `--get-url`: no repository (a URL such as `origin` would be a remote's name in one), no network. */
export function offlineEnvironment(caller: Environment, settings: readonly Setting[]): Record<string, string> {
  return {
    ...allowedEnvironment(caller),
    ...SILENT,
    GIT_DIR: '/dev/null',
    GIT_ALLOW_PROTOCOL: 'none',
    ...settingsEnvironment(settings),
  };
}

/** For `ls-remote` and `fetch`: one protocol, which holds behind `insteadOf` too and beats every `protocol.*` setting. */
export function networkEnvironment(
  caller: Environment,
  call: {
    readonly gitDir: string;
    readonly scheme: string;
    readonly sshCommand: string;
    readonly settings: readonly Setting[];
  },
): Record<string, string> {
  const allowed = allowedEnvironment(caller);
  // It would outrank the bundle that is set here, in which its own authorities stand too.
  if (call.settings.some(({ key }) => key === 'http.sslCAInfo')) delete allowed.GIT_SSL_CAINFO;
  return {
    ...allowed,
    ...SILENT,
    GIT_DIR: call.gitDir,
    GIT_ALLOW_PROTOCOL: call.scheme,
    GIT_PROTOCOL_FROM_USER: '0',
    GIT_SSH_COMMAND: call.sshCommand,
    ...settingsEnvironment(call.settings),
  };
}

/** For calls inside somebody's work tree: no protocol at all, so that a promisor remote's `uploadpack` cannot run. */
export function localEnvironment(caller: Environment): Record<string, string> {
  return {
    ...allowedEnvironment(caller),
    ...SILENT,
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
  };
}

/** For reading in a repository of pinlock's own: as locally, and what was fetched is what is read (`git replace` has no say). */
export function cachedEnvironment(caller: Environment, folder: string): Record<string, string> {
  return { ...localEnvironment(caller), GIT_DIR: folder, GIT_NO_REPLACE_OBJECTS: '1' };
}

/** What is left of the caller's environment for a program that asks a host; its words are English. */
export function allowedEnvironment(caller: Environment): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(caller)) {
    if (value === undefined) continue;
    if (ALLOWED.has(name) || ALLOWED_PREFIXES.some((prefix) => name.startsWith(prefix))) result[name] = value;
    else if (name.toUpperCase() === 'PATH') result[name] = absolutePath(value);
  }
  // Errors are told apart by git's own words, which are translated otherwise.
  return { ...result, LC_ALL: 'C' };
}

/** A relative entry (`.`, or an empty one) would run a `git` that lies in the tree. */
function absolutePath(path: string): string {
  return path
    .split(delimiter)
    .filter((entry) => isAbsolute(entry))
    .join(delimiter);
}

function settingsEnvironment(settings: readonly Setting[]): Record<string, string> {
  if (settings.length === 0) return {};
  const result: Record<string, string> = { GIT_CONFIG_COUNT: String(settings.length) };
  for (const [index, setting] of settings.entries()) {
    result[`GIT_CONFIG_KEY_${index}`] = setting.key;
    result[`GIT_CONFIG_VALUE_${index}`] = setting.value;
  }
  return result;
}
