import { parseWordTemplate } from './parse-word-template.ts';
import type { Splits } from './rule.ts';
import type { RuleDocument } from './rule-file.ts';
import { type RuleSource, splitSchema } from './rule-schema.ts';

/** Templates that several rules share, by the name of their file. */
export type SharedSplits = ReadonlyMap<string, readonly string[]>;

/** The files of `splits/`. Throws an Error naming file and line. */
export function readSplits(documents: readonly RuleDocument[]): SharedSplits {
  return new Map(
    documents.map((document) => [document.id, check(document, ['templates'], document.parse(splitSchema).templates)]),
  );
}

/** A rule's own `split`: templates, or the name of shared ones, by operand or capture. Throws an Error naming file and line. */
export function compileSplits(document: RuleDocument, written: RuleSource['split'], shared: SharedSplits): Splits {
  const result: Record<string, readonly string[]> = {};
  for (const [name, source] of Object.entries(written)) {
    if (typeof source !== 'string') {
      result[name] = check(document, ['split', name], source);
      continue;
    }
    const known = shared.get(source);
    if (known === undefined)
      throw document.fault(['split', name], `no templates '${source}'${document.advice(source, [...shared.keys()])}`);
    result[name] = known;
  }
  return result;
}

function check(document: RuleDocument, keys: readonly string[], templates: readonly string[]): readonly string[] {
  for (const [index, text] of templates.entries()) {
    try {
      parseWordTemplate(text);
    } catch (error) {
      throw document.fault([...keys, index], error instanceof Error ? error.message : String(error));
    }
  }
  return templates;
}
