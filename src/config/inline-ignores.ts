import { isDay } from './schema.ts';

/** `# pinlock: ignore [until=YYYY-MM-DD] <reason>`. Lines are 1-based; `covers` is the line that it speaks of. */
export type InlineIgnore = {
  readonly line: number;
  readonly covers: number;
  readonly reason: string;
  readonly until: string | null;
};

/** A comment that was meant to be one and is none. */
export type IgnoreMistake = { readonly line: number; readonly message: string };

export type InlineIgnores = { readonly ignores: readonly InlineIgnore[]; readonly mistakes: readonly IgnoreMistake[] };

/** Where a fetch stands: the lines of its command, and the first line of the instruction that holds it. 1-based. */
export type FetchLines = { readonly line: number; readonly endLine: number; readonly instructionLine: number };

const NONE: InlineIgnores = { ignores: [], mistakes: [] };
const COMMENT = /(?:^|\s)(?:#|\/\/)\s?pinlock:(.*)$/;
const WORD = /^\S*/;
const COMMENT_ONLY = /^\s*(?:#|\/\/)/;
const USAGE = 'expected "# pinlock: ignore [until=YYYY-MM-DD] <reason>"';

/**
 * Finds the ignores that stand as comments in a file. One behind a command covers its own line; one on a line of its own covers the next
 * line that is no comment. Without a reason it ignores nothing and is a mistake.
 */
export function findIgnores(text: string): InlineIgnores {
  if (!text.includes('pinlock:')) return NONE;
  const lines = text.split(/\r\n?|\n/);
  const ignores: InlineIgnore[] = [];
  const mistakes: IgnoreMistake[] = [];
  for (const [index, content] of lines.entries()) {
    if (!content.includes('pinlock:')) continue;
    const match = COMMENT.exec(content);
    if (match === null) continue;
    const line = index + 1;
    const words = (match[1] ?? '').trim();
    const word = WORD.exec(words)?.[0] ?? '';
    const read = readComment(word, words.slice(word.length).trim());
    if (typeof read === 'string') mistakes.push({ line, message: read });
    else ignores.push({ line, covers: COMMENT_ONLY.test(content) ? nextLine(lines, index) : line, ...read });
  }
  return { ignores, mistakes };
}

/** The ignore that covers a fetch: on one of its lines, or above it or its instruction. */
export function ignoreAt(ignores: readonly InlineIgnore[], at: FetchLines): InlineIgnore | undefined {
  return ignores.find(({ covers }) => (covers >= at.line && covers <= at.endLine) || covers === at.instructionLine);
}

/** The words behind `pinlock:`, or what is wrong with them. */
function readComment(word: string, rest: string): { readonly reason: string; readonly until: string | null } | string {
  if (word !== 'ignore') return `"pinlock: ${word}" is not known; ${USAGE}`;
  const option = /^([A-Za-z]+)=(\S*)\s*/.exec(rest);
  if (option === null) return rest === '' ? `an ignore needs a reason; ${USAGE}` : { reason: rest, until: null };
  const [whole, name, day = ''] = option;
  if (name !== 'until') return `"${name}=" is not known; ${USAGE}`;
  if (!isDay(day)) return `"${day}" is not a day; ${USAGE}`;
  const reason = rest.slice(whole.length);
  return reason === '' ? `an ignore needs a reason; ${USAGE}` : { reason, until: day };
}

/** 1-based; the comment's own next line where only comments follow. */
function nextLine(lines: readonly string[], comment: number): number {
  let index = comment + 1;
  while (COMMENT_ONLY.test(lines[index] ?? '')) index += 1;
  return index + 1;
}
