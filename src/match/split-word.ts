import { parseWordTemplate } from './parse-word-template.ts';
import { matchWord, type PartRange, type WordTemplate } from './word-template.ts';

const parsed = new WeakMap<readonly string[], readonly WordTemplate[]>();

/** The parts of a word by the first template that fits it; undefined when none does. Templates are read once. */
export function splitWord(templates: readonly string[], text: string): ReadonlyMap<string, PartRange> | undefined {
  const known = parsed.get(templates) ?? templates.map(parseWordTemplate);
  parsed.set(templates, known);
  for (const template of known) {
    const parts = matchWord(template, text);
    if (parts !== undefined) return parts;
  }
  return undefined;
}
