import { flatten, slicePieces, type Word } from '../model/value.ts';
import type { Wrapped } from '../model/wrapper.ts';
import { evaluateAll } from './evaluate.ts';
import { type Reading, wordsOf } from './reading.ts';
import type { Rule, RunSpecification } from './rule.ts';

/** An image, or several of a file of builds, as a rule says what they are built from. */
export function unwrapImage(
  run: Extract<RunSpecification, { kind: 'image' }>,
  rule: Rule,
  reading: Reading,
): Extract<Wrapped, { kind: 'image' }> {
  const scope = { reading, splits: rule.splits ?? {}, each: null };
  const lines = run.lines.flatMap((role) => wordsOf(reading, role)).flatMap(linesOf);
  return {
    kind: 'image',
    given: [...run.arguments.flatMap((role) => wordsOf(reading, role)), ...lines],
    folders: evaluateAll(run.in, scope),
    files: run.file === null ? [] : wordsOf(reading, run.file),
    usual: run.usual,
    ...(run.environment === undefined
      ? {}
      : { environment: run.environment === true ? [] : wordsOf(reading, run.environment) }),
    ...(run.format === undefined ? {} : { format: run.format }),
  };
}

/** What stands in the lines of a word, without blanks around it and empty lines. */
function linesOf({ pieces, at }: Word): readonly Word[] {
  return [...flatten(pieces).matchAll(LINE)].map(({ index, 0: text }) => ({
    pieces: slicePieces(pieces, index, index + text.length),
    at,
  }));
}

const LINE = /\S(?:[^\n]*\S)?/g;
