import { embedProgram } from '../../model/embedded.ts';
import { guardOf } from '../../model/guard.ts';
import type { Step } from '../../model/program.ts';
import type { Span } from '../../model/span.ts';
import { flatten, HOLE, type Value } from '../../model/value.ts';
import { withCall } from '../call-stack.ts';
import type { Machine } from '../machine.ts';
import { placeOf } from './builds.ts';
import type { HostVariables } from './variables.ts';

/** The most characters of a text that is read as a makefile where it stands. */
const LONGEST = 20_000;

/**
 * `$(eval TEXT)`: what the text sets as a makefile is set, under the choices that lead to it. Where a part that nobody knows may set a variable,
 * each may be another from here on. Its rules are not followed.
 */
export function evaluateText(
  machine: Machine,
  variables: HostVariables,
  value: Value,
  at: Span,
  runSteps: (steps: readonly Step[]) => void,
): void {
  for (const { guard, pieces } of value) {
    const count = (counts.get(machine) ?? 0) + 1;
    counts.set(machine, count);
    if (count > MOST) {
      machine.reachBound(at.file, `more than ${MOST} texts are evaluated by make; what the others set is not read`);
      return;
    }
    variables.runWithin(guard, () => {
      const text = flatten(pieces);
      const isEnough = !machine.step(() => at.file, 0.2) || text.length > LONGEST || machine.stack.length > DEEPEST;
      const program = isEnough ? undefined : machine.ports.parse(`${at.file}:${at.start}.mk`, text, 'make');
      if (program === undefined || setsUnknown(text)) {
        variables.mayChange(null, guardOf(`eval:${at.file}:${at.start}`, ['sets']), at);
        return;
      }
      const { steps } = embedProgram(program, pieces, placeOf(pieces, at));
      withCall(machine, { kind: 'function', name: 'eval', span: at }, () => runSteps(steps.flatMap(settingOf)));
    });
  }
}

/** Texts that one run evaluates: a project of many folders makes thousands, and each may change every variable. */
const MOST = 32;

const counts = new WeakMap<Machine, number>();

/** Evaluations inside of evaluations. */
const DEEPEST = 20;

/** A line whose variable, or whether it sets one at all, hangs on a part that nobody knows. */
function setsUnknown(text: string): boolean {
  return (
    text.split('\n').some((line) => {
      const hole = line.indexOf(HOLE);
      return hole >= 0 && !line.startsWith('\t') && !/[:=]/.test(line.slice(0, hole)) && !/:/.test(line.slice(hole));
    }) || new RegExp(`${HOLE}[^\\n:]*=`).test(text)
  );
}

/** What sets variables. */
function settingOf(step: Step): readonly Step[] {
  switch (step.kind) {
    case 'rule':
      return step.settings.length > 0 ? [step] : [];
    case 'choice':
      return [{ ...step, arms: step.arms.map(({ when, steps }) => ({ when, steps: steps.flatMap(settingOf) })) }];
    default:
      return [step];
  }
}
