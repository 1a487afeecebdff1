import { UserError } from '../errors.ts';
import type { FetchKind } from '../model/act.ts';
import type { Call, CommandOption } from './command.ts';

const KINDS = ['git', 'image', 'file', 'hg', 'svn'] as const satisfies readonly FetchKind[];

export const KIND: CommandOption = {
  flags: '--kind <kinds>',
  description: `only sources of these kinds, as git,image (${KINDS.join(', ')}); without file nothing is downloaded`,
};

/** The kinds of `--kind`, null when it was not given. Throws a UserError for a word that is none. */
export function toKinds(call: Call): ReadonlySet<FetchKind> | null {
  const text = call.text('kind');
  if (text === undefined) return null;
  const words = text.split(',').map((word) => word.trim());
  const kinds = KINDS.filter((kind) => words.includes(kind));
  const wrong = words.find((word) => !KINDS.some((kind) => kind === word));
  if (wrong === undefined) return new Set(kinds);
  throw new UserError(`--kind: "${wrong}" is no kind of source`, { hint: `the kinds are ${KINDS.join(', ')}` });
}
