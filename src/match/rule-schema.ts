import * as v from 'valibot';
import { SHAPES } from './rule.ts';

const text = v.pipe(v.string(), v.nonEmpty('expected some text'));
const names = v.array(text);
const roles = v.record(v.string(), names);

/** Every key that a table of options may have. */
export const optionsSchema = v.strictObject({
  include: v.optional(names, []),
  dashes: v.optional(v.literal('single')),
  'bundled-first-word': v.optional(v.literal(true)),
  stops: v.optional(v.literal(true)),
  plus: v.optional(v.literal(true)),
  none: v.optional(v.literal(true)),
  flags: v.optional(names, []),
  values: v.optional(names, []),
  optional: v.optional(names, []),
  capture: v.optional(roles, {}),
  cumulative: v.optional(roles, {}),
  named: v.optional(roles, {}),
  environment: v.optional(roles, {}),
  operand: v.optional(names, []),
  outputs: v.optional(v.strictObject({ file: names, remote: names })),
  marks: v.optional(roles, {}),
  'by-value': v.optional(
    v.array(v.strictObject({ options: names, values: v.optional(names), except: v.optional(names), mark: text })),
    [],
  ),
  reject: v.optional(names, []),
});

const expressions = v.union([text, v.array(text)]);
const conditions = v.optional(v.array(text), []);
const actBase = { when: conditions, each: v.optional(text) };
const where = v.optional(expressions);

/** By act, its own key and the fields that it may have. */
export const actSchemas = {
  fetch: v.strictObject({
    fetch: v.picklist(['git', 'image', 'file', 'hg', 'svn', 'package']),
    ...actBase,
    url: expressions,
    ref: v.optional(expressions),
    name: v.optional(expressions),
    as: v.optional(v.picklist(['branch', 'tag', 'commit'])),
    into: v.optional(expressions),
    expected: v.optional(expressions),
    asks: v.optional(v.literal('go')),
    folder: v.optional(expressions),
    leads: v.optional(v.array(v.pipe(v.string(), v.regex(/^[^']+\/$/)))),
    remark: v.optional(v.pipe(v.string(), v.regex(/^ +# /))),
    pin: v.optional(
      v.pipe(
        v.string(),
        v.regex(
          /^(?:[@#,/]|#sha256=|\?ref=|rev|ref:|-[A-Za-z]|--[a-z][a-z-]*|[A-Z_]+ (?:SHA256=)?)$/,
          "expected '@', '#', ',', '/', '?ref=', '#sha256=', 'rev', 'ref:', an option or a keyword with a blank behind it",
        ),
      ),
    ),
  }),
  retrieve: v.strictObject({
    retrieve: v.literal('git'),
    ...actBase,
    repository: where,
    remote: v.optional(expressions),
    refs: v.optional(expressions),
  }),
  select: v.strictObject({
    select: v.picklist(['checkout', 'reset', 'switch', 'merge', 'beside']),
    ...actBase,
    repository: where,
    ref: expressions,
  }),
  update: v.strictObject({
    update: v.picklist(['pull', 'submodule-remote', 'submodule-recorded']),
    ...actBase,
    repository: where,
    remote: v.optional(expressions),
    ref: v.optional(expressions),
    paths: v.optional(expressions),
  }),
  repository: v.strictObject({
    repository: v.picklist(['init', 'remote']),
    ...actBase,
    at: where,
    name: v.optional(expressions),
    url: v.optional(expressions),
  }),
  hash: v.strictObject({ hash: v.literal('files'), ...actBase, algorithm: expressions, of: expressions }),
  verify: v.strictObject({
    verify: v.picklist(['sums', 'compare', 'signature', 'same', 'lines']),
    ...actBase,
    algorithm: v.optional(expressions),
    lists: v.optional(expressions),
    words: v.optional(expressions),
    of: v.optional(expressions),
    like: v.optional(expressions),
  }),
  place: v.strictObject({
    place: v.picklist(['move', 'copy', 'link']),
    ...actBase,
    items: expressions,
    to: v.optional(expressions),
    target: v.optional(expressions),
  }),
  extract: v.strictObject({
    extract: v.literal('archive'),
    ...actBase,
    from: v.optional(expressions),
    into: v.optional(expressions),
    strip: v.optional(expressions),
  }),
  remove: v.strictObject({ remove: v.literal('files'), ...actBase, paths: expressions }),
  execute: v.strictObject({ execute: v.literal('file'), ...actBase, from: v.optional(expressions) }),
  query: v.strictObject({
    query: v.picklist(['git', 'image', 'file']),
    ...actBase,
    url: v.optional(expressions),
    refs: v.optional(expressions),
  }),
  trust: v.strictObject({ trust: v.literal('keys'), ...actBase, from: v.optional(expressions) }),
  make: v.strictObject({
    make: v.picklist(['image', 'published-image']),
    ...actBase,
    names: expressions,
    recipe: v.optional(expressions),
  }),
} as const;

/** Where it runs when not here: the word that names the place, or its root folder among our own. */
const place = { elsewhere: v.optional(text), new: v.optional(v.literal(true)), root: v.optional(text) };

/** Which of the exported variables come along, by the roles of the words that name them. */
const environment = { clears: v.optional(v.literal(true)), keeps: v.optional(text), unsets: v.optional(text) };

/** By the key that says how, what a wrapper runs. */
export const runSchemas = {
  words: v.strictObject({
    words: text,
    when: conditions,
    assignments: v.optional(v.literal(true)),
    last: v.optional(v.literal(true)),
    folder: v.optional(text),
    ...environment,
    input: v.optional(v.literal(true)),
    given: v.optional(v.strictObject({ behind: names, unread: names, derived: names })),
    ...place,
  }),
  text: v.strictObject({
    text,
    when: conditions,
    args: v.optional(text),
    here: v.optional(v.literal(true)),
    in: v.optional(v.literal('submodules')),
    ...environment,
    ...place,
  }),
  file: v.strictObject({
    file: text,
    when: conditions,
    args: v.optional(text),
    here: v.optional(v.literal(true)),
    input: v.optional(v.literal(true)),
    ...environment,
  }),
  goals: v.strictObject({ goals: text, in: text, file: text, when: conditions }),
  image: v.strictObject({
    image: v.nullable(text),
    in: expressions,
    arguments: v.optional(names, []),
    lines: v.optional(names, []),
    environment: v.optional(v.union([v.literal(true), text])),
    format: v.optional(text),
    usual: names,
    when: conditions,
  }),
  program: v.strictObject({
    program: text,
    when: conditions,
    in: v.optional(expressions, []),
    'at-once': v.optional(v.boolean(), false),
  }),
  behind: v.strictObject({
    behind: names,
    until: names,
    'loses-status': v.optional(names, []),
    moves: v.optional(names, []),
  }),
} as const;

const shown = v.union([text, v.array(text)]);

/** A line that the rule must find, and what it must take from it. */
export const catchSchema = v.strictObject({
  line: text,
  act: v.optional(v.picklist(Object.keys(actSchemas))),
  url: v.optional(shown),
  ref: v.optional(v.union([text, v.null()])),
  into: v.optional(shown),
  expected: v.optional(text),
  marks: v.optional(names),
  repository: v.optional(text),
  remote: v.optional(text),
  refs: v.optional(names),
  how: v.optional(text),
  algorithm: v.optional(text),
  list: v.optional(text),
  of: v.optional(names),
  from: v.optional(shown),
  to: v.optional(text),
  strip: v.optional(v.number()),
  paths: v.optional(names),
  names: v.optional(names),
  runs: v.optional(text),
  hosts: v.optional(names),
});

const missLine = v.union([text, v.strictObject({ line: text, because: v.optional(text) })]);

/** A whole rule file; `acts` and `runs` are read by their own schemas afterwards, so that faults name the right keys. */
export const ruleSchema = v.strictObject({
  why: text,
  fix: v.optional(v.string(), ''),
  links: v.optional(names, []),
  command: v.optional(names),
  instruction: v.optional(names),
  key: v.optional(names),
  call: v.optional(names),
  keywords: v.optional(v.record(v.string(), v.nullable(v.string())), {}),
  path: v.optional(v.literal(true)),
  before: v.optional(text),
  subcommand: v.optional(names),
  options: v.optional(optionsSchema, {}),
  operands: v.optional(names, []),
  shape: v.optional(v.record(v.string(), v.picklist(SHAPES)), {}),
  split: v.optional(v.record(v.string(), v.union([text, names])), {}),
  globs: v.optional(v.record(v.string(), text), {}),
  places: v.optional(v.record(v.string(), expressions), {}),
  calls: v.optional(names, []),
  marks: v.optional(names, []),
  when: conditions,
  acts: v.optional(v.array(v.record(v.string(), v.unknown())), []),
  runs: v.optional(v.array(v.record(v.string(), v.unknown())), []),
  examples: v.strictObject({
    catches: v.pipe(v.array(catchSchema), v.minLength(1, 'expected at least one line that the rule catches')),
    'catches-not': v.optional(v.array(missLine), []),
  }),
  pinned: v.optional(v.array(v.strictTuple([text, text])), []),
});

/** A file of `splits/`: the templates by which several rules read a word, the first that fits first. */
export const splitSchema = v.strictObject({ templates: v.pipe(names, v.minLength(1)) });

/** A rule as written. */
export type RuleSource = v.InferOutput<typeof ruleSchema>;
export type OptionsSource = v.InferOutput<typeof optionsSchema>;
