import { ALWAYS } from '../model/guard.ts';
import type { LostWord } from '../model/invocation.ts';
import type { Span } from '../model/span.ts';
import type { Word } from '../model/value.ts';
import { append, type Narrow } from './combinations.ts';
import type { Fields } from './fields.ts';

/** The readings of a list of words, built up word by word: what has one reading is collected, and combined with the rest once. */
export class FieldList {
  private readonly narrow: Narrow | undefined;
  private combined: readonly Fields[] | null = null;
  private words: Word[] = [];
  private lost: LostWord[] = [];

  /** `narrow` leaves out words that nobody reads, where there are too many readings. */
  constructor(narrow?: Narrow) {
    this.narrow = narrow;
  }

  /** The next word with all its readings; `at` is where it stands. */
  add(fields: readonly Fields[], at: () => Span): void {
    const [only] = fields;
    if (only === undefined || fields.length > 1 || only.guard.size > 0) {
      this.combined = append(this.take(at), fields, at(), this.narrow);
      return;
    }
    for (const word of only.words) this.words.push(word);
    for (const word of only.lost) this.lost.push(word);
  }

  /** All readings of the words so far. */
  take(at: () => Span): readonly Fields[] {
    const { combined, words, lost } = this;
    if (combined !== null && words.length === 0 && lost.length === 0) return combined;
    this.words = [];
    this.lost = [];
    const plain: readonly Fields[] = [{ guard: ALWAYS, words, lost }];
    this.combined = combined === null ? plain : append(combined, plain, at());
    return this.combined;
  }
}
