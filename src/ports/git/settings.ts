import { runProcess } from '../process.ts';
import { type Environment, offlineEnvironment, type Setting } from './environment.ts';
import { runLocal } from './local.ts';
import { findRewritings, type Rewriting } from './rewriting.ts';

/** What git's configuration says that a network call needs. */
export type NetworkSettings = {
  /** For GIT_CONFIG_COUNT: what only counts inside the folder (`includeIf gitdir:`, and scope local where that is trusted). */
  readonly extra: readonly Setting[];
  readonly sshCommand: string;
  /** True where a proxy stands between this machine and `url`. */
  readonly isProxied: (url: string) => boolean;
  /** Hosts with port (`example.com:443`) that the user tied to an address (`http.curloptResolve`). */
  readonly tiedHosts: ReadonlySet<string>;
  /** `insteadOf` of all that counts. */
  readonly rewritings: readonly Rewriting[];
  /** Everything that counts. */
  readonly all: readonly Setting[];
};

type ScopedSetting = Setting & { readonly scope: string };

const WANTED = /^(?:http\.|credential\.|url\.|core\.sshcommand$|ssh\.variant$)/i;
/** Scopes that the user owns; `local` and `worktree` come with the tree. */
const OWN_SCOPES = new Set(['system', 'global']);
const PROXY_VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY', 'http_proxy'];
/** Seconds that ssh tries to connect. */
const SSH_CONNECT_TIMEOUT = 15;
const LIST = ['--show-scope', '--includes', '--null', '--list'] as const;
const LIMITS = { deadline: 10_000, byteLimit: 4 * 1024 * 1024 } as const;

/**
 * Reads git's configuration, which runs nothing. `folder` is where `includeIf gitdir:` is asked; `trustLocal` adds scope local, where
 * CI checkouts keep their token. A git that fails here fails again, with its reason, at the call itself.
 */
export async function readNetworkSettings(
  caller: Environment,
  options: { readonly outside: string; readonly folder: string | undefined; readonly trustLocal: boolean },
): Promise<NetworkSettings> {
  const base = await listOutside(caller, options.outside);
  const inside = options.folder === undefined ? [] : await listInside(caller, options.folder);
  const known = new Set(base.map(settingKey));
  const extra = inside.filter(
    (setting) =>
      WANTED.test(setting.key) &&
      (OWN_SCOPES.has(setting.scope) ? !known.has(settingKey(setting)) : options.trustLocal),
  );
  const all = [...base, ...extra];
  return {
    extra: extra.map(({ key, value }) => ({ key, value })),
    sshCommand: toSshCommand(lastValue(all, 'core.sshcommand') ?? 'ssh', lastValue(all, 'ssh.variant')),
    isProxied: (url) =>
      PROXY_VARIABLES.some((name) => (caller[name] ?? '') !== '') || all.some((one) => isProxyFor(one, url)),
    tiedHosts: new Set(
      all.filter((one) => one.key.toLowerCase() === 'http.curloptresolve').map((one) => toHost(one.value)),
    ),
    rewritings: findRewritings(all),
    all,
  };
}

async function listOutside(caller: Environment, cwd: string): Promise<readonly ScopedSetting[]> {
  const env = offlineEnvironment(caller, []);
  const result = await runProcess({ program: 'git', args: ['--no-pager', 'config', ...LIST], cwd, env, ...LIMITS });
  return result.kind === 'exited' && result.code === 0 ? parseSettings(result.stdout) : [];
}

async function listInside(caller: Environment, folder: string): Promise<readonly ScopedSetting[]> {
  const result = await runLocal(caller, folder, 'config', LIST);
  return result.kind === 'output' ? parseSettings(result.text) : [];
}

/** `scope NUL key LF value NUL`; a key without `=` has no LF and means true. */
function parseSettings(text: string): readonly ScopedSetting[] {
  const fields = text.split('\0');
  const settings: ScopedSetting[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [scope = '', entry = ''] = fields.slice(index, index + 2);
    const newline = entry.indexOf('\n');
    const key = newline < 0 ? entry : entry.slice(0, newline);
    settings.push({ scope, key, value: newline < 0 ? 'true' : entry.slice(newline + 1) });
  }
  return settings;
}

/** GIT_SSH_COMMAND overrides core.sshCommand, so it is built from it. PuTTY's programs know `-batch` instead of `-o`. */
function toSshCommand(command: string, variant: string | undefined): string {
  const program = /[^/\\\s"']*$/.exec(/^\s*("[^"]*|'[^']*|\S+)/.exec(command)?.[1] ?? '')?.[0].toLowerCase() ?? '';
  const kind = variant === undefined || variant === 'auto' ? program.replace(/\.exe$/, '') : variant.toLowerCase();
  if (kind === 'simple') return command;
  if (/^(?:tortoise)?plink$|^putty$/.test(kind)) return `${command} -batch`;
  return `${command} -oBatchMode=yes -oConnectTimeout=${SSH_CONNECT_TIMEOUT}`;
}

function isProxyFor(setting: Setting, url: string): boolean {
  const match = /^http\.(?:(.*)\.)?proxy$/i.exec(setting.key);
  if (match === null || setting.value === '') return false;
  return match[1] === undefined || url.toLowerCase().startsWith(match[1].toLowerCase());
}

function toHost(entry: string): string {
  return entry.replace(/^[+-]/, '').split(':').slice(0, 2).join(':').toLowerCase();
}

function lastValue(settings: readonly Setting[], key: string): string | undefined {
  return settings.filter((setting) => setting.key.toLowerCase() === key).at(-1)?.value;
}

function settingKey(setting: ScopedSetting): string {
  return `${setting.scope}\0${setting.key}\0${setting.value}`;
}
