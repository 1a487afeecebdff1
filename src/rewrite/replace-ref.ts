import type { Span } from '../model/span.ts';
import { flatten, type Word } from '../model/value.ts';
import { copyOf } from './git-command.ts';
import { layText } from './lay.ts';
import { type Proposal, propose, type Refusal, type Texts } from './proposal.ts';

/** `written`: where the ref's text was written; `here`: in the command, whose variable is no longer read there. */
export type RefStyle = 'written' | 'here';

/** Replaces a word, or the slice of it that names the ref, by the commit; `reader` is the word of its command. */
export function replaceRef(
  word: Word,
  reader: Span,
  commit: string,
  style: RefStyle,
  texts: Texts,
): Proposal | Refusal {
  if (style === 'here' && word.at !== null && isVariable(word, texts))
    return propose({ commands: [{ span: word.at, text: commit, why: 'ref' }], exclusive: [reader] });
  const change = { start: 0, end: flatten(word.pieces).length, text: commit };
  const laid = layText(word.pieces, change, word.at, 'ref', texts);
  if (laid.kind === 'refusal') return laid;
  return propose({
    values: laid.edits,
    expectations: [{ pieces: word.pieces, text: commit, at: word.at ?? reader, reader }],
  });
}

/** True when the word is a variable alone: what stands for the whole word may be replaced as a whole. */
function isVariable(word: Word, texts: Texts): boolean {
  return /^(["']?)(?:[\w/-]*\/)?(?:\$\w+|\$\{[^{}$]*\})\1$/.test(copyOf(word, texts) ?? '');
}
