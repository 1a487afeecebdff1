import { flatten, impliedText, type Pieces, slicePieces } from '../model/value.ts';

/** A line of a makefile that is no recipe, by what it is; texts are pieces of the line. */
export type MakeStatement =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'assign';
      readonly name: Pieces;
      readonly operator: string;
      readonly value: Pieces;
      readonly isExported: boolean;
      /** Of a target: what it needs does not see it. */
      readonly isPrivate: boolean;
      /** Behind `override`. */
      readonly overrides: boolean;
    }
  | {
      readonly kind: 'define';
      readonly name: Pieces;
      readonly operator: string;
      readonly isExported: boolean;
      readonly overrides: boolean;
    }
  | { readonly kind: 'export'; readonly names: Pieces }
  | { readonly kind: 'undefine'; readonly name: string }
  | { readonly kind: 'include'; readonly paths: Pieces }
  | { readonly kind: 'if'; readonly test: string; readonly operands: Pieces; readonly isElse: boolean }
  | { readonly kind: 'else' | 'endif' }
  | {
      readonly kind: 'rule';
      readonly targets: Pieces;
      /** What it needs, behind the colons: names, patterns, references. */
      readonly prerequisites: Pieces;
      /** `target: NAME = value`; else null. */
      readonly local: Extract<MakeStatement, { kind: 'assign' }> | null;
      /** Behind `;` in the line of the rule; else null. */
      readonly recipe: Pieces | null;
    };

const WORD = /^[ \t]*([a-z-]+)(?=[ \t]|$)[ \t]*/;
const CONDITIONALS: ReadonlySet<string> = new Set(['ifeq', 'ifneq', 'ifdef', 'ifndef']);
const AUTOMAKE_CONDITION = /^if[ \t]+!?[A-Za-z_]\w*[ \t]*$/;
const MODIFIER = /^[ \t]*(?:(export|override|private)[ \t]+)/;
const DEFINE = /^[ \t]*define[ \t]+([^\s=:?!+]+)(?:[ \t]*(\+=|\?=|::?:?=|!=|=))?$/;

/** Reads one logical line. https://www.gnu.org/software/make/manual/make.html#Makefile-Contents */
export function readMakeStatement(line: Pieces): MakeStatement {
  const pieces = withoutComment(line);
  const text = flatten(pieces);
  if (text.trim() === '') return { kind: 'nothing' };
  const cut = (start: number, end = text.length) => trimmed(pieces, text, start, end);
  const found = WORD.exec(text);
  const word = found?.[1] ?? '';
  const behind = found?.[0].length ?? 0;
  if (word === 'endif') return { kind: 'endif' };
  if (word === 'else') {
    const inner = WORD.exec(text.slice(behind));
    if (inner?.[1] === undefined || !CONDITIONALS.has(inner[1])) return { kind: 'else' };
    return { kind: 'if', test: inner[1], operands: cut(behind + inner[0].length), isElse: true };
  }
  // `ifeq(a,b)` without a blank is no condition to make either.
  if (CONDITIONALS.has(word)) return { kind: 'if', test: word, operands: cut(behind), isElse: false };
  // Automake's own, in a Makefile.am: https://www.gnu.org/software/automake/manual/automake.html#Usage-of-Conditionals
  if (word === 'if' && AUTOMAKE_CONDITION.test(text))
    return { kind: 'if', test: word, operands: cut(behind), isElse: false };
  if (/^-?include$|^sinclude$/.test(word)) return { kind: 'include', paths: cut(behind) };
  if (word === 'undefine') return { kind: 'undefine', name: text.slice(behind).trim() };
  return readDefinition(pieces, text, 0, PLAIN) ?? readRule(pieces, text);
}

type Modifiers = { readonly isExported: boolean; readonly isPrivate: boolean; readonly overrides: boolean };

const PLAIN: Modifiers = { isExported: false, isPrivate: false, overrides: false };

/** An assignment or `define`, behind `export`, `override`, `private`. */
function readDefinition(pieces: Pieces, text: string, from: number, before: Modifiers): MakeStatement | undefined {
  const rest = text.slice(from);
  const { isExported } = before;
  const modifier = MODIFIER.exec(rest);
  if (modifier !== null) {
    const isExport = isExported || modifier[1] === 'export';
    const start = from + modifier[0].length;
    const modifiers = {
      isExported: isExport,
      isPrivate: before.isPrivate || modifier[1] === 'private',
      overrides: before.overrides || modifier[1] === 'override',
    };
    const inner = readDefinition(pieces, text, start, modifiers);
    if (inner !== undefined || !isExport) return inner;
    return { kind: 'export', names: trimmed(pieces, text, start, text.length) };
  }
  if (/^[ \t]*export[ \t]*$/.test(rest)) return { kind: 'export', names: [] };
  const define = DEFINE.exec(rest.trimEnd());
  if (define?.[1] !== undefined) {
    const start = from + rest.indexOf(define[1]);
    const name = slicePieces(pieces, start, start + define[1].length);
    return { kind: 'define', name, operator: define[2] ?? '=', isExported, overrides: before.overrides };
  }
  return readAssignment(pieces, text, from, before);
}

const OPERATOR = /^(?::::=|::=|:=|\?=|\+=|!=|=)/;

function readAssignment(
  pieces: Pieces,
  text: string,
  from: number,
  modifiers: Modifiers,
): Extract<MakeStatement, { kind: 'assign' }> | undefined {
  const at = findOutside(text, from, (index) => OPERATOR.test(text.slice(index, index + 4)) || text[index] === ':');
  const operator = at < 0 ? undefined : OPERATOR.exec(text.slice(at, at + 4))?.[0];
  if (operator === undefined) return undefined;
  const name = trimmed(pieces, text, from, at);
  if (name.length === 0 || /\s/.test(flatten(name).replace(/\$[({][^)}]*[)}]/g, ''))) return undefined;
  // Blanks at the end belong to the value, and nobody means them.
  return {
    kind: 'assign',
    name,
    operator,
    value: trimmed(pieces, text, at + operator.length, text.length),
    ...modifiers,
  };
}

function readRule(pieces: Pieces, text: string): MakeStatement {
  const colon = findOutside(text, 0, (index) => text[index] === ':');
  if (colon < 0) return EXPANDED.test(text) ? expanded(pieces, text) : { kind: 'nothing' };
  const targets = trimmed(pieces, text, 0, colon);
  const start = colon + (text[colon + 1] === ':' ? 2 : 1);
  const local = readDefinition(pieces, text, start, PLAIN);
  if (local?.kind === 'assign') return { kind: 'rule', targets, prerequisites: [], local, recipe: null };
  const semicolon = findOutside(text, start, (index) => text[index] === ';');
  const recipe = semicolon < 0 ? null : slicePieces(pieces, semicolon + 1, text.length);
  const end = semicolon < 0 ? text.length : semicolon;
  // `targets: %.o: %.c`
  const second = findOutside(text, start, (index) => text[index] === ':');
  const prerequisites = trimmed(pieces, text, second < 0 || second >= end ? start : second + 1, end);
  return { kind: 'rule', targets, prerequisites, local: null, recipe };
}

/** A line that is nothing but what is expanded: a shell in it runs when the file is read, and what is evaluated counts from there on. */
const EXPANDED = /^[ \t]*\$[({].*[)}][ \t]*$/s;

function expanded(pieces: Pieces, text: string): MakeStatement {
  const value = trimmed(pieces, text, 0, text.length);
  const [first] = value;
  if (first === undefined) return { kind: 'nothing' };
  const name: Pieces = [impliedText('.EXPANDED', first.at)];
  return { kind: 'assign', name, operator: ':=', value, ...PLAIN };
}

/** The first place outside of `$( )` and `${ }` of which `isIt` holds; -1 where there is none. */
function findOutside(text: string, from: number, isIt: (index: number) => boolean): number {
  let depth = 0;
  for (let index = from; index < text.length; index++) {
    const character = text[index];
    if (character === '$' && (text[index + 1] === '(' || text[index + 1] === '{')) {
      depth += 1;
      index += 1;
    } else if (depth > 0) {
      if (character === '(' || character === '{') depth += 1;
      if (character === ')' || character === '}') depth -= 1;
    } else if (isIt(index)) return index;
  }
  return -1;
}

/** `#` begins a comment unless a backslash stands before it. */
function withoutComment(pieces: Pieces): Pieces {
  const text = flatten(pieces);
  const at = findOutside(text, 0, (index) => text[index] === '#' && text[index - 1] !== '\\');
  return at < 0 ? pieces : slicePieces(pieces, 0, at);
}

function trimmed(pieces: Pieces, text: string, start: number, end: number): Pieces {
  const part = text.slice(start, end);
  const from = start + part.length - part.trimStart().length;
  return slicePieces(pieces, from, Math.max(from, start + part.trimEnd().length));
}
