import type { Span } from '../model/span.ts';

/** A place in a file's text that a reader moves on. */
export class TextCursor {
  protected readonly file: string;
  protected readonly text: string;
  protected at = 0;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  /** Moves behind what a sticky pattern finds here; undefined, without moving, when it finds nothing. */
  protected take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  /** From an offset to where the cursor stands. */
  protected span(start: number): Span {
    return { file: this.file, start, end: this.at };
  }
}
