import { formats } from './index.ts';

/** A table of all formats in Markdown, for the README. For build time. */
export function describeFormats(): string {
  const rows = formats.map(({ id, title }) => `| ${title} | \`${id}\` |`);
  return ['| read | in reports |', '|---|---|', ...rows].join('\n');
}
