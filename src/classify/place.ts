import type { Fetch } from '../model/fetch.ts';
import type { Call, Invocation } from '../model/invocation.ts';
import type { Related } from '../model/source.ts';
import type { Span } from '../model/span.ts';
import type { Pieces } from '../model/value.ts';

/** Where a fetch stands, and what else a reader wants to look at. */
export type Placed = { readonly place: Span; readonly related: readonly Related[] };

/**
 * A fetch stands at its command word, unless a call supplied words of its source: then at that call, the outermost of several, so that
 * two calls of one function are two places.
 */
export function placeFetch(fetch: Fetch): Placed {
  const { invocation } = fetch.act;
  const words = sourceWords(fetch);
  const call = invocation.stack.find((one) => suppliesWords(one, words, invocation));
  const place = call?.span ?? invocation.word;
  const related: Related[] = [];
  if (call !== undefined) related.push({ at: invocation.word, role: 'command' });
  for (const one of invocation.stack)
    if (one !== call && (one.kind === 'function' || one.kind === 'script'))
      related.push({ at: one.span, role: 'call' });
  for (const change of fetch.history)
    if (change.act.invocation !== invocation) related.push({ at: change.act.invocation.word, role: 'command' });
  if (fetch.usedBy !== undefined) related.push({ at: fetch.usedBy.word, role: 'command' });
  for (const { act } of fetch.ineffective) related.push({ at: act.invocation.word, role: 'command' });
  const around = [
    invocation.span,
    ...(call === undefined ? [] : [call.span]),
    ...fetch.history.map(({ act }) => act.invocation.span),
  ];
  for (const at of definitions(words, around)) related.push({ at, role: 'definition' });
  for (const check of fetch.checks) related.push({ at: check.invocation.word, role: 'check' });
  for (const pointer of fetch.pointers) related.push({ at: pointer.word, role: 'pointer' });
  return { place, related: withoutRepeats(related, place) };
}

/** True for equal places. */
export function isSameSpan(a: Span, b: Span): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}

/** A span as a map key. */
export function spanKey(span: Span): string {
  return `${span.file}\u0000${span.start}\u0000${span.end}`;
}

/** The pieces that say what is fetched: the address, and the refs that were written on the way. */
function sourceWords(fetch: Fetch): readonly Pieces[] {
  return [fetch.url.pieces, ...fetch.history.flatMap(({ ref }) => (ref === null ? [] : [ref.pieces]))];
}

/** Text handed to `bash -c` lies inside that call as the command word does: that is no supply, the command word is the nearer place. */
function suppliesWords(call: Call, words: readonly Pieces[], invocation: Invocation): boolean {
  if (isInside(call.span, invocation.word)) return false;
  return words.some((pieces) => pieces.some((piece) => isInside(call.span, piece.at)));
}

/** Where pieces were written that stand neither in the commands nor in the call; neighbours are one. */
function definitions(words: readonly Pieces[], around: readonly Span[]): readonly Span[] {
  const outside = words
    .flatMap((pieces) => pieces.map(({ at }) => at))
    .filter((at) => at.file !== '' && !around.some((span) => isInside(span, at)))
    .sort(compareSpans);
  const result: Span[] = [];
  for (const at of outside) {
    const last = result.at(-1);
    if (last !== undefined && last.file === at.file && at.start <= last.end)
      result[result.length - 1] = { ...last, end: Math.max(last.end, at.end) };
    else result.push(at);
  }
  return result;
}

function isInside(outer: Span, inner: Span): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}

/** By file, then by place in it. */
export function compareSpans(a: Span, b: Span): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.start - b.start || a.end - b.end;
}

/** Each place once, under the first role that was given to it. */
export function withoutRepeats(related: readonly Related[], place: Span): readonly Related[] {
  const known = new Map<string, Related>();
  for (const one of related) {
    const key = spanKey(one.at);
    if (!known.has(key) && !isSameSpan(one.at, place)) known.set(key, one);
  }
  return [...known.values()];
}
