import { flatten, knownText, type Word } from '../model/value.ts';
import type { Wrapped } from '../model/wrapper.ts';
import { isFetchCommand } from './fetch-command.ts';
import { nameOf, readRules } from './read-rule.ts';
import { groupsOf } from './rule-table.ts';

/**
 * Programs that name other programs without running them here: what they are given is installed, printed, or run on another machine. Anything
 * else that is not known and has a whole fetch behind it (`retry-tool git clone https://...`) runs it.
 */
const NO_WRAPPERS: ReadonlySet<string> = new Set([
  ...[
    'apt',
    'apt-get',
    'aptitude',
    'apk',
    'yum',
    'dnf',
    'microdnf',
    'tdnf',
    'zypper',
    'pacman',
    'emerge',
    'brew',
    'port',
    'snap',
    'dpkg',
    'rpm',
  ],
  ...[
    'pip',
    'pip3',
    'pipx',
    'uv',
    'npm',
    'npx',
    'pnpm',
    'yarn',
    'gem',
    'bundle',
    'cargo',
    'go',
    'composer',
    'conda',
    'mamba',
    'choco',
    'scoop',
    'nix',
    'nix-env',
    'nix-shell',
  ],
  ...[
    'echo',
    'printf',
    'cat',
    'tee',
    'log',
    'logger',
    'info',
    'warn',
    'warning',
    'error',
    'die',
    'fail',
    'usage',
    'alias',
    'export',
    'cd',
    'which',
    'type',
    'man',
    'grep',
    'sed',
    'awk',
    'expect',
  ],
  ...[
    'docker',
    'podman',
    'nerdctl',
    'buildah',
    'kubectl',
    'oc',
    'ssh',
    'vagrant',
    'lxc',
    'multipass',
    'systemd-run',
    'at',
    'crontab',
  ],
]);

const ADDRESS = /:\/\//;
const SCHEME = /^https?$/;

/** The command that an unknown program runs, as its own words show: a fetch with its address, what moves a clone on, or a shell with its text. */
export function handedOn(words: readonly Word[]): Wrapped | undefined {
  const name = nameOf(words);
  if (name === undefined || NO_WRAPPERS.has(name) || groupsOf('command', name) !== undefined) return undefined;
  for (let index = 1; index < words.length; index++) {
    const text = knownText(words[index]?.pieces ?? []);
    if (text === undefined || groupsOf('command', text) === undefined) continue;
    // `--transport http https://...`: how to speak to the address, which httpie is called like.
    if (SCHEME.test(text) && knownText(words[index - 1]?.pieces ?? [])?.startsWith('-')) continue;
    const rest = words.slice(index);
    if (isFetch(rest) || isUpdate(rest) || isShellText(rest)) return { kind: 'words', words: rest, assignments: [] };
  }
  return undefined;
}

function isFetch(words: readonly Word[]): boolean {
  if (!words.some((word) => ADDRESS.test(flatten(word.pieces)))) return false;
  return isFetchCommand(words);
}

const MOVES: ReadonlySet<string> = new Set(['pull', 'submodule-remote']);

/** `strace git pull`: what would be a pin is none by guessing. */
function isUpdate(words: readonly Word[]): boolean {
  return readRules('command', words, (rule) => rule.acts.some(({ variety }) => MOVES.has(variety))).length > 0;
}

function isShellText(words: readonly Word[]): boolean {
  return (
    readRules('command', words, (rule) => rule.runs.some((run) => run.kind === 'text' && run.here !== true)).length >
      0 && words.length > 2
  );
}
