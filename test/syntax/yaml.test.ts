import { describe, expect, it } from 'vitest';
import { flatten, type Pieces } from '../../src/model/value.ts';
import { readYaml, type YamlNode } from '../../src/syntax/yaml.ts';

/** The node as plain data, for tables. */
function plain(node: YamlNode | null): unknown {
  if (node === null) return null;
  if (node.kind === 'scalar') return node.tag === null ? flatten(node.pieces) : [node.tag, flatten(node.pieces)];
  if (node.kind === 'list') return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
}

function allPieces(node: YamlNode | null): readonly Pieces[] {
  if (node === null) return [];
  if (node.kind === 'scalar') return [node.pieces];
  return node.kind === 'list' ? node.items.flatMap(allPieces) : node.entries.flatMap(({ value }) => allPieces(value));
}

const TABLE: readonly [string, string, unknown][] = [
  ['plain, over two lines', 'a: one\n  two\n', { a: 'one two' }],
  ['plain, with an empty line', 'a: one\n\n  two\n', { a: 'one\ntwo' }],
  ['single quotes', "a: 'it''s'\n", { a: "it's" }],
  [
    'double quotes',
    `${String.raw`a: "x\ty\u0041\"z\
    w"`}\n`,
    { a: 'x\tyA"zw' },
  ],
  ['a block', 'a: |\n  one\n    two\n\n  three\nb: 1\n', { a: 'one\n  two\n\nthree\n', b: '1' }],
  ['a block without its last break', 'a: |-\n  one\n  two\n', { a: 'one\ntwo' }],
  ['a block that keeps its breaks', 'a: |+\n  one\n\nb: 2', { a: 'one\n\n', b: '2' }],
  ['a block with its indentation said', 'a: |2\n    one\n', { a: '  one\n' }],
  ['a block with CRLF', 'a: |\r\n  one\r\n  two\r\nb: 1\r\n', { a: 'one\ntwo\n', b: '1' }],
  ['a folded block', 'a: >\n  one\n  two\n\n  three\n    four\n  five\n', { a: 'one two\nthree\n  four\nfive\n' }],
  ['a version is text', 'a: 1.10\nb: 0x10\nc: yes\n', { a: '1.10', b: '0x10', c: 'yes' }],
  ['an anchor', 'a: &x {b: c}\nd: *x\n', { a: { b: 'c' }, d: { b: 'c' } }],
  [
    'a merge key, own keys first',
    'a: &x {b: c, d: e}\nf:\n  <<: *x\n  d: own\n',
    { a: { b: 'c', d: 'e' }, f: { b: 'c', d: 'own' } },
  ],
  [
    'several maps merged',
    'a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne:\n  <<: [*x, *y]\n',
    { a: { b: '1' }, c: { b: '2', d: '3' }, e: { b: '1', d: '3' } },
  ],
  ['a key without a value', 'a:\nb: 1\n', { a: null, b: '1' }],
  ['a tag of its own', 'a: !reference [b, c]\n', { a: ['b', 'c'] }],
];

describe('readYaml', () => {
  it.each(TABLE)('%s', (_, text, expected) => {
    const { documents, problems } = readYaml('ci.yml', text);
    expect(problems).toEqual([]);
    expect(documents.map(plain)).toEqual([expected]);
    for (const piece of documents.flatMap(allPieces).flat()) {
      if (piece.kind === 'text' && piece.verbatim) expect(text.slice(piece.at.start, piece.at.end)).toBe(piece.text);
    }
  });

  it('reads every document', () => {
    expect(readYaml('ci.yml', 'a: 1\n---\nb: 2\n').documents.map(plain)).toEqual([{ a: '1' }, { b: '2' }]);
  });

  it('reads around what is broken, and says where that is', () => {
    const { documents, problems } = readYaml('ci.yml', 'a: 1\nb: "x\nc: 2\n');
    expect(documents.map(plain)[0]).toMatchObject({ a: '1' });
    expect(problems.length).toBeGreaterThan(0);
  });

  it.each([
    ['lists', '['.repeat(20_000)],
    ['maps', '{a: '.repeat(20_000)],
    ['dashes', '- '.repeat(20_000)],
    ['keys', '? '.repeat(20_000)],
    [
      'aliases',
      `a0: &a0 [x]\n${Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]\n`).join('')}`,
    ],
    ['an alias of itself', 'a: &a [*a]\n'],
  ])('ends in time on a bomb of %s', (_, text) => {
    expect(readYaml('ci.yml', text).problems.length).toBeGreaterThan(0);
  });
});
