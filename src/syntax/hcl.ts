import type { SyntaxProblem } from '../model/program.ts';
import { impliedText, type Pieces } from '../model/value.ts';
import {
  type Extent,
  endOfExpression,
  endOfHeredoc,
  endOfString,
  findSign,
  HEREDOC,
  skipBlanks,
} from './hcl-extent.ts';
import { templatePieces } from './hcl-template.ts';
import { unknownExpression } from './placeholder.ts';
import { TextCursor } from './text-cursor.ts';
import type { YamlEntry, YamlNode } from './yaml.ts';

/** Nesting behind which a file is a bomb. */
const DEEPEST = 100;

/** The top level; a problem where it broke off. */
export type HclFile = { readonly document: YamlNode; readonly problems: readonly SyntaxProblem[] };

/**
 * HCL with true offsets, as the nodes of its JSON form: a block `target "app" { ... }` is an entry `app` below `target`. A variable by itself
 * is written `${NAME}`, `a ? b : c` is a list of both, every other expression is unknown. What is broken is a problem at its place, and what stands before it is read.
 * https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */
export function readHcl(file: string, text: string): HclFile {
  const reader = new HclReader(file, text);
  const document = reader.body(0);
  return { document, problems: reader.problems };
}

const NAME = /[A-Za-z_][\w-]*/y;
/** Keys may be numbers, and what was not put in quotes. */
const KEY = /[\w.-]+/y;
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/;

class HclReader extends TextCursor {
  readonly problems: SyntaxProblem[] = [];

  /** Attributes and blocks, up to the brace that closes them or the end of the text. */
  body(depth: number): YamlNode {
    const start = this.at;
    const entries: YamlEntry[] = [];
    const groups = new Map<string, { readonly at: YamlEntry['at']; readonly entries: YamlEntry[] }>();
    for (;;) {
      this.at = skipBlanks(this.text, this.at);
      if (this.at >= this.text.length || this.text[this.at] === '}' || this.problems.length > 0) break;
      const key = this.word(NAME);
      if (key === undefined || depth > DEEPEST) {
        this.fail(depth > DEEPEST ? 'nested too deeply' : 'a name is missing');
        break;
      }
      this.at = skipBlanks(this.text, this.at);
      if (this.text[this.at] === '=') {
        this.at += 1;
        entries.push({ ...key, value: this.value('line', depth + 1) });
        continue;
      }
      const block = this.block(depth);
      const group = groups.get(key.key);
      if (group === undefined) groups.set(key.key, { at: key.at, entries: [...block] });
      else group.entries.push(...block);
    }
    for (const [key, { at, entries: blocks }] of groups)
      entries.push({ key, at, value: { kind: 'map', entries: blocks, at, tag: null } });
    return { kind: 'map', entries, at: this.span(start), tag: null };
  }

  /** The labels of a block and what is in its braces; without labels, what is in them. */
  private block(depth: number): readonly YamlEntry[] {
    const labels: { readonly key: string; readonly at: YamlEntry['at'] }[] = [];
    while (this.problems.length === 0) {
      const start = this.at;
      if (this.text[start] === '"') {
        this.at = endOfString(this.text, start);
        labels.push({ key: this.text.slice(start + 1, this.at - 1), at: this.span(start) });
      } else if (this.text[start] === '{') break;
      else {
        const label = this.word(NAME);
        if (label === undefined) this.fail("'=' or '{' is missing");
        else labels.push(label);
      }
      this.at = skipBlanks(this.text, this.at);
    }
    if (this.problems.length > 0) return [];
    this.at += 1;
    const body = this.body(depth + 1);
    if (this.text[this.at] === '}') this.at += 1;
    else this.fail("'}' is missing");
    const [first, ...more] = labels.toReversed();
    if (first === undefined) return body.kind === 'map' ? body.entries : [];
    return more.reduce<readonly YamlEntry[]>(
      (entries, { key, at }) => [{ key, at, value: { kind: 'map', entries, at, tag: null } }],
      [{ ...first, value: body }],
    );
  }

  /** The value up to the end of its expression, which the reader then stands behind; null for `null`. */
  private value(ends: Extent, depth: number): YamlNode | null {
    this.at = skipBlanks(this.text, this.at, ends === 'line');
    const start = this.at;
    const end = endOfExpression(this.text, start, ends);
    const node = end === start || depth > DEEPEST ? undefined : this.primary(start, end, depth);
    const isWhole = node !== undefined && this.at === end;
    const choice = isWhole || depth > DEEPEST ? undefined : this.choice(start, end, depth);
    this.at = end;
    if (end === start) return this.fail('a value is missing') ?? null;
    if (isWhole) return node;
    if (choice !== undefined) return choice;
    const at = { file: this.file, start, end };
    return { kind: 'scalar', pieces: [unknownExpression(this.text.slice(start, end), at, false)], at, tag: null };
  }

  /** `condition ? one : other`: a list of both. */
  private choice(start: number, end: number, depth: number): YamlNode | undefined {
    const question = findSign(this.text, '?', start, end);
    const colon = question === undefined ? undefined : findSign(this.text, ':', question, end);
    if (question === undefined || colon === undefined) return undefined;
    const items = [question, colon].flatMap((sign): readonly YamlNode[] => {
      this.at = sign + 1;
      const value = this.value(sign === question ? 'choice' : 'line', depth + 1);
      return value?.kind === 'list' ? value.items : value === null ? [] : [value];
    });
    return { kind: 'list', items, at: { file: this.file, start, end }, tag: null };
  }

  /** What an expression begins with; undefined for what is no value by itself. */
  private primary(start: number, end: number, depth: number): YamlNode | null | undefined {
    const { text } = this;
    const first = text[start];
    if (first === '{' || first === '[') return this.collection(first, depth);
    if (first === '"') {
      this.at = endOfString(text, start);
      return this.scalar(start, templatePieces(this.file, text, start + 1, this.at - 1, true));
    }
    HEREDOC.lastIndex = start;
    const heredoc = HEREDOC.exec(text);
    if (heredoc !== null) {
      const body = start + heredoc[0].length;
      const close = endOfHeredoc(text, start);
      this.at = close.end;
      return {
        kind: 'scalar',
        pieces: templatePieces(this.file, text, body, close.start, false),
        at: { file: this.file, start, end: close.start },
        tag: null,
      };
    }
    const written = text.slice(start, end);
    const name = this.word(NAME)?.key;
    if (name === 'null') return null;
    if (name !== undefined && name !== 'true' && name !== 'false')
      return this.scalar(start, [impliedText(`\${${name}}`, this.span(start))]);
    if (name === undefined && NUMBER.test(written)) this.at = end;
    return this.at === start ? undefined : this.scalar(start, templatePieces(this.file, text, start, this.at, false));
  }

  /** `{ key = value }` or `[value]`; undefined for a `for` expression. */
  private collection(open: string, depth: number): YamlNode | undefined {
    const start = this.at;
    const close = open === '{' ? '}' : ']';
    const entries: YamlEntry[] = [];
    const items: YamlNode[] = [];
    this.at = skipBlanks(this.text, start + 1);
    FOR.lastIndex = this.at;
    if (FOR.test(this.text)) return undefined;
    while (this.at < this.text.length && this.text[this.at] !== close && this.problems.length === 0) {
      if (open === '[') {
        const item = this.value('list', depth + 1);
        if (item !== null) items.push(item);
      } else {
        const entry = this.entry(depth);
        if (entry === undefined) break;
        entries.push(entry);
      }
      this.at = skipBlanks(this.text, this.at);
      if (this.text[this.at] === ',') this.at = skipBlanks(this.text, this.at + 1);
    }
    if (this.text[this.at] === close) this.at += 1;
    const at = this.span(start);
    return open === '[' ? { kind: 'list', items, at, tag: null } : { kind: 'map', entries, at, tag: null };
  }

  private entry(depth: number): YamlEntry | undefined {
    const start = this.at;
    let key = this.word(KEY);
    if (this.text[start] === '"') {
      this.at = endOfString(this.text, start);
      key = { key: this.text.slice(start + 1, this.at - 1), at: this.span(start) };
    } else if (this.text[start] === '(') {
      this.at = endOfExpression(this.text, start, 'key');
      key = { key: this.text.slice(start, this.at), at: this.span(start) };
    }
    this.at = skipBlanks(this.text, this.at);
    if (key === undefined || !/[=:]/.test(this.text[this.at] ?? '')) {
      this.fail("'=' is missing");
      return undefined;
    }
    this.at += 1;
    return { ...key, value: this.value('entry', depth + 1) };
  }

  private scalar(start: number, pieces: Pieces): YamlNode {
    return { kind: 'scalar', pieces, at: this.span(start), tag: null };
  }

  private word(pattern: RegExp): { readonly key: string; readonly at: YamlEntry['at'] } | undefined {
    const start = this.at;
    const key = this.take(pattern);
    return key === undefined ? undefined : { key, at: this.span(start) };
  }

  private fail(message: string): undefined {
    if (this.problems.length > 0) return;
    this.problems.push({ at: this.span(this.at), message: `no HCL: ${message}` });
  }
}

const FOR = /for\b/y;
