import { both, type Guard, guardOf } from '../model/guard.ts';
import type { Span } from '../model/span.ts';
import {
  type Alternative,
  always,
  flatten,
  joinPieces,
  knownText,
  type Pieces,
  pieceKey,
  type Value,
} from '../model/value.ts';
import type * as shell from '../syntax/shell.ts';
import { spanOf } from '../syntax/shell.ts';
import { expandValue } from './expand.ts';
import type { Context, Machine, Positional } from './machine.ts';
import { changeCase, derived, type Operation, removeMatch, replaceMatch, sliceText, textLength } from './parameter.ts';
import { combine, concat, fold, hole, holeValue, NOTHING } from './values.ts';
import type { ArrayAlternative } from './variables.ts';

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
            ? [{ kind: 'text', text: String(list.words.length), at, verbatim: false }]
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
    return always([{ kind: 'text', text: names, at, verbatim: false }]);
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
      const both = concat(
        concat(pattern, always([{ kind: 'text', text: separator, at, verbatim: false }]), at),
        replacement,
        at,
      );
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
      fields: [...entries.keys()].map((key): Pieces => [{ kind: 'text', text: key, at, verbatim: false }]),
    }));
  }
  if (name === '@' || name === '*') {
    return machine.positional.map((list) => ({ guard: list.guard, fields: positionalPieces(list, at) }));
  }
  if (part.type === 'ParameterExpansion' && isWholeArray(part)) return arrayFields(machine, name, at);
  return undefined;
}

/** Fields joined by blanks, as `$*` reads. */
export function joinFields(fields: readonly Pieces[], at: Span): Pieces {
  const blank: Pieces = [{ kind: 'text', text: ' ', at, verbatim: false }];
  return joinPieces(...fields.flatMap((field, index) => (index === 0 ? [field] : [blank, field])));
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

/** `${array[key]}`; an unknown key is a choice between the elements that there are. */
function element(machine: Machine, name: string, key: Value, at: Span): Value {
  const result: Alternative[] = [];
  for (const array of arrayOf(machine, name, at)) {
    for (const index of key) {
      const guard = both(array.guard, index.guard);
      if (guard === undefined) continue;
      const text = knownText(index.pieces);
      const unknown = hole(`element:${name}:${pieceKey(index.pieces)}`, `\${${name}[…]}`, 'operation', at);
      if (text !== undefined) {
        const found = array.entries.get(text);
        if (found === undefined)
          result.push({ guard, pieces: array.isOpen ? [unknown] : [], ...(array.isOpen ? {} : { unset: 'unset' }) });
        else for (const alternative of found) pushUnder(result, alternative, guard);
        continue;
      }
      const site = `is:${pieceKey(index.pieces)}`;
      for (const [entry, value] of array.entries) {
        const arm = both(guard, guardOf(site, [entry]));
        if (arm !== undefined) for (const alternative of value) pushUnder(result, alternative, arm);
      }
      if (array.isOpen || array.entries.size === 0) {
        const rest = both(guard, guardOf(site, [...array.entries.keys()], true));
        if (rest !== undefined) result.push({ guard: rest, pieces: [unknown] });
      }
    }
  }
  return fold(result);
}

function arrayOf(machine: Machine, name: string, at: Span): readonly ArrayAlternative[] {
  const variable = machine.variables.lookup(name);
  if (variable?.array) return variable.array;
  const value = variable?.value ?? machine.missing(name, at);
  return value.map((alternative) => ({
    guard: alternative.guard,
    entries: alternative.unset === 'never-set' ? new Map() : new Map([['0', always(alternative.pieces)]]),
    isOpen: alternative.unset === 'never-set',
  }));
}

function arrayFields(
  machine: Machine,
  name: string,
  at: Span,
): readonly { readonly guard: Guard; readonly fields: readonly Pieces[] }[] {
  return arrayOf(machine, name, at).flatMap((array) => {
    if (array.isOpen) return [{ guard: array.guard, fields: [[manyHole(`array:${name}`, `\${${name}[@]}`, at)]] }];
    let lists: { guard: Guard; fields: readonly Pieces[] }[] = [{ guard: array.guard, fields: [] }];
    for (const value of array.entries.values()) {
      const next: { guard: Guard; fields: readonly Pieces[] }[] = [];
      for (const list of lists) {
        for (const alternative of value) {
          const guard = both(list.guard, alternative.guard);
          if (guard !== undefined) next.push({ guard, fields: [...list.fields, alternative.pieces] });
        }
      }
      lists = next.slice(0, 32);
    }
    return lists;
  });
}

function arrayCount(machine: Machine, name: string, at: Span): Value {
  return arrayOf(machine, name, at).map((array) => ({
    guard: array.guard,
    pieces: array.isOpen
      ? [hole(`count:${name}`, `\${#${name}[@]}`, 'operation', at)]
      : [{ kind: 'text', text: String(array.entries.size), at, verbatim: false }],
  }));
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
    const overridable = alternative.unset === 'never-set' ? { overridable: [name] } : {};
    if (takesOperand) {
      for (const choice of operand) {
        const names = [...(choice.overridable ?? []), ...(overridable.overridable ?? [])];
        pushUnder(result, names.length === 0 ? choice : { ...choice, overridable: names }, alternative.guard);
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
      for (const value of namedValue(machine, name, at)) pushUnder(result, value, alternative.guard);
    }
  }
  return fold(result);
}

function positionalValue(list: Positional, index: number, at: Span): Value {
  const spread = list.words.findIndex((word) =>
    word.pieces.some((piece) => piece.kind === 'hole' && piece.many === true),
  );
  const word = list.words[index - 1];
  if (word !== undefined && (spread < 0 || spread > index - 1)) {
    const alternative = { guard: list.guard, pieces: word.pieces };
    return [word.overridable === undefined ? alternative : { ...alternative, overridable: word.overridable }];
  }
  if (list.open === null && spread < 0) return [{ guard: list.guard, pieces: [], unset: 'unset' }];
  const position = index + list.shifted;
  const owner = list.open ?? pieceKey(list.words[spread]?.pieces ?? []);
  return [
    {
      guard: list.guard,
      pieces: [hole(`argument:${owner}:${position}`, `$${position}`, 'argument', at)],
      unset: 'never-set',
    },
  ];
}

function positionalPieces(list: Positional, at: Span): readonly Pieces[] {
  const words = list.words.map((word) => word.pieces);
  return list.open === null ? words : [...words, [manyHole(`arguments:${list.open}:${list.shifted}`, '$@', at)]];
}

function manyHole(id: string, name: string, at: Span) {
  return { ...hole(id, name, 'argument', at), many: true };
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

function pushUnder(result: Alternative[], alternative: Alternative, guard: Guard): void {
  const met = both(alternative.guard, guard);
  if (met !== undefined) result.push({ ...alternative, guard: met });
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
