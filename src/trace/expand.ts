import { BOUNDS } from '../model/bounds.ts';
import type { EscapingLayer } from '../model/escaping.ts';
import { ALWAYS, both, type Guard } from '../model/guard.ts';
import type { Span } from '../model/span.ts';
import { always, escapedPieces, impliedText, knownText, type Pieces, type Value, type Word } from '../model/value.ts';
import type * as shell from '../syntax/shell.ts';
import { literalPieces, sourcePieces, spanOf } from '../syntax/shell.ts';
import { commandsIn, evaluateArithmetic, isName, namesSetBy } from './arithmetic.ts';
import { expandBraces } from './braces.ts';
import { append } from './combinations.ts';
import { expandOnce } from './constant-words.ts';
import { expandParameter, namedValue, positionalFields } from './expand-parameter.ts';
import { FieldList } from './field-list.ts';
import { asMany, type Building, type Fields, type Fragment, grow, withHome, withoutMany } from './fields.ts';
import { hereText, withoutEscapes } from './here-text.ts';
import type { Choice } from './host/choices.ts';
import type { Context, Machine } from './machine.ts';
import { captureScript, substituteProcess } from './substitution.ts';
import { concat, hole, holeValue, NOTHING } from './values.ts';

/** All ways in which a list of words expands to fields; bounded, so that products do not explode. */
export function expandWords(machine: Machine, words: readonly shell.Word[], context: Context): readonly Fields[] {
  const list = new FieldList();
  let last: shell.Word | undefined;
  const at = () => spanOf(context.source, last?.pos ?? 0, last?.end ?? 0);
  for (const word of words) {
    last = word;
    list.add(
      expandOnce(word, () => expandFields(machine, word, context)),
      at,
    );
  }
  return list.take(at);
}

/** The words of a `for` loop, of which a single one says more. */
export function expandTurns(machine: Machine, words: readonly shell.Word[], context: Context): readonly Fields[] {
  const [only, ...others] = words;
  if (only === undefined || others.length > 0) return expandWords(machine, words, context);
  return expandOnce(only, () => expandFields(machine, only, context));
}

/** One word as it stands in a place without splitting: an assignment, a redirection, a case word, a test. */
export function expandValue(machine: Machine, word: shell.Word, context: Context): Value {
  const parts = word.parts;
  if (parts === undefined || parts.length === 0)
    return machine.choices.spread(literal(word, context), () => spanOf(context.source, word.pos, word.end));
  let value: Value | undefined;
  const at = spanOf(context.source, word.pos, word.end);
  for (const part of parts) {
    const next = partValue(machine, part, context, true);
    value = value === undefined ? next : concat(value, next, at);
  }
  return value ?? NOTHING;
}

/** The text of a heredoc body. */
export function expandHereDocument(machine: Machine, document: shell.HereDoc, context: Context): Value {
  const { body } = document;
  const isStripped = document.operator === '<<-';
  const spread = (pieces: Pieces) => machine.choices.spread(pieces, () => spanOf(context.source, body.pos, body.end));
  if (document.delimiter?.quoted === true) return spread(hereText(context, body.pos, body.end, isStripped));
  const literal = (start: number, end: number): Value =>
    escaped(spread(withoutEscapes(hereText(context, start, end, isStripped))), 'here-document');
  if (body.parts === undefined) return literal(body.pos, body.end);
  let value: Value = NOTHING;
  for (const part of body.parts) {
    const at = spanOf(context.source, part.pos, part.end);
    const next =
      part.type === 'Literal' ? literal(part.pos, part.end) : partValue(machine, part, context, true, 'here-document');
    value = concat(value, next, at);
  }
  return value;
}

function expandFields(machine: Machine, word: shell.Word, context: Context): readonly Fields[] {
  const at = spanOf(context.source, word.pos, word.end);
  const parts = word.parts;
  if (parts === undefined || parts.length === 0) {
    const written = literal(word, context);
    if (machine.choices.isOpen(written)) return fieldsOf(machine, machine.choices.split(written), context, at);
    const pieces = withHome(written);
    return [{ guard: ALWAYS, words: [{ pieces, at }], lost: [] }];
  }
  if (parts.some((part) => part.type === 'BraceExpansion')) {
    let result: readonly Fields[] = [{ guard: ALWAYS, words: [], lost: [] }];
    for (const choice of expandBraces(parts, context.source)) {
      result = append(result, fieldsOf(machine, choice, context, at), at);
    }
    return result;
  }
  return fieldsOf(machine, parts, context, at);
}

function fieldsOf(
  machine: Machine,
  given: readonly (shell.WordPart | Pieces | Choice)[],
  context: Context,
  at: Span,
): readonly Fields[] {
  const parts = given.flatMap((part) => splitPart(machine, part, context));
  let building: readonly Building[] = [{ guard: ALWAYS, done: [], current: null, lost: [], overridable: undefined }];
  for (const part of parts) {
    const fragments = fragmentsOf(machine, part, context);
    const most = Math.min(BOUNDS.arms, Math.max(BOUNDS.product, building.length, fragments.length));
    const next: Building[] = [];
    for (const before of building) {
      for (const fragment of fragments) {
        const guard = both(before.guard, fragment.guard);
        if (guard !== undefined) next.push(grow(before, fragment, guard, at));
        if (next.length > most) {
          const bound = hole(`bound:${at.file}:${at.start}`, '$(too many alternatives)', 'bound', at);
          return [{ guard: ALWAYS, words: [{ pieces: [bound], at }], lost: [] }];
        }
      }
    }
    building = next;
  }
  const isAlone = parts.length === 1;
  return building.map(({ guard, done, current, lost, overridable }) => {
    const fields = current === null ? done : [...done, current];
    const words = fields.map((pieces, index): Word => {
      const shown = index === 0 ? withHome(pieces) : pieces;
      const word = { pieces: isAlone ? shown : withoutMany(shown), at: fields.length === 1 ? at : null };
      return overridable === undefined ? word : { ...word, overridable };
    });
    if (words.length > 0) return { guard, words, lost: [] };
    return overridable === undefined ? { guard, words, lost } : { guard, words, lost, isEmptied: true };
  });
}

/** Text without quotes, cut at what the language around the shell left open. */
function splitPart(
  machine: Machine,
  part: shell.WordPart | Pieces | Choice,
  context: Context,
): readonly (shell.WordPart | Pieces | Choice)[] {
  if (!('type' in part)) return 'value' in part ? [part] : machine.choices.split(part);
  if (part.type !== 'Literal') return [part];
  const pieces = literalPieces(context.source, part.pos, part.end, part.value);
  return machine.choices.isOpen(pieces) ? machine.choices.split(pieces) : [part];
}

function fragmentsOf(machine: Machine, part: shell.WordPart | Pieces | Choice, context: Context): readonly Fragment[] {
  if (!('type' in part))
    return 'value' in part
      ? toFragments(part.value, true, part.piece.name)
      : [{ guard: ALWAYS, fields: [part], isSplit: false }];
  if (part.type === 'DoubleQuoted' || part.type === 'LocaleString') {
    const list = part.parts.length === 1 ? listFields(machine, part.parts[0], context) : undefined;
    if (list !== undefined) return list.map(({ guard, fields }) => ({ guard, fields, isSplit: false }));
    return toFragments(partValue(machine, part, context, true), false, '');
  }
  if (part.type === 'SimpleExpansion' || part.type === 'ParameterExpansion') {
    const list = listFields(machine, part, context);
    if (list !== undefined) return list.map(({ guard, fields }) => ({ guard, fields, isSplit: true }));
    return toFragments(
      partValue(machine, part, context, false),
      true,
      part.type === 'SimpleExpansion' ? part.text.slice(1) : part.parameter,
    );
  }
  const isSplit = part.type === 'CommandExpansion';
  return toFragments(partValue(machine, part, context, false), isSplit, '');
}

function toFragments(value: Value, isSplit: boolean, name: string): readonly Fragment[] {
  return value.map((alternative) => ({
    guard: alternative.guard,
    fields: [isSplit ? asMany(alternative.pieces) : alternative.pieces],
    isSplit,
    overridable: alternative.overridable,
    unset:
      alternative.unset !== undefined && alternative.pieces.length === 0 ? { name, why: alternative.unset } : undefined,
  }));
}

/** `$@`, `${array[@]}`: a list of fields; undefined for everything else. */
function listFields(
  machine: Machine,
  part: shell.WordPart | undefined,
  context: Context,
): readonly { readonly guard: Guard; readonly fields: readonly Pieces[] }[] | undefined {
  if (part?.type !== 'SimpleExpansion' && part?.type !== 'ParameterExpansion') return undefined;
  return positionalFields(machine, part, spanOf(context.source, part.pos, part.end), context);
}

/** What a part of a word says; `isQuoted` keeps globs as text, `layer` is what its own text is quoted by. */
function partValue(
  machine: Machine,
  part: shell.WordPart,
  context: Context,
  isQuoted: boolean,
  layer?: EscapingLayer,
): Value {
  const at = () => spanOf(context.source, part.pos, part.end);
  switch (part.type) {
    case 'Literal':
    case 'AnsiCQuoted': {
      const value = machine.choices.spread(literalPieces(context.source, part.pos, part.end, part.value), at);
      return layer === undefined ? value : escaped(value, layer);
    }
    case 'SingleQuoted': {
      // By its value's length: a quote that nothing closes has no last character to leave out.
      const pieces = sourcePieces(context.source, part.pos + 1, part.pos + 1 + part.value.length);
      return escaped(machine.choices.spread(pieces, at), 'shell-single');
    }
    case 'DoubleQuoted':
    case 'LocaleString': {
      let value: Value = NOTHING;
      for (const child of part.parts) {
        const next = partValue(machine, child, context, true, 'shell-double');
        value = value === NOTHING ? next : concat(value, next, at());
      }
      return value;
    }
    case 'SimpleExpansion':
      return namedValue(machine, part.text.slice(1), at());
    case 'ParameterExpansion':
      return expandParameter(machine, part, context);
    case 'CommandExpansion':
      return captureScript(machine, part, context);
    case 'ProcessSubstitution':
      return substituteProcess(machine, part, context);
    case 'ArithmeticExpansion': {
      for (const inner of commandsIn(part.expression)) captureScript(machine, inner, context);
      const result = computeNumber(machine, part.expression, at());
      if (result === undefined)
        return holeValue(`arithmetic:${part.text}:${machine.next()}`, part.text, 'pattern', at());
      return always([impliedText(String(result), at())]);
    }
    case 'Glob':
    case 'ExtendedGlob':
      if (isQuoted || isPlainGlob(part, context)) return always(sourcePieces(context.source, part.pos, part.end));
      return holeValue(`glob:${at().file}:${part.pos}`, part.text, 'pattern', at());
    case 'BraceExpansion':
      if (isQuoted) return always(sourcePieces(context.source, part.pos, part.end));
      return holeValue(`braces:${at().file}:${at().start}`, part.text, 'pattern', at());
    default:
      return part satisfies never;
  }
}

/** `?` and `*` in an address (`https://example.com/a?b=c`) are its own: no file of that name lies there. */
function isPlainGlob(part: shell.GlobPart | shell.ExtendedGlobPart, context: Context): boolean {
  if (part.type === 'Glob' && part.kind === 'question') return true;
  const { text } = context.source;
  let start = part.pos;
  while (start > 0 && !/[\s"'=]/.test(text.charAt(start - 1))) start -= 1;
  return text.slice(start, part.pos).includes('://');
}

/** The number that an expression gives, undefined when a part of it is not known; names that it sets are unknown from here on. */
export function computeNumber(
  machine: Machine,
  expression: shell.ArithmeticExpression | undefined,
  at: Span,
): number | undefined {
  const result = evaluateArithmetic(expression, (word) => arithmeticWord(machine, word, at));
  for (const name of namesSetBy(expression))
    machine.assign(name, holeValue(`arithmetic:${name}:${machine.next()}`, `$${name}`, 'pattern', at), at);
  return result;
}

function arithmeticWord(machine: Machine, word: shell.ArithmeticWord, at: Span): string | undefined {
  const text = word.value.trim();
  const name = text.startsWith('$') ? text.replace(/^\$\{?|\}$/g, '') : text;
  if (!isName(name)) return text.startsWith('$') ? undefined : text;
  const value = machine.value(name, at);
  const [only] = value;
  return value.length === 1 && only !== undefined ? knownText(only.pieces) : undefined;
}

function escaped(value: Value, layer: EscapingLayer): Value {
  return value.map((alternative) => ({ ...alternative, pieces: escapedPieces(alternative.pieces, layer) }));
}

function literal(word: shell.Word, context: Context): Pieces {
  return literalPieces(context.source, word.pos, word.end, word.value);
}
