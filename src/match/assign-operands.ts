import type { Capture } from '../model/act.ts';
import { flatten } from '../model/value.ts';
import { addCapture, type OperandWord, type Reading } from './reading.ts';
import type { Operand } from './rule.ts';
import { type Fit, SHAPE_TESTS } from './shapes.ts';

/**
 * Gives each operand its words, as captures under its name. False when the words do not fit: too few, too many, or not of the shape. Words
 * that nobody knows and that may be several (`$OPTIONS` without quotes) give way: they fill no operand that has a shape while another word
 * can, and never push the last one out.
 */
export function assignOperands(operands: readonly Operand[], reading: Reading): boolean {
  const words = withoutOptions(operands, reading.operands);
  const least = operands.reduce((sum, operand) => sum + operand.least, 0);
  if (words === undefined || words.length < least) return false;
  let spare = words.length - least;
  let index = 0;
  for (const operand of operands) {
    const isSkipped = !operand.many && operand.least === 0 && isOther(operand, words[index]);
    const count = isSkipped ? 0 : operand.least + Math.min(spare, operand.many ? spare : 1 - operand.least);
    spare -= count - operand.least;
    const taken = words.slice(index, index + count);
    index += count;
    const fitting = taken.filter((word) => fitOf(operand, word) !== 'no');
    if (operand.many ? fitting.length < operand.least : fitting.length < taken.length) return false;
    for (const { word } of fitting) addCapture(reading, operand.name, toCapture(word));
  }
  return index === words.length;
}

/** An operand that may be left out is left out where the next word cannot be it (`retry curl x`, `retry 3 curl x`). */
function isOther(operand: Operand, word: OperandWord | undefined): boolean {
  return word !== undefined && operand.shape !== undefined && fitOf(operand, word) === 'no';
}

/** The words without those that can only be options; undefined when too many are left. */
function withoutOptions(
  operands: readonly Operand[],
  words: readonly OperandWord[],
): readonly OperandWord[] | undefined {
  const shaped = operands.find((operand) => operand.shape !== undefined);
  const isClear = shaped === undefined || !words.some(({ isVague }) => isVague);
  const left = isClear ? words : giveWay(shaped, words);
  let spare = operands.some((operand) => operand.many) ? 0 : left.length - operands.length;
  if (spare <= 0) return left;
  const kept = left.filter(({ isVague }) => !isVague || spare-- <= 0);
  return kept.length <= operands.length ? kept : undefined;
}

function giveWay(shaped: Operand, words: readonly OperandWord[]): readonly OperandWord[] {
  const firm = words.filter((word) => !word.isVague);
  const best = firm.find((word) => fitOf(shaped, word) === 'yes') ?? firm.find((word) => fitOf(shaped, word) !== 'no');
  if (best === undefined) return shaped.many ? words.slice(-1) : words;
  if (shaped.many) return firm;
  const index = words.indexOf(best);
  return words.filter((word, at) => at >= index || !word.isVague);
}

function fitOf(operand: Operand, { word }: OperandWord): Fit {
  return operand.shape === undefined ? 'unknown' : SHAPE_TESTS[operand.shape](flatten(word.pieces));
}

function toCapture(word: OperandWord['word']): Capture {
  return { word, option: null, prefix: '' };
}
