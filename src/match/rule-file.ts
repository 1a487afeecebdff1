import * as v from 'valibot';
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import { lastName } from '../model/tree-path.ts';

/** A YAML file of rules/fetch as read from disk; `path` is what messages name. */
export type RuleFile = { readonly path: string; readonly text: string };

/** A parsed rule file, which knows the line of every key. For build time and tests: `yaml` is not loaded at run time. */
export class RuleDocument {
  readonly file: RuleFile;
  private readonly lines = new LineCounter();
  private readonly document: Document;

  /** Throws an Error naming file and line when the text is no YAML. */
  constructor(file: RuleFile) {
    this.file = file;
    this.document = parseDocument(file.text, { lineCounter: this.lines });
    const [broken] = this.document.errors;
    if (broken !== undefined)
      throw new Error(
        `${file.path}:${this.lines.linePos(broken.pos[0]).line}: ${broken.message.split('\n', 1)[0] ?? ''}`,
      );
  }

  /** The file's name without its ending: the id. */
  get id(): string {
    return lastName(this.file.path).replace(/\.yml$/, '');
  }

  /** The value at `keys` by a schema. Throws an Error with one line `path:line: fault` for each fault. */
  parse<Schema extends v.GenericSchema>(
    schema: Schema,
    keys: readonly (string | number)[] = [],
  ): v.InferOutput<Schema> {
    const node = keys.length === 0 ? this.document.contents : this.document.getIn(keys, true);
    const result = v.safeParse(schema, isNode(node) ? node.toJS(this.document) : node);
    if (result.success) return result.output;
    const faults = result.issues.map((issue) => {
      const path = (issue.path ?? []).map((part) => part.key);
      const full = [...keys, ...path];
      const key = path.at(-1);
      if (issue.expected === 'never' && typeof key === 'string')
        return `${this.place(full)}: unknown key '${key}'${this.advice(key, keysAt(schema, path.slice(0, -1)))}`;
      return `${this.place(full)}: ${full.join('.')}: ${issue.message}`;
    });
    throw new Error(faults.join('\n'));
  }

  /** An error at a place in the file. */
  fault(keys: readonly unknown[], message: string): Error {
    return new Error(`${this.place(keys)}: ${message}`);
  }

  /** Text of an error that lists what would have been valid, the nearest first. */
  advice(key: string, known: readonly string[]): string {
    const [nearest] = [...known].sort((a, b) => distance(key, a) - distance(key, b));
    return nearest !== undefined && distance(key, nearest) <= Math.max(2, key.length / 3)
      ? `, did you mean '${nearest}'?`
      : `, expected one of: ${known.join(', ')}`;
  }

  private place(keys: readonly unknown[]): string {
    return `${this.file.path}:${this.lineOf(keys)}`;
  }

  /** The line of the deepest key on the way that exists. */
  private lineOf(keys: readonly unknown[]): number {
    for (let length = keys.length; length > 0; length--) {
      const parent: unknown = this.document.getIn(keys.slice(0, length - 1), true);
      const holder = length === 1 ? this.document.contents : parent;
      const last = keys[length - 1];
      if (isMap(holder)) {
        const pair = holder.items.find(({ key }) => isScalar(key) && key.value === last);
        if (isPair(pair) && isScalar(pair.key) && pair.key.range) return this.lines.linePos(pair.key.range[0]).line;
      }
      const node = this.document.getIn(keys.slice(0, length), true);
      if (isNode(node) && node.range) return this.lines.linePos(node.range[0]).line;
    }
    return 1;
  }
}

/** The keys that the object at `path` may have. */
function keysAt(schema: v.GenericSchema, path: readonly unknown[]): readonly string[] {
  let current: unknown = schema;
  for (const key of path) {
    current = unwrap(current);
    if (hasEntries(current) && typeof key === 'string') current = current.entries[key];
    else if (hasItem(current)) current = current.item;
    else if (hasValue(current)) current = current.value;
    else return [];
  }
  const found = unwrap(current);
  return hasEntries(found) ? Object.keys(found.entries) : [];
}

function unwrap(schema: unknown): unknown {
  let current = schema;
  while (typeof current === 'object' && current !== null && 'wrapped' in current) current = current.wrapped;
  return current;
}

function hasEntries(schema: unknown): schema is { readonly entries: Readonly<Record<string, unknown>> } {
  return typeof schema === 'object' && schema !== null && 'entries' in schema;
}

function hasItem(schema: unknown): schema is { readonly item: unknown } {
  return typeof schema === 'object' && schema !== null && 'item' in schema;
}

function hasValue(schema: unknown): schema is { readonly value: unknown } {
  return typeof schema === 'object' && schema !== null && 'value' in schema;
}

/** Edits between two words (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
