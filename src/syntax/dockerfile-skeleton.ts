import { DockerfileParser } from 'dockerfile-ast';
import type { DelimiterLines } from './dockerfile-heredoc.ts';

const DIRECTIVE = /\uFEFF?[ \t]*#[ \t]*\w+[ \t]*=[^\n]*(?:\n|$)/y;
const COMMENT_LINE = /^[ \t]*#[^\n\r]*/gm;
const WITH_HEREDOCS = /^[ \t]*(?:ONBUILD[ \t]+)?(RUN|COPY|ADD)(?=[ \t])/gim;
const DOUBLED_ESCAPE = { '\\': /\\[ \t]*\\(?=[ \t]*\r?$)/gm, '`': /`[ \t]*`(?=[ \t]*\r?$)/gm };
const HEREDOC_MARK = /<<(-?)([^\s<]+)/g;

/** The escape character that the parser directives at the top of the file choose: a backslash or a backtick. */
export function readEscape(text: string): '\\' | '`' {
  const head = text.slice(0, measureDirectives(text));
  return head !== '' && DockerfileParser.parse(head).getEscapeCharacter() === '`' ? '`' : '\\';
}

/** Where the directive `# syntax=IMAGE` stands at the top of the file: the name and its value, as offsets; the first of several counts. */
export function findSyntax(
  text: string,
): { readonly name: number; readonly start: number; readonly end: number } | undefined {
  const head = text.slice(0, measureDirectives(text));
  const match = SYNTAX.exec(head);
  const value = match?.[2];
  if (match === null || value === undefined) return undefined;
  const start = match.index + match[0].length - value.length;
  return { name: match.index + (match[1]?.length ?? 0), start, end: start + value.length };
}

/** Its name is read in any case (https://docs.docker.com/reference/dockerfile/#syntax). */
const SYNTAX = /^(\uFEFF?[ \t]*#[ \t]*)syntax[ \t]*=[ \t]*([^\s]+)/im;

/**
 * Text of the same length and with the same instructions, in which dockerfile-ast finds less to do and nothing to stumble over:
 * comments are blanks (it compares each with each stage), RUN, COPY and ADD without heredocs lose their name (it splits their words to
 * look for heredocs), a heredoc mark that no line ends is a blank (it would take the rest of the file), and an escape
 * character behind another one does not continue a line (BuildKit: `[^\\]\\[ \t]*$`). `lines` are the file's when it has heredoc marks.
 */
export function toSkeleton(text: string, escapeCharacter: '\\' | '`', lines: DelimiterLines | undefined): string {
  const headLength = measureDirectives(text);
  const head = text.slice(0, headLength);
  let rest = text.slice(headLength);
  rest = rest
    .replace(COMMENT_LINE, blank)
    .replace(DOUBLED_ESCAPE[escapeCharacter], (match) => 'x'.repeat(match.length));
  rest = hideKeywords(rest, escapeCharacter, lines !== undefined);
  return head + (lines === undefined ? rest : hideUnterminated(rest, headLength, lines));
}

/** Writes `xxx` for the keyword of every instruction that has no heredoc. */
function hideKeywords(text: string, escapeCharacter: string, hasMarks: boolean): string {
  const parts: string[] = [];
  let copied = 0;
  const pattern = new RegExp(WITH_HEREDOCS);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const keywordEnd = pattern.lastIndex;
    const end = hasMarks ? findLogicalEnd(text, keywordEnd, escapeCharacter) : keywordEnd;
    pattern.lastIndex = end;
    if (hasMarks && text.slice(keywordEnd, end).includes('<<')) continue;
    const length = match[1]?.length ?? 0;
    parts.push(text.slice(copied, keywordEnd - length), 'x'.repeat(length));
    copied = keywordEnd;
  }
  return parts.join('') + text.slice(copied);
}

/** The end of the first line that does not continue; empty lines (comments are blanks by now) do not end anything. */
function findLogicalEnd(text: string, from: number, escapeCharacter: string): number {
  let start = from;
  let isFirst = true;
  for (;;) {
    const feed = text.indexOf('\n', start);
    if (feed < 0) return text.length;
    const line = text.slice(start, feed).trimEnd();
    if (!line.endsWith(escapeCharacter) && (isFirst || line !== '')) return feed;
    isFirst = false;
    start = feed + 1;
  }
}

function blank(text: string): string {
  return ' '.repeat(text.length);
}

function hideUnterminated(text: string, offset: number, lines: DelimiterLines): string {
  return text.replace(HEREDOC_MARK, (mark, dash: string, word: string, at: number) => {
    const name = word.replace(/^(["'])(.*)\1$/, '$2').replaceAll('\\', '');
    return lines.find(name, dash !== '', offset + at) === undefined ? `  ${mark.slice(2)}` : mark;
  });
}

/** Length of the parser directives at the top; the first line that is none ends them. */
function measureDirectives(text: string): number {
  const directive = new RegExp(DIRECTIVE);
  let end = 0;
  while (end < text.length && directive.test(text)) end = directive.lastIndex;
  return end;
}
