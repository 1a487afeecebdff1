import { expect, it } from 'vitest';
import { formats } from '../../src/formats/index.ts';
import {
  callPrograms,
  isCall,
  isFetchCommand,
  isUnclearFetch,
  readWords,
  variablesOf,
  wrapper,
} from '../../src/match/index.ts';
import { trace } from '../../src/trace/index.ts';
import { readHost } from '../support/read-host.ts';
import { linesOf } from './run.ts';

/** Traces a script; what the last download says, and which problems were named. */
function outcomeOf(script: string): { readonly last: string; readonly problems: readonly string[] } {
  const parse = (path: string, text: string) => formats.find(({ id }) => id === 'shell')?.parse(path, text);
  const program = parse('x.sh', script);
  if (program === undefined) throw new Error('shell is not read');
  const tree = { read: () => undefined, kind: () => undefined, list: () => [] };
  const traced = trace(program, {
    tree,
    wrapper,
    parse,
    isFetchCommand,
    isUnclearFetch,
    readWords,
    variablesOf,
    callPrograms,
    isCall,
  });
  const last = linesOf(traced).findLast((line) => line.startsWith('wget')) ?? '';
  return { last, problems: traced.problems.map(({ message }) => message) };
}

const MANY = '$(too many alternatives)';
const LONG = '$(long text)';

/** Each ends in time (vitest's own limit). A bound that was reached is seen as a hole in the last word or as a problem that names it. */
it.each([
  ['a script of a megabyte', `V=1\n${'# nothing here\n'.repeat(70_000)}wget $V`, /^wget 1$/, []],
  [
    'a megabyte of commands',
    `wget 1\n${'make a b c\n'.repeat(100_000)}wget 2`,
    /^wget 1$/,
    ['more than 20000 commands'],
  ],
  ['10,000 assignments', numbered(10_000, (n) => `V${n}=\${V${n - 1}}x`, 'wget $V9999'), [LONG], []],
  ['10,000 appends', `V=\n${'V+=x\n'.repeat(10_000)}wget $V`, [LONG], []],
  ['a word of a megabyte', `wget ${'a'.repeat(1_000_000)}`, /^wget a{1000000}$/, []],
  ['10,000 words', `wget${' a'.repeat(10_000)}`, /^wget(?: a){10000}$/, []],
  ['nested substitutions', `wget ${nested('$(', 'a', ')')}`, ['$($('], ['maximum command substitution nesting']],
  ['nested braces', nested('{ ', 'wget 1;', ' }'), [], ['maximum brace group nesting']],
  ['nested conditions', nested('if a; then ', 'wget 1;', ' fi;'), [], ['maximum if nesting']],
  ['a long list', `wget 1${' && a'.repeat(10_000)}`, /^wget 1$/, ['a list of && and || has more than 200 members']],
  ['a function that calls itself', 'f() { wget 1; f; f; }\nf', /^wget 1$/, []],
  ['functions that call each other', 'f() { g; g; }\ng() { wget 1; f; f; }\nf', /^wget 1$/, []],
  ['functions that double', doubling(20), /^wget 1$/, ['calls are nested deeper than 8']],
  ['a function that runs a text of itself', 'f() { wget 1; eval "f; f"; bash -c "f"; }\nf', /^wget 1$/, []],
  ['conditions on one variable', numbered(40, (n) => `[ -f ${n} ] && V=\${V}a`, 'wget $V'), [MANY], []],
  ['conditions on one array', numbered(40, (n) => `[ -f ${n} ] && A+=(a)`, 'wget "${A[@]}"'), ['${A[@]}'], []],
  ['words of two values', pairs(' '), [MANY], []],
  [
    'unknown words of a fetch that hide it',
    `${pairs(' ').replace('wget', 'git')}\nwget 1`,
    /^wget 1$/,
    ['a command has too many'],
  ],
  ['unknown words of no fetch', `${pairs(' ').replace('wget', 'cmake')}\nwget 1`, /^wget 1$/, []],
  ['words that begin alike', `${pairs(' v')}`, ['v$(too many'], []],
  ['a word of many parts', pairs(''), [MANY], []],
  ['a folder of many parts', numbered(40, (n) => `[ -f ${n} ] && cd a`, 'wget $PWD'), [MANY], []],
  ['braces beside braces', `wget ${'{a,b}'.repeat(30)}`, /^wget a{5}(?:\{a,b\}){25} /, []],
  ['a long range', 'wget {1..100000000}', ['{1..100000000}'], []],
  ['loops in loops', nested('for a in 1 2 3; do ', 'wget $a;', ' done;', 40), /^wget 3$/, []],
  ['a text that doubles', `V=xxxxxxxx\n${'V=$V$V\n'.repeat(60)}wget $V`, [LONG], []],
  ['a file that doubles', `echo xxxxxxxx > f\n${'cat f f > g; cat g g > f\n'.repeat(40)}wget $(cat f)`, [LONG], []],
])('ends: %s', (_name, script, last, problems) => {
  const outcome = outcomeOf(script);
  if (last instanceof RegExp) expect(outcome.last).toMatch(last);
  else for (const hole of last) expect(outcome.last).toContain(hole);
  expect(new Set(outcome.problems.map((message) => problems.find((start) => message.startsWith(start))))).toEqual(
    new Set(problems),
  );
});

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function numbered(count: number, line: (n: number) => string, last: string): string {
  return [...range(count).map(line), last].join('\n');
}

function nested(open: string, inner: string, close: string, depth = 20_000): string {
  return open.repeat(depth) + inner + close.repeat(depth);
}

function doubling(depth: number): string {
  return numbered(depth, (n) => (n === 0 ? 'f0() { wget 1; }' : `f${n}() { f${n - 1}; f${n - 1}; }`), `f${depth - 1}`);
}

function pairs(separator: string): string {
  const words = range(40).map((n) => `\${V${n}}`);
  return numbered(40, (n) => `if [ -f ${n} ]; then V${n}=a; else V${n}=b; fi`, `wget ${words.join(separator)}`);
}

/** Sets 40 variables, each in two arms. */
const TWO_VALUES = range(40)
  .map((n) => `if(A${n})\n set(V${n} a${n})\n set(N${n} 1)\nelse()\n set(V${n} b${n})\n set(N${n} 2)\nendif()\n`)
  .join('');
const ALL_VALUES = range(40)
  .map((n) => `\${V${n}}`)
  .join(' ');
const TOOL = 'https://example.com/acme/tool';

/** What CMake has too many arms for is unknown where a rule reads it, and of no interest elsewhere. */
it.each<readonly [string, string, readonly string[]]>([
  [
    'words of a call that a rule reads',
    `ExternalProject_Add(x URL ${ALL_VALUES})`,
    ['dynamic $(too many alternatives)'],
  ],
  [
    'words that no rule reads',
    `ExternalProject_Add(x CMAKE_ARGS ${ALL_VALUES} GIT_REPOSITORY ${TOOL} GIT_TAG v1.\${N1} DEPENDS ${ALL_VALUES})`,
    [`tag git+${TOOL}@v1.1`, `tag git+${TOOL}@v1.2`],
  ],
  [
    'words that no rule reads, in a list',
    `set(L CMAKE_ARGS ${ALL_VALUES})\nExternalProject_Add(x \${L} GIT_REPOSITORY ${TOOL} GIT_TAG v1.2)`,
    [`tag git+${TOOL}@v1.2`],
  ],
  ['a call that no rule knows', `acme_add(${ALL_VALUES})`, []],
  ['a program that brings nothing in', `execute_process(COMMAND python x.py ${ALL_VALUES})`, []],
  [
    'a loop',
    `foreach(F v1.2 ${ALL_VALUES})\nendforeach()\nFetchContent_Declare(x GIT_REPOSITORY ${TOOL} GIT_TAG \${F})`,
    [`moving git+${TOOL}@a39`, `moving git+${TOOL}@b39`],
  ],
  [
    'keywords',
    `function(get)\n cmake_parse_arguments(A "" "TAG" "" \${ARGN})\n FetchContent_Declare(x GIT_REPOSITORY ${TOOL} GIT_TAG \${A_TAG})\nendfunction()\nget(TAG v1.2 REST ${ALL_VALUES})`,
    [`tag git+${TOOL}@v1.2`],
  ],
])('too many arms: %s', (_, text, expected) => {
  const { fetches, problems } = readHost('CMakeLists.txt', `${TWO_VALUES}${text}\n`);
  expect(problems).toEqual([]);
  expect(fetches.map(({ verdict, source, url }) => `${verdict} ${source?.key ?? url}`)).toEqual(expected);
});
