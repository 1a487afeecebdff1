import type { HostCondition } from '../model/program.ts';
import { flatten, type Pieces, slicePieces } from '../model/value.ts';
import { makeTemplate, splitArguments } from './make-template.ts';

/**
 * `ifeq (a,b)`, `ifeq "a" "b"`, `ifdef V` and their opposites. What cannot be read leaves both arms open.
 * https://www.gnu.org/software/make/manual/make.html#Conditional-Syntax
 */
export function makeCondition(test: string, operands: Pieces): HostCondition {
  const text = flatten(operands);
  const negated = test.startsWith('ifn');
  if (test === 'if') return { kind: 'unknown', text: `if ${text}` };
  if (test === 'ifdef' || test === 'ifndef') {
    if (/^[^\s$]+$/.test(text)) return hasValue(text, test === 'ifndef');
    return { kind: 'unknown', text: `${test} ${text}` };
  }
  const sides = sidesOf(text);
  if (sides === undefined) return { kind: 'unknown', text: `ifeq ${text}` };
  const [only, nothing] = sides.map(([start, end]) => text.slice(start, end).trim());
  const name = /^\$(?:\(([\w.-]+)\)|\{([\w.-]+)\})$/.exec(only ?? '');
  if (name !== null && nothing === '') return hasValue(name[1] ?? name[2] ?? '', !negated);
  const [left, right] = sides.map(([start, end]) => {
    const part = text.slice(start, end);
    const from = start + part.length - part.trimStart().length;
    return makeTemplate(slicePieces(operands, from, Math.max(from, start + part.trimEnd().length)));
  });
  if (left === undefined || right === undefined) return { kind: 'unknown', text: `ifeq ${text}` };
  return { kind: 'equal', left, right, negated };
}

function hasValue(name: string, negated: boolean): HostCondition {
  return { kind: 'true', name, falsy: [], negated };
}

const QUOTED = /^(?:"([^"]*)"|'([^']*)')[ \t]*(?:"([^"]*)"|'([^']*)')$/d;

function sidesOf(text: string): readonly (readonly [number, number])[] | undefined {
  if (text.startsWith('(') && text.endsWith(')')) {
    const sides = splitArguments(text, 1, text.length - 1);
    return sides.length === 2 ? sides : undefined;
  }
  const indices = QUOTED.exec(text)?.indices;
  const [left, right] = [indices?.[1] ?? indices?.[2], indices?.[3] ?? indices?.[4]];
  return left === undefined || right === undefined ? undefined : [left, right];
}
