import { toPrintable } from './printable.ts';

/** Code points after which a text is cut: URLs may be long, and comments of a code host are not. */
const LONGEST = 400;
/** What starts an inline construct of GitHub's Markdown, or an autolink (https://github.github.com/gfm). */
const ACTIVE = /[\\`*_[\]<>!|~&$#@]|:(?=\/)|(?<=www)\.|(?<=gh)-/gi;
/** What starts a block at the beginning of a line. */
const BLOCK_START = /^(?:[-+=]|\d+(?=[.)]))/;
/** Code hosts look for people and issues in the rendered text, where no backslash helps: a character of no width breaks the word. */
const BREAK = '&#8203;';

/**
 * Text from outside as Markdown that shows that text and does nothing: no markup, no HTML, no link, nobody is named by `@`, no issue by `#` or
 * `GH-`. For one line, also inside of a table.
 */
export function toMarkdownText(text: string): string {
  return toShort(text)
    .replace(ACTIVE, (character) => `\\${character}${BREAKS_WORD.has(character) ? BREAK : ''}`)
    .replace(BLOCK_START, (start) => (/^\d/.test(start) ? `${start}${BREAK}` : `\\${start}`));
}

const BREAKS_WORD: ReadonlySet<string> = new Set(['@', '#', '-']);

/** The same as code, for paths and sources; as text where a code span could not hold it inside of a table. */
export function toMarkdownCode(text: string): string {
  const shown = toShort(text);
  return /[`\\|]/.test(shown) || shown.trim() === '' ? toMarkdownText(text) : `\`${shown}\``;
}

function toShort(text: string): string {
  const characters = [...toPrintable(text).trim()];
  return characters.length <= LONGEST ? characters.join('') : `${characters.slice(0, LONGEST).join('')}...`;
}

/** A link that is our own words on an address from outside; empty for an address that is not https. */
export function toMarkdownLink(text: string, address: string): string {
  if (!URL.canParse(address)) return '';
  const url = new URL(address);
  if (url.protocol !== 'https:') return '';
  const target = url.href.replace(
    /[\\|<>()`\s]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `[${text}](<${target}>)`;
}
