import type { Step, Template } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { literalTemplate } from '../model/template.ts';
import type { YamlNode } from '../syntax/yaml.ts';
import { entriesOf, nodeAt, scalarOf } from '../syntax/yaml-access.ts';
import { oneOfTemplate } from './one-of.ts';
import { parameterSteps } from './parameters.ts';
import type { YamlReading } from './yaml-reading.ts';

/** The inputs of an action: what the caller gives, else a default, which from outside is another. */
export function actionInputs(reading: YamlReading, inputs: YamlNode | undefined): readonly Step[] {
  return entriesOf(inputs).flatMap(({ key, at, value }) => inputSteps(key, defaultOf(reading, value), at));
}

const TRIGGERS = ['workflow_call', 'workflow_dispatch'] as const;

/** The inputs of a workflow: their defaults stand only where the trigger has them. Whatever else starts it leaves them empty. */
export function workflowInputs(reading: YamlReading, on: YamlNode | undefined): readonly Step[] {
  const events = entriesOf(on);
  const declared = TRIGGERS.flatMap((trigger) =>
    entriesOf(nodeAt(on, trigger, 'inputs')).map(({ key, at, value }) => ({
      trigger,
      key,
      at,
      standard: defaultOf(reading, value),
    })),
  );
  const byName = new Map(declared.map((input) => [input.key, input]));
  return [...byName.values()].flatMap(({ key, at }) => {
    const same = declared.filter((input) => input.key === key);
    if (same.every(({ standard }) => standard === null)) return inputSteps(key, null, at);
    const empty = literalTemplate([]);
    const hasOthers = events.some((event) => same.every(({ trigger }) => trigger !== event.key));
    const options = [
      ...same.map(({ trigger, standard }) => ({ answer: trigger, value: standard ?? empty })),
      ...(hasOthers ? [{ answer: 'other', value: empty }] : []),
    ];
    const question = `event of ${reading.file}`;
    return inputSteps(key, oneOfTemplate({ question, options, at }), at);
  });
}

function defaultOf(reading: YamlReading, input: YamlNode | null): Template | null {
  const standard = scalarOf(nodeAt(input, 'default'));
  return standard === undefined ? null : reading.toTemplate(standard.pieces);
}

function inputSteps(input: string, fallback: Template | null, at: Span): readonly Step[] {
  const name = `inputs.${input}`;
  return parameterSteps({ word: 'input', key: input, name, text: `\${{ ${name} }}`, fallback, at });
}
