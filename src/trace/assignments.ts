import { ALWAYS, both } from '../model/guard.ts';
import { NO_PLACE } from '../model/span.ts';
import { type Alternative, always, flatten, knownText, type Pieces, slicePieces, type Value } from '../model/value.ts';
import type * as shell from '../syntax/shell.ts';
import { spanOf } from '../syntax/shell.ts';
import { expandValue, expandWords } from './expand.ts';
import type { Context, Machine } from './machine.ts';
import { concat, holeValue, NOTHING, restrict } from './values.ts';
import type { ArrayAlternative } from './variables.ts';

const DECLARATIONS = new Set(['export', 'readonly', 'local', 'declare', 'typeset']);

export function isDeclaration(name: string): boolean {
  return DECLARATIONS.has(name);
}

/** The status of `x=$(command)` is that of the command, where no other is asked behind it. */
export function hasOneSubstitution({ value }: shell.Assignment): boolean {
  if (value.type === 'ArrayValue') return false;
  const types = (value.parts ?? []).flatMap((part): readonly string[] =>
    part.type === 'DoubleQuoted' ? part.parts.map(({ type }) => type) : [part.type],
  );
  return types.filter((type) => type === 'CommandExpansion').length === 1;
}

/** Where an assignment goes: where the name lives, the function's own frame, or the frame of one command. */
type Scope = 'global' | 'local' | 'command';

export function assignVariable(machine: Machine, assignment: shell.Assignment, context: Context, scope: Scope): void {
  const at = spanOf(context.source, assignment.pos, assignment.end);
  const { name, value } = assignment;
  if (scope === 'local') machine.variables.declareLocal(name, NOTHING);
  if (value.type === 'ArrayValue') {
    assignList(machine, name, value, assignment.append === true, context);
    return;
  }
  const text = expandValue(machine, value, context);
  if (assignment.index !== undefined) {
    assignElement(machine, name, expandValue(machine, assignment.index, context), text, assignment.append === true);
  } else if (scope === 'command') {
    const before = assignment.append === true ? machine.value(name, at) : undefined;
    machine.variables.declareLocal(name, before === undefined ? text : concat(before, text, at));
    machine.variables.export(name);
  } else if (assignment.append === true) {
    if (machine.variables.lookup(name)?.array) assignElement(machine, name, always([]), text, true);
    else machine.append(name, text, at);
  } else {
    machine.assign(name, text, at);
  }
}

/** `export A=b C`, `local x=$1`, `declare -A m`, `readonly V`. */
export function declare(machine: Machine, node: shell.Command, context: Context): void {
  const command = node.name?.value ?? '';
  const inFunction = machine.stack.some((call) => call.kind === 'function');
  let isLocal = command === 'local' || ((command === 'declare' || command === 'typeset') && inFunction);
  let isExported = command === 'export';
  let isArray = false;
  let isReference = false;
  for (const part of node.suffix) {
    if (part.type === 'Assignment' && isReference) {
      refer(machine, part, context, isLocal);
    } else if (part.type === 'Assignment') {
      assignVariable(machine, part, context, isLocal ? 'local' : 'global');
      if (isArray && isListText(part.value)) readList(machine, part.name);
      if (isExported) machine.variables.export(part.name);
    } else if (part.type === 'Word' && /^[-+]/.test(part.value)) {
      if (part.value.includes('x')) isExported = true;
      if (part.value.includes('g')) isLocal = false;
      if (/^-.*[aA]/.test(part.value)) isArray = true;
      if (command === 'export' && part.value.includes('n')) isExported = false;
      else if (/^-\w*n/.test(part.value)) isReference = true;
    } else if (part.type === 'Word') {
      declareWord(machine, part, context, isLocal, isExported, isArray);
    }
  }
}

/** `declare -A map="($(print-pairs))"`: what the quotes hold is read as a list of elements. */
function isListText(value: shell.Assignment['value']): boolean {
  return value.type !== 'ArrayValue' && /^["']\(/.test(value.text);
}

/** Nobody knows which elements there are. */
function readList(machine: Machine, name: string): void {
  machine.variables.assignArray(name, [{ guard: ALWAYS, entries: new Map(), isOpen: true }], machine.guard);
}

/** `declare -n A=B`: from here on A is B. Where B is not one known name, what is written through A may change each that it can be. */
function refer(
  machine: Machine,
  { name, value, pos, end }: shell.Assignment,
  context: Context,
  isLocal: boolean,
): void {
  if (value.type === 'ArrayValue') return;
  const at = spanOf(context.source, pos, end);
  const targets = expandValue(machine, value, context).map(({ pieces }) => knownText(pieces) ?? '');
  const known = targets.filter((target) => /^\w+$/.test(target));
  const [only] = known;
  if (only !== undefined && targets.length === 1) {
    machine.variables.refer(name, only, isLocal);
    return;
  }
  const unknown = (target: string) => holeValue(`reference:${target}:${machine.next()}`, `$${target}`, 'operation', at);
  for (const target of known) machine.assign(target, unknown(target), at);
  if (isLocal) machine.variables.declareLocal(name, unknown(name));
  else machine.assign(name, unknown(name), at);
}

function declareWord(
  machine: Machine,
  word: shell.Word,
  context: Context,
  isLocal: boolean,
  isExported: boolean,
  isArray: boolean,
): void {
  const at = spanOf(context.source, word.pos, word.end);
  for (const fields of expandWords(machine, [word], context)) {
    for (const { pieces } of fields.words) {
      const text = flatten(pieces);
      const split = text.indexOf('=');
      const name = split < 0 ? text : text.slice(0, split);
      if (!/^\w+$/.test(name)) {
        noteNamesRead(machine, pieces);
        continue;
      }
      if (isLocal) machine.variables.declareLocal(name, NOTHING);
      if (isArray)
        machine.variables.assignArray(name, [{ guard: ALWAYS, entries: new Map(), isOpen: false }], machine.guard);
      if (split >= 0) machine.assign(name, always(slicePieces(pieces, split + 1, text.length)), at);
      if (isExported) machine.variables.export(name);
    }
  }
}

/** `export $(curl -s https://example.com/latest.env)`: what is printed says which variables there are. */
function noteNamesRead(machine: Machine, [first]: Pieces): void {
  if (first?.kind === 'hole' && first.why === 'output') machine.noteUnreadSource(first.origin ?? []);
}

function assignList(machine: Machine, name: string, list: shell.ArrayValue, append: boolean, context: Context): void {
  const plain = list.elements.filter((element) => keyed(element) === undefined);
  const fields = expandWords(machine, plain, context);
  const before: readonly ArrayAlternative[] = append
    ? (machine.variables.lookup(name)?.array ?? [{ guard: ALWAYS, entries: new Map(), isOpen: false }])
    : [{ guard: ALWAYS, entries: new Map(), isOpen: false }];
  const result: ArrayAlternative[] = [];
  for (const array of before) {
    for (const choice of fields) {
      const guard = both(array.guard, choice.guard);
      if (guard === undefined) continue;
      const entries = new Map(array.entries);
      let isOpen = array.isOpen;
      let index = entries.size;
      for (const word of choice.words) {
        if (word.pieces.some((piece) => piece.kind === 'hole' && piece.many === true && piece.why === 'argument'))
          isOpen = true;
        entries.set(String(index), always(word.pieces));
        index += 1;
      }
      for (const element of list.elements) {
        const entry = keyed(element);
        if (entry !== undefined) entries.set(entry.key, keyedValue(machine, element, entry.start, context));
      }
      result.push({ guard, entries, isOpen });
    }
  }
  machine.variables.assignArray(name, result, machine.guard);
}

/** `[key]=value` inside an array's parentheses. */
function keyed(element: shell.Word): { readonly key: string; readonly start: number } | undefined {
  const match = /^\[(['"]?)([^\]'"$`]+)\1\]=/.exec(element.text);
  return match?.[2] === undefined ? undefined : { key: match[2], start: match[0].length };
}

function keyedValue(machine: Machine, element: shell.Word, skip: number, context: Context): Value {
  const start = element.pos + skip;
  const parts = (element.parts ?? []).filter((part) => part.end > start);
  const value = context.source.text.slice(start, element.end);
  const cut = parts.map((part) =>
    part.type === 'Literal' && part.pos < start
      ? { ...part, pos: start, text: part.text.slice(start - part.pos), value: part.value.slice(start - part.pos) }
      : part,
  );
  return expandValue(machine, { type: 'Word', text: value, value, pos: start, end: element.end, parts: cut }, context);
}

function assignElement(machine: Machine, name: string, key: Value, text: Value, append: boolean): void {
  const before = machine.variables.lookup(name)?.array ?? [
    { guard: ALWAYS, entries: new Map<string, Value>(), isOpen: false },
  ];
  const result: ArrayAlternative[] = [];
  for (const array of before) {
    for (const index of key) {
      const guard = both(array.guard, index.guard);
      if (guard === undefined) continue;
      const known = knownText(index.pieces);
      if (known === undefined) {
        result.push({ ...array, guard, isOpen: true });
        continue;
      }
      const slot = known === '' ? '0' : known;
      const old = append ? array.entries.get(slot) : undefined;
      const value = restrict(text, guard);
      result.push({
        ...array,
        guard,
        entries: new Map(array.entries).set(slot, old === undefined ? value : concat(old, value, firstSpan(value))),
      });
    }
  }
  machine.variables.assignArray(name, result, machine.guard);
}

function firstSpan(value: readonly Alternative[]) {
  return value[0]?.pieces[0]?.at ?? NO_PLACE;
}
