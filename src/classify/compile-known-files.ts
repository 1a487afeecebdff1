import * as v from 'valibot';
import { parseTemplate } from '../syntax/parse-template.ts';
import type { KnownFile } from './known-file.ts';
import { type RuleFile, readYaml } from './read-yaml.ts';

const text = v.pipe(v.string(), v.nonEmpty('expected some text'));

const schema = v.array(
  v.strictObject({
    match: v.pipe(v.array(text), v.minLength(1)),
    verdict: v.optional(v.picklist(['moving', 'as-written']), 'moving'),
    'unless-versioned': v.optional(v.boolean(), false),
    why: text,
    instead: text,
    is: v.optional(v.array(text), []),
  }),
);

/** `rules/known-files.yml` as written, for its examples. */
export function readKnownFiles(file: RuleFile): v.InferOutput<typeof schema> {
  return readYaml(file, schema);
}

/** `rules/known-files.yml` as a TypeScript module of `KNOWN_FILES`. Throws an Error for a template that is none. Runs at build time. */
export function compileKnownFiles(files: readonly RuleFile[]): string {
  const known = files.flatMap((file) => readKnownFiles(file).map((entry) => toKnownFile(file, entry)));
  return [
    '// Made from rules/known-files.yml by scripts/generate.mjs: edit that file instead.',
    "import type { KnownFile } from './known-file.ts';",
    '',
    'export const KNOWN_FILES: readonly KnownFile[] = [',
    ...known.map((entry) => `  ${JSON.stringify(entry)},`),
    '];',
    '',
  ].join('\n');
}

function toKnownFile(file: RuleFile, entry: v.InferOutput<typeof schema>[number]): KnownFile {
  for (const template of entry.match) {
    if (!template.startsWith('https://')) throw new Error(`${file.path}: '${template}': expected https://`);
    try {
      parseTemplate(template);
    } catch (error) {
      throw new Error(`${file.path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
  const { match, verdict, why, instead } = entry;
  return { match, verdict, unlessVersioned: entry['unless-versioned'], why, instead };
}
