import { expect, it } from 'vitest';
import { wrapper } from '../../src/match/index.ts';
import { showPieces } from '../../src/model/value.ts';
import { invocationsOf, linesOf, traceFile } from './run.ts';

/** Each download with all its readings, as `a.sh` and the script that it runs make them. */
function downloads(main: string, script: string): readonly (readonly string[])[] {
  return invocationsOf(traceFile('a.sh', { 'a.sh': main, 'lib.sh': script }, wrapper))
    .filter(({ variants }) => showPieces(variants[0]?.words[0]?.pieces ?? []) === 'wget')
    .map(({ variants }) => variants.map(({ words }) => words.map(({ pieces }) => showPieces(pieces)).join(' ')));
}

it.each([
  ['by its path', 'for v in 1 2; do ./lib.sh $v; done', 'wget $1', [['wget 1', 'wget 2']]],
  ['by its shell', 'for v in 1 2; do bash lib.sh $v; done', 'wget $1', [['wget 1', 'wget 2']]],
  ['in the same shell', 'for v in 1 2; do . ./lib.sh $v; done; wget $X', 'X=$1', [['wget 1', 'wget 2']]],
  ['in the same shell with nothing', 'set -- 3; for v in 1 2; do . ./lib.sh; done', 'wget $1', [['wget 3']]],
  [
    'with words that are there or not',
    'c=(a); [ -f x ] && c+=(b); ./lib.sh "${c[@]}"',
    'wget "$@"',
    [['wget a b', 'wget a']],
  ],
  [
    'with options that it shifts away',
    'for v in 1 2; do ./lib.sh -v $v; done',
    'shift; wget $1',
    [['wget 1', 'wget 2']],
  ],
  [
    'with two values that belong together',
    'for v in 1 2; do ./lib.sh $v s$v; done',
    'wget $1 $2',
    [['wget 1 s1', 'wget 2 s2']],
  ],
])('runs a script once for all that it is called with: %s', (_name, main, script, expected) => {
  expect(downloads(main, script)).toEqual(expected);
});

it('runs two scripts one after the other', () => {
  const files = { 'a.sh': 'for s in b c; do ./$s.sh; done', 'b.sh': 'wget 1', 'c.sh': 'wget 2' };
  const lines = invocationsOf(traceFile('a.sh', files, wrapper)).map(({ variants }) =>
    variants.map(({ words }) => words.map(({ pieces }) => showPieces(pieces)).join(' ')),
  );
  expect(lines).toEqual([['wget 1'], ['wget 2']]);
});

it.each([
  [
    'one that is sourced again',
    { 'a.sh': 'for i in a b; do [ -f $i ] && . ./lib.sh; done; f', 'lib.sh': 'f() { wget 1; }' },
  ],
  [
    'one that nobody calls, of a script that is given a variable of it, twice',
    { 'a.sh': 'export V=1; ./lib.sh 1; ./lib.sh 2', 'lib.sh': 'f() { wget $V; }' },
  ],
])('reads a function once: %s', (_name, files) => {
  const lines = linesOf(traceFile('a.sh', files, wrapper)).filter((line) => line.startsWith('wget'));
  expect(lines).toEqual(['wget 1']);
});

it.each([
  ['nothing', './lib.sh'],
  ['a variable that it does not name', 'export W=1; ./lib.sh'],
  ['a variable that nobody knows', 'export V; ./lib.sh'],
])('leaves a function that nobody calls to the reading of the script itself, where that is given %s', (_name, main) => {
  const files = { 'a.sh': main, 'lib.sh': 'f() { wget $V; }' };
  expect(linesOf(traceFile('a.sh', files, wrapper)).filter((line) => line.startsWith('wget'))).toEqual([]);
  expect(linesOf(traceFile('lib.sh', files, wrapper))).toEqual(['wget $V']);
});

it('reads each text that a function of one name is built from', () => {
  const files = { 'a.sh': 'for v in 1 2; do eval "f() { wget $v; }"; eval "g_$X() { wget $v; }"; done' };
  const lines = linesOf(traceFile('a.sh', files, wrapper)).filter((line) => line.startsWith('wget'));
  expect(new Set(lines)).toEqual(new Set(['wget 1', 'wget 2']));
});

it('names the bound on commands once, on the file that was run', () => {
  const many = 'wget a\n'.repeat(11_000);
  const traced = traceFile('a.sh', { 'a.sh': '. ./b.sh\n. ./c.sh\n', 'b.sh': many, 'c.sh': many }, wrapper);
  expect(traced.problems).toEqual([
    { kind: 'bound', path: 'a.sh', message: 'more than 20000 commands are run from this file; the rest is not read' },
  ]);
});
