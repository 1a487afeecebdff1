import * as v from 'valibot';
import { isNode, LineCounter, parseDocument } from 'yaml';

/** A file of `rules/`, with the path that messages name. */
export type RuleFile = { readonly path: string; readonly text: string };

/**
 * Parses a YAML file by a schema. Throws an Error whose message has one line `path:line: what was expected` for each fault; unknown keys
 * are faults. For build time and tests: neither `yaml` nor `valibot` is loaded when pinlock runs.
 */
export function readYaml<Schema extends v.GenericSchema>(file: RuleFile, schema: Schema): v.InferOutput<Schema> {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines });
  const broken = document.errors[0];
  if (broken !== undefined)
    throw new Error(`${file.path}:${lines.linePos(broken.pos[0]).line}: ${broken.message.split('\n', 1)[0]}`);
  const result = v.safeParse(schema, document.toJS());
  if (result.success) return result.output;
  const messages = result.issues.map((issue) => {
    const keys = (issue.path ?? []).map((part) => part.key);
    const message = issue.expected === 'never' ? 'unknown key' : issue.message;
    return `${file.path}:${lineOf(keys)}: ${keys.join('.')}: ${message}`;
  });
  throw new Error(messages.join('\n'));

  /** The line of the deepest node on the way that exists; a key's own line where it has a value. */
  function lineOf(keys: readonly unknown[]): number {
    for (let length = keys.length; length > 0; length--) {
      const node = document.getIn(keys.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  }
}
