/** JSON with the place of every value and key, as UTF-16 offsets. JSON.parse names no lines and keeps the last of duplicate keys. */
export type JsonNode =
  | { readonly kind: 'object'; readonly at: number; readonly entries: readonly JsonEntry[] }
  | { readonly kind: 'array'; readonly at: number; readonly items: readonly JsonNode[] }
  | { readonly kind: 'scalar'; readonly at: number; readonly value: string | number | boolean | null };

export type JsonEntry = { readonly key: string; readonly at: number; readonly value: JsonNode };

/** `strict`: as the standard has them; `any`: missing and surplus ones are overlooked, for one side of a merge. */
export type Commas = 'strict' | 'any';

/** Text that is no JSON, or an object with a key twice. */
export class JsonFault extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.name = 'JsonFault';
    this.at = at;
  }
}

const MOST_DEPTH = 16;
const NUMBER = /-?(?:0|[1-9]\d{0,30})(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?/y;
const LITERALS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;

/** Reads one JSON value; throws a JsonFault. */
export function readJson(text: string, commas: Commas = 'strict'): JsonNode {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const reader = new Reader(text, start, commas);
  const node = reader.value(0);
  reader.end();
  return node;
}

/** The plain value of a node. A key `__proto__` becomes a property like any other. */
export function toPlain(node: JsonNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'array':
      return node.items.map(toPlain);
    case 'object':
      return Object.fromEntries(node.entries.map((entry) => [entry.key, toPlain(entry.value)]));
    default:
      return node satisfies never;
  }
}

/** `line:column` of an offset, both 1-based; CR, LF and CRLF end a line. */
export function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let lineStart = 0;
  for (const end of text.slice(0, at).matchAll(/\r\n?|\n/g)) {
    line += 1;
    lineStart = end.index + end[0].length;
  }
  return { line, column: at - lineStart + 1 };
}

class Reader {
  private readonly text: string;
  private readonly commas: Commas;
  private at: number;

  constructor(text: string, at: number, commas: Commas) {
    this.text = text;
    this.at = at;
    this.commas = commas;
  }

  value(depth: number): JsonNode {
    this.skipBlanks();
    const at = this.at;
    if (depth > MOST_DEPTH) throw new JsonFault(at, `values are nested deeper than ${MOST_DEPTH}`);
    const first = this.text[at];
    if (first === '{') return { kind: 'object', at, entries: this.entries(depth + 1) };
    if (first === '[') return { kind: 'array', at, items: this.list(']', () => this.value(depth + 1)) };
    if (first === '"') return { kind: 'scalar', at, value: this.string() };
    return { kind: 'scalar', at, value: this.word() };
  }

  end(): void {
    this.skipBlanks();
    if (this.at < this.text.length) throw new JsonFault(this.at, `expected the end of the file, found ${this.found()}`);
  }

  private entries(depth: number): readonly JsonEntry[] {
    const firstAt = new Map<string, number>();
    return this.list('}', () => {
      const at = this.at;
      if (this.text[at] !== '"') throw new JsonFault(at, `expected a key in double quotes, found ${this.found()}`);
      const key = this.string();
      const first = firstAt.get(key);
      if (first !== undefined) {
        throw new JsonFault(at, `"${key}" stands twice, first in line ${placeOf(this.text, first).line}`);
      }
      firstAt.set(key, at);
      this.skipBlanks();
      if (this.text[this.at] !== ':') throw new JsonFault(this.at, `expected ":" behind a key, found ${this.found()}`);
      this.at += 1;
      return { key, at, value: this.value(depth) };
    });
  }

  /** From the opening bracket to behind the closing one. */
  private list<T>(close: string, item: () => T): readonly T[] {
    const items: T[] = [];
    this.at += 1;
    let mayClose = true;
    let mayFollow = true;
    for (;;) {
      this.skipBlanks();
      if (this.commas === 'any') this.skipCommas();
      const next = this.text[this.at];
      if (next === close && mayClose) {
        this.at += 1;
        return items;
      }
      if (!mayFollow && next !== ',') throw new JsonFault(this.at, `expected "," or "${close}", found ${this.found()}`);
      if (next === ',' && !mayFollow) {
        this.at += 1;
        mayFollow = true;
        mayClose = false;
        continue;
      }
      items.push(item());
      mayClose = true;
      mayFollow = this.commas === 'any';
    }
  }

  private string(): string {
    const start = this.at;
    for (let at = start + 1; ; at += 1) {
      const code = this.text.charCodeAt(at);
      if (Number.isNaN(code) || code < 0x20) throw new JsonFault(start, 'a string is not closed in its line');
      if (code === 0x5c) at += 1;
      else if (code === 0x22) {
        this.at = at + 1;
        return this.unescape(start);
      }
    }
  }

  private unescape(start: number): string {
    const quoted = this.text.slice(start, this.at);
    if (!quoted.includes('\\')) return quoted.slice(1, -1);
    try {
      const value: unknown = JSON.parse(quoted);
      if (typeof value === 'string') return value;
    } catch {
      // Falls through to the fault with its place.
    }
    throw new JsonFault(start, 'a string holds an escape that JSON does not know');
  }

  private word(): number | boolean | null {
    for (const [name, value] of LITERALS) {
      if (!this.text.startsWith(name, this.at)) continue;
      this.at += name.length;
      return value;
    }
    NUMBER.lastIndex = this.at;
    const number = NUMBER.exec(this.text)?.[0];
    if (number === undefined) throw new JsonFault(this.at, `expected a value, found ${this.found()}`);
    this.at += number.length;
    return Number(number);
  }

  private skipBlanks(): void {
    while (this.at < this.text.length && ' \t\n\r'.includes(this.text.charAt(this.at))) this.at += 1;
  }

  private skipCommas(): void {
    while (this.text[this.at] === ',') {
      this.at += 1;
      this.skipBlanks();
    }
  }

  private found(): string {
    const next = this.text[this.at];
    return next === undefined ? 'the end of the file' : JSON.stringify(next);
  }
}
