import { UserError } from '../errors.ts';
import { readAge } from '../run/pins/cutoff.ts';
import type { Host } from './host.ts';

export const ACTION_COMMANDS = ['check', 'scan', 'resolve', 'update'] as const;
export type ActionCommand = (typeof ACTION_COMMANDS)[number];

/** The inputs of action.yml, checked. Paths are as they were typed; null stands for an input that was left empty. */
export type Inputs = {
  readonly command: ActionCommand;
  readonly paths: readonly string[];
  /** `base`, or a revision. */
  readonly since: string | null;
  /** `base`, `head`, or a revision. */
  readonly policyFrom: string;
  readonly strict: boolean;
  readonly config: string | null;
  readonly lockfile: string | null;
  readonly baseline: string | null;
  readonly workingDirectory: string;
  readonly sarifFile: string | null;
  readonly annotate: boolean;
  readonly summary: boolean;
  readonly comment: boolean;
  readonly token: string | null;
  /** Of `update`: parts of source keys, or globs. */
  readonly sources: readonly string[];
  readonly prefersRelease: boolean;
  readonly minAge: string | null;
};

/** Every input of action.yml with its default; a test holds the two together. */
export const INPUT_DEFAULTS = {
  command: 'check',
  paths: '',
  since: '',
  'policy-from': 'base',
  strict: 'false',
  config: '',
  lockfile: '',
  baseline: '',
  'working-directory': '.',
  'sarif-file': '',
  annotate: 'true',
  summary: 'true',
  comment: 'false',
  token: '',
  sources: '',
  prefer: '',
  'min-age': '',
} as const;

type InputName = keyof typeof INPUT_DEFAULTS;

/** Reads `INPUT_*` as the runner sets them, also those that the command does not look at. Throws a UserError that names the input. */
export function readInputs(env: Host['env']): Inputs {
  const text = (name: InputName): string => {
    const value = (env[toVariable(name)] ?? '').trim();
    return value === '' ? INPUT_DEFAULTS[name] : value;
  };
  const optional = (name: InputName): string | null => {
    const value = text(name);
    if (value.includes('\n')) throw new UserError(`input ${name}: has more than one line`);
    return value === '' ? null : value;
  };
  const prefer = optional('prefer');
  if (prefer !== null && prefer !== 'release') throw new UserError(`input prefer: '${prefer}' is not 'release'`);
  const minAge = optional('min-age');
  if (minAge !== null) readAge(minAge, 'input min-age:');
  return {
    command: toCommand(text('command')),
    paths: toLines(text('paths')),
    since: toRevision('since', optional('since')),
    policyFrom: toRevision('policy-from', optional('policy-from')) ?? 'base',
    strict: toSwitch('strict', text('strict')),
    config: optional('config'),
    lockfile: optional('lockfile'),
    baseline: optional('baseline'),
    workingDirectory: optional('working-directory') ?? '.',
    sarifFile: optional('sarif-file'),
    annotate: toSwitch('annotate', text('annotate')),
    summary: toSwitch('summary', text('summary')),
    comment: toSwitch('comment', text('comment')),
    token: optional('token'),
    sources: toLines(text('sources')),
    prefersRelease: prefer !== null,
    minAge,
  };
}

/** The variable in which the runner hands an input: only blanks are replaced. */
function toVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

function toCommand(word: string): ActionCommand {
  const command = ACTION_COMMANDS.find((known) => known === word);
  if (command !== undefined) return command;
  throw new UserError(`input command: there is no command '${word}'`, {
    hint: `the commands are ${ACTION_COMMANDS.join(', ')}`,
  });
}

function toSwitch(name: InputName, word: string): boolean {
  if (/^(?:true|yes|on)$/i.test(word)) return true;
  if (/^(?:false|no|off)$/i.test(word)) return false;
  throw new UserError(`input ${name}: '${word}' is neither true nor false`);
}

function toRevision(name: InputName, word: string | null): string | null {
  if (word?.startsWith('-') === true) throw new UserError(`input ${name}: '${word}' is no revision`);
  return word;
}

function toLines(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
