import { always, flatten, slicePieces } from '../model/value.ts';
import type { Wrapped } from '../model/wrapper.ts';
import type { Machine } from './machine.ts';
import { Variables } from './variables.ts';

type WrappedWords = Extract<Wrapped, { kind: 'words' }>;

/** True when a wrapper gives what it runs other variables: `env A=b`, `sudo`. */
export function changesEnvironment({ assignments, clears }: WrappedWords): boolean {
  return assignments.length > 0 || clears === true;
}

/** Runs with the variables that a wrapper hands on: what is exported, unless it clears that, and its own assignments. */
export function withEnvironment(machine: Machine, { assignments, clears }: WrappedWords, run: () => void): void {
  const { variables } = machine;
  const inner = clears === true ? new Variables() : variables.ofProgram();
  machine.variables = inner;
  for (const { pieces, at } of assignments) {
    const text = flatten(pieces);
    const sign = text.indexOf('=');
    const place = at ?? pieces[0]?.at;
    if (sign <= 0 || place === undefined) continue;
    machine.assign(text.slice(0, sign), always(slicePieces(pieces, sign + 1, text.length)), place);
    inner.export(text.slice(0, sign));
  }
  run();
  machine.variables = variables;
}
