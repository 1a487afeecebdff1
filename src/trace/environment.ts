import { ALWAYS } from '../model/guard.ts';
import { always, flatten, knownText, slicePieces, type Word } from '../model/value.ts';
import type { EnvironmentChange } from '../model/wrapper.ts';
import type { Machine } from './machine.ts';
import { NOTHING } from './values.ts';
import { Variables } from './variables.ts';

/** What a wrapper says of variables: which come along, and which it sets itself (`env A=b`). */
type Environment = EnvironmentChange & { readonly assignments?: readonly Word[] };

/** True when a wrapper gives what it runs other variables: `env A=b`, `sudo`, `su -`. */
export function changesEnvironment({ assignments = [], clears, unsets = [] }: Environment): boolean {
  return assignments.length > 0 || clears === true || unsets.length > 0;
}

/** Runs with the variables that a wrapper hands on: what is exported, as far as it keeps that, and its own assignments. */
export function withEnvironment(machine: Machine, environment: Environment, run: () => void): void {
  const { variables } = machine;
  machine.variables = handedOn(machine, environment);
  for (const { pieces, at } of environment.assignments ?? []) {
    const text = flatten(pieces);
    const sign = text.indexOf('=');
    const place = at ?? pieces[0]?.at;
    if (sign <= 0 || place === undefined) continue;
    machine.assign(text.slice(0, sign), always(slicePieces(pieces, sign + 1, text.length)), place);
    machine.variables.export(text.slice(0, sign));
  }
  run();
  machine.variables = variables;
}

function handedOn({ variables }: Machine, { clears, keeps = [], unsets = [] }: Environment): Variables {
  const program = variables.ofProgram();
  if (clears !== true) {
    for (const name of namesIn(unsets)) program.unset(name, 'unset', ALWAYS, () => NOTHING);
    return program;
  }
  const result = new Variables();
  for (const name of namesIn(keeps)) {
    const kept = program.lookup(name);
    if (kept !== undefined) result.set(name, kept);
  }
  return result;
}

/** Names with commas between them; of words that nobody knows, none. */
function namesIn(words: readonly Word[]): readonly string[] {
  return words.flatMap(({ pieces }) => knownText(pieces)?.split(',') ?? []);
}
