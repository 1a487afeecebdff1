import { BOUNDS } from '../model/bounds.ts';
import { ALWAYS, both } from '../model/guard.ts';
import type { Variant } from '../model/invocation.ts';
import { type Alternative, always, flatten, knownText, slicePieces, type Word } from '../model/value.ts';
import type { EnvironmentChange } from '../model/wrapper.ts';
import type { Machine } from './machine.ts';
import { NOTHING, restrict } from './values.ts';
import { Variables } from './variables.ts';

/** Each combination of words with the variables that the program reads as options, for every value that those may have. */
export function withOptionVariables(machine: Machine, variants: readonly Variant[]): readonly Variant[] {
  const { variablesOf } = machine.ports;
  if (variablesOf === undefined) return variants;
  return variants.flatMap((variant) => {
    let given: readonly Variant[] = [variant];
    for (const name of variablesOf(variant.words)) {
      const variable = machine.variables.lookup(name);
      if (variable?.isExported !== true) continue;
      const values = restrict(variable.value, machine.guard);
      given = given.flatMap((one) => values.flatMap((value) => withVariable(one, name, value)));
    }
    return given.length <= BOUNDS.product ? given : [variant];
  });
}

function withVariable(variant: Variant, name: string, { guard, pieces }: Alternative): readonly Variant[] {
  const met = both(variant.guard, guard);
  if (met === undefined) return [];
  if (pieces.length === 0) return [{ ...variant, guard: met }];
  const environment = new Map([...(variant.environment ?? []), [name, { pieces, at: null }]]);
  return [{ ...variant, guard: met, environment }];
}

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
