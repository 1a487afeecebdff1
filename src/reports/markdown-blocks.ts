/** UTF-16 units: a comment or the body of a pull request on GitHub takes 65,536 in all, a job summary a megabyte. */
const WHOLE_SIZE = 62_000;
/** Of one table or one part that opens. */
const PART_SIZE = 30_000;

/** A table with aligned head; cells are Markdown already. As many rows as fit, then `more` with the number of the others. */
export function toTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  more: (number: number) => string,
): readonly string[] {
  if (rows.length === 0) return [];
  const [shown, left] = takeFitting(rows.map(toRow), PART_SIZE);
  return [toRow(head), `|${head.map(() => ':--').join('|')}|`, ...shown, ...(left === 0 ? [] : ['', more(left)])];
}

/** The one piece of HTML: a part that opens on a click. `title` is our own; empty for no lines, cut where it would be too long. */
export function toFold(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const [shown, left] = takeFitting(lines, PART_SIZE);
  const rest = left === 0 ? [] : ['', `and ${left} more lines`];
  return [`<details><summary>${title}</summary>`, '', ...shown, ...rest, '', '</details>'];
}

/** A list of at most `most` items that are Markdown already. */
export function toList(items: readonly string[], most: number): readonly string[] {
  const more = items.length - most;
  return [...items.slice(0, most), ...(more > 0 ? [`and ${more} more`] : [])].map((item) => `- ${item}`);
}

/** Blocks with an empty line between them, without those that are empty; as many as a comment takes. */
export function joinBlocks(blocks: readonly (readonly string[])[]): string {
  const texts = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  const [shown, left] = takeFitting(texts, WHOLE_SIZE);
  const rest = left === 0 ? [] : ['What follows is too long to be shown here.'];
  return `${[...shown, ...rest].join('\n\n')}\n`;
}

function toRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The lines (or texts) that fit into a number of units with a line end each, and the number of the others. */
function takeFitting(lines: readonly string[], most: number): readonly [shown: readonly string[], left: number] {
  let size = 0;
  const end = lines.findIndex((line) => {
    size += line.length + 2;
    return size > most;
  });
  return end < 0 ? [lines, 0] : [lines.slice(0, end), lines.length - end];
}
