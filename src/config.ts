import { isAbsolute, join } from 'node:path';
import type { InferOutput } from 'valibot';
import { readSettings } from './config/read-settings.ts';
import {
  TREE_KEYS,
  TRUSTED_KEYS,
  treeSchema,
  treeSchemaWith,
  trustedSchema,
  type Vocabulary,
} from './config/schema.ts';
import { UserError } from './errors.ts';
import { CONFIG_NAME, type Hold, type IgnoreRule, type PolicyRule } from './model/settings.ts';
import type { ReadableTree } from './ports/files.ts';
import { createFileReader, type Opened } from './ports/read-file.ts';

/** The project's own settings, from pinlock.yml. */
export type Config = {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly hold: Hold | null;
  readonly policy: readonly PolicyRule[];
  readonly ignores: readonly IgnoreRule[];
  /** Host to forge id. */
  readonly forges: ReadonlyMap<string, string>;
  /** Source key to semver range. */
  readonly ranges: ReadonlyMap<string, string>;
  /** Root-relative path of the file with the findings that are known. */
  readonly baseline: string | null;
};

/** Whom the user or the CI trusts; never the tree's to say. Hosts are in lower case, with a port where it is not the scheme's own. */
export type TrustedConfig = {
  /** Host to the URL that is asked instead. */
  readonly mirrors: ReadonlyMap<string, string>;
  /** The only hosts that may be asked; null: all. */
  readonly hosts: readonly string[] | null;
  /** Hosts that may be asked by plain http. */
  readonly http: readonly string[];
  /** Registry's host to the host of the realm that may see its credentials. */
  readonly realms: ReadonlyMap<string, string>;
  /** Scheme to proxy URL. */
  readonly proxies: ReadonlyMap<string, string>;
  /** Files with further certificate authorities. */
  readonly certificates: readonly string[];
  /** Host to the NAME of the environment variable that holds its token. */
  readonly tokens: ReadonlyMap<string, string>;
  readonly forges: ReadonlyMap<string, string>;
};

const TRUSTED_PLACE = '~/.config/pinlock/config.yml or the file of --trusted-config';

/**
 * Parses pinlock.yml; `path` is for messages. With `vocabulary` every code host and rule that is named must exist. Throws a UserError that
 * names every fault by line and column.
 */
export async function parseConfig(text: string, path: string, vocabulary?: Vocabulary): Promise<Config> {
  const elsewhere = {
    keys: TRUSTED_KEYS[''] ?? [],
    where: `${TRUSTED_PLACE}, because trust is not the tree's to give`,
  };
  const schema = vocabulary === undefined ? treeSchema : treeSchemaWith(vocabulary);
  return toConfig(await readSettings(text, path, schema, TREE_KEYS, elsewhere));
}

/** Parses the user's or the CI's own settings. Throws a UserError as `parseConfig` does. */
export async function parseTrustedConfig(text: string, path: string): Promise<TrustedConfig> {
  const elsewhere = { keys: TREE_KEYS[''] ?? [], where: `${CONFIG_NAME} of the project` };
  return toTrustedConfig(await readSettings(text, path, trustedSchema, TRUSTED_KEYS, elsewhere));
}

/** Settings of a root: pinlock.yml there, none if it is missing; or those of `path` (absolute, `--config`), which must exist. */
export async function loadConfig(tree: ReadableTree, path: string | null, vocabulary?: Vocabulary): Promise<Config> {
  if (path !== null) return parseConfig(textOf(path, createFileReader().read(path)) ?? missing(path), path, vocabulary);
  return loadConfigIn(tree, CONFIG_NAME, vocabulary);
}

/** Settings of the file at a root-relative path; none if it is missing. Throws a UserError as `parseConfig` does. */
export async function loadConfigIn(
  tree: Pick<ReadableTree, 'open'>,
  path: string,
  vocabulary?: Vocabulary,
): Promise<Config> {
  const text = textOf(path, tree.open(path, 'inside'));
  return text === undefined ? toConfig({}) : parseConfig(text, path, vocabulary);
}

/**
 * Settings of the user: `path` (absolute, `--trusted-config`) or that of PINLOCK_TRUSTED_CONFIG, which must exist, else
 * `pinlock/config.yml` in the XDG folder, if there.
 */
export async function loadTrustedConfig(
  env: Readonly<Record<string, string | undefined>>,
  path: string | null,
): Promise<TrustedConfig> {
  const named = path ?? namedByVariable(env);
  const file = named ?? trustedPath(env);
  if (file === undefined) return toTrustedConfig({});
  const text = textOf(file, createFileReader().read(file));
  if (text === undefined && named !== null) missing(named);
  return text === undefined ? toTrustedConfig({}) : parseTrustedConfig(text, file);
}

/** A relative path would depend on where pinlock is started: that may be the tree. */
function namedByVariable({ PINLOCK_TRUSTED_CONFIG: path = '' }: Readonly<Record<string, string | undefined>>) {
  if (path === '') return null;
  if (!isAbsolute(path)) throw new UserError(`PINLOCK_TRUSTED_CONFIG: expected an absolute path, not ${path}`);
  return path;
}

/** By the XDG base directory specification a relative XDG_CONFIG_HOME is ignored. */
function trustedPath(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const { XDG_CONFIG_HOME: xdg = '', HOME: home = '' } = env;
  if (isAbsolute(xdg)) return join(xdg, 'pinlock', 'config.yml');
  return isAbsolute(home) ? join(home, '.config', 'pinlock', 'config.yml') : undefined;
}

function textOf(path: string, read: Opened): string | undefined {
  if (read.kind === 'text') return read.text;
  if (read.trouble === 'missing') return undefined;
  throw new UserError(`${path}: ${read.message}`);
}

function missing(path: string): never {
  throw new UserError(`${path}: does not exist`);
}

function toConfig(settings: InferOutput<typeof treeSchema>): Config {
  return {
    include: settings.include ?? [],
    exclude: settings.exclude ?? [],
    hold: settings.hold ?? null,
    policy: (settings.policy ?? []).map(({ kinds = null, paths = null, strict = false, ...outcomes }) => ({
      kinds,
      paths,
      strict,
      outcomes,
    })),
    ignores: (settings.ignores ?? []).map(({ rule = null, path = null, source = null, reason, until = null }) => ({
      rule,
      path,
      source,
      reason: reason.trim(),
      until,
    })),
    forges: new Map(Object.entries(settings.forges ?? {})),
    ranges: new Map(Object.entries(settings.ranges ?? {})),
    baseline: settings.baseline ?? null,
  };
}

function toTrustedConfig(settings: InferOutput<typeof trustedSchema>): TrustedConfig {
  return {
    mirrors: new Map(Object.entries(settings.mirrors ?? {})),
    hosts: settings.hosts ?? null,
    http: settings.http ?? [],
    realms: new Map(Object.entries(settings.realms ?? {})),
    proxies: new Map(Object.entries(settings.proxies ?? {})),
    certificates: settings.certificates ?? [],
    tokens: new Map(Object.entries(settings.tokens ?? {})),
    forges: new Map(Object.entries(settings.forges ?? {})),
  };
}
