import { readForge } from './compile-forges.ts';
import type { RuleFile } from './read-yaml.ts';

/** The code hosts whose URLs are read, as a table in Markdown. For build time. */
export function documentForges(files: readonly RuleFile[]): string {
  const forges = files.map(readForge).sort((a, b) => (a.id < b.id ? -1 : 1));
  const lines = forges.map(({ id, title, hosts, forms }) => {
    const shown = hosts.includes('*') ? 'every other host' : hosts.map((host) => `\`${host}\``).join(', ');
    const elsewhere = forms.some(({ anyHost }) => anyHost) ? '; particular shapes on any host' : '';
    return `| \`${id}\` | ${title} | ${shown}${elsewhere} | ${forms.length} |`;
  });
  return ['| id | code host | hosts | shapes |', '| --- | --- | --- | --- |', ...lines].join('\n');
}
