import type { SyntaxProblem } from '../model/program.ts';
import type { Pieces } from '../model/value.ts';
import { readString, skipBlank } from './json-words.ts';
import { TextCursor } from './text-cursor.ts';
import type { YamlEntry, YamlNode } from './yaml.ts';

/** Nesting behind which a file is a bomb. */
const DEEPEST = 100;

/** The top node, null where nothing could be read; a problem where it broke off. */
export type JsonFile = { readonly document: YamlNode | null; readonly problems: readonly SyntaxProblem[] };

/**
 * JSON with true offsets, as the nodes of YAML, which it is a part of. Comments and a comma behind the last item are passed over. What is
 * broken is a problem at its place, and what stands before it is still read.
 */
export function readJson(file: string, text: string): JsonFile {
  const reader = new JsonReader(file, text);
  const document = reader.value(0) ?? null;
  return { document, problems: reader.problems };
}

class JsonReader extends TextCursor {
  readonly problems: SyntaxProblem[] = [];

  value(depth: number): YamlNode | undefined {
    this.skip();
    const first = this.text[this.at];
    if (depth > DEEPEST) return this.fail('nested too deeply');
    if (first === '{') return this.map(depth);
    if (first === '[') return this.list(depth);
    if (first === '"') return this.string()?.node;
    return this.bare();
  }

  private map(depth: number): YamlNode {
    const start = this.at;
    const entries: YamlEntry[] = [];
    this.items('}', () => {
      const key = this.string();
      if (key === undefined) return false;
      this.skip();
      if (this.text[this.at] !== ':') return this.fail("':' is missing") !== undefined;
      this.at += 1;
      const value = this.value(depth + 1);
      entries.push({ key: key.text, at: key.node.at, value: value ?? null });
      return value !== undefined;
    });
    return { kind: 'map', entries, at: this.span(start), tag: null };
  }

  private list(depth: number): YamlNode {
    const start = this.at;
    const items: YamlNode[] = [];
    this.items(']', () => {
      const value = this.value(depth + 1);
      if (value !== undefined) items.push(value);
      return value !== undefined;
    });
    return { kind: 'list', items, at: this.span(start), tag: null };
  }

  /** Reads up to the closing bracket, or to where it breaks off. */
  private items(close: string, readItem: () => boolean): void {
    this.at += 1;
    for (;;) {
      this.skip();
      if (this.text[this.at] === close) {
        this.at += 1;
        return;
      }
      if (this.problems.length > 0 || !readItem()) return;
      this.skip();
      if (this.text[this.at] === ',') this.at += 1;
      else if (this.text[this.at] !== close) {
        this.fail(`',' or '${close}' is missing`);
        return;
      }
    }
  }

  private string(): { readonly text: string; readonly node: YamlNode } | undefined {
    const read = readString(this.file, this.text, this.at, 0);
    if (read === undefined) return this.fail('a text in quotes is missing or does not end');
    this.at = read.end;
    const { text, pieces, at } = read.token;
    return { text, node: { kind: 'scalar', pieces, at, tag: null } };
  }

  /** A number, `true`, `false` or `null`: its own text. */
  private bare(): YamlNode | undefined {
    const start = this.at;
    const word = this.take(BARE);
    if (word === undefined) return this.fail('a value is missing');
    const pieces: Pieces = [{ kind: 'text', text: word, at: this.span(start), verbatim: true }];
    return { kind: 'scalar', pieces, at: this.span(start), tag: null };
  }

  private skip(): void {
    do this.at = skipBlank(this.text, this.at);
    while (this.take(COMMENT) !== undefined);
  }

  private fail(message: string): undefined {
    if (this.problems.length > 0) return;
    this.problems.push({ at: this.span(this.at), message: `no JSON: ${message}` });
  }
}

const BARE = /[\w.+-]+/y;
const COMMENT = /\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\//y;
