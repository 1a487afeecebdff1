import type { Span } from '../../model/span.ts';
import { flatten, impliedText, knownText, type Pieces, slicePieces } from '../../model/value.ts';

/** A list of the host's language: items with `;` between. */
export function joinList(items: readonly Pieces[], at: Span): Pieces {
  return items.flatMap((item, index) => (index === 0 ? item : [impliedText(';', at), ...item]));
}

/** The items of a list; a `;` that nobody sees (in an unknown part) parts nothing. */
export function splitList(list: Pieces): readonly Pieces[] {
  const text = flatten(list);
  if (!text.includes(';')) return text === '' ? [] : [list];
  const items: Pieces[] = [];
  for (const match of text.matchAll(/[^;]+/g))
    items.push(slicePieces(list, match.index, match.index + match[0].length));
  return items;
}

/** Keywords of a call: without a word behind them, with one, with several. */
export type KeywordNames = {
  readonly flags: readonly string[];
  readonly single: readonly string[];
  readonly many: readonly string[];
};

/** The words behind each keyword that stands among `words`, and those behind none. A flag has the word TRUE. */
export function readKeywordWords(
  words: readonly Pieces[],
  { flags, single, many }: KeywordNames,
  at: Span,
): { readonly found: ReadonlyMap<string, readonly Pieces[]>; readonly others: readonly Pieces[] } {
  const found = new Map<string, Pieces[]>();
  const others: Pieces[] = [];
  let current: string | undefined;
  for (const word of words) {
    const text = knownText(word);
    if (text !== undefined && flags.includes(text)) {
      current = undefined;
      found.set(text, [[impliedText('TRUE', at)]]);
    } else if (text !== undefined && (single.includes(text) || many.includes(text))) {
      current = text;
      found.set(text, []);
    } else if (current === undefined) {
      others.push(word);
    } else {
      found.get(current)?.push(word);
      if (single.includes(current)) current = undefined;
    }
  }
  return { found, others };
}
