import { flatten } from '../model/value.ts';
import type { YamlNode } from '../syntax/yaml.ts';
import { nodeAt, scalarOf, textOf } from '../syntax/yaml-access.ts';
import type { StepCondition } from './attempts.ts';

/** Conditions that hold wherever a step is reached at all. */
const STATUS = String.raw`(?:always\(\)|success\(\)|!\s*cancelled\(\)|success\(\)\s*\|\|\s*failure\(\)|failure\(\)\s*\|\|\s*success\(\))`;
const ALWAYS = new RegExp(`^(?:${STATUS}|true)?$`);
const STATUS_FIRST = new RegExp(`^${STATUS}\\s*&&\\s*`);
/** What may be another wherever it is asked: any step, and any script that it starts, may set the environment. */
const MOMENT = /\b(?:hashFiles|failure|cancelled)\s*\(|\bjob\.status\b|\benv\b/i;
/** `a != b`, `!a`, by themselves. */
const UNEQUAL = /^([^!=&|()<>]+)!=([^!=&|()<>]+)$/;
const NOT = /^!\s*([\w.-]+)$/;

/** The `if` of a step among the steps of its list; null where it runs in any case. */
export function conditionOf(steps: readonly YamlNode[], index: number): StepCondition | null {
  const written = scalarOf(nodeAt(steps[index], 'if'));
  if (written === undefined) return null;
  const whole = flatten(written.pieces).trim();
  const inner = /^\$\{\{((?:(?!\$\{\{|\}\})[\s\S])*)\}\}$/.exec(whole)?.[1] ?? whole;
  const text = inner.replace(/\s+/g, ' ').trim();
  if (ALWAYS.test(text)) return null;
  const asked = text.replace(STATUS_FIRST, '');
  const changes = MOMENT.test(asked) ? index : steps.slice(0, index).filter((step) => mayChange(step, asked)).length;
  const [, left, right] = UNEQUAL.exec(asked) ?? [];
  if (left !== undefined && right !== undefined)
    return { text: `${left.trim()} == ${right.trim()}`, negated: true, changes };
  const not = NOT.exec(asked)?.[1];
  return not === undefined ? { text: asked, negated: false, changes } : { text: not, negated: true, changes };
}

/** True for a step whose outputs are asked for. */
function mayChange(step: YamlNode, asked: string): boolean {
  const id = textOf(nodeAt(step, 'id'));
  return id !== undefined && /\bsteps\b/.test(asked) && asked.includes(id);
}
