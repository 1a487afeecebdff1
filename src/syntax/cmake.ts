import type { SyntaxProblem } from '../model/program.ts';

/** A command with its arguments, in the order of the file; offsets count in the text. `start` to `nameEnd` is its name, `end` lies behind `)`. */
export type CMakeCommand = {
  readonly name: string;
  readonly start: number;
  readonly nameEnd: number;
  readonly end: number;
  readonly arguments: readonly CMakeArgument[];
};

/** An argument: `start` to `end` with its quotes, `from` to `to` without. `paren` is a bracket among the arguments, as conditions have them. */
export type CMakeArgument = {
  readonly kind: 'unquoted' | 'quoted' | 'bracket' | 'paren';
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
};

/**
 * Reads a CMake file as commands, or what stands in it behind `from`; nothing is expanded. What is no command is a problem, and reading goes on with the next line.
 * https://cmake.org/cmake/help/latest/manual/cmake-language.7.html#syntax
 */
export function readCMake(
  file: string,
  text: string,
  from = 0,
): { readonly commands: readonly CMakeCommand[]; readonly problems: readonly SyntaxProblem[] } {
  const commands: CMakeCommand[] = [];
  const problems: SyntaxProblem[] = [];
  let position = skipSpace(text, text.startsWith('\uFEFF', from) ? from + 1 : from);
  while (position < text.length) {
    const placeholder = matchAt(PLACEHOLDER, text, position);
    if (placeholder !== undefined) {
      position = skipSpace(text, position + placeholder.length);
      continue;
    }
    const name = matchAt(COMMAND_START, text, position);
    if (name === undefined) {
      const end = lineEnd(text, position);
      // One mistake makes the reader stumble many times behind it: the first is the one to mend.
      if (problems.length === 0)
        problems.push({
          at: { file, start: position, end },
          message: 'expected a command with its arguments in brackets',
        });
      position = skipSpace(text, end);
      continue;
    }
    const read = readArguments(text, position + name.length);
    if (read === undefined) {
      const message = `the bracket that closes the arguments of ${name.trimEnd().slice(0, -1).trimEnd()} is missing`;
      problems.push({ at: { file, start: position, end: position + name.length }, message });
      position = skipSpace(text, lineEnd(text, position));
      continue;
    }
    const nameEnd = position + (matchAt(IDENTIFIER, text, position)?.length ?? 0);
    commands.push({ name: text.slice(position, nameEnd), start: position, nameEnd, ...read });
    position = skipSpace(text, read.end);
  }
  return { commands, problems };
}

const IDENTIFIER = /[A-Za-z_]\w*/y;
const COMMAND_START = /[A-Za-z_]\w*[ \t]*\(/y;
/** A line that configure_file fills in. */
const PLACEHOLDER = /@\w+@/y;
const SPACE = /[ \t\r\n]+/y;
const BRACKET_OPEN = /\[(=*)\[/y;
/** Old files have quoted stretches inside of an unquoted argument (`-Da="b c"`), and Make's `$(V)`. */
const UNQUOTED = /(?:[^\s()#"\\]|\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"|(?<=\$)\(\w*\))+/y;
const QUOTED = /"(?:[^"\\]|\\[\s\S])*"/y;

function readArguments(
  text: string,
  from: number,
): { readonly arguments: readonly CMakeArgument[]; readonly end: number } | undefined {
  const found: CMakeArgument[] = [];
  let depth = 0;
  let position = skipSpace(text, from);
  for (; position < text.length; position = skipSpace(text, position)) {
    const character = text[position];
    if (character === ')' && depth === 0) return { arguments: found, end: position + 1 };
    const argument = readArgument(text, position);
    if (argument === undefined) return undefined;
    if (argument.kind === 'paren') depth += character === '(' ? 1 : -1;
    found.push(argument);
    position = argument.end;
  }
  return undefined;
}

function readArgument(text: string, start: number): CMakeArgument | undefined {
  const character = text[start];
  if (character === '(' || character === ')')
    return { kind: 'paren', start, end: start + 1, from: start, to: start + 1 };
  if (character === '"') {
    const quoted = matchAt(QUOTED, text, start);
    if (quoted === undefined) return undefined;
    const end = start + quoted.length;
    return { kind: 'quoted', start, end, from: start + 1, to: end - 1 };
  }
  const bracket = readBracket(text, start);
  if (bracket !== undefined) return { kind: 'bracket', start, ...bracket };
  const unquoted = matchAt(UNQUOTED, text, start);
  if (unquoted === undefined) return undefined;
  const end = start + unquoted.length;
  return { kind: 'unquoted', start, end, from: start, to: end };
}

/** `[[text]]`, `[=[text]=]`; a line end right behind the opening is none of the text. */
function readBracket(
  text: string,
  start: number,
): { readonly from: number; readonly to: number; readonly end: number } | undefined {
  const open = matchAt(BRACKET_OPEN, text, start);
  if (open === undefined) return undefined;
  const close = `]${'='.repeat(open.length - 2)}]`;
  const to = text.indexOf(close, start + open.length);
  if (to < 0) return undefined;
  const inner = start + open.length;
  const from = inner + (text.startsWith('\r\n', inner) ? 2 : text[inner] === '\n' ? 1 : 0);
  return { from: Math.min(from, to), to, end: to + close.length };
}

/** Behind blanks, line ends and comments of both kinds. */
function skipSpace(text: string, from: number): number {
  let position = from;
  for (;;) {
    position += matchAt(SPACE, text, position)?.length ?? 0;
    if (text[position] !== '#') return position;
    position = readBracket(text, position + 1)?.end ?? lineEnd(text, position);
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function matchAt(pattern: RegExp, text: string, position: number): string | undefined {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0];
}
