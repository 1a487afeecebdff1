import type { Invocation } from '../model/invocation.ts';
import { type Refusal, refuse, type Texts } from './proposal.ts';
import { hasSpan } from './splice.ts';

/**
 * What inserted text stands in: `plain` shell text, a string in `single` or `double` quotes that a shell is given (JSON form counts as
 * double), a `text` that one command writes for another.
 */
export type Quoting = 'plain' | 'single' | 'double' | 'text';

/** A file's name as it stands in the command, with the quotes that it has there. */
export type FileName = { readonly kind: 'copied'; readonly text: string };

/** Finds out in what a command stands; a string inside a string is refused. */
export function readQuoting(
  { word, stack }: Pick<Invocation, 'word' | 'stack'>,
  texts: Texts,
): { readonly kind: 'quoting'; readonly quoting: Quoting } | Refusal {
  const where = texts.place(word);
  const isFed = texts.isFed(word);
  const [call, second] = stack.filter(({ kind, span }) => kind === 'text' && hasSpan(span, word));
  if (call === undefined) return { kind: 'quoting', quoting: isFed ? 'text' : 'plain' };
  if (second !== undefined || isFed) return refuse(`the command at ${where} stands in a string inside a string`);
  const quoting = quotingAt(texts.read(word.file)?.slice(call.span.start, word.start) ?? '');
  if (quoting === undefined) return refuse(`the command at ${where} stands in a string without quotes`);
  return { kind: 'quoting', quoting };
}

/** The quotes that are open at the end of a text. */
function quotingAt(text: string): 'single' | 'double' | undefined {
  let open: 'single' | 'double' | undefined;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '\\' && open !== 'single') index++;
    else if (character === "'" && open !== 'double') open = open === 'single' ? undefined : 'single';
    else if (character === '"' && open !== 'single') open = open === 'double' ? undefined : 'double';
  }
  return open;
}

/** The check of a file against its sum, silent on standard output, which others may read; undefined for a name that cannot be quoted. */
export function writeCheck(sha256: string, { text }: FileName, quoting: Quoting): string | undefined {
  const line = writeLine(`${sha256}  `, text, quoting);
  return line === undefined ? undefined : `echo ${line} | sha256sum -c - >/dev/null`;
}

/** Letters, digits and what no shell reads as syntax, with or without variables. */
const LITERAL = /^[A-Za-z0-9._/:@=+,-]+$/;
const WITH_VARIABLES = /^(?:[A-Za-z0-9._/:@=+,-]|\$\w+|\$\{[^{}"'`$\\()]*\})+$/;
const IN_QUOTES = /^(\\?")([^"\\`]*)\\?"$/;

/** Two blanks, as busybox wants them, stand in quotes; so does the name, whose own variables go on being read. */
function writeLine(lead: string, name: string, quoting: Quoting): string | undefined {
  const inner = IN_QUOTES.exec(name)?.[2] ?? name;
  const isQuoted = inner !== name;
  const double = quoting === 'double' ? '\\"' : '"';
  const literal = quoting === 'single' ? '"' : "'";
  if (LITERAL.test(inner)) return `${literal}${lead}${inner}${literal}`;
  if (isQuoted && !/\$\(/.test(inner)) return `${double}${lead}${inner}${double}`;
  return WITH_VARIABLES.test(inner) ? `${double}${lead}${inner}${double}` : undefined;
}
