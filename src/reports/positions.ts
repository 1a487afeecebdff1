import type { Position } from '../model/ports.ts';

/** Answers where an offset of one text stands; columns count UTF-16 units, as editors and LSP do. */
export type LineTable = { readonly positionOf: (offset: number) => Position };

/**
 * Line and column (1-based) by UTF-16 offset. LF, CRLF and a lone CR end a line; an offset between CR and LF belongs to the line that
 * they end; an offset behind the text stands at its end.
 */
export function lineTable(text: string): LineTable {
  const starts = lineStarts(text);
  return {
    positionOf: (offset) => {
      const at = Math.min(Math.max(offset, 0), text.length);
      const index = lastNotAbove(starts, at);
      return { line: index + 1, column: at - (starts[index] ?? 0) + 1 };
    },
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  const hasReturn = text.includes('\r');
  let offset = 0;
  while (offset < text.length) {
    const feed = text.indexOf('\n', offset);
    const end = feed < 0 ? text.length : feed;
    if (hasReturn) addLoneReturns(text, offset, end, starts);
    if (feed < 0) break;
    starts.push(feed + 1);
    offset = feed + 1;
  }
  return starts;
}

/** A CR right before `end`'s LF is the first half of a CRLF and ends no line of its own. */
function addLoneReturns(text: string, from: number, end: number, starts: number[]): void {
  for (let at = text.indexOf('\r', from); at >= 0 && at < end; at = text.indexOf('\r', at + 1)) {
    if (text[at + 1] !== '\n') starts.push(at + 1);
  }
}

function lastNotAbove(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
