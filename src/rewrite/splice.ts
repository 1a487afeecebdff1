import type { Edit } from '../model/edit.ts';
import type { Span } from '../model/span.ts';

/** Two edits that cannot both be made. */
export type Clash = { readonly first: Edit; readonly second: Edit };

/**
 * `text` with the edits of one file made; every other byte stays. Identical edits count once. Throws on edits that overlap: plans
 * are checked by `orderEdits` before.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const { ordered, clashes } = orderEdits(edits);
  if (clashes.length > 0) throw new Error('edits overlap');
  let result = '';
  let offset = 0;
  for (const edit of ordered) {
    if (edit.span.start < offset || edit.span.end > text.length) throw new Error('edit out of range');
    result += text.slice(offset, edit.span.start) + edit.text;
    offset = edit.span.end;
  }
  return result + text.slice(offset);
}

/** The edits of one file in order of offset, identical ones folded, and those that contradict each other. */
export function orderEdits(edits: readonly Edit[]): {
  readonly ordered: readonly Edit[];
  readonly clashes: readonly Clash[];
} {
  const sorted = [...edits].sort(
    (a, b) => a.span.start - b.span.start || a.span.end - b.span.end || orderOf(a) - orderOf(b),
  );
  const ordered: Edit[] = [];
  const clashes: Clash[] = [];
  for (const edit of sorted) {
    const last = ordered.at(-1);
    if (last !== undefined && isSameEdit(last, edit)) continue;
    if (last !== undefined && isClash(last, edit)) clashes.push({ first: last, second: edit });
    else ordered.push(edit);
  }
  return { ordered, clashes };
}

/** Where an offset of the old text lies in the new one; what was inserted right before it comes first. */
export function mapOffset(edits: readonly Edit[], offset: number): number {
  let result = offset;
  for (const { span, text } of edits) {
    if (span.end <= offset) result += text.length - (span.end - span.start);
    else if (span.start < offset) result += span.start + Math.min(text.length, offset - span.start) - offset;
  }
  return result;
}

/** Edits by the file they stand in. */
export function groupByFile(edits: readonly Edit[]): ReadonlyMap<string, readonly Edit[]> {
  const result = new Map<string, Edit[]>();
  for (const edit of edits) {
    const list = result.get(edit.span.file);
    if (list === undefined) result.set(edit.span.file, [edit]);
    else list.push(edit);
  }
  return result;
}

export function isSameSpan(a: Span, b: Span): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}

/** True when `inner` lies in `outer`. */
export function hasSpan(outer: Span, inner: Span): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}

/** True when the two share a character, or when an insertion's place lies inside the other or at its end. */
export function isTouched(at: Span, edited: Span): boolean {
  if (at.file !== edited.file) return false;
  if (edited.start === edited.end) return at.start < edited.start && edited.start <= at.end;
  return edited.start < at.end && at.start < edited.end;
}

export function isSameEdit(a: Edit, b: Edit): boolean {
  return isSameSpan(a.span, b.span) && a.text === b.text;
}

/** Both sorted: an insertion at the edge of a splice is no clash, two insertions at one place need an order. */
function isClash(first: Edit, second: Edit): boolean {
  if (second.span.start < first.span.end) return true;
  return isSameSpan(first.span, second.span) && !isOrdered(first, second);
}

function isOrdered(first: Edit, second: Edit): boolean {
  return first.order !== undefined && second.order !== undefined && first.order !== second.order;
}

function orderOf({ order = 0 }: Edit): number {
  return order;
}
