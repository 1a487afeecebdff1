import { flatten } from '../model/value.ts';
import type { YamlNode } from '../syntax/yaml.ts';
import { entryOf, nodeAt, scalarOf, textOf } from '../syntax/yaml-access.ts';
import type { StepCondition } from './attempts.ts';

/** Keys of a step that hold a script. */
export const SCRIPTS = ['bash', 'script', 'pwsh', 'powershell'] as const;

/** Conditions that hold wherever a step is reached at all. */
const STATUS = /^(?:(?:always|succeeded|succeededOrFailed)\(\)|not\(canceled\(\)\)|true)?$/i;

/** The `condition` of a step among the steps of its list; null where it runs in any case. */
export function conditionOf(steps: readonly YamlNode[], index: number): StepCondition | null {
  const written = scalarOf(nodeAt(steps[index], 'condition'));
  if (written === undefined) return null;
  const text = flatten(written.pieces).replace(/\s+/g, '').toLowerCase();
  if (STATUS.test(text)) return null;
  const isOfMoment = /\b(?:failed|canceled)\(/.test(text);
  const before = steps.slice(0, index);
  const changes = isOfMoment ? index : before.filter(maySet).length;
  return { text, negated: false, changes };
}

/** A task may set variables without a word. */
function maySet(step: YamlNode): boolean {
  return entryOf(step, 'task') !== undefined || setNames(step).length > 0;
}

const SET = /##vso\[task\.setvariable\s[^\]]*?\bvariable=([\w.-]+)/gi;

/** Variables that a script sets for the steps behind it by what it prints. */
export function setNames(step: YamlNode): readonly string[] {
  const texts = [
    ...SCRIPTS.map((key) => nodeAt(step, key)),
    ...['script', 'inlineScript'].map((key) => nodeAt(step, 'inputs', key)),
  ];
  const script = texts.map((text) => textOf(text) ?? '').join('\n');
  return [...script.matchAll(SET)].map(([, name = '']) => name);
}
