/** Colours by meaning; both dark and light terminals show the eight basic ones readably, so no others are used. */
export type Style = 'bold' | 'faint' | 'red' | 'green' | 'yellow' | 'cyan';

/** Colours a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

const CODES: Readonly<Record<Style, readonly [on: number, off: number]>> = {
  bold: [1, 22],
  faint: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
};

export function paintWith(color: boolean): Paint {
  if (!color) return (_style, text) => text;
  return (style, text) => {
    const [on, off] = CODES[style];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  };
}

/** Breaks text at blanks into lines of at most `width` columns; a longer word (a URL) keeps its own line, whole. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (word === '') continue;
    const joined = line === '' ? word : `${line} ${word}`;
    if (line === '' || columnsOf(joined) <= width) {
      line = joined;
    } else {
      lines.push(line);
      line = word;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** `2 files`, `1 file`. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}

/** Columns that a text takes on a terminal: East Asian wide characters and emoji two, marks that sit on another character none. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text)
    columns += MARK.test(character) ? 0 : WIDE.test(character) && !HALFWIDTH.test(character) ? 2 : 1;
  return columns;
}

/** As much of a text as fits into `width` columns. */
export function cutToColumns(text: string, width: number): string {
  let columns = 0;
  let end = 0;
  for (const character of text) {
    columns += columnsOf(character);
    if (columns > width) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** JavaScript does not know the property East_Asian_Width (https://www.unicode.org/reports/tr11): these scripts and blocks are what is wide of it. */
const WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
/** Narrow letters of wide scripts. */
const HALFWIDTH = /^[\uff61-\uffdc]/;
const MARK = /^[\p{Mn}\p{Me}]/u;
