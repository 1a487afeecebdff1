import type { Guard } from '../model/guard.ts';
import { heldUnder } from '../model/guard.ts';
import type { Span } from '../model/span.ts';
import { type Alternative, always, flatten, impliedText, knownText, type Pieces, type Value } from '../model/value.ts';
import type * as shell from '../syntax/shell.ts';
import { spanOf } from '../syntax/shell.ts';
import { arrayCount, arrayFields, arrayOf, element } from './arrays.ts';
import { expandValue } from './expand.ts';
import type { Context, Machine } from './machine.ts';
import { changeCase, derived, type Operation, removeMatch, replaceMatch, sliceText, textLength } from './parameter.ts';
import { joinFields, positionalPieces, positionalValue } from './positional.ts';
import { combine, concat, fold, hole, holeValue, NOTHING } from './values.ts';

/** `$name`, `$1`, `$#`, `$@`, `$?` and kin as one text. */
export function namedValue(machine: Machine, name: string, at: Span): Value {
  if (/^\d+$/.test(name)) {
    const index = Number(name);
    return index === 0
      ? scriptName(machine, at)
      : fold(machine.positional.flatMap((list) => positionalValue(list, index, at)));
  }
  switch (name) {
    case '@':
    case '*':
      return machine.positional.map((list) => ({
        guard: list.guard,
        pieces: joinFields(positionalPieces(list, at), at),
      }));
    case '#':
      return machine.positional.map((list) => ({
        guard: list.guard,
        pieces:
          list.open === null &&
          !list.words.some((word) => word.pieces.some((piece) => piece.kind === 'hole' && piece.many === true))
            ? [impliedText(String(list.words.length), at)]
            : [hole(`count:${list.open}:${list.shifted}`, '$#', 'argument', at)],
      }));
    case '?':
    case '$':
    case '!':
    case '-':
    case '_':
      return holeValue(`special:${name}:${machine.next()}`, `$${name}`, 'output', at);
    default:
      return machine.variables.lookup(name) === undefined
        ? (knownBySelf(machine, name, at) ?? machine.value(name, at))
        : machine.value(name, at);
  }
}

/** `${...}` in all its forms. */
export function expandParameter(machine: Machine, part: shell.ParameterExpansionPart, context: Context): Value {
  const at = spanOf(context.source, part.pos, part.end);
  const operation: Operation = { name: part.text, at };
  const name = part.parameter;
  if (part.prefix === '#') {
    if (isWholeArray(part)) return arrayCount(machine, name, at);
    return machineMap(baseValue(machine, part, at, context), (pieces) => textLength(pieces, operation));
  }
  if (part.prefix === '!' && part.operation?.type === 'Names') {
    const names = machine.variables.names(name).join(' ');
    return always([impliedText(names, at)]);
  }
  const base = part.prefix === '!' ? indirect(machine, part, at, context) : baseValue(machine, part, at, context);
  const { operation: applied } = part;
  if (applied === undefined) return base;
  switch (applied.type) {
    case 'Default':
      return applyDefault(machine, base, name, applied, context, at);
    case 'Remove': {
      const { operator } = applied;
      return combine(base, expandValue(machine, applied.operand, context), at, (pieces, pattern) =>
        removeMatch(pieces, pattern, operator, operation),
      );
    }
    case 'Replace': {
      const { operator } = applied;
      const pattern = expandValue(machine, applied.pattern, context);
      const replacement = expandValue(machine, applied.replacement, context);
      // Joined by a character that no file holds, so that both stay paired with the base's alternatives.
      const separator = '\u0001';
      const both = concat(concat(pattern, always([impliedText(separator, at)]), at), replacement, at);
      return combine(base, both, at, (pieces, joined) => {
        const [before, after] = splitAt(joined, separator);
        return replaceMatch(pieces, before, after, operator, operation);
      });
    }
    case 'Slice': {
      const [offset, length] = [numberOf(expandValue(machine, applied.offset, context)), applied.length];
      const size = length === undefined ? undefined : numberOf(expandValue(machine, length, context));
      if (offset === undefined || (length !== undefined && size === undefined)) {
        return machineMap(base, (pieces) => derived(':', pieces, [], operation));
      }
      return machineMap(base, (pieces) => sliceText(pieces, offset, size, operation));
    }
    case 'CaseModification': {
      const { operator } = applied;
      return machineMap(base, (pieces) =>
        applied.operand === undefined
          ? changeCase(pieces, operator, operation)
          : derived(operator, pieces, [], operation),
      );
    }
    case 'Transform':
    case 'Names':
    case 'Unknown':
      return machineMap(base, (pieces) => derived(applied.operator, pieces, [], operation));
    default:
      return applied satisfies never;
  }
}

/** The fields of `$@` and `${array[@]}`; undefined for an expansion that is one text. */
export function positionalFields(
  machine: Machine,
  part: shell.SimpleExpansionPart | shell.ParameterExpansionPart,
  at: Span,
  context: Context,
): readonly { readonly guard: Guard; readonly fields: readonly Pieces[] }[] | undefined {
  const name = part.type === 'SimpleExpansion' ? part.text.slice(1) : part.parameter;
  if (part.type === 'ParameterExpansion' && (part.prefix !== undefined || part.operation !== undefined)) {
    if (part.prefix !== '!' || part.operation !== undefined || !isWholeArray(part))
      return sliceOfList(machine, part, at, context);
    return arrayOf(machine, name, at).map(({ guard, entries }) => ({
      guard,
      fields: [...entries.keys()].map((key): Pieces => [impliedText(key, at)]),
    }));
  }
  if (name === '@' || name === '*') {
    return machine.positional.map((list) => ({ guard: list.guard, fields: positionalPieces(list, at) }));
  }
  if (part.type === 'ParameterExpansion' && isWholeArray(part)) return arrayFields(machine, name, at);
  return undefined;
}

function sliceOfList(machine: Machine, part: shell.ParameterExpansionPart, at: Span, context: Context) {
  const { operation } = part;
  if (operation?.type !== 'Slice' || (part.parameter !== '@' && !isWholeArray(part))) return undefined;
  const offset = numberOf(expandValue(machine, operation.offset, context));
  const length = operation.length === undefined ? undefined : numberOf(expandValue(machine, operation.length, context));
  if (offset === undefined || offset < 0 || (operation.length !== undefined && length === undefined)) return undefined;
  const lists =
    part.parameter === '@'
      ? machine.positional.map((list) => ({ guard: list.guard, fields: positionalPieces(list, at) }))
      : arrayFields(machine, part.parameter, at);
  const start = part.parameter === '@' ? Math.max(offset - 1, 0) : offset;
  return lists.map(({ guard, fields }) => ({
    guard,
    fields: fields.slice(start, length === undefined ? undefined : start + length),
  }));
}

function baseValue(machine: Machine, part: shell.ParameterExpansionPart, at: Span, context: Context): Value {
  const name = part.parameter;
  if (part.index === undefined) return namedValue(machine, name, at);
  if (isWholeArray(part)) {
    return arrayFields(machine, name, at).map(({ guard, fields }) => ({ guard, pieces: joinFields(fields, at) }));
  }
  if (name === 'BASH_SOURCE') return scriptName(machine, at);
  return element(machine, name, expandValue(machine, part.index, context), at);
}

/** `-`, `=`, `+`, `?` with and without `:`. A variable that the text never sets is unset as the text stands. */
function applyDefault(
  machine: Machine,
  base: Value,
  name: string,
  operation: shell.ParameterDefaultOperation,
  context: Context,
  at: Span,
): Value {
  const operator = operation.operator.replace(':', '');
  const countsEmpty = operation.operator.startsWith(':');
  const isMissing = (alternative: Alternative) =>
    alternative.unset !== undefined || (countsEmpty && alternative.pieces.length === 0);
  if (operator === '?') return base;
  const needed = operator === '+' ? base.some((alternative) => !isMissing(alternative)) : base.some(isMissing);
  const operand = needed ? expandValue(machine, operation.operand, context) : NOTHING;
  const result: Alternative[] = [];
  for (const alternative of base) {
    const takesOperand = operator === '+' ? !isMissing(alternative) : isMissing(alternative);
    // Whether a word of its own stands for it was decided by what can be set from outside, here or where it was assigned.
    const deciding = [...(alternative.overridable ?? []), ...(alternative.unset === 'never-set' ? [name] : [])];
    const overridable = deciding.length === 0 ? {} : { overridable: deciding };
    if (takesOperand) {
      for (const choice of heldUnder(operand, alternative.guard)) {
        const names = [...new Set([...(choice.overridable ?? []), ...deciding])];
        result.push(names.length === 0 ? choice : { ...choice, overridable: names });
      }
    } else if (operator === '+') {
      result.push({ guard: alternative.guard, pieces: [], ...overridable });
    } else {
      result.push(alternative);
    }
  }
  const value = fold(result);
  if (operator === '=' && base.some(isMissing)) machine.assign(name, value, at);
  return value;
}

function indirect(machine: Machine, part: shell.ParameterExpansionPart, at: Span, context: Context): Value {
  const result: Alternative[] = [];
  for (const alternative of baseValue(machine, part, at, context)) {
    const name = knownText(alternative.pieces);
    if (name === undefined || !/^\w+$/.test(name)) {
      result.push({ guard: alternative.guard, pieces: derived('!', alternative.pieces, [], { name: part.text, at }) });
    } else {
      result.push(...heldUnder(namedValue(machine, name, at), alternative.guard));
    }
  }
  return fold(result);
}

function scriptName(machine: Machine, at: Span): Value {
  return machine.scriptName.length > 0 ? always(machine.scriptName) : holeValue('script-name', '$0', 'argument', at);
}

/** Variables that the shell itself keeps. */
function knownBySelf(machine: Machine, name: string, at: Span): Value | undefined {
  if (name === 'PWD') return machine.folders().map(({ guard, path }) => ({ guard, pieces: path.pieces }));
  if (name === 'BASH_SOURCE') return scriptName(machine, at);
  if (name === 'RANDOM' || name === 'SECONDS' || name === 'LINENO' || name === 'EPOCHSECONDS') {
    return holeValue(`special:${name}:${machine.next()}`, `$${name}`, 'output', at);
  }
  return undefined;
}

function isWholeArray(part: shell.ParameterExpansionPart): boolean {
  return part.index !== undefined && (part.index.text === '@' || part.index.text === '*');
}

function machineMap(value: Value, change: (pieces: Pieces) => Pieces): Value {
  return value.map((alternative) => {
    const { guard, overridable } = alternative;
    const pieces = change(alternative.pieces);
    return overridable === undefined ? { guard, pieces } : { guard, pieces, overridable };
  });
}

function splitAt(pieces: Pieces, separator: string): readonly [Pieces, Pieces] {
  const index = pieces.findIndex((piece) => piece.kind === 'text' && piece.text === separator);
  return [pieces.slice(0, index), pieces.slice(index + 1)];
}

function numberOf(value: Value): number | undefined {
  const [only] = value;
  if (value.length !== 1 || only === undefined) return undefined;
  const text = flatten(only.pieces).trim();
  return /^-?\d+$/.test(text) ? Number(text) : undefined;
}
