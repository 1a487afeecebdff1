import { NO_PLACE } from '../model/span.ts';
import { flatten, HOLE, impliedText, knownText, type Pieces, slicePieces, type Word } from '../model/value.ts';
import { findLong, meaningsOf, type OptionMeaning } from './option-names.ts';
import { addCapture, isVague, type Reading } from './reading.ts';
import type { OptionTable } from './rule.ts';

/**
 * Reads words as options and operands into `reading`, from `start` on. Returns the index behind the last word that was read: the end, or,
 * where options end at the first operand, that operand. Knows `-b x`, `-bx`, `--branch x`, `--branch=x`, bundles (`-fsSLo out`), options
 * behind operands, and `--`.
 */
export function readOptions(words: readonly Word[], start: number, table: OptionTable, reading: Reading): number {
  const reader = new OptionReader(words, table, reading);
  return reader.read(start);
}

class OptionReader {
  private readonly words: readonly Word[];
  private readonly table: OptionTable;
  private readonly reading: Reading;
  private index = 0;

  constructor(words: readonly Word[], table: OptionTable, reading: Reading) {
    this.words = words;
    this.table = table;
    this.reading = reading;
  }

  read(start: number): number {
    this.index = start;
    if (this.table.bundledFirstWord === true) this.readFirstBundle();
    while (this.index < this.words.length) {
      const word = this.words[this.index];
      if (word === undefined) break;
      const text = flatten(word.pieces);
      if (this.table.none !== true && text === '--') {
        this.index++;
        if (this.table.stops === true) break;
        this.takeRest();
        break;
      }
      if (this.table.plus === true && text.startsWith('+')) {
        this.index++;
        continue;
      }
      if (this.table.none === true || text.length < 2 || !text.startsWith('-')) {
        if (this.table.stops === true && !isVague(word)) break;
        this.addOperand(word);
        this.index++;
        continue;
      }
      this.index++;
      this.readOption(word, text);
    }
    return this.index;
  }

  private readOption(word: Word, text: string): void {
    const isLong = text.startsWith('--') || this.table.dashes === 'single';
    if (!isLong) {
      this.readBundle(word, text, 1);
      return;
    }
    const dashes = text.startsWith('--') ? 2 : 1;
    const equals = text.indexOf('=');
    const name = text.slice(dashes, equals < 0 ? undefined : equals);
    const meaning = findLong(this.table, name);
    if (meaning === undefined) this.reading.unknown.push(text.slice(0, dashes) + name);
    else if (equals >= 0) this.set(meaning, name, glued(word, text, equals + 1));
    else this.setWithNext(meaning, name, word);
  }

  /** One dash and letters: each a flag, until one takes a value: the rest of the word, else the next word. */
  private readBundle(word: Word, text: string, from: number): void {
    const meanings = meaningsOf(this.table);
    for (let at = from; at < text.length; at++) {
      const name = text.charAt(at);
      const meaning = meanings.get(name);
      if (meaning === undefined) {
        this.reading.unknown.push(name === HOLE ? text : `-${name}`);
        return;
      }
      if (meaning.takes !== 'nothing' && at + 1 < text.length) {
        this.set(meaning, name, glued(word, text, at + 1));
        return;
      }
      if (meaning.takes === 'value') {
        this.setWithNext(meaning, name, word);
        return;
      }
      this.set(meaning, name, undefined);
    }
  }

  /** `tar xzf a.tgz -C d`: letters without a dash, whose values follow in their order. */
  private readFirstBundle(): void {
    const word = this.words[this.index];
    const text = word === undefined ? '' : flatten(word.pieces);
    if (word === undefined || text === '' || text.startsWith('-') || text.includes(HOLE)) return;
    this.index++;
    const meanings = meaningsOf(this.table);
    for (const name of text) {
      const meaning = meanings.get(name);
      if (meaning === undefined) this.reading.unknown.push(`-${name}`);
      else this.setWithNext(meaning, name, word);
    }
  }

  private setWithNext(meaning: OptionMeaning, name: string, option: Word): void {
    if (meaning.takes !== 'value') {
      this.set(meaning, name, undefined, option);
      return;
    }
    const word = this.words[this.index];
    if (word === undefined) return;
    this.index++;
    this.set(meaning, name, { word, prefix: '' }, option);
  }

  private set(meaning: OptionMeaning, name: string, value: Glued | undefined, option: Word | null = null): void {
    const { reading } = this;
    for (const mark of meaning.marks) reading.marks.add(mark);
    if (meaning.use === 'output-remote') reading.outputs.push({ kind: 'remote' });
    if (meaning.use === 'named' && meaning.role !== undefined)
      addCapture(reading, meaning.role, { word: named(name), option, prefix: '' });
    if (value === undefined) return;
    for (const entry of meaning.byValue) {
      const text = knownText(value.word.pieces);
      if (text === undefined) continue;
      if (entry.values?.includes(text) === true || entry.except?.includes(text) === false)
        reading.marks.add(entry.mark);
    }
    const capture = { word: value.word, option, prefix: value.prefix };
    if (meaning.use === 'operand') this.addOperand(value.word);
    if (meaning.use === 'output-file') reading.outputs.push({ kind: 'file', word: value.word });
    if (meaning.role !== undefined && (meaning.use === 'capture' || meaning.use === 'cumulative'))
      addCapture(reading, meaning.role, capture);
  }

  private takeRest(): void {
    if (this.reading.operands.length > 0 && this.index < this.words.length) this.reading.marks.add('before-dashes');
    for (; this.index < this.words.length; this.index++) {
      const word = this.words[this.index];
      if (word === undefined) continue;
      this.reading.marks.add('behind-dashes');
      this.addOperand(word);
    }
  }

  private addOperand(word: Word): void {
    this.reading.operands.push({ word, isVague: isVague(word) });
  }
}

type Glued = { readonly word: Word; readonly prefix: string };

/** The value's own pieces; the word keeps its whole extent, so that option and value can be deleted together. */
function glued(word: Word, text: string, from: number): Glued {
  const pieces: Pieces = slicePieces(word.pieces, from, text.length);
  return { word: { ...word, pieces }, prefix: text.slice(0, from) };
}

function named(name: string): Word {
  return { pieces: [impliedText(name, NO_PLACE)], at: null };
}
