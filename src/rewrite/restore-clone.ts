import type { FetchAct } from '../model/act.ts';
import type { Fetch, RefChange } from '../model/fetch.ts';
import type { Span } from '../model/span.ts';
import { flatten } from '../model/value.ts';
import { companionsOf, readDestination } from './clone.ts';
import { copyOf, readGitCommand } from './git-command.ts';
import { isSafe, layText } from './lay.ts';
import { type Proposal, propose, type Refusal, refuse, type Texts } from './proposal.ts';
import type { RestoredRef } from './restore.ts';
import { withoutBraces } from './shell-command.ts';
import { hasSpan } from './splice.ts';

/**
 * Takes away what apply put behind a clone: the commands must stand there exactly as it writes them. The branch becomes the option again
 * that it was, by itself or by the variable that names it.
 */
export function restoreClone({ act, history }: Fetch, { ref }: RestoredRef, texts: Texts): Proposal | Refusal {
  const change = history.at(-1);
  const where = texts.place(act.invocation.word);
  const foreign = refuse(`what stands behind the clone at ${where} was not written by apply`);
  if (act.kind !== 'fetch' || change?.ref == null) return foreign;
  if (act.rule !== 'git-clone' && act.into !== null) return restoreOtherClone(act, change, texts) ?? foreign;
  const command = readGitCommand(act, 'clone', act.url.at, texts);
  if (command.kind === 'refusal') return command;
  const { span } = command.shell;
  const content = texts.read(span.file) ?? '';
  const destination = readDestination(act, command, texts);
  const copy = copyOf(change.ref, texts);
  if (destination === undefined || copy === undefined) return foreign;
  const commit = flatten(change.ref.pieces);
  const isCopied = copy !== commit;
  const companions = companionsOf(command, act, { ref: copy, fetched: isCopied ? 'FETCH_HEAD' : commit }, destination);
  if (companions === undefined) return foreign;
  const joint = JOINTS.find((one) =>
    content.startsWith(companions.map((companion) => `${one}${command.lead}${companion}`).join(''), span.end),
  );
  const { subcommand } = command;
  if (joint === undefined || !content.startsWith(' -n', subcommand.end)) return foreign;
  const end = span.end + companions.map((companion) => `${joint}${command.lead}${companion}`).join('').length;
  if (!hasSpan({ ...span, end }, change.act.invocation.word)) return foreign;
  const option: Span = { ...subcommand, start: subcommand.end, end: subcommand.end + ' -n'.length };
  if (isCopied && ref === null) return refuse(`the clone at ${where} names its branch by a variable, and it had none`);
  const named = isCopied ? copy.replace(commit, ref ?? '') : ref;
  if (named !== null && !isCopied && !isSafe(named))
    return refuse(`"${named}" at ${where} cannot be written without quotes`);
  const text = { start: 0, end: commit.length, text: ref ?? '' };
  const laid = isCopied ? layText(change.ref.pieces, text, change.ref.at, 'ref', texts) : undefined;
  if (laid?.kind === 'refusal') return laid;
  const values = (laid?.edits ?? []).filter((edit) => !hasSpan({ ...span, end }, edit.span));
  return propose({
    values,
    commands: [
      { span: option, text: named === null ? '' : ` -b ${named}`, why: 'option' },
      ...withoutBraces({ ...span, end }, span, act.invocation, content),
    ],
    exclusive: [act.invocation.word],
  });
}

/** What stands between two commands that apply writes. */
export const JOINTS = [' && ', '; '] as const;

/** The checkout that apply puts behind a clone by another command goes. */
function restoreOtherClone({ invocation }: FetchAct, { ref, act }: RefChange, texts: Texts): Proposal | undefined {
  const { span } = invocation;
  const content = texts.read(span.file) ?? '';
  const own = OTHER_CHECKOUT.exec(content.slice(span.end, span.end + 500));
  const end = span.end + (own?.[0].length ?? 0);
  const isOwn = own !== null && own[1] === flatten(ref?.pieces ?? []) && hasSpan({ ...span, end }, act.invocation.word);
  if (!isOwn) return undefined;
  return propose({
    commands: withoutBraces({ ...span, end }, span, invocation, content),
    exclusive: [invocation.word],
  });
}

const OTHER_CHECKOUT = /^(?: && |; )git -C \S+ checkout -q ([0-9a-f]{40,64})/;
