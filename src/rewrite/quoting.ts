import type { Escaping } from '../model/escaping.ts';
import { shorterQuote, writeQuote } from './escaping.ts';

/** A file's name as it stands in the command, with the quotes that it has there. */
export type FileName = { readonly kind: 'copied'; readonly text: string };

/**
 * The check of a file against its sum, as it is written at a place, silent on standard output, which others may read; undefined for a name
 * that cannot be quoted, or a place that cannot hold it.
 */
export function writeCheck(sha256: string, { text }: FileName, escaping: Escaping | undefined): string | undefined {
  const line = writeLine(`${sha256}  `, text, escaping);
  return line === undefined ? undefined : `echo ${line} | sha256sum -c - >/dev/null`;
}

/** Letters, digits and what no shell reads as syntax, with or without variables: of the shell, of Make, of a workflow's expressions. */
const LITERAL = /^[A-Za-z0-9._/:@=+,-]+$/;
const WITH_VARIABLES = /^(?:[A-Za-z0-9._/:@=+,-]|[\\$]?\$\w+|[\\$]?\$\{[^{}"'`$\\()]*\})+$/;
const WITH_REFERENCES =
  /^(?:[A-Za-z0-9._/:@=+,-]|\\?\$\$\w+|\$\$\{[^{}"'`$\\()]*\}|\$\([\w.-]+\)|\$\{[\w.-]+\}|\$@|\$\(@[DF]\))+$/;

/** Two blanks, as busybox wants them, stand in quotes; so does the name, whose own variables go on being read. */
function writeLine(lead: string, name: string, escaping: Escaping | undefined): string | undefined {
  const [quote, double] = [shorterQuote(escaping), writeQuote('"', escaping)];
  if (quote === undefined) return undefined;
  const inner = withoutQuotes(name, escaping);
  if (LITERAL.test(inner)) return `${quote}${lead}${inner}${quote}`;
  if (double === undefined) return undefined;
  const isQuoted = inner !== name && !/["\\`]|\$\(/.test(inner);
  const pattern = escaping?.includes('doubled-dollar') === true ? WITH_REFERENCES : WITH_VARIABLES;
  return isQuoted || pattern.test(inner) ? `${double}${lead}${inner}${double}` : undefined;
}

/** A word without the quotes around it, as they are written at its place. */
export function withoutQuotes(word: string, escaping: Escaping | undefined): string {
  for (const sign of ['"', "'"] as const) {
    // Within three quotes one needs no escape.
    for (const quote of [writeQuote(sign, escaping), sign]) {
      if (quote === undefined || word.length < 2 * quote.length) continue;
      const inner = word.slice(quote.length, word.length - quote.length);
      const isWhole = word.startsWith(quote) && word.endsWith(quote) && !inner.includes(quote);
      if (isWhole && (sign === '"' || LITERAL.test(inner))) return inner;
    }
  }
  return word;
}
