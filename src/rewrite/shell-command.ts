import type { Edit } from '../model/edit.ts';
import type { Escaping } from '../model/escaping.ts';
import type { Invocation, Standing } from '../model/invocation.ts';
import type { Span } from '../model/span.ts';
import { type Refusal, refuse, type Texts } from './proposal.ts';

/** A command as it stands in its file, ready to have another one put beside it. */
export type ShellCommand = {
  readonly kind: 'shell-command';
  /** The command with its redirections. */
  readonly span: Span;
  /** The file's text of `span`. */
  readonly text: string;
  readonly place: Invocation['place'];
  /** A second command beside it needs `{ ...; }`. */
  readonly needsBraces: boolean;
  /** It stands right of `&&`. */
  readonly isChained: boolean;
  /** What stands between it and a second command: both run, or the whole fails. */
  readonly joint: ' && ' | '; ';
};

/** What a second command is put beside: a command, or several members of a pipeline, whose last one's command word is `word`. */
export type Part = Standing & { readonly span: Span; readonly word: Span };

const CONTINUATION = /[ \t]*\\\r?\n[ \t]*/g;
/** These run the command for several inputs, or leave the shell for it: what stands behind them runs under other conditions. */
const NO_COMPANION = /(?:^|[\s/])(?:xargs|find|parallel|exec|ssh|docker|podman|kubectl|watch)\s/;
const GUARD_BEFORE = /(?:\|\|?|!|\b(?:if|elif|while|until))\s*$/;
const GUARD_BEHIND = /^\s*\|/;
const CHAIN_BEFORE = /&&\s*$/;

/**
 * Reads a command, or a part of the pipeline that it begins; says why nothing can be put beside it. Where `set -e` acts on the command,
 * a chain of `&&` would take that away from all but its last member (POSIX, "set"), so both stand as commands of their own.
 */
export function readShellCommand(
  invocation: Invocation,
  texts: Texts,
  { span, place, isChained, word: last }: Part = invocation,
): ShellCommand | Refusal {
  const { host, word, escaping } = invocation;
  const where = texts.place(word);
  if (host !== 'shell')
    return refuse(`the command at ${where} runs without a shell, so no second command fits behind it`);
  const content = texts.read(span.file);
  if (content === undefined) return refuse(`the command at ${where} is put together elsewhere`);
  const text = content.slice(span.start, span.end);
  const wrappers = joinLines(content.slice(span.start, word.end));
  if (text.includes('<<')) return refuse(`the command at ${where} has a here-document`);
  if (NO_COMPANION.test(`${wrappers} `)) return refuse(`${wrappers} at ${where} takes no second command`);
  const endsShell = texts.endsShell(last);
  const needsBraces = place !== 'simple' || (endsShell && isChained === true);
  const unsuited = needsBraces ? unsuitedForBraces(escaping, content, span.start) : undefined;
  if (unsuited !== undefined) return refuse(`the command at ${where} needs braces, which ${unsuited}`);
  return {
    kind: 'shell-command',
    span,
    text,
    place,
    needsBraces,
    isChained: isChained === true,
    joint: endsShell ? '; ' : ' && ',
  };
}

/** Braces at the beginning of a scalar without quotes, or within brackets, are YAML's own. */
function unsuitedForBraces(escaping: Escaping | undefined, content: string, start: number): string | undefined {
  if (escaping?.includes('shell-words') === true) return 'cannot stand in a string without quotes';
  if (escaping?.includes('yaml-flow') === true) return 'YAML would read in a list without quotes';
  const isFirst = /(?:^|[-?:][ \t]+)$/.test(content.slice(content.lastIndexOf('\n', start - 1) + 1, start).trimStart());
  return isFirst && escaping?.includes('yaml-plain') === true ? 'YAML would read in text without quotes' : undefined;
}

/**
 * Ends the shell where a git command fails and nothing would follow from it: the build would go on with what the branch holds by now. The
 * status is git's own for what is fatal, which tells it from an `exit` that somebody else wrote.
 */
export const GIT_ENDING = ' || exit 128';

/** Commands before and behind one whose failure ends the shell. */
export function placeEnding(
  { span, isChained }: ShellCommand,
  before: readonly string[],
  behind: readonly string[],
): readonly Edit[] {
  const first = before.map((one) => `${one} && `).join('');
  const last = behind.map((one) => ` && ${one}`).join('');
  return [
    { span: { ...span, end: span.start }, text: `${isChained ? '{ ' : ''}${first}`, why: 'ref' as const },
    { span: { ...span, start: span.end }, text: `${last}${GIT_ENDING}${isChained ? '; }' : ''}`, why: 'ref' as const },
  ].filter(({ text }) => text !== '');
}

/**
 * A check behind a command, which may have others: `order` is its own among them. Where nothing would follow from its failure, the shell
 * ends with it.
 */
export function placeCheck(command: ShellCommand, check: string, order: number, isUnwatched: boolean): readonly Edit[] {
  const { isChained, joint } = command;
  const span = { ...command.span, start: command.span.end };
  const text = isUnwatched ? ` && ${check} || exit 1` : `${joint}${check}`;
  const edit: Edit = { span, text, why: 'check', order };
  if (!command.needsBraces && !(isUnwatched && isChained)) return [edit];
  return [openBrace(command, ''), edit, { span, text: '; }', why: 'option', order: Number.POSITIVE_INFINITY }];
}

/** Puts commands behind one, so that they are one command to what stands around it. */
export function placeBehind(command: ShellCommand, commands: readonly string[]): readonly Edit[] {
  const behind = commands.map((one) => `${command.joint}${one}`).join('');
  const { span, needsBraces } = command;
  const end: Edit = { span: { ...span, start: span.end }, text: needsBraces ? `${behind}; }` : behind, why: 'ref' };
  return needsBraces ? [openBrace(command, ''), end] : [end];
}

/** Puts commands before one, likewise. */
export function placeBefore(
  command: ShellCommand,
  commands: readonly string[],
  why: Edit['why'] = 'ref',
): readonly Edit[] {
  const before = commands.map((one) => `${one}${command.joint}`).join('');
  const { span, needsBraces } = command;
  if (!needsBraces) return [{ span: { ...span, end: span.start }, text: before, why }];
  return [openBrace(command, before), { span: { ...span, start: span.end }, text: '; }', why }];
}

function openBrace({ span }: ShellCommand, behind: string): Edit {
  return { span: { ...span, end: span.start }, text: `{ ${behind}`, why: 'option' };
}

/** Continued lines as one. */
export function joinLines(text: string): string {
  return text.replace(CONTINUATION, ' ');
}

/**
 * Deletes the parts of `whole` that are not `inner`, with the braces around all where they make one command of several for what stands
 * around them.
 */
export function withoutBraces(
  whole: Span,
  inner: Pick<Span, 'start' | 'end'>,
  { place }: Pick<Invocation, 'place'>,
  content: string,
): readonly Edit[] {
  const { file, start, end } = whole;
  const isBraced =
    content.slice(0, start).endsWith('{ ') &&
    content.startsWith('; }', end) &&
    (place !== 'simple' ||
      isGuarded(content.slice(Math.max(start - 202, 0), start - 2), content.slice(end + 3, end + 203)));
  const before = isBraced ? 2 : 0;
  const behind = isBraced ? 3 : 0;
  const remove = (from: number, to: number): Edit => ({
    span: { file, start: from, end: to },
    text: '',
    why: 'option',
  });
  return [remove(start - before, inner.start), remove(inner.end, end + behind)].filter(
    ({ span }) => span.start < span.end,
  );
}

/** True where braces make one command of several; a function's body and a loop's have them anyway. Of what is in braces trace says no more. */
function isGuarded(before: string, behind: string): boolean {
  const joined = joinLines(before);
  return (
    GUARD_BEFORE.test(joined) ||
    CHAIN_BEFORE.test(joined) ||
    joined.endsWith('$(') ||
    GUARD_BEHIND.test(joinLines(behind))
  );
}
