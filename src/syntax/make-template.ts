import type { Template, TemplatePart, TextOperation } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { partsOf, partsTemplate } from '../model/template.ts';
import { flatten, impliedText, type Pieces, slicePieces, spanOfPieces } from '../model/value.ts';
import { standsAlone } from './placeholder.ts';

/**
 * Text with Make's references: `$(V)`, `${V}`, `$V`, `$(V:a=b)`, functions, `$@`, which is a variable like any other; `$$` is one dollar.
 * What a function does that is not listed here is not known.
 * https://www.gnu.org/software/make/manual/make.html#Functions
 */
export function makeTemplate(pieces: Pieces): Template {
  const text = flatten(pieces);
  if (!text.includes('$')) return partsTemplate(pieces);
  return partsTemplate(new MakeReader(pieces, text).read(0, text.length, 0));
}

/** Functions inside of functions. */
const DEEPEST = 50;
const PLAIN_NAME = /^[^\s:#=$(){}]+$/;
const FUNCTION = /^([a-z][a-z0-9-]*)[ \t]+/;
const AUTOMATIC = /^[@<^*+?%|][DF]$/;

const OPERATIONS: ReadonlyMap<string, TextOperation> = new Map([
  ['subst', 'replace'],
  ['patsubst', 'replace-suffix'],
  ['addprefix', 'add-prefix'],
  ['addsuffix', 'add-suffix'],
  ['firstword', 'first-word'],
  ['lastword', 'last-word'],
  ['word', 'word'],
  ['strip', 'strip'],
  ['notdir', 'base-name'],
  ['dir', 'folder-name'],
  ['call', 'call'],
]);
/** Text in which something may be run as a makefile. */
const EVALUATES = /\$[({](?:eval|call)[ \t]/;
/** Functions that expand all that they are given. */
const EXPANDS_ALL: ReadonlySet<string> = new Set([...OPERATIONS.keys(), 'shell', 'abspath', 'realpath']);
/** Functions whose value is nothing. */
const SILENT: ReadonlySet<string> = new Set(['info', 'warning', 'error']);
/** Functions that are not computed. */
const UNKNOWN: ReadonlySet<string> = new Set([
  'and',
  'basename',
  'file',
  'filter',
  'filter-out',
  'findstring',
  'flavor',
  'foreach',
  'guile',
  'intcmp',
  'join',
  'let',
  'origin',
  'sort',
  'suffix',
  'value',
  'wildcard',
  'wordlist',
  'words',
]);

class MakeReader {
  private readonly pieces: Pieces;
  private readonly text: string;

  constructor(pieces: Pieces, text: string) {
    this.pieces = pieces;
    this.text = text;
  }

  read(from: number, to: number, depth: number): readonly TemplatePart[] {
    const { text, pieces } = this;
    const parts: TemplatePart[] = [];
    let done = from;
    for (let dollar = text.indexOf('$', from); dollar >= 0 && dollar < to; dollar = text.indexOf('$', done)) {
      const next = text[dollar + 1];
      if (next === undefined || dollar + 1 >= to) break;
      if (next === '$') {
        parts.push(...slicePieces(pieces, done, dollar + 1));
        done = dollar + 2;
        continue;
      }
      parts.push(...slicePieces(pieces, done, dollar));
      const isOpen = next === '(' || next === '{';
      const end = isOpen ? closeOf(text, dollar + 1, to) : dollar + 2;
      if (end < 0) {
        done = dollar;
        break;
      }
      const isAlone = standsAlone(text, dollar, end);
      const at = spanOfPieces(slicePieces(pieces, dollar, end));
      const reference = { written: text.slice(dollar, end), at, isAlone };
      if (isOpen) parts.push(...this.reference(dollar + 2, end - 1, reference, depth));
      else parts.push(...this.variable(next, reference));
      done = end;
    }
    return done < to ? [...parts, ...slicePieces(pieces, done, to)] : parts;
  }

  /** What stands between the brackets: a function with its words, or a variable. */
  private reference(from: number, to: number, reference: Reference, depth: number): readonly TemplatePart[] {
    const inner = this.text.slice(from, to);
    if (depth > DEEPEST) return [unknown(reference)];
    const name = FUNCTION.exec(inner);
    if (name?.[1] !== undefined) {
      const known = this.function(name[1], from + name[0].length, to, reference, depth);
      if (known !== undefined) return known;
    }
    if (AUTOMATIC.test(inner) || PLAIN_NAME.test(inner)) return this.variable(inner, reference);
    const colon = inner.indexOf(':');
    const equals = inner.indexOf('=', colon);
    if (colon > 0 && equals > colon && PLAIN_NAME.test(inner.slice(0, colon)))
      return this.substitution(from, colon, equals, to, reference, depth);
    const operand = partsTemplate(this.read(from, to, depth + 1));
    return [operation('call', [operand], reference)];
  }

  private variable(name: string, reference: Reference): readonly TemplatePart[] {
    const { written: text, at, isAlone } = reference;
    if (AUTOMATIC.test(name)) return this.automatic(name, reference);
    const fallback: Template | null = name === 'MAKE' ? partsTemplate([impliedText('make', at)]) : null;
    return [{ kind: 'variable', name, text, why: 'environment', fallback, emptyIsUnset: false, many: isAlone, at }];
  }

  /** `$(@F)` is the name of `$@`, `$(@D)` its folder, without a slash behind it. */
  private automatic(name: string, reference: Reference): readonly TemplatePart[] {
    const whole = partsTemplate(this.variable(name.slice(0, 1), { ...reference, isAlone: false }));
    if (name.endsWith('F')) return [operation('base-name', [whole], reference)];
    const [withSlash, without] = ['%/', '%'].map((text) => partsTemplate([impliedText(text, reference.at)]));
    if (withSlash === undefined || without === undefined) return [];
    const folder = partsTemplate([operation('folder-name', [whole], reference)]);
    return [operation('replace-suffix', [withSlash, without, folder], reference)];
  }

  /** `$(V:.c=.o)`, `$(V:a%=b%)`. */
  private substitution(
    from: number,
    colon: number,
    equals: number,
    to: number,
    reference: Reference,
    depth: number,
  ): readonly TemplatePart[] {
    const value = partsTemplate(this.variable(this.text.slice(from, from + colon), { ...reference, isAlone: false }));
    const pattern = this.read(from + colon + 1, from + equals, depth + 1);
    const replacement = this.read(from + equals + 1, to, depth + 1);
    const isPattern = this.text.slice(from + colon, from + equals).includes('%');
    const percent = isPattern ? [] : [impliedText('%', reference.at)];
    const operands = [partsTemplate([...percent, ...pattern]), partsTemplate([...percent, ...replacement]), value];
    return [operation('replace-suffix', operands, reference)];
  }

  /** Undefined for what is no function. */
  private function(
    name: string,
    from: number,
    to: number,
    reference: Reference,
    depth: number,
  ): readonly TemplatePart[] | undefined {
    if (name === 'eval') return [operation('evaluate', [partsTemplate(this.read(from, to, depth + 1))], reference)];
    const mayEvaluate = EVALUATES.test(reference.written);
    if (name === 'foreach') return [operation('for-each', this.words(from, to, depth), reference)];
    // Whether it runs at all nobody knows.
    if (mayEvaluate && !EXPANDS_ALL.has(name) && reference.written.includes('eval'))
      return [operation('evaluate', [partsTemplate([unknown(reference)])], reference), unknown(reference)];
    if (SILENT.has(name)) return [];
    if (UNKNOWN.has(name)) return [unknown(reference)];
    if (name === 'shell') {
      const script = partsTemplate(this.read(from, to, depth + 1));
      return [{ kind: 'output', script, text: reference.written, at: reference.at }];
    }
    const words = this.words(from, to, depth);
    const [first, second, third] = words;
    if (name === 'abspath' || name === 'realpath') return first === undefined ? [] : partsOf(first);
    if (name === 'if' && second !== undefined) {
      const arms = [second, third ?? partsTemplate([])];
      const asked = first === undefined ? undefined : variableOf(first)?.name;
      const isDefault = asked !== undefined && variableOf(second)?.name === asked;
      return isDefault ? firstOf(arms, reference) : [choice(arms, reference)];
    }
    if (name === 'or') return firstOf(words, reference);
    const known = OPERATIONS.get(name);
    return known === undefined ? undefined : [operation(known, words, reference)];
  }

  private words(from: number, to: number, depth: number): readonly Template[] {
    return splitArguments(this.text, from, to).map(([start, end]) => partsTemplate(this.read(start, end, depth + 1)));
  }
}

type Reference = { readonly written: string; readonly at: Span; readonly isAlone: boolean };

function unknown({ written, at, isAlone }: Reference): TemplatePart {
  const hole = { kind: 'hole', id: `make:${written}`, name: written, why: 'operation', at } as const;
  return isAlone ? { ...hole, many: true } : hole;
}

function operation(kind: TextOperation, operands: readonly Template[], { written, at }: Reference): TemplatePart {
  return { kind: 'operation', operation: kind, operands, text: written, at };
}

/** One of them, whichever the condition says. */
function choice(values: readonly Template[], { written, at }: Reference): TemplatePart {
  const options = values.map((value, index) => ({ answer: String(index), value }));
  return { kind: 'one-of', question: `make:${written}`, options, at };
}

/** The first that holds something: `$(or $(V),1.2)` is 1.2 where nobody sets V. */
function firstOf([first, ...others]: readonly Template[], reference: Reference): readonly TemplatePart[] {
  if (first === undefined) return [];
  if (others.length === 0) return partsOf(first);
  const fallback = partsTemplate(firstOf(others, reference));
  const variable = variableOf(first);
  if (variable !== undefined) return [{ ...variable, fallback, emptyIsUnset: true, many: reference.isAlone }];
  const written = `${reference.written}:${others.length}`;
  return [choice([first, fallback], { ...reference, written })];
}

/** The variable that is all of the text. */
function variableOf(template: Template): Extract<TemplatePart, { kind: 'variable' }> | undefined {
  const [only, other] = partsOf(template);
  return only?.kind === 'variable' && other === undefined ? only : undefined;
}

/** Commas outside of brackets part the words of a function; blanks before the first are none of it. */
export function splitArguments(text: string, from: number, to: number): readonly (readonly [number, number])[] {
  const words: (readonly [number, number])[] = [];
  let depth = 0;
  let start = from;
  for (let index = from; index < to; index++) {
    const character = text[index];
    if (character === '(' || character === '{') depth += 1;
    else if (character === ')' || character === '}') depth -= 1;
    else if (character === ',' && depth === 0) {
      words.push([start, index]);
      start = index + 1;
    }
  }
  words.push([start, to]);
  return words;
}

/** Characters of a reference with all that is nested in it. */
const LONGEST = 16_384;

/** Behind the bracket that closes the one at `open`; brackets of the other kind do not count. -1 where there is none. */
export function closeOf(text: string, open: number, to: number): number {
  const [opening, closing] = text[open] === '(' ? ['(', ')'] : ['{', '}'];
  let depth = 0;
  for (let index = open; index < Math.min(to, open + LONGEST); index++) {
    if (text[index] === opening) depth += 1;
    else if (text[index] === closing) {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return -1;
}
