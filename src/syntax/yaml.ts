import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Parser,
} from 'yaml';
import type { SyntaxProblem } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { flatten, type Pieces } from '../model/value.ts';
import { nestsDeeperThan } from './yaml-depth.ts';
import { scalarPieces } from './yaml-scalar.ts';

/**
 * YAML with true offsets: every scalar's text as pieces that stand where they were written, whatever its style. Anchors and merge keys are
 * resolved to what they stand for, whose place stays their own. `tag` is a tag of the file's own (`!reference`).
 */
export type YamlNode = YamlScalar | YamlMap | YamlList;

export type YamlScalar = {
  readonly kind: 'scalar';
  readonly pieces: Pieces;
  /** With quotes, or from the `|` of a block. */
  readonly at: Span;
  readonly tag: string | null;
};

export type YamlMap = {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry[];
  readonly at: Span;
  readonly tag: string | null;
};

export type YamlList = {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
  readonly at: Span;
  readonly tag: string | null;
};

/** `at` is the key; a key without a value (`services:`) has null. */
export type YamlEntry = { readonly key: string; readonly at: Span; readonly value: YamlNode | null };

export type YamlFile = {
  /** The top node of each document; null for an empty one. */
  readonly documents: readonly (YamlNode | null)[];
  readonly problems: readonly SyntaxProblem[];
};

/** Nodes that aliases may multiply to, and their nesting; behind these a file is a bomb. */
const MOST_NODES = 200_000;
const DEEPEST = 100;
const MOST_PROBLEMS = 3;

/** Reads as far as it goes: what is broken is a problem at its place, and what stands around it is still read. */
export function readYaml(file: string, text: string): YamlFile {
  const problems: SyntaxProblem[] = [];
  const composer = new Composer({ logLevel: 'silent', uniqueKeys: false, strict: false });
  const parsed = [...composer.compose(shallow(file, text, problems))];
  const documents = parsed.map((document) => {
    for (const { pos, message } of document.errors.slice(0, MOST_PROBLEMS - problems.length)) {
      const at = { file, start: Math.min(pos[0], text.length), end: Math.min(pos[1], text.length) };
      problems.push({ at, message: message.split('\n', 1)[0] ?? 'no YAML' });
    }
    const reader = new Reader(file, text, document);
    const node = reader.read(document.contents, 0);
    if (reader.isBomb)
      problems.push({
        at: spanIn(file, document.contents, text),
        message: 'nested too deeply, or its aliases multiply: the rest is not read',
      });
    return node;
  });
  return { documents, problems };
}

/** The documents of a text that nest no deeper than a person writes; the others are problems. */
function* shallow(file: string, text: string, problems: SyntaxProblem[]): Generator<CST.Token> {
  for (const token of new Parser().parse(text)) {
    if (nestsDeeperThan(token, DEEPEST)) {
      const at = { file, start: token.offset, end: token.offset };
      problems.push({ at, message: 'nested too deeply: this document is not read' });
    } else yield token;
  }
}

class Reader {
  isBomb = false;
  private nodes = 0;
  private readonly file: string;
  private readonly text: string;
  private readonly document: Document.Parsed;

  constructor(file: string, text: string, document: Document.Parsed) {
    this.file = file;
    this.text = text;
    this.document = document;
  }

  read(node: Node | null, depth: number, isInFlow = false): YamlNode | null {
    this.nodes += 1;
    if (this.nodes > MOST_NODES || depth > DEEPEST) {
      this.isBomb = true;
      return null;
    }
    if (node === null) return null;
    if (isAlias(node)) return this.read(node.resolve(this.document) ?? null, depth + 1);
    const at = spanIn(this.file, node, this.text);
    const tag = typeof node.tag === 'string' && /^![^!]/.test(node.tag) ? node.tag : null;
    if (isScalar(node)) {
      if (node.value === null && at.start === at.end) return null;
      return {
        kind: 'scalar',
        pieces: scalarPieces(this.text, at, node.type, textOf(node.value, this.text.slice(at.start, at.end)), isInFlow),
        at,
        tag,
      };
    }
    const isFlow = isInFlow || (isCollection(node) && node.flow === true);
    if (isSeq<Node | null>(node)) {
      const items = node.items.flatMap((item) => this.read(item, depth + 1, isFlow) ?? []);
      return { kind: 'list', items, at, tag };
    }
    if (isMap<Node, Node | null>(node))
      return { kind: 'map', entries: this.entries(node.items, depth, isFlow), at, tag };
    return null;
  }

  /** A key of the map itself wins over one that is merged in (`<<`), whatever their order. */
  private entries(pairs: readonly Pair<Node, Node | null>[], depth: number, isFlow: boolean): readonly YamlEntry[] {
    const own: YamlEntry[] = [];
    const merged: YamlEntry[] = [];
    for (const pair of pairs) {
      const key = this.read(pair.key, depth + 1);
      if (key?.kind !== 'scalar') continue;
      const name = flatten(key.pieces);
      const value = this.read(pair.value, depth + 1, isFlow);
      if (name === '<<') merged.push(...mapsIn(value).flatMap(({ entries }) => entries));
      else own.push({ key: name, at: key.at, value });
    }
    if (merged.length === 0) return own;
    const known = new Set(own.map(({ key }) => key));
    const added: YamlEntry[] = [];
    for (const entry of merged) {
      if (known.has(entry.key)) continue;
      known.add(entry.key);
      added.push(entry);
    }
    return [...added, ...own];
  }
}

function mapsIn(node: YamlNode | null): readonly YamlMap[] {
  if (node?.kind === 'map') return [node];
  return node?.kind === 'list' ? node.items.filter((item) => item.kind === 'map') : [];
}

/** What YAML reads as another type is text all the same: a version `1.10` is no number here. */
function textOf(value: unknown, written: string): string {
  return typeof value === 'string' ? value : written;
}

function spanIn(file: string, node: Node | null, text: string): Span {
  const [start, end] = node?.range ?? [0, 0];
  return { file, start: Math.min(start, text.length), end: Math.min(end, text.length) };
}
