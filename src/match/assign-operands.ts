import type { Capture } from '../model/act.ts';
import { flatten, knownText, type Word } from '../model/value.ts';
import { addCapture, type OperandWord, type Reading } from './reading.ts';
import type { Operand, ShapeName, Splits } from './rule.ts';
import { type Fit, SHAPE_TESTS } from './shapes.ts';
import { splitWord } from './split-word.ts';

/**
 * Gives each operand its words, as captures under its name. False when the words do not fit: too few, too many, or not of the shape. Words
 * that nobody knows and that may be several (`$OPTIONS` without quotes) give way: they fill no operand that has a shape while another word
 * can, and never push the last one out.
 */
export function assignOperands(written: readonly Operand[], reading: Reading, splits: Splits = {}): boolean {
  const operands = written.map((operand): Slot => toSlot(operand, splits[operand.name]));
  const words = withoutOptions(operands, reading);
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
    const fitting = taken.filter((word) => operand.fit(word) !== 'no');
    if (operand.many ? fitting.length < operand.least : fitting.length < taken.length) return false;
    for (const { word } of fitting) addCapture(reading, operand.name, toCapture(word));
  }
  return index === words.length;
}

/** An operand with the question what a word is to it. */
type Slot = Operand & { readonly isShaped: boolean; readonly fit: (word: OperandWord) => Fit };

function toSlot(operand: Operand, templates: readonly string[] | undefined): Slot {
  const isShaped = operand.shape !== undefined || templates !== undefined;
  return { ...operand, isShaped, fit: ({ word }) => fitsWord(operand.shape, templates, word) };
}

/** An operand that may be left out is left out where the next word cannot be it (`retry curl x`, `retry 3 curl x`). */
function isOther(operand: Slot, word: OperandWord | undefined): boolean {
  return word !== undefined && operand.isShaped && operand.fit(word) === 'no';
}

/** The words without those that can only be options; undefined when too many are left. */
function withoutOptions(operands: readonly Slot[], reading: Reading): readonly OperandWord[] | undefined {
  const words = reading.operands;
  const shaped = operands.find(({ isShaped }) => isShaped);
  if (shaped !== undefined && mayBeOption(operands, shaped, words)) reading.marks.add('unclear-operand');
  const isClear = shaped === undefined || !words.some(({ isVague }) => isVague);
  const left = isClear ? words : giveWay(operands, shaped, words, reading);
  let spare = operands.some((operand) => operand.many) ? 0 : left.length - operands.length;
  if (spare <= 0) return left;
  const kept = left.filter(({ isVague }) => !isVague || spare-- <= 0);
  return kept.length <= operands.length ? kept : undefined;
}

/** An unknown word with one behind it that looks more like the operand, where anything may follow: either may be it (`docker run "$TTY" acme/tool:1`). */
function mayBeOption(operands: readonly Slot[], shaped: Slot, [first, second]: readonly OperandWord[]): boolean {
  if (first === undefined || second === undefined || first.isVague || !takesAny(operands, shaped)) return false;
  const isUnknown = first.word.pieces.every(({ kind }) => kind === 'hole');
  return isUnknown && first.word.pieces.length === 1 && shaped.fit(second) === 'yes';
}

/** The operand leads, and behind it may stand anything, also what looks like it (`docker run $OPTIONS "$IMAGE" chown user:group .`). */
function takesAny(operands: readonly Slot[], shaped: Slot): boolean {
  return (
    operands[0] === shaped &&
    !shaped.many &&
    operands.some(({ many, least, isShaped }) => many && least === 0 && !isShaped)
  );
}

function giveWay(
  operands: readonly Slot[],
  shaped: Slot,
  words: readonly OperandWord[],
  reading: Reading,
): readonly OperandWord[] {
  const firm = words.filter((word) => !word.isVague);
  const [first] = firm;
  const isOpen = takesAny(operands, shaped);
  const certain = (isOpen ? firm.slice(0, 1) : firm).find((word) => shaped.fit(word) === 'yes');
  if (certain === undefined && first !== undefined && operands[0] === shaped && !shaped.many) {
    // A known word that does not look like it has a place behind it as well (`git clone $URL /src`).
    const isKnown = knownText(first.word.pieces) !== undefined;
    if (isKnown && words.length <= operands.length && !operands.some(({ many }) => many)) return words;
    // What nobody can take for the operand stands behind it, so it is the word before (`docker run $OPTIONS $IMAGE /bin/true`).
    const isOther = shaped.fit(first) === 'no';
    // A plain name may be either (`docker run $OPTIONS debian`, `docker run $IMAGE make`).
    if (isOpen && isKnown && !isOther) reading.marks.add('unclear-operand');
    if (isOther || (isOpen && isKnown)) return words.slice(Math.max(words.indexOf(first) - 1, 0));
  }
  const best = certain ?? firm.find((word) => shaped.fit(word) !== 'no');
  if (certain === undefined) reading.marks.add('unclear-operand');
  if (best === undefined) return shaped.many ? words.slice(-1) : words;
  if (shaped.many) return firm;
  const index = words.indexOf(best);
  return words.filter((word, at) => at >= index || !word.isVague);
}

/** Whether a word looks like what an operand or a value must be: its shape, and where it is read by templates that one fits. */
export function fitsWord(shape: ShapeName | undefined, templates: readonly string[] | undefined, word: Word): Fit {
  const text = flatten(word.pieces);
  const fit = shape === undefined ? 'unknown' : SHAPE_TESTS[shape](text);
  if (fit === 'no' || templates === undefined) return fit;
  return splitWord(templates, text) === undefined ? 'no' : 'yes';
}

function toCapture(word: OperandWord['word']): Capture {
  return { word, option: null, prefix: '' };
}
