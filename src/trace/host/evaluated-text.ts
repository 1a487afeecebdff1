import { BOUNDS } from '../../model/bounds.ts';
import { embedProgram } from '../../model/embedded.ts';
import { guardOf } from '../../model/guard.ts';
import type { Step } from '../../model/program.ts';
import type { Span } from '../../model/span.ts';
import { flatten, HOLE, type Value } from '../../model/value.ts';
import { withCall } from '../call-stack.ts';
import type { Machine } from '../machine.ts';
import { placeOf } from './builds.ts';
import type { HostVariables } from './variables.ts';

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
    if (!machine.steps.takeEvaluation()) {
      machine.reachBound(
        at.file,
        `more than ${BOUNDS.evaluations} texts are evaluated by make; what the others set is not read`,
      );
      return;
    }
    variables.runWithin(guard, () => {
      const text = flatten(pieces);
      const isEnough =
        !machine.step(0.2) || text.length > BOUNDS.evaluationLength || machine.stack.length > BOUNDS.evaluationDepth;
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
