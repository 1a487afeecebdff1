import * as v from 'valibot';
import type { MovingName } from './moving-name.ts';
import { type RuleFile, readYaml } from './read-yaml.ts';

const placeSchema = v.picklist(['ref', 'release', 'url']);

const movingNamesSchema = v.array(
  v.strictObject({
    name: v.pipe(v.string(), v.regex(/^[a-z]+$/, 'a name is lower-case letters')),
    reason: v.string(),
    alone: v.optional(v.array(placeSchema), []),
    'beside-version': v.optional(v.array(placeSchema), []),
  }),
);

const imageTagsSchema = v.array(
  v.strictObject({
    name: v.pipe(v.string(), v.regex(/^[a-z]+$/, 'a name is lower-case letters')),
    reason: v.string(),
    'beside-version': v.optional(v.boolean(), false),
  }),
);

/** `rules/image-tags.yml` and `rules/moving-names.yml` as a TypeScript module that exports `MOVING_NAMES`. Runs at build time. */
export function compileNames(files: readonly RuleFile[]): string {
  const names = files.flatMap(readNames);
  return [
    '// Made from rules/image-tags.yml and rules/moving-names.yml by scripts/generate.mjs: edit those files instead.',
    "import type { MovingName } from './moving-name.ts';",
    '',
    'export const MOVING_NAMES: readonly MovingName[] = [',
    ...names.map((name) => `  ${JSON.stringify(name)},`),
    '];',
    '',
  ].join('\n');
}

function readNames(file: RuleFile): readonly MovingName[] {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  switch (name) {
    case 'image-tags.yml':
      return readYaml(file, imageTagsSchema).map((tag) => ({
        name: tag.name,
        reason: tag.reason,
        alone: ['image'],
        besideVersion: tag['beside-version'] ? ['image'] : [],
      }));
    case 'moving-names.yml':
      return readYaml(file, movingNamesSchema).map((word) => ({
        name: word.name,
        reason: word.reason,
        alone: word.alone,
        besideVersion: word['beside-version'],
      }));
    default:
      throw new Error(`${file.path}: expected image-tags.yml or moving-names.yml`);
  }
}
