import type { Span } from '../model/span.ts';
import { flatten, type Word } from '../model/value.ts';
import { layText } from './lay.ts';
import { type Proposal, propose, type Refusal, type Texts } from './proposal.ts';

/** Replaces a word, or the slice of it that names the ref, by the commit; `reader` is the word of its command. */
export function replaceRef(word: Word, reader: Span, commit: string, texts: Texts): Proposal | Refusal {
  const change = { start: 0, end: flatten(word.pieces).length, text: commit };
  const laid = layText(word.pieces, change, word.at, 'ref', texts);
  if (laid.kind === 'refusal') return laid;
  return propose({
    values: laid.edits,
    expectations: [{ pieces: word.pieces, text: commit, at: word.at ?? reader, reader }],
  });
}
