import { knownText, type Word } from '../model/value.ts';
import type { Rule } from './rule.ts';

/**
 * What each word of a call is (`NAME GIT_REPOSITORY url GIT_TAG ref`). `role`: that of the keyword before it, which only the first word behind it
 * has, or (`role*`) all up to the next keyword, and behind a keyword `+` those behind that one as well; undefined before the first one, null for words of no interest. `option` is the
 * keyword, for the keyword itself too.
 */
export function keywordRoles(
  words: readonly Word[],
  keywords: NonNullable<Rule['keywords']>,
): readonly { readonly word: Word; readonly role: string | null | undefined; readonly option: Word | null }[] {
  let role: string | null | undefined;
  let option: Word | null = null;
  return words.map((word) => {
    const text = knownText(word.pieces);
    if (text !== undefined && Object.hasOwn(keywords, text)) {
      if (keywords[text] !== '+') role = keywords[text];
      option = word;
      return { word, role, option };
    }
    const own = role;
    if (own?.endsWith('*') === false) role = null;
    return { word, role: own?.replace('*', '') ?? own, option };
  });
}
