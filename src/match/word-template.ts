import { HOLE } from '../model/value.ts';

/**
 * A linear template of one word: `git+(url:{scheme}://{host}/{path...})@{ref...}`. It is read at build time to be checked, and at its first use.
 *
 * `{name}` takes text without a slash, `{name...}` any text, `{name:plain}` text without blanks, quotes and brackets,
 * `{name:word}` a name of letters, digits, `.`, `_` and `-`, `{name:a|b}` one of
 * these texts; each ends at the first place where the fixed text behind it stands. `(name:...)` names what lies between the brackets. An
 * unknown part of a word (one character, see `HOLE`) counts as a letter.
 */
export type WordTemplate = readonly WordToken[];

export type WordToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'gap'; readonly name: string; readonly takes: 'component' | 'anything' | 'word' | 'plain' }
  | { readonly kind: 'choice'; readonly name: string; readonly texts: readonly string[] }
  | { readonly kind: 'open' | 'close'; readonly name: string };

/** Offsets in the matched text. */
export type PartRange = { readonly start: number; readonly end: number };

/** Name of a part to its place in `text`; undefined when the template does not fit all of it. Linear in the text. */
export function matchWord(template: WordTemplate, text: string): ReadonlyMap<string, PartRange> | undefined {
  const parts = new Map<string, PartRange>();
  const opened = new Map<string, number>();
  let at = 0;
  for (const [index, token] of template.entries()) {
    switch (token.kind) {
      case 'text':
        if (!text.startsWith(token.text, at)) return undefined;
        at += token.text.length;
        break;
      case 'choice': {
        const found = token.texts.find((one) => text.startsWith(one, at));
        if (found === undefined) return undefined;
        parts.set(token.name, { start: at, end: at + found.length });
        at += found.length;
        break;
      }
      case 'gap': {
        const next = template.slice(index + 1).find(({ kind }) => kind === 'text');
        const end = next?.kind === 'text' ? text.indexOf(next.text, at + 1) : text.length;
        if (end <= at || !isAllowed(token.takes, text.slice(at, end))) return undefined;
        parts.set(token.name, { start: at, end });
        at = end;
        break;
      }
      case 'open':
        opened.set(token.name, at);
        break;
      case 'close':
        parts.set(token.name, { start: opened.get(token.name) ?? at, end: at });
        break;
      default:
        return token satisfies never;
    }
  }
  return at === text.length ? parts : undefined;
}

function isAllowed(takes: Extract<WordToken, { kind: 'gap' }>['takes'], text: string): boolean {
  if (takes === 'anything') return true;
  if (takes === 'plain') return PLAIN.test(text);
  return takes === 'word' ? WORD.test(text) : !text.includes('/');
}

const PLAIN = /^[^\s"'()]*$/;
const WORD = new RegExp(`^[A-Za-z0-9_${HOLE}][A-Za-z0-9._${HOLE}-]*$`);
