import type { Capture, FetchAct, SelectAct, UpdateAct } from '../model/act.ts';
import type { Edit } from '../model/edit.ts';
import { type Guard, isCompatible } from '../model/guard.ts';
import type { Invocation } from '../model/invocation.ts';
import type { Span } from '../model/span.ts';
import { flatten, knownText, type Word } from '../model/value.ts';
import { type Refusal, refuse, type Texts } from './proposal.ts';
import { joinLines, readShellCommand, type ShellCommand } from './shell-command.ts';
import { hasSpan, isSameSpan } from './splice.ts';

/** A git command as it stands in its file, ready to have another one put beside it. */
export type GitCommand = {
  readonly kind: 'git-command';
  readonly shell: ShellCommand;
  /** What stands before the subcommand (assignments, wrappers, `git`, its own options), on one line, with a blank at its end. */
  readonly lead: string;
  readonly subcommand: Span;
  /** The words behind the subcommand. */
  readonly words: readonly Word[];
};

/** Reads the command of an act with its word `near`; says why nothing can be put beside it. */
export function readGitCommand(
  { invocation, guard }: Pick<FetchAct | SelectAct | UpdateAct, 'invocation' | 'guard'>,
  subcommand: string,
  near: Span | null,
  texts: Texts,
): GitCommand | Refusal {
  const where = texts.place(invocation.word);
  const command = readShellCommand(invocation, texts);
  if (command.kind === 'refusal') return command;
  const { span } = command;
  const words = wordsOf(invocation, guard, near);
  const index = words.findIndex((word, position) => position > 0 && knownText(word.pieces) === subcommand);
  if (words.length > 0 && index < 0) return refuse(`the command at ${where} is no plain git ${subcommand}`);
  const at = words[index]?.at;
  const content = texts.read(span.file) ?? '';
  const isWritten =
    at !== null && at !== undefined && hasSpan(span, at) && content.slice(at.start, at.end) === subcommand;
  if (!isWritten) return refuse(`the command at ${where} is put together elsewhere`);
  const lead = joinLines(content.slice(span.start, at.start));
  if (/[\n<>`]|\$\(/.test(lead)) return refuse(`what stands before "${subcommand}" at ${where} cannot be repeated`);
  return { kind: 'git-command', shell: command, lead, subcommand: at, words: words.slice(index + 1) };
}

/** Words of the variant that the act came from. */
function wordsOf({ variants }: Invocation, guard: Guard, near: Span | null): readonly Word[] {
  const variant = variants.find(
    (one) =>
      isCompatible(one.guard, guard) &&
      one.words.some(({ at }) => at !== null && near !== null && isSameSpan(at, near)),
  );
  return (variant ?? (variants.length === 1 ? variants[0] : undefined))?.words ?? [];
}

/** The file's own characters of a word that may be written a second time, quotes and variables included; undefined if it may not. */
export function copyOf(word: Word, texts: Texts): string | undefined {
  if (word.at === null) return undefined;
  const content = texts.read(word.at.file) ?? '';
  // Inside a quoted string the word's own quote is escaped, and the escape stands before it.
  const isEscaped = content[word.at.start - 1] === '\\' && /["']/.test(content[word.at.start] ?? '');
  const text = content.slice(isEscaped ? word.at.start - 1 : word.at.start, word.at.end);
  return text === '' || /[\n`]|\$\(|<\(/.test(text) ? undefined : text;
}

/** True when an option of this name stands among the words, alone or with `=value`. */
export function hasOption({ words }: GitCommand, ...names: readonly string[]): boolean {
  return words.some(({ pieces }) => {
    const text = flatten(pieces);
    return names.some((name) => text === name || text.startsWith(`${name}=`));
  });
}

/** Takes an option and its value out: `-b x`, `--branch=x`, `-bx`, and the last letter of `-qb x`. */
export function deleteOption({ word, option, prefix }: Capture, texts: Texts): readonly Edit[] | undefined {
  if (word.at === null) return undefined;
  const { file, end } = word.at;
  const text = texts.read(file);
  if (text === undefined) return undefined;
  const first = option === null ? word.at : option.at;
  if (first === null || first.file !== file || first.end > end) return undefined;
  const name = option === null ? prefix : flatten(option.pieces);
  if (!text.startsWith(name, first.start)) return undefined;
  const isBundle = !name.startsWith('--') && name.length > 2;
  const span = isBundle
    ? { file, start: first.start + name.length - 1, end }
    : withBlank(text, { file, start: first.start, end });
  return [{ span, text: '', why: 'option' }];
}

/** One blank more, or the whole line where nothing else would stand on it: an empty line ends a continued command. */
function withBlank(text: string, { file, start, end }: Span): Span {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const lineEnd = next < 0 ? text.length : next;
  const isAlone = text.slice(lineStart, start).trim() === '';
  const rest = text.slice(end, lineEnd).trim();
  if (isAlone && rest === '\\') return { file, start: lineStart, end: Math.min(lineEnd + 1, text.length) };
  const previous = /[ \t]*\\\r?\n[ \t]*$/.exec(text.slice(0, start));
  if (isAlone && rest === '' && previous !== null) return { file, start: previous.index, end };
  const isBlank = text[start - 1] === ' ' || text[start - 1] === '\t';
  return { file, start: isBlank ? start - 1 : start, end };
}
