import { execFileSync } from 'node:child_process';

/** Markdown as GitHub's own parser renders it, raw HTML let through. */
export function toHtml(text: string): string {
  const extensions = ['table', 'autolink', 'strikethrough'].flatMap((name) => ['-e', name]);
  return execFileSync('cmark-gfm', ['--unsafe', ...extensions], { input: text, encoding: 'utf8' });
}

/** Names of the elements, in order. */
export function tagsOf(html: string): readonly string[] {
  return [...html.matchAll(/<([a-z]\w*)/g)].map(([, name = '']) => name);
}

/** People and issues that GitHub would find in the text outside of code. */
export function mentionsOf(html: string): readonly string[] {
  const outside = html.replaceAll(/<code>.*?<\/code>/gs, ' ');
  return [...outside.matchAll(/@[a-z]\w*|#\d+|\bgh-\d+/gi)].map(([found]) => found).filter((found) => found !== '#x27');
}
