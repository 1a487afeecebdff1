import { type Instruction as AstInstruction, DockerfileParser } from 'dockerfile-ast';
import { DelimiterLines, extractHeredocs, type Heredoc } from './dockerfile-heredoc.ts';
import { readEscape, toSkeleton } from './dockerfile-skeleton.ts';

/** One instruction of a Dockerfile; all numbers are UTF-16 offsets in the file. */
export type Instruction = {
  /** Upper case, continuation inside it undone. */
  readonly keyword: string;
  readonly start: number;
  readonly keywordEnd: number;
  /** End of the command itself, without heredoc bodies and without the line break. */
  readonly commandEnd: number;
  /** End with the heredoc bodies and their last delimiter. */
  readonly end: number;
  readonly heredocs: readonly Heredoc[];
  /** Names of heredocs that no line ends. */
  readonly unterminated: readonly string[];
};

export type DockerfileText = { readonly escapeCharacter: string; readonly instructions: readonly Instruction[] };

/**
 * Where the instructions of a Dockerfile stand. dockerfile-ast says where each begins and ends; it is given a skeleton of the same
 * length (see `toSkeleton`), because it reads the words of every RUN only to look for heredocs.
 */
export function readDockerfile(text: string): DockerfileText {
  const escapeCharacter = readEscape(text);
  const lines = text.includes('<<') ? new DelimiterLines(text) : undefined;
  const lineStarts = findLineStarts(text);
  const offsetOf = (position: { readonly line: number; readonly character: number }): number =>
    Math.min((lineStarts[position.line] ?? text.length) + position.character, text.length);
  const instructions: Instruction[] = [];
  let readTo = 0;
  let nextMark = indexOrEnd(text, '<<', 0);
  for (const node of DockerfileParser.parse(toSkeleton(text, escapeCharacter, lines)).getInstructions()) {
    const instruction = locate(text, node, offsetOf);
    // A body that dockerfile-ast did not see as one (`3<<EOF`) shows up as instructions of its own.
    if (instruction.start < readTo) continue;
    if (nextMark < instruction.keywordEnd) nextMark = indexOrEnd(text, '<<', instruction.keywordEnd);
    const hasMark = nextMark < instruction.end && HEREDOC_KEYWORD.test(instruction.keyword);
    const whole =
      lines !== undefined && hasMark ? withHeredocs(text, instruction, escapeCharacter, lines) : instruction;
    instructions.push(whole);
    readTo = whole.end;
  }
  return { escapeCharacter, instructions };
}

const HEREDOC_KEYWORD = /^(?:RUN|COPY|ADD|ONBUILD)$/;
const CONTINUATION = /[\\`][ \t]*\r?\n/g;

function locate(
  text: string,
  node: AstInstruction,
  offsetOf: (position: { readonly line: number; readonly character: number }) => number,
): Instruction {
  const range = node.getRange();
  const start = offsetOf(range.start);
  const end = offsetOf(range.end);
  const keywordEnd = Math.min(offsetOf(node.getInstructionRange().end), end);
  const keyword = text.slice(start, keywordEnd).replace(CONTINUATION, '').toUpperCase();
  return { keyword, start, keywordEnd, commandEnd: end, end, heredocs: [], unterminated: [] };
}

function withHeredocs(
  text: string,
  instruction: Instruction,
  escapeCharacter: string,
  lines: DelimiterLines,
): Instruction {
  const found = extractHeredocs(text, instruction.keywordEnd, instruction.end, escapeCharacter, lines);
  return { ...instruction, ...found, end: Math.max(instruction.end, found.end) };
}

function indexOrEnd(text: string, part: string, from: number): number {
  const at = text.indexOf(part, from);
  return at < 0 ? text.length : at;
}

/** As vscode's TextDocument counts, which is what dockerfile-ast's positions refer to: a lone CR ends a line too. */
function findLineStarts(text: string): readonly number[] {
  const starts = [0];
  const hasReturns = text.includes('\r');
  if (!hasReturns) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}
