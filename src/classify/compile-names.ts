import * as v from 'valibot';
import { lastName } from '../model/tree-path.ts';
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

const imageTagsSchema = v.strictObject({
  rolling: v.array(
    v.strictObject({
      name: v.pipe(v.string(), v.regex(/^[a-z]+$/, 'a name is lower-case letters')),
      reason: v.string(),
      'beside-version': v.optional(v.boolean(), false),
    }),
  ),
  variants: v.array(v.pipe(v.string(), v.regex(/^[a-z0-9]+$/, 'a variant is lower-case letters and digits'))),
});

/** What one file holds. */
type Names = { readonly moving: readonly MovingName[]; readonly variants: readonly string[] };

/** `rules/image-tags.yml` and `rules/moving-names.yml` as a TypeScript module of `MOVING_NAMES` and `IMAGE_VARIANTS`. Runs at build time. */
export function compileNames(files: readonly RuleFile[]): string {
  const names = files.map(readNames);
  return [
    '// Made from rules/image-tags.yml and rules/moving-names.yml by scripts/generate.mjs: edit those files instead.',
    "import type { MovingName } from './moving-name.ts';",
    '',
    'export const MOVING_NAMES: readonly MovingName[] = [',
    ...names.flatMap(({ moving }) => moving.map((name) => `  ${JSON.stringify(name)},`)),
    '];',
    '',
    '/** What a part of an image tag may be without saying a version. */',
    'export const IMAGE_VARIANTS: ReadonlySet<string> = new Set([',
    ...names.flatMap(({ variants }) => variants.map((variant) => `  ${JSON.stringify(variant)},`)),
    ']);',
    '',
  ].join('\n');
}

function readNames(file: RuleFile): Names {
  const name = lastName(file.path);
  switch (name) {
    case 'image-tags.yml': {
      const { rolling, variants } = readYaml(file, imageTagsSchema);
      const moving = rolling.map(
        (tag): MovingName => ({
          name: tag.name,
          reason: tag.reason,
          alone: ['image'],
          besideVersion: tag['beside-version'] ? ['image'] : [],
        }),
      );
      return { moving, variants };
    }
    case 'moving-names.yml': {
      const moving = readYaml(file, movingNamesSchema).map((word) => ({
        name: word.name,
        reason: word.reason,
        alone: word.alone,
        besideVersion: word['beside-version'],
      }));
      return { moving, variants: [] };
    }
    default:
      throw new Error(`${file.path}: expected image-tags.yml or moving-names.yml`);
  }
}
