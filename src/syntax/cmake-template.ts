import type { Escaping } from '../model/escaping.ts';
import type { Template, TemplatePart } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { partsTemplate } from '../model/template.ts';
import { impliedText, writtenText } from '../model/value.ts';
import type { CMakeArgument } from './cmake.ts';

/** The file that arguments stand in. `isConfigured`: `@NAME@` is a variable too, as in a file that configure_file fills in. */
export type CMakeText = { readonly file: string; readonly text: string; readonly isConfigured: boolean };

/**
 * What an argument says: `${NAME}` (with names inside of names), `$ENV{NAME}`, `$CACHE{NAME}`, `@NAME@`, escapes. A generator expression
 * (`$<...>`) is a hole, because its value is made when the build runs.
 * https://cmake.org/cmake/help/latest/manual/cmake-language.7.html#variable-references
 */
export function argumentTemplate(source: CMakeText, { kind, from, to }: CMakeArgument): Template {
  if (kind === 'bracket')
    return partsTemplate([{ ...writtenText(source.file, source.text, from, to), escaping: CMAKE }]);
  return partsTemplate(readParts(source, from, to, kind === 'unquoted', 0));
}

const CMAKE: Escaping = ['cmake'];

/** A variable of CMake; `fallback` where nobody sets it. */
export function cmakeVariable(name: string, at: Span, fallback: Template | null = null): TemplatePart {
  const text = `\${${name}}`;
  return { kind: 'variable', name, text, why: 'environment', fallback, emptyIsUnset: false, many: false, at };
}

/** Names that hold a program's path once its module was found, with the program. */
const PROGRAMS: ReadonlyMap<string, string> = new Map([
  ['GIT_EXECUTABLE', 'git'],
  ['Git_EXECUTABLE', 'git'],
  ['WGET_EXECUTABLE', 'wget'],
  ['CURL_EXECUTABLE', 'curl'],
  ['HG_EXECUTABLE', 'hg'],
  ['Subversion_SVN_EXECUTABLE', 'svn'],
  ['CMAKE_COMMAND', 'cmake'],
  ['Python_EXECUTABLE', 'python'],
  ['Python3_EXECUTABLE', 'python3'],
  ['PYTHON_EXECUTABLE', 'python'],
]);

const SPECIAL = /[\\$@]/g;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);
const OPENING = /\$(ENV|CACHE)?\{/y;
const CONFIGURED = /@([A-Za-z_][\w.+/-]*)@/y;
const PLAIN_NAME = /^[\w./+-]+$/;
/** Characters of a reference with all that is nested in it. */
const LONGEST = 4096;
/** Names inside of names inside of names. */
const DEEPEST = 20;

function readParts(
  source: CMakeText,
  from: number,
  to: number,
  isUnquoted: boolean,
  depth: number,
): readonly TemplatePart[] {
  const { file, text } = source;
  const parts: TemplatePart[] = [];
  let done = from;
  let position = from;
  const take = (part: readonly TemplatePart[], end: number): void => {
    if (done < position) parts.push({ ...writtenText(file, text, done, position), escaping: CMAKE });
    parts.push(...part);
    done = end;
    position = end;
  };
  for (; position < to; ) {
    SPECIAL.lastIndex = position;
    const found = SPECIAL.exec(text)?.index ?? to;
    if (found >= to) break;
    position = found;
    if (text[found] === '\\') {
      take(readEscape(file, text, found), found + (text.startsWith('\r\n', found + 1) ? 3 : 2));
      continue;
    }
    const end = text[found] === '$' ? closeOf(text, found, to) : (configuredEnd(source, found) ?? -1);
    if (end < 0 || end > to) {
      position = found + 1;
      continue;
    }
    const isAlone = isUnquoted && found === from && end === to;
    take([readReference(source, found, end, isAlone, depth)], end);
  }
  position = to;
  take([], to);
  return parts;
}

/** A line end behind `\` is nothing; other signs stand for themselves. */
function readEscape(file: string, text: string, position: number): readonly TemplatePart[] {
  const next = text[position + 1] ?? '';
  if (next === '\n' || next === '\r') return [];
  const at = { file, start: position, end: position + 2 };
  return [impliedText(ESCAPES.get(next) ?? next, at)];
}

function readReference(source: CMakeText, start: number, end: number, isAlone: boolean, depth: number): TemplatePart {
  const { file, text } = source;
  const at = { file, start, end };
  const written = text.slice(start, end);
  const unknown: TemplatePart = { kind: 'hole', id: `cmake:${written}`, name: written, why: 'placeholder', at };
  if (text[start + 1] === '<') return isAlone ? { ...unknown, many: true } : unknown;
  OPENING.lastIndex = start;
  const isConfigured = text[start] === '@';
  const opening = OPENING.exec(text);
  const inner = start + (isConfigured ? 1 : (opening?.[0].length ?? 2));
  const name = text.slice(inner, end - 1);
  if (!PLAIN_NAME.test(name)) {
    if (depth >= DEEPEST) return unknown;
    const operand = partsTemplate(readParts(source, inner, end - 1, false, depth + 1));
    return { kind: 'operation', operation: 'call', operands: [operand], text: written, at };
  }
  const program = PROGRAMS.get(name);
  return {
    kind: 'variable',
    name: opening?.[1] === 'ENV' ? `ENV{${name}}` : name,
    text: written,
    why: 'environment',
    fallback: program === undefined ? null : partsTemplate([impliedText(program, at)]),
    emptyIsUnset: false,
    many: isAlone,
    at,
  };
}

function configuredEnd({ text, isConfigured }: CMakeText, start: number): number | undefined {
  if (!isConfigured || text[start] !== '@') return undefined;
  CONFIGURED.lastIndex = start;
  const match = CONFIGURED.exec(text);
  return match === null ? undefined : start + match[0].length;
}

/** Behind the bracket that closes `${`, `$ENV{` or `$<`; -1 where none of them begins here. */
function closeOf(text: string, start: number, to: number): number {
  OPENING.lastIndex = start;
  const isExpression = text[start + 1] === '<';
  if (!isExpression && OPENING.exec(text) === null) return -1;
  const [open, close] = isExpression ? ['<', '>'] : ['{', '}'];
  let depth = 0;
  for (let index = start + 1; index < Math.min(to, start + LONGEST); index++) {
    if (text[index] === open) depth += 1;
    else if (text[index] === close) {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return -1;
}
