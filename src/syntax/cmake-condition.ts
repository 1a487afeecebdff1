import type { HostCondition, Template } from '../model/program.ts';
import { partsTemplate } from '../model/template.ts';
import type { CMakeArgument } from './cmake.ts';
import { argumentTemplate, type CMakeText, cmakeVariable } from './cmake-template.ts';

/** Texts that are false in a condition, besides the empty one: https://cmake.org/cmake/help/latest/command/if.html#basic-expressions */
const FALSY = ['0', 'OFF', 'NO', 'FALSE', 'N', 'IGNORE', 'NOTFOUND'];
const TRUE = /^(?:1|ON|YES|TRUE|Y)$/i;
const NAME = /^[A-Za-z_]\w*$/;
const ENVIRONMENT = /^ENV\{(\w+)\}$/;

const ENVIRONMENT_VALUE = /^\$ENV\{(\w+)\}$/;

/** What a condition may rest on. */
export type ConditionView = {
  /** Inside of a function, whose parameters the text gives. Elsewhere a module or a user may have set any variable. */
  readonly isInFunction: boolean;
  /** Variables that the arm itself sets: to ask for one of them is to ask whether it has a value yet. */
  readonly assigned: ReadonlySet<string>;
  /** Variables of the environment whose values one of the arms takes over: to ask for one of them is to ask for an override from outside. */
  readonly taken: ReadonlySet<string>;
};

/** The arguments of `if` or `elseif`. What is not read (EXISTS, VERSION_LESS, ...) leaves both arms open. */
export function readCondition(source: CMakeText, words: readonly CMakeArgument[], view: ConditionView): HostCondition {
  return readAny(source, words, view, 0) ?? { kind: 'unknown', text: written(source, words) };
}

/** Brackets inside of brackets. */
const DEEPEST = 20;

type Read = HostCondition | undefined;

function readAny(source: CMakeText, words: readonly CMakeArgument[], view: ConditionView, depth: number): Read {
  if (depth > DEEPEST) return undefined;
  // Only an AND of parts that a condition can say is read as such: of one unknown part the whole is unknown.
  const alternatives = splitAt(source, words, 'OR');
  const parts = alternatives.map((part) => readAll(source, part, view, depth));
  const known = parts.filter((part) => part !== undefined);
  const [only] = known;
  if (known.length < parts.length || only === undefined) return undefined;
  return known.length === 1 ? only : { kind: 'any', of: known };
}

function readAll(source: CMakeText, words: readonly CMakeArgument[], view: ConditionView, depth: number): Read {
  const parts = splitAt(source, words, 'AND').map(
    (part): HostCondition => readOne(source, part, view, depth) ?? { kind: 'unknown', text: written(source, part) },
  );
  const [only] = parts;
  return parts.length === 1 ? only : { kind: 'all', of: parts };
}

function readOne(source: CMakeText, words: readonly CMakeArgument[], view: ConditionView, depth: number): Read {
  const [first, second, third] = words;
  if (first === undefined) return undefined;
  const text = textOf(source, first);
  if (text === 'NOT') return negate(readOne(source, words.slice(1), view, depth + 1));
  if (first.kind === 'paren') {
    const last = words.at(-1);
    return last?.kind === 'paren' ? readAny(source, words.slice(1, -1), view, depth + 1) : undefined;
  }
  if (second === undefined) return first.kind === 'unquoted' ? readName(text, view) : undefined;
  if (third !== undefined && textOf(source, second) === 'MATCHES' && words.length === 3)
    return {
      kind: 'matches',
      text: readOperand(source, first, false),
      pattern: argumentTemplate(source, third),
      negated: false,
    };
  const environment = emptyEnvironment(source, words);
  if (environment !== undefined) return negate(readEnvironment(environment, view));
  if (third !== undefined && textOf(source, second) === 'STREQUAL' && words.length === 3)
    return {
      kind: 'equal',
      left: readOperand(source, first, false),
      right: readOperand(source, third, true),
      negated: false,
    };
  if (text !== 'DEFINED' || third !== undefined) return undefined;
  const name = textOf(source, second);
  const outside = ENVIRONMENT.exec(name)?.[1];
  if (outside !== undefined) return readEnvironment(outside, view);
  if (!view.isInFunction && !view.assigned.has(name)) return undefined;
  const computed = name.includes('$') ? { computedName: argumentTemplate(source, second) } : {};
  return { kind: 'defined', name, ...computed, negated: false };
}

/** The environment is what sets it from outside; as written it has nothing. */
function readEnvironment(name: string, { taken }: ConditionView): Read {
  return taken.has(name) ? { kind: 'defined', name: `ENV{${name}}`, outside: name, negated: false } : undefined;
}

/** `"$ENV{NAME}" STREQUAL ""`: the name of the variable; undefined for anything else. */
function emptyEnvironment(source: CMakeText, words: readonly CMakeArgument[]): string | undefined {
  const texts = words.map((word) => textOf(source, word));
  if (words.length !== 3 || texts[1] !== 'STREQUAL' || !texts.includes('')) return undefined;
  return texts.flatMap((text) => ENVIRONMENT_VALUE.exec(text)?.[1] ?? [])[0];
}

function readName(text: string, { isInFunction, assigned }: ConditionView): Read {
  if (TRUE.test(text)) return { kind: 'all', of: [] };
  if (FALSY.includes(text.toUpperCase())) return { kind: 'any', of: [] };
  if (!NAME.test(text)) return undefined;
  if (assigned.has(text)) return { kind: 'true', name: text, falsy: FALSY, negated: false, isUnsetFalse: true };
  return isInFunction ? { kind: 'true', name: text, falsy: FALSY, negated: false } : undefined;
}

function negate(condition: Read): Read {
  if (condition === undefined) return undefined;
  switch (condition.kind) {
    case 'equal':
    case 'matches':
    case 'defined':
    case 'true':
      return { ...condition, negated: !condition.negated };
    case 'all':
    case 'any':
      return condition.of.length > 0 ? undefined : { kind: condition.kind === 'all' ? 'any' : 'all', of: [] };
    case 'unknown':
      return undefined;
    default:
      return condition satisfies never;
  }
}

/** A name without quotes is the variable of that name; behind the operator, where nobody sets it, the text itself. */
function readOperand(source: CMakeText, word: CMakeArgument, isSecond: boolean): Template {
  const text = textOf(source, word);
  const template = argumentTemplate(source, word);
  if (word.kind !== 'unquoted' || !NAME.test(text)) return template;
  const at = { file: source.file, start: word.start, end: word.end };
  return partsTemplate([cmakeVariable(text, at, isSecond ? template : null)]);
}

/** Parts between a keyword outside of brackets. */
function splitAt(source: CMakeText, words: readonly CMakeArgument[], keyword: string): readonly CMakeArgument[][] {
  const parts: CMakeArgument[][] = [[]];
  let depth = 0;
  for (const word of words) {
    const text = textOf(source, word);
    if (word.kind === 'paren') depth += text === '(' ? 1 : -1;
    if (depth === 0 && word.kind === 'unquoted' && text === keyword) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts;
}

function textOf({ text }: CMakeText, { from, to }: CMakeArgument): string {
  return text.slice(from, to);
}

function written(source: CMakeText, words: readonly CMakeArgument[]): string {
  return words.map((word) => textOf(source, word)).join(' ');
}
