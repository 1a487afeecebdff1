import * as v from 'valibot';
import type { Document, LineCounter } from 'yaml';
import { UserError } from '../errors.ts';
import { nearestOf } from './nearest.ts';
import type { KnownKeys } from './schema.ts';

type Yaml = typeof import('yaml');

/** Characters of a configuration file; a longer one is none. */
const MOST_TEXT = 1024 * 1024;

/** Keys that belong in another file, and where that is. */
export type Elsewhere = { readonly keys: readonly string[]; readonly where: string };

/**
 * Parses a YAML settings file by a schema; an empty file is an empty object. `path` is for messages. Throws a UserError with one line
 * `path:line:column: what was expected` for each fault. The `yaml` package is loaded when a file exists, not before.
 */
export async function readSettings<Schema extends v.GenericSchema>(
  text: string,
  path: string,
  schema: Schema,
  known: KnownKeys,
  elsewhere: Elsewhere,
): Promise<v.InferOutput<Schema>> {
  if (text.length > MOST_TEXT) throw new UserError(`${path}: is too long for a configuration file`);
  const yaml = await import('yaml');
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    schema: 'core',
    stringKeys: true,
  });
  const [broken] = [...document.errors, ...document.warnings];
  if (broken !== undefined) throw new UserError(`${placed(path, lines, broken.pos[0])}: ${broken.message}`);
  const result = v.safeParse(schema, toPlain(document, path) ?? {});
  if (result.success) return result.output;
  const messages = result.issues.map((issue) => {
    const keys = (issue.path ?? []).map((item) => item.key);
    return `${placed(path, lines, offsetOf(yaml, document, keys))}: ${messageOf(issue, keys, known, elsewhere)}`;
  });
  throw new UserError([...new Set(messages)].join('\n'));
}

function toPlain(document: Document, path: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    // Aliases that would multiply beyond measure.
    throw new UserError(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function messageOf(
  issue: v.BaseIssue<unknown>,
  keys: readonly unknown[],
  known: KnownKeys,
  elsewhere: Elsewhere,
): string {
  const key = String(keys.at(-1));
  if (issue.type !== 'strict_object' || keys.length === 0) {
    return keys.length === 0 ? issue.message : `${keys.map(String).join('.')}: ${issue.message}`;
  }
  const names = known[keys.length === 1 ? '' : String(keys[0])] ?? [];
  if (issue.expected !== 'never') return `"${key}" is missing`;
  if (keys.length === 1 && elsewhere.keys.includes(key))
    return `"${key}" is not said here: it belongs in ${elsewhere.where}`;
  const nearest = nearestOf(key, names);
  return `"${key}" is not known; ${nearest === undefined ? '' : `did you mean "${nearest}"? `}known are ${names.join(', ')}`;
}

function placed(path: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${path}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
}

/** The offset of the deepest key or item on the way that exists. */
function offsetOf(
  { isCollection, isMap, isNode, isScalar }: Yaml,
  document: Document,
  keys: readonly unknown[],
): number {
  let offset = document.contents?.range?.[0] ?? 0;
  let node: unknown = document.contents;
  for (const key of keys) {
    const pair = isMap(node) ? node.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const next: unknown = pair === undefined ? (isCollection(node) ? node.get(key, true) : undefined) : pair.value;
    const marked: unknown = pair === undefined ? next : pair.key;
    if (isNode(marked)) offset = marked.range?.[0] ?? offset;
    node = next;
  }
  return offset;
}
