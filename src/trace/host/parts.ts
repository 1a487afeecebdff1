import { BOUNDS } from '../../model/bounds.ts';
import { both, type Guard, guardOf, heldUnder } from '../../model/guard.ts';
import type { Template, TemplatePart } from '../../model/program.ts';
import type { Span } from '../../model/span.ts';
import { type Alternative, always, type Pieces, pieceKey, type Value } from '../../model/value.ts';
import { operate } from '../text-operations.ts';
import { append, combine, fold, hole, holeValue, NOTHING } from '../values.ts';

/** What expanding the parts of a host's text needs. */
export type PartsPort = {
  /** Undefined where nobody set the variable. */
  readonly variable: (name: string, at: Span) => Value | undefined;
  readonly expand: (template: Template) => Value;
  /** For what a function of the language is given, which no shell reads. */
  readonly expandOperand: (template: Template) => Value;
  /** The value of a part as it stands in the text: in a shell's text several words may be one open part. */
  readonly settle: (value: Value, name: string, at: Span) => Value;
  readonly output: (script: Template, name: string, at: Span) => Value;
  /** Text of a file of the tree; undefined where there is none, or nobody knows the path. */
  readonly file: (path: Pieces, at: Span) => Pieces | undefined;
  /** The variable's text with `1`, `2`, ... set to the parameters. */
  readonly call: (name: Value, parameters: readonly Value[], at: Span) => Value | undefined;
  /** Runs a text of the language. */
  readonly evaluate: (text: Value, at: Span) => void;
  /** Expands the text once for each word, which the variable holds; undefined where nobody knows what that makes. */
  readonly forEach: (name: Value, words: Value, text: Template, at: Span) => Value | undefined;
  /** What is expanded in it counts only there. */
  readonly within: <T>(guard: Guard, expand: () => T) => T;
};

/**
 * Text in a host's own language, with its variables in place. One that would make more texts than `most` is unknown there; the others
 * stay.
 */
export function expandParts(parts: readonly TemplatePart[], port: PartsPort, most: number = BOUNDS.product): Value {
  let value = NOTHING;
  for (const part of parts) {
    const name = nameOf(part);
    value = append(value, port.settle(partValue(part, port), name, part.at), part.at, { name, most });
  }
  return value;
}

function nameOf(part: TemplatePart): string {
  return part.kind === 'one-of' ? part.question : part.kind === 'hole' ? part.name : part.text;
}

function partValue(part: TemplatePart, port: PartsPort): Value {
  switch (part.kind) {
    case 'text':
    case 'hole':
      return always([part]);
    case 'variable':
      return variableValue(part, port);
    case 'one-of':
      return oneOf(part, port);
    case 'operation':
      return operationValue(part, port);
    case 'output':
      return port.output(part.script, part.text, part.at);
    default:
      return part satisfies never;
  }
}

function variableValue(part: Extract<TemplatePart, { kind: 'variable' }>, port: PartsPort): Value {
  const { name, text, why, at, fallback, emptyIsUnset, many } = part;
  const unknown = (): Value => {
    const base = hole(`host:${name}`, text, why, at);
    return always([many ? { ...base, many } : base]);
  };
  const known = port.variable(name, at);
  if (known === undefined) {
    if (fallback === null) return unknown();
    return port.expand(fallback).map((alternative) => ({ ...alternative, overridable: [name] }));
  }
  return fold(
    (many ? known.map(withManyWords) : known).flatMap((alternative): readonly Alternative[] => {
      const isMissing = alternative.unset !== undefined || (emptyIsUnset && alternative.pieces.length === 0);
      if (!isMissing || fallback === null) return [alternative];
      return heldUnder(port.expand(fallback), alternative.guard);
    }),
  );
}

/** What nobody knows at all may be several words here, wherever it came from. */
function withManyWords(alternative: Alternative): Alternative {
  const [only, second] = alternative.pieces;
  if (only?.kind !== 'hole' || second !== undefined) return alternative;
  return { ...alternative, pieces: [{ ...only, many: true }] };
}

function oneOf({ question, options }: Extract<TemplatePart, { kind: 'one-of' }>, port: PartsPort): Value {
  const [only, second] = options;
  if (only !== undefined && second === undefined) return port.expand(only.value);
  const result: Alternative[] = [];
  for (const { answer, value } of options) {
    const guard = guardOf(question, [answer]);
    const held = port.within(guard, () => port.expand(value));
    result.push(...heldUnder(held, guard));
  }
  return fold(result);
}

function operationValue(part: Extract<TemplatePart, { kind: 'operation' }>, port: PartsPort): Value {
  const { operation, operands, text, at } = part;
  if (operation === 'for-each') {
    const [name, words, body] = operands;
    const isWhole = name !== undefined && words !== undefined && body !== undefined;
    const made = isWhole ? port.forEach(port.expandOperand(name), port.expandOperand(words), body, at) : undefined;
    return made ?? holeValue(`operation:${text}`, text, 'operation', at);
  }
  const values = operands.map(port.expandOperand);
  const unknown = (known: readonly Pieces[]): Pieces => [
    hole(`operation:${text}:${known.map(pieceKey).join()}`, text, 'operation', at, originsIn(known)),
  ];
  if (operation === 'call') {
    const [name = NOTHING, ...parameters] = values;
    return port.call(name, parameters, at) ?? holeValue(`call:${text}`, text, 'operation', at);
  }
  if (operation === 'evaluate') {
    port.evaluate(values[0] ?? NOTHING, at);
    return NOTHING;
  }
  if (operation === 'file-text')
    return eachCombination(values, at, (known) => port.file(known[0] ?? [], at) ?? unknown(known));
  return eachCombination(values, at, (known) => operate(operation, known, at) ?? unknown(known));
}

function originsIn(texts: readonly Pieces[]): readonly number[] {
  return [...new Set(texts.flat().flatMap((piece) => (piece.kind === 'hole' ? (piece.origin ?? []) : [])))];
}

/** `make` for every combination of texts that can hold together. */
function eachCombination(values: readonly Value[], at: Span, make: (texts: readonly Pieces[]) => Pieces): Value {
  const [first = NOTHING, second, third] = values;
  if (second === undefined) return combine(first, NOTHING, at, (a) => make([a]));
  if (third === undefined) return combine(first, second, at, (a, b) => make([a, b]));
  // The third operand is the text; the two before it are nearly always one text each.
  return fold(
    first.flatMap((a) =>
      combine(second, third, at, (b, c) => make([a.pieces, b, c])).flatMap((alternative): readonly Alternative[] => {
        const guard = both(a.guard, alternative.guard);
        return guard === undefined ? [] : [{ ...alternative, guard }];
      }),
    ),
  );
}
