import { REPORT_IDS } from '../reports/report-format.ts';
import type { Call, CommandOption } from './command.ts';

/** Options that every command takes, before or behind its name. */
export const COMMON_OPTIONS: readonly CommandOption[] = [
  { flags: '-C <dir>', description: 'work as if started in this folder' },
  { flags: '--config <file>', description: 'read this configuration instead of pinlock.yml at the root' },
  { flags: '--lockfile <file>', description: 'use this lockfile instead of pinlock.lock at the root' },
  { flags: '--color <when>', description: 'colour the output', choices: ['auto', 'always', 'never'] },
  { flags: '-q, --quiet', description: 'no warnings, no progress, and no result where there is nothing to say' },
  { flags: '--no-progress', description: 'no progress on stderr' },
];

/** Options of the commands that ask hosts. */
export const HOST_OPTIONS: readonly CommandOption[] = [
  {
    flags: '--trusted-config <file>',
    description: "read the user's own configuration from this file (before PINLOCK_TRUSTED_CONFIG)",
  },
  { flags: '--no-cache', description: "keep no history of repositories in the user's cache, and use none from there" },
  { flags: '--offline', description: 'ask nobody: what has no pin yet and needs a host for it is named' },
  {
    flags: '--public-only',
    description:
      'ask no private address, and by ssh only hosts that your configuration allows: for trees you do not trust',
  },
];

/** Options of the commands whose result is a report. */
export const REPORT_OPTIONS: readonly CommandOption[] = [
  { flags: '--format <format>', description: 'how the report on stdout looks', choices: REPORT_IDS },
  {
    flags: '--report <format=file>',
    description: 'also write the report in this format to a file; may be repeated',
    isRepeatable: true,
  },
  { flags: '--all', description: 'also show what is no build input: signing keys of package repositories' },
  {
    flags: '--packages',
    description: 'also show packages that are installed by name and version alone, the business of their own lockfiles',
  },
];

const RESULT_FORMATS = ['text', 'json', 'markdown'] as const;

/** The option of the commands whose result is no report. */
export const FORMAT_OPTION: CommandOption = {
  flags: '--format <format>',
  description: 'how the result on stdout looks',
  choices: RESULT_FORMATS,
};

/** Writes the result in the format that `--format` asks for. */
export function inFormat(
  call: Call,
  renderers: Readonly<Record<(typeof RESULT_FORMATS)[number], () => string>>,
): string {
  const asked = call.text('format');
  return renderers[RESULT_FORMATS.find((format) => format === asked) ?? 'text']();
}

/** The option of the commands that may leave the newest alone for a while. */
export const MIN_AGE_OPTION: CommandOption = {
  flags: '--min-age <age>',
  description: 'take no commit, tag, image or file that is younger than that: 12h, 3d, 2w',
};

/** Options of the commands that may take something else than the newest. */
export const CUTOFF_OPTIONS: readonly CommandOption[] = [
  {
    flags: '--as-of <when>',
    description:
      'pin branches at what was their tip then: a day (its start, UTC), an RFC 3339 instant, or a revision of this repository',
  },
  MIN_AGE_OPTION,
];

/** Options of the commands that may pin releases. */
export const RELEASE_OPTIONS: readonly CommandOption[] = [
  {
    flags: '--prefer <what>',
    description: 'of what follows a branch, pin the newest release (ranges: in pinlock.yml)',
    choices: ['release'],
  },
  { flags: '--pre', description: 'pre-releases are releases too' },
];

export const PATHS = {
  syntax: '[paths...]',
  description: 'files and folders to read; files whatever they are called (default: the whole project)',
} as const;
