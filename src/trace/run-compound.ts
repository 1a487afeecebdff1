import { BOUNDS } from '../model/bounds.ts';
import { ALWAYS, both, type Guard, guardOf, heldUnder } from '../model/guard.ts';
import type { Failure } from '../model/invocation.ts';
import { type Alternative, pieceKey, type Value, type Word } from '../model/value.ts';
import type * as shell from '../syntax/shell.ts';
import { spanOf } from '../syntax/shell.ts';
import { isName } from './arithmetic.ts';
import { type EndedArm, joinArms, runArm } from './arms.ts';
import { asking, decidersOf } from './asked.ts';
import { partsOf } from './command-words.ts';
import { defaultingTruth, isCondition } from './conditions.ts';
import { enderFailure } from './enders.ts';
import type { Ending } from './ending.ts';
import { computeNumber, expandTurns } from './expand.ts';
import { assignedIn, isSelfFed } from './loops.ts';
import { type Context, type Machine, type Positional, perhaps } from './machine.ts';
import { guardedPlace, runNode, runStatements } from './run-list.ts';
import type { Truth } from './truth.ts';
import { holeValue, NOTHING, originsOf } from './values.ts';

type Branch = { readonly clause: shell.CompoundList | null; readonly body: shell.CompoundList };

export function runIf(machine: Machine, node: shell.If, context: Context): Ending {
  const branches: Branch[] = [{ clause: node.clause, body: node.then }];
  for (const other of node.elif) branches.push({ clause: other.clause, body: other.then });
  if (node.else !== undefined) branches.push({ clause: null, body: node.else });
  const skip = machine.openSkip();
  const arms: EndedArm[] = [];
  let rest: Guard | undefined = ALWAYS;
  let fallThrough: Guard | undefined = ALWAYS;
  for (const [index, branch] of branches.entries()) {
    const guard: Guard | undefined = both(machine.guard, rest);
    if (guard === undefined) break;
    const next = branches[index + 1];
    const before: Guard = rest;
    const clause = machine.under(guard, () => runClause(machine, branch, next, context, skip.failure));
    if (clause === undefined) break;
    if (clause.ending !== 'none') {
      arms.push({ guard: before, ending: clause.ending });
      rest = undefined;
      break;
    }
    const yes: Guard | undefined = clause.truth.yes === undefined ? undefined : both(before, clause.truth.yes);
    if (yes !== undefined) {
      const arm = runArm(machine, yes, () => runStatements(machine, branch.body.commands, context));
      if (arm !== undefined) arms.push(arm);
    }
    rest = clause.truth.no === undefined ? undefined : both(before, clause.truth.no);
    if (rest === undefined) break;
    fallThrough = both(fallThrough ?? rest, clause.truth.exact?.no ?? rest);
  }
  skip.close();
  if (rest !== undefined) arms.push({ guard: fallThrough ?? rest, ending: 'none' });
  return joinArms(machine, arms);
}

/** Runs the condition of a branch: a question picks its arms, an ordinary command opens a site of its own. */
function runClause(
  machine: Machine,
  branch: Branch,
  next: Branch | undefined,
  context: Context,
  skipped: Failure,
): { readonly truth: Truth; readonly ending: Ending } {
  if (branch.clause === null) return { truth: { yes: ALWAYS, no: undefined }, ending: 'none' };
  const statements = branch.clause.commands;
  const last = statements.at(-1);
  const isNegated =
    last?.command.type === 'Pipeline' && last.command.prefixes.some((prefix) => prefix.type === 'Negation');
  const elseBody = next?.clause === null ? next.body.commands : undefined;
  const failing = isNegated ? branch.body.commands : elseBody;
  const tail: Failure =
    (failing === undefined ? undefined : enderFailure(machine, failing, context)) ??
    (isNegated || next !== undefined ? { kind: 'ignored', why: 'condition' } : skipped);
  const place = guardedPlace(context);
  const inner: Context = { ...context, errexit: false, tail, negatedTail: tail, place };
  const earlier = runStatements(machine, statements.slice(0, -1), inner);
  if (last === undefined || earlier !== 'none') return { truth: { yes: ALWAYS, no: ALWAYS }, ending: earlier };
  const question = { nodes: decidersOf(machine, last.command), statements: branch.body.commands };
  const assigned = defaultingTruth(machine, last.command, branch.body);
  if (assigned !== undefined) return { truth: assigned, ending: 'none' };
  if (isCondition(machine, last.command)) {
    const { truth } = runNode(machine, last.command, asking(machine, question, inner));
    return { truth: truth ?? { yes: ALWAYS, no: ALWAYS }, ending: 'none' };
  }
  const site = `if:${machine.next()}`;
  const [ok, failed] = [guardOf(site, ['ok']), guardOf(site, ['ok'], true)];
  const asked = asking(machine, { ...question, site }, inner);
  const outcome = machine.under(both(machine.guard, ok), () => runNode(machine, last.command, asked));
  const ending = outcome?.ending ?? 'none';
  if (outcome?.truth) return { truth: outcome.truth, ending };
  return { truth: isNegated ? { yes: failed, no: ok } : { yes: ok, no: failed }, ending };
}

/** `for`: the body runs once, with a variable that has an alternative for each turn; the same list asked twice pairs up. */
export function runFor(machine: Machine, node: shell.For, context: Context): Ending {
  const name = node.name.value;
  const at = spanOf(context.source, node.pos, node.name.end);
  const fields = expandTurns(machine, node.wordlist ?? [], context);
  const filled = fields.filter(({ words }) => words.length > 0);
  // `for x in ${LIST:-}`: whoever sets it fills the list.
  const isFilledOutside = filled.length === 0 && fields.some(({ isEmptied }) => isEmptied);
  const isKnown =
    node.wordlist !== undefined && !isFilledOutside && fields.every(({ words }) => words.every(isOneWord));
  if (isKnown && filled.length === 0) return 'none';
  const turns = isKnown ? filled.flatMap(({ guard, words }) => heldUnder(turnsOf(words), guard)) : [];
  const hasTurns = turns.length > 0 && turns.length <= BOUNDS.arms;
  const value = hasTurns
    ? turns
    : holeValue(
        `loop:${name}:${machine.next()}`,
        `$${name}`,
        'loop',
        at,
        fields.flatMap((list) => list.words.flatMap((word) => originsOf(word.pieces))),
      );
  machine.assign(name, value, at);
  const run = () => runBody(machine, node.body, context);
  // A list that nobody knows may be empty, or empty in some of its readings: then the body has not run.
  const isSure = isKnown && filled.length === fields.length;
  const ending = isSure ? run() : 'none';
  if (!isSure) machine.under(perhaps(machine, 'turns'), run);
  const last = filled.flatMap(({ guard, words }): Value => {
    const word = words.at(-1);
    return word === undefined ? [] : [{ guard, pieces: word.pieces }];
  });
  if (isSure) machine.assign(name, last, at);
  return ending === 'exit' || ending === 'return' ? ending : 'none';
}

/** False for a word that may be several, or files that a pattern finds. */
function isOneWord({ pieces }: Word): boolean {
  return !pieces.some((piece) => piece.kind === 'hole' && (piece.many === true || piece.why === 'pattern'));
}

/** An alternative for each turn; the last turn is "none of the others", so that the turns together are always. */
function turnsOf(words: readonly Word[]): Value {
  const site = `for:${words.map((word) => pieceKey(word.pieces)).join(' ')}`;
  const earlier = words.slice(0, -1).map((_, index) => String(index));
  return words.map((word, index) => ({
    ...withoutPlace(word),
    guard: index < earlier.length ? guardOf(site, [String(index)]) : guardOf(site, earlier, true),
  }));
}

function withoutPlace({ pieces, overridable }: Word): Omit<Alternative, 'guard'> {
  return overridable === undefined ? { pieces } : { pieces, overridable };
}

export function runSelect(machine: Machine, node: shell.Select, context: Context): Ending {
  const at = spanOf(context.source, node.pos, node.name.end);
  machine.assign(
    node.name.value,
    holeValue(`loop:${node.name.value}:${machine.next()}`, `$${node.name.value}`, 'loop', at),
    at,
  );
  runBody(machine, node.body, context);
  return 'none';
}

/**
 * `while`, `until`, `for ((...))`: condition and body are read once. A loop that tries until a command succeeds (`until wget ...; do sleep 1;
 * done`) ends with that command: its body runs before it, perhaps, and what comes behind the loop may rely on it.
 */
export function runWhile(machine: Machine, node: shell.While | shell.ArithmeticFor, context: Context): Ending {
  const clause = node.type === 'While' ? node.clause.commands : [];
  if (node.type === 'ArithmeticFor') {
    const at = spanOf(context.source, node.pos, node.end);
    for (const part of [node.initialize, node.test, node.update]) computeNumber(machine, part, at);
  }
  const positional = machine.positional;
  const text = context.source.text.slice(node.body.pos, node.body.end);
  if (SHIFTS.test(text)) machine.positional = positional.flatMap(eachShift);
  const place = guardedPlace(context);
  const isRetry = node.type === 'While' && isUntil(machine, node) && !BREAKS.test(text);
  const tail: Failure = isRetry ? { kind: 'stops' } : { kind: 'ignored', why: 'condition' };
  const turns = node.type === 'While' && isRead(node) ? { areKnown: false } : undefined;
  const inner: Context = { ...context, errexit: false, tail, negatedTail: tail, place, turns };
  const ask = () => {
    for (const statement of clause) runNode(machine, statement.command, inner);
  };
  if (isRetry) {
    machine.under(perhaps(machine, 'again'), () => runBody(machine, node.body, context));
    ask();
  } else {
    ask();
    const isEndless =
      node.type === 'While' &&
      node.kind === 'while' &&
      ENDLESS.test(context.source.text.slice(node.clause.pos, node.clause.end));
    const guard = isEndless || turns?.areKnown === true ? machine.guard : perhaps(machine, 'turns');
    machine.under(guard, () => runBody(machine, node.body, context));
    forgetTurns(machine, node.body, context);
    if (turns !== undefined && node.type === 'While' && !BREAKS.test(text)) emptyRead(machine, node, context);
  }
  if (machine.positional !== positional) machine.positional = positional.map((list) => ({ ...list, words: [] }));
  return 'none';
}

const SHIFTS = /\bshift\b/;
const BREAKS = /\bbreak\b/;
const ENDLESS = /^\s*(?:true|:|\[ 1 \]|\(\( *1 *\)\))\s*(?:;\s*)?$/;

/** `while read V`, `while read V || [ "$V" ]`: there is a turn for each line, and only for those. */
function isRead({ kind, clause }: shell.While): boolean {
  const [only, more] = clause.commands;
  if (kind !== 'while' || only === undefined || more !== undefined) return false;
  const { command } = only;
  const first = command.type === 'AndOr' && !command.operators.includes('&&') ? command.commands[0] : command;
  return first?.type === 'Command' && first.name?.value === 'read';
}

/** The last turn of such a loop is the one in which there was no line: what it reads into is empty behind it. */
function emptyRead(machine: Machine, { clause }: shell.While, context: Context): void {
  const [only] = clause.commands;
  const command = only?.command.type === 'AndOr' ? only.command.commands[0] : only?.command;
  if (command?.type !== 'Command') return;
  const at = spanOf(context.source, command.pos, command.end);
  for (const { value } of partsOf(command).words.slice(1)) if (isName(value)) machine.assign(value, NOTHING, at);
}

/** `until command`, `while ! command`, where the command does something. */
function isUntil(machine: Machine, node: shell.While): boolean {
  const last = node.clause.commands.at(-1)?.command;
  if (last === undefined || isCondition(machine, last)) return false;
  const isNegated = last.type === 'Pipeline' && last.prefixes.some((prefix) => prefix.type === 'Negation');
  return (node.kind === 'until') !== isNegated;
}

/** In a loop that shifts, each turn sees the words from another one on. */
function eachShift(list: Positional): readonly Positional[] {
  if (list.open !== null || list.words.length < 2 || list.words.length > BOUNDS.arms) return [list];
  const turns = turnsOf(list.words);
  return list.words.flatMap((_, index) => {
    const turn = turns[index];
    const guard = turn === undefined ? undefined : both(list.guard, turn.guard);
    return guard === undefined
      ? []
      : [{ ...list, guard, words: list.words.slice(index), shifted: list.shifted + index }];
  });
}

/**
 * Behind a loop each variable has what some turn gave it, not all of them what one turn gave: an option loop that takes one option a turn
 * may set every one of them.
 */
function forgetTurns(machine: Machine, body: shell.CompoundList, context: Context): void {
  const at = spanOf(context.source, body.pos, body.end);
  for (const name of assignedIn(body)) {
    if (machine.variables.lookup(name)?.array) continue;
    const value = machine.value(name, at);
    if (value.length < 2) continue;
    const site = `last:${name}:${machine.next()}`;
    const earlier = value.slice(0, -1).map((_, index) => String(index));
    const free = value.map((choice, index) => ({
      ...choice,
      guard: index < earlier.length ? guardOf(site, [String(index)]) : guardOf(site, earlier, true),
    }));
    machine.assign(name, free, at);
  }
}

function runBody(machine: Machine, body: shell.CompoundList, context: Context): Ending {
  const selfFed = [...assignedIn(body)].filter((name) => isSelfFed(body, name));
  for (const name of selfFed) forget(machine, name, body, context);
  const { guard, left } = machine;
  const ending = runStatements(machine, body.commands, context);
  machine.guard = guard;
  machine.left = left;
  for (const name of selfFed) forget(machine, name, body, context);
  return ending;
}

/** A variable that a loop builds from itself is unknown from its first turn on. */
function forget(machine: Machine, name: string, body: shell.CompoundList, context: Context): void {
  const at = spanOf(context.source, body.pos, body.end);
  machine.assign(name, holeValue(`loop:${name}:${machine.next()}`, `$${name}`, 'loop', at), at);
}
