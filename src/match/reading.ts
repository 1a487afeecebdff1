import type { Capture } from '../model/act.ts';
import type { Word } from '../model/value.ts';

/** Where curl puts the k-th URL. */
export type Output = { readonly kind: 'file'; readonly word: Word } | { readonly kind: 'remote' };

/** An operand as it stood; `isVague` when it is nothing but unknown words (`$OPTIONS` without quotes). */
export type OperandWord = { readonly word: Word; readonly isVague: boolean };

/** One combination of words, read by a rule's tables: options by role, marks, operands. Built up while reading, then only read. */
export type Reading = {
  readonly words: Map<string, Capture[]>;
  readonly marks: Set<string>;
  readonly outputs: Output[];
  readonly operands: OperandWord[];
  /** Folders that options before the subcommand led to, in order. */
  readonly folders: Word[];
  /** Spellings of options that no table knows: told to whoever looks for gaps, never guessed. */
  readonly unknown: string[];
};

export function newReading(): Reading {
  return { words: new Map(), marks: new Set(), outputs: [], operands: [], folders: [], unknown: [] };
}

export function addCapture(reading: Reading, role: string, capture: Capture): void {
  const known = reading.words.get(role);
  if (known === undefined) reading.words.set(role, [capture]);
  else known.push(capture);
}

/** The word that has this role; of several the last, as programs take it. */
export function wordOf(reading: Reading, role: string): Word | undefined {
  return reading.words.get(role)?.at(-1)?.word;
}

/** All words that have this role, in order. */
export function wordsOf(reading: Reading, role: string): readonly Word[] {
  return reading.words.get(role)?.map(({ word }) => word) ?? [];
}

/** Nothing but unknown words: it may be several options, or none. */
export function isVague(word: Word): boolean {
  return word.pieces.length > 0 && word.pieces.every((piece) => piece.kind === 'hole' && piece.many === true);
}
