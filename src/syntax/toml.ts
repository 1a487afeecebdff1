import type { SyntaxProblem } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { impliedText, type Pieces, type TextPiece } from '../model/value.ts';
import { TextCursor } from './text-cursor.ts';
import type { YamlEntry, YamlList, YamlNode } from './yaml.ts';

/** The whole file as one map; a problem for each line that could not be read, of which the first few are told. */
export type TomlFile = { readonly document: YamlNode; readonly problems: readonly SyntaxProblem[] };

type Table = { readonly kind: 'table'; readonly at: Span; readonly entries: Map<string, Slot> };
type Tables = { readonly kind: 'tables'; readonly at: Span; readonly items: Table[] };
type Slot = { readonly at: Span; readonly value: Table | Tables | YamlNode };
type Key = { readonly text: string; readonly at: Span };

const DEEPEST = 100;
const MOST_PROBLEMS = 3;

/** TOML 1.0 with true offsets, as the nodes of YAML: tables are maps, numbers and dates their own text. A broken line is passed over. */
export function readToml(file: string, text: string): TomlFile {
  return new TomlReader(file, text).read();
}

class TomlReader extends TextCursor {
  private readonly problems: SyntaxProblem[] = [];

  read(): TomlFile {
    const root = newTable(this.span(0));
    let current: Table | undefined = root;
    for (;;) {
      this.take(GAP);
      if (this.at >= this.text.length) break;
      const start = this.at;
      if (this.text[this.at] === '[') current = this.header(root);
      else if (!this.pair(current, 0)) this.fail(start);
      this.take(BLANKS);
      if (this.take(LINE_END) === undefined) this.fail(start);
    }
    return { document: toNode(root, 0), problems: this.problems };
  }

  /** `[a.b]`, `[[a.b]]`: the table that the lines below it fill; undefined where it cannot be read. */
  private header(root: Table): Table | undefined {
    const start = this.at;
    const isList = this.text.startsWith('[[', this.at);
    this.at += isList ? 2 : 1;
    const keys = this.keys();
    const last = keys.at(-1);
    if (last === undefined || !this.text.startsWith(isList ? ']]' : ']', this.at)) return undefined;
    this.at += isList ? 2 : 1;
    const parent = descend(root, keys.slice(0, -1));
    if (!isList) return parent === undefined ? undefined : descend(parent, [last]);
    const known = parent?.entries.get(last.text)?.value;
    const tables: Tables = known?.kind === 'tables' ? known : { kind: 'tables', at: this.span(start), items: [] };
    if (known === undefined) parent?.entries.set(last.text, { at: last.at, value: tables });
    const table = newTable(this.span(start));
    tables.items.push(table);
    return table;
  }

  /** `a.b = value` into a table; false where it cannot be read. */
  private pair(table: Table | undefined, depth: number): boolean {
    const keys = this.keys();
    const last = keys.at(-1);
    if (last === undefined || this.text[this.at] !== '=') return false;
    this.at += 1;
    const value = this.value(depth);
    if (value === undefined) return false;
    const parent = table === undefined ? undefined : descend(table, keys.slice(0, -1));
    parent?.entries.set(last.text, { at: last.at, value });
    return true;
  }

  private keys(): readonly Key[] {
    const keys: Key[] = [];
    do {
      this.take(BLANKS);
      const start = this.at;
      const quoted = this.text[start] === '"' || this.text[start] === "'" ? this.string() : undefined;
      const text = quoted === undefined ? this.take(BARE_KEY) : quoted.pieces.map(showPiece).join('');
      if (text === undefined) return [];
      keys.push({ text, at: this.span(start) });
      this.take(BLANKS);
    } while (this.text[this.at] === '.' && ++this.at > 0 && keys.length < DEEPEST);
    return keys;
  }

  private value(depth: number): YamlNode | Table | undefined {
    this.take(BLANKS);
    const start = this.at;
    const first = this.text[start];
    if (depth > DEEPEST) return undefined;
    if (first === '"' || first === "'") return this.string();
    if (first === '[') return this.list(depth);
    if (first === '{') return this.inline(depth);
    const word = this.take(BARE_VALUE);
    if (word === undefined) return undefined;
    const pieces: Pieces = [{ kind: 'text', text: word, at: this.span(start), verbatim: true }];
    return { kind: 'scalar', pieces, at: this.span(start), tag: null };
  }

  private list(depth: number): YamlList | undefined {
    const start = this.at;
    const items: YamlNode[] = [];
    const isWhole = this.items(']', () => {
      const value = this.value(depth + 1);
      if (value !== undefined) items.push(value.kind === 'table' ? toNode(value, depth) : value);
      return value !== undefined;
    });
    return isWhole ? { kind: 'list', items, at: this.span(start), tag: null } : undefined;
  }

  private inline(depth: number): Table | undefined {
    const table = newTable(this.span(this.at));
    return this.items('}', () => this.pair(table, depth + 1)) ? table : undefined;
  }

  private items(close: string, readItem: () => boolean): boolean {
    this.at += 1;
    for (;;) {
      this.take(GAP);
      if (this.text[this.at] === close) break;
      if (!readItem()) return false;
      this.take(GAP);
      if (this.text[this.at] === ',') this.at += 1;
      else if (this.text[this.at] !== close) return false;
    }
    this.at += 1;
    return true;
  }

  private string(): Extract<YamlNode, { kind: 'scalar' }> | undefined {
    const start = this.at;
    const quote = this.text[start] ?? '';
    const isLong = this.text.startsWith(quote.repeat(3), start);
    const mark = isLong ? quote.repeat(3) : quote;
    this.at += mark.length;
    if (isLong) this.take(LINE_BREAK);
    const plain = quote === '"' ? (isLong ? LONG_BASIC : BASIC) : isLong ? LONG_LITERAL : LITERAL;
    const pieces: TextPiece[] = [];
    while (!this.text.startsWith(mark, this.at)) {
      const from = this.at;
      const run = this.take(plain);
      const escaped = run === undefined && quote === '"' ? this.take(ESCAPE) : undefined;
      if (run !== undefined) pieces.push({ kind: 'text', text: run, at: this.span(from), verbatim: true });
      else if (escaped !== undefined) pieces.push(impliedText(decodeEscape(escaped), this.span(from)));
      else return undefined;
    }
    this.at += mark.length;
    return { kind: 'scalar', pieces, at: this.span(start), tag: null };
  }

  /** Goes on with the next line. */
  private fail(start: number): void {
    const at = { file: this.file, start, end: start };
    if (this.problems.length < MOST_PROBLEMS) this.problems.push({ at, message: 'this line is no TOML' });
    const end = this.text.indexOf('\n', Math.max(this.at, start));
    this.at = end < 0 ? this.text.length : end + 1;
  }
}

const BLANKS = /[ \t]*/y;
const GAP = /(?:[ \t\r\n]|#[^\n]*)*/y;
const LINE_BREAK = /\r?\n/y;
const LINE_END = /(?:#[^\n]*)?(?:\r?\n|$)/y;
const BARE_KEY = /[\w-]+/y;
const BARE_VALUE = /[\w.:+-]+/y;
const BASIC = /[^"\\\r\n]+/y;
const LITERAL = /[^'\r\n]+/y;
const LONG_BASIC = /(?:[^"\\]|"(?!""))+/y;
const LONG_LITERAL = /(?:[^']|'(?!''))+/y;
const ESCAPE = /\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[ \t]*\r?\n\s*|[^\s])/y;

const ESCAPED: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['t', '\t'],
  ['n', '\n'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\u001B'],
]);

function decodeEscape(written: string): string {
  const code = written.slice(1);
  if (/^\s/.test(code)) return '';
  if (code.length === 1) return ESCAPED.get(code) ?? code;
  const point = Number.parseInt(code.slice(1), 16);
  return point > 0x10_ff_ff ? '\uFFFD' : String.fromCodePoint(point);
}

function newTable(at: Span): Table {
  return { kind: 'table', at, entries: new Map() };
}

/** The table behind a chain of keys, made where there is none; of a list of tables its last one; undefined where a value stands. */
function descend(table: Table, keys: readonly Key[]): Table | undefined {
  let current = table;
  for (const { text, at } of keys) {
    const known = current.entries.get(text)?.value;
    const next = known?.kind === 'tables' ? known.items.at(-1) : known;
    if (next !== undefined && next.kind !== 'table') return undefined;
    const found = next ?? newTable(at);
    if (known === undefined) current.entries.set(text, { at, value: found });
    current = found;
  }
  return current;
}

function toNode(value: Table | Tables | YamlNode, depth: number): YamlNode {
  if (value.kind === 'tables')
    return { kind: 'list', items: value.items.map((item) => toNode(item, depth + 1)), at: value.at, tag: null };
  if (value.kind !== 'table') return value;
  const entries = [...value.entries].map(
    ([key, slot]): YamlEntry => ({
      key,
      at: slot.at,
      value: depth > 2 * DEEPEST ? null : toNode(slot.value, depth + 1),
    }),
  );
  return { kind: 'map', entries, at: value.at, tag: null };
}

function showPiece(piece: Pieces[number]): string {
  return piece.kind === 'text' ? piece.text : '';
}
