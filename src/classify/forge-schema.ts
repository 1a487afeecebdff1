import * as v from 'valibot';

/** The written form of `rules/forges/*.yml`; see forge.ts for what each part means. Used at build time and by tests only. */

const oneOrMore = v.pipe(
  v.union([v.string(), v.pipe(v.array(v.string()), v.minLength(1))]),
  v.transform((value): readonly string[] => (typeof value === 'string' ? [value] : value)),
);

const formSchema = v.strictObject({
  id: v.string(),
  kind: v.picklist(['repository', 'archive', 'raw', 'release', 'latest', 'compare']),
  why: v.optional(v.string()),
  'any-host': v.optional(v.boolean(), false),
  match: oneOrMore,
  'ref-prefix': v.optional(v.picklist(['refs/heads/', 'refs/tags/']), undefined),
  'or-with-v': v.optional(v.boolean(), false),
  where: v.optional(v.record(v.string(), v.string()), {}),
  repository: v.optional(v.string()),
  pinned: v.optional(v.string()),
  folder: v.optional(v.string()),
  'leads-to': v.optional(oneOrMore),
});

const exampleSchema = v.strictObject({
  url: v.string(),
  form: v.string(),
  /** Cloned rather than downloaded. */
  clone: v.optional(v.boolean(), false),
  repository: v.optional(v.string()),
  /** Null is the default branch; a list holds what the ref may be, longest first. */
  ref: v.optional(v.nullable(v.union([v.string(), v.array(v.string())]))),
  pinned: v.optional(v.string()),
  folder: v.optional(v.string()),
  /** Where the host's redirect leads, and the release that this names. */
  'led-to': v.optional(v.strictObject({ url: v.string(), release: v.string() })),
});

const declinedSchema = v.strictObject({
  url: v.string(),
  clone: v.optional(v.boolean(), false),
  because: v.string(),
});

export const forgeSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/, 'an id is lower-case letters, digits and hyphens')),
  title: v.string(),
  hosts: v.array(v.string()),
  aliases: v.optional(v.record(v.string(), v.string()), {}),
  compare: v.optional(v.string()),
  forms: v.pipe(v.array(formSchema), v.minLength(1)),
  examples: v.strictObject({
    is: v.pipe(v.array(exampleSchema), v.minLength(1)),
    'is-not': v.pipe(v.array(declinedSchema), v.minLength(1)),
  }),
});

export type ForgeFile = v.InferOutput<typeof forgeSchema>;
export type ForgeFormFile = ForgeFile['forms'][number];
