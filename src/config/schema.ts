import validRange from 'semver/ranges/valid.js';
import * as v from 'valibot';
import { isLoopbackHost } from '../ports/address.ts';
import { bareHost } from '../ports/http/place.ts';
import { nearestOf } from './nearest.ts';

const HOST = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::\d{1,5})?$/;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

const LIST = 'expected a list of texts';
const REASON = 'expected a reason in words';
const MAP = 'expected an object';
const SETTING = 'expected an object of settings';

const glob = v.pipe(v.string('expected a glob such as "vendor/**"'), v.nonEmpty('expected a glob such as "vendor/**"'));
/** To valibot a list is an object whose keys are numbers. */
function notList<const Schema extends v.GenericSchema>(schema: Schema, message: string) {
  return v.pipe(
    v.custom<unknown>((value) => !Array.isArray(value), message),
    schema,
  );
}

function mapOf<const Key extends v.GenericSchema<string, string>, const Value extends v.GenericSchema>(
  key: Key,
  value: Value,
) {
  return v.exactOptional(notList(v.record(key, value, MAP), MAP));
}

const globs = v.array(glob, LIST);
const text = v.pipe(v.string('expected a text'), v.nonEmpty('expected a text that is not empty'));
const inside = v.pipe(
  text,
  v.check(
    (path) => !path.startsWith('/') && !path.split('/').includes('..'),
    'expected a path below the root, as "pinlock.baseline"',
  ),
);
const outcome = v.picklist(['pass', 'warn', 'fail'], 'expected pass, warn or fail');
const host = v.pipe(
  v.string('expected a host'),
  v.regex(HOST, 'expected a host in lower case, such as "git.example.com" or "git.example.com:8443"'),
);
const url = v.pipe(
  v.string('expected a URL'),
  v.check(isPlainUrl, 'expected an https or http URL without user and password'),
);
const variable = v.pipe(
  v.string('expected the name of a variable'),
  v.regex(VARIABLE, 'expected the NAME of the environment variable that holds the token'),
);
const until = v.pipe(
  v.string('expected a day such as "2027-01-31"'),
  v.check(isDay, 'expected a day such as "2027-01-31"'),
);

const KINDS = ['git', 'image', 'file', 'hg', 'svn', 'package'] as const;

const policyRule = v.strictObject(
  {
    kinds: v.exactOptional(
      v.array(v.picklist(KINDS, `expected ${KINDS.join(', ')}`), `expected a list of ${KINDS.join(', ')}`),
    ),
    paths: v.exactOptional(globs),
    strict: v.exactOptional(v.boolean('expected true or false')),
    moving: v.exactOptional(outcome),
    tag: v.exactOptional(outcome),
    versioned: v.exactOptional(outcome),
    dynamic: v.exactOptional(outcome),
  },
  'expected an object',
);

const ignoreEntries = {
  rule: v.exactOptional(text),
  path: v.exactOptional(glob),
  source: v.exactOptional(glob),
  reason: v.pipe(v.string(REASON), v.regex(/\S/, REASON)),
  until: v.exactOptional(until),
} as const;

const ignoreRule = v.pipe(
  v.strictObject(ignoreEntries, 'expected an object with a reason and at least one of rule, path, source'),
  v.check(
    (rule) => rule.rule !== undefined || rule.path !== undefined || rule.source !== undefined,
    'expected at least one of rule, path, source: an ignore of everything is none',
  ),
);

const forges = mapOf(host, text);

/** Versions as npm writes them: https://github.com/npm/node-semver#ranges */
const versionRange = v.pipe(
  text,
  v.check((range) => validRange(range) !== null, "expected a range of versions, as '^1.2' or '>=2 <4'"),
);

const treeObject = v.strictObject(
  {
    include: v.exactOptional(globs),
    exclude: v.exactOptional(globs),
    hold: v.exactOptional(v.picklist(['file', 'pinlock'], 'expected file or pinlock')),
    policy: v.exactOptional(v.array(policyRule, 'expected a list of rules')),
    ignores: v.exactOptional(v.array(ignoreRule, 'expected a list of ignores')),
    forges,
    ranges: mapOf(text, versionRange),
    baseline: v.exactOptional(inside),
  },
  SETTING,
);

const trustedObject = v.strictObject(
  {
    mirrors: mapOf(host, url),
    hosts: v.exactOptional(v.array(host, 'expected a list of hosts')),
    http: v.exactOptional(v.array(host, 'expected a list of hosts')),
    realms: mapOf(host, host),
    proxies: mapOf(v.picklist(['http', 'https'], 'expected http or https'), text),
    certificates: v.exactOptional(v.array(text, 'expected a list of files')),
    tokens: mapOf(host, variable),
    forges,
  },
  SETTING,
);

/** pinlock.yml: what is the tree's own business. */
export const treeSchema = notList(treeObject, SETTING);

/** Ids that settings may name: a misspelled one would silently do nothing. */
export type Vocabulary = { readonly forges: readonly string[]; readonly rules: readonly string[] };

/** As `treeSchema`, where every code host and rule that is named must exist. */
export function treeSchemaWith({ forges: forgeIds, rules }: Vocabulary) {
  return v.pipe(
    treeSchema,
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const { forges: hosts = {}, ignores = [] } = dataset.value;
      for (const [name, id] of Object.entries(hosts)) {
        if (!forgeIds.includes(id)) addIssue(unknownName('code host', id, forgeIds, ['forges', name]));
      }
      for (const [index, { rule }] of ignores.entries()) {
        if (rule !== undefined && !rules.includes(rule))
          addIssue(unknownName('rule', rule, rules, ['ignores', index, 'rule']));
      }
    }),
  );
}

function unknownName(what: string, name: string, known: readonly string[], keys: readonly (string | number)[]) {
  const nearest = nearestOf(name, known);
  const advice =
    nearest !== undefined
      ? `did you mean "${nearest}"?`
      : known.length > MOST_LISTED
        ? 'pinlock explain lists them'
        : `known are ${known.join(', ')}`;
  const [first, ...rest] = keys.map(
    (key) => ({ type: 'unknown', origin: 'value', input: name, key, value: name }) as const,
  );
  if (first === undefined) throw new Error('a name stands somewhere');
  return {
    message: `there is no ${what} "${name}"; ${advice}`,
    path: [first, ...rest] satisfies [unknown, ...unknown[]],
  };
}

/** Longer lists are no help in a message. */
const MOST_LISTED = 30;

/** The user's or the CI's own file: whom to trust. */
export const trustedSchema = v.pipe(
  notList(trustedObject, SETTING),
  v.forward(v.check(areMirrorsTrusted, "a mirror of plain http needs its host under 'http' too (loopback does not)"), [
    'mirrors',
  ]),
  v.forward(v.check(areTokensSafe, "a host under 'http' gets no token: everybody on the way could read it"), [
    'tokens',
  ]),
);

type TrustedSettings = v.InferOutput<typeof trustedObject>;

/** Every key that may stand in a file, by the key above it; `''` is the top. */
export type KnownKeys = Readonly<Record<string, readonly string[]>>;

export const TREE_KEYS: KnownKeys = {
  '': Object.keys(treeObject.entries),
  policy: Object.keys(policyRule.entries),
  ignores: Object.keys(ignoreEntries),
};

export const TRUSTED_KEYS: KnownKeys = { '': Object.keys(trustedObject.entries) };

function isPlainUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return username === '' && password === '' && (protocol === 'https:' || protocol === 'http:');
}

/** Plain http is for this machine and for hosts that stand under `http`. */
function areMirrorsTrusted({ mirrors = {}, http = [] }: TrustedSettings): boolean {
  return Object.values(mirrors).every((mirror) => {
    const url = new URL(mirror);
    return url.protocol === 'https:' || isLoopbackHost(bareHost(url)) || http.includes(url.host);
  });
}

/** Whoever sees the request sees the token. */
function areTokensSafe({ tokens = {}, http = [] }: TrustedSettings): boolean {
  return Object.keys(tokens).every((host) => !http.includes(host) || isLoopbackHost(host.replace(/:\d+$/, '')));
}

/** True for a day of the calendar, `2027-02-30` is none. */
export function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}
