import { formats } from './index.ts';

/** A table of all formats in Markdown, for the README. For build time. */
export function describeFormats(): string {
  const rows = formats.map(({ id, title, reads, writes }) => `| ${title} | \`${id}\` | ${reads} | ${writes} |`);
  return ['| file | in reports | what is read | what `apply` writes |', '|---|---|---|---|', ...rows].join('\n');
}
