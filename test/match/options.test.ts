import { describe, expect, it } from 'vitest';
import { readOptions } from '../../src/match/read-options.ts';
import { newReading } from '../../src/match/reading.ts';
import type { OptionTable } from '../../src/match/rule.ts';
import { show, toWords } from './words.ts';

const TABLE: OptionTable = {
  flags: ['f', 's', 'verbose', 'no-check', 'check'],
  values: ['t', 'tries'],
  optional: ['i', 'color'],
  capture: { ref: ['b', 'branch'], mode: ['m'] },
  cumulative: { folder: ['C'] },
  marks: { shallow: ['depth'], rejected: ['help'], quiet: ['q'] },
  operand: ['url'],
  outputs: { file: ['o'], remote: ['O'] },
  byValue: [
    { options: ['X'], except: ['GET'], mark: 'sends' },
    { options: ['t'], values: ['0'], mark: 'for-ever' },
  ],
};

function read(line: string, more: Partial<OptionTable> = {}): Readonly<Record<string, unknown>> {
  const reading = newReading();
  const words = toWords(line);
  const end = readOptions(words, 0, { ...TABLE, ...more }, reading);
  const captures = [...reading.words].flatMap(([role, list]) =>
    list.map(({ word, option, prefix }) =>
      `${role}=${show([word])}${option === null ? '' : ` ${show([option])}`} ${prefix}`.trimEnd(),
    ),
  );
  const operands = reading.operands.map(({ word, isVague }) => `${show([word])}${isVague ? '?' : ''}`);
  const outputs = reading.outputs.map((output) => (output.kind === 'file' ? show([output.word]) : 'remote'));
  return Object.fromEntries(
    Object.entries({
      captures,
      operands,
      outputs,
      marks: [...reading.marks],
      unknown: reading.unknown,
      rest: words.slice(end).length === 0 ? [] : [show(words.slice(end))],
    }).filter(([, list]) => list.length > 0),
  );
}

describe('options in all spellings', () => {
  it.each([
    ['a short one with its word', '-b main x', { captures: ['ref=main -b'], operands: ['x'] }],
    ['a short one, glued', '-bmain x', { captures: ['ref=main -b'], operands: ['x'] }],
    ['a long one with its word', '--branch main', { captures: ['ref=main --branch'] }],
    ['a long one, glued', '--branch=main', { captures: ['ref=main --branch='] }],
    ['a glued value that is empty', '--branch= x', { captures: ['ref= --branch='], operands: ['x'] }],
    ['a beginning of a long one', '--bra main', { captures: ['ref=main --bra'] }],
    ['a beginning of two', '--c x', { operands: ['x'], unknown: ['--c'] }],
    ['a negated one', '--no-verbose x', { operands: ['x'] }],
    ['one whose name begins with no-', '--no-check x', { operands: ['x'] }],
    ['a bundle', '-fsq x', { operands: ['x'], marks: ['quiet'] }],
    ['a bundle that ends in a value', '-fsb main', { captures: ['ref=main -fsb'] }],
    ['a bundle with a glued value', '-fsbmain', { captures: ['ref=main -fsb'] }],
    ['a value that looks like an option', '-b -x', { captures: ['ref=-x -b'] }],
    ['a value that is missing', 'x -b', { operands: ['x'] }],
    ['a value that is only taken glued', '--color x --color=y -i z', { operands: ['x', 'z'] }],
    ['options behind operands', 'x --branch main y', { captures: ['ref=main --branch'], operands: ['x', 'y'] }],
    ['what stands behind --', '-- -b', { operands: ['-b'], marks: ['behind-dashes'] }],
    ['-- at the end', 'x --', { operands: ['x'] }],
    ['a lone dash', '- x', { operands: ['-', 'x'] }],
    ['an unknown value', '-b %B', { captures: ['ref=$B -b'] }],
    ['an unknown glued value', '--branch=%B', { captures: ['ref=$B --branch='] }],
    ['an unknown value in a bundle', '-fb%B', { captures: ['ref=$B -fb'] }],
    ['the last of several', '-b a -b c', { captures: ['ref=a -b', 'ref=c -b'] }],
    ['folders one after the other', '-C a -Cb', { captures: ['folder=a -C', 'folder=b -C'] }],
    ['an operand as an option', 'a --url b c', { operands: ['a', 'b', 'c'] }],
    ['outputs in order', '-O -o a -ob', { outputs: ['remote', 'a', 'b'] }],
    ['a mark', '--depth x', { operands: ['x'], marks: ['shallow'] }],
    ['a mark by another value', '-XPOST -t 3', { marks: ['sends'] }],
    ['no mark by the usual value', '-X GET -t 0', { marks: ['for-ever'] }],
    ['no mark by an unknown value', '-X %M', {}],
    ['an unknown option', '-z --zip=3 x', { operands: ['x'], unknown: ['-z', '--zip'] }],
    ['an option that nobody knows', '-%X --%Y', { unknown: ['-\uFFFC', '--\uFFFC'] }],
    ['words that may be options', '$O x', { operands: ['$O?', 'x'] }],
  ])('%s: %s', (_, line, expected) => {
    expect(read(line)).toEqual(expected);
  });

  it.each([
    ['ends at the first operand', 'x -b y', { stops: true }, { rest: ['x -b y'] }],
    ['ends at --', '-f -- -b y', { stops: true }, { rest: ['-b y'] }],
    ['goes on over words that may be options', '$O -f x', { stops: true }, { operands: ['$O?'], rest: ['x'] }],
    ['reads nothing as an option', '-b = -- x', { none: true }, { operands: ['-b', '=', '--', 'x'] }],
    [
      'letters without a dash',
      'fCb d main x',
      { bundledFirstWord: true },
      { captures: ['folder=d fCb', 'ref=main fCb'], operands: ['x'] },
    ],
    ['letters with a dash', '-fC d x', { bundledFirstWord: true }, { captures: ['folder=d -fC'], operands: ['x'] }],
    ['long names with one dash', '-branch main -verbose', { dashes: 'single' }, { captures: ['ref=main -branch'] }],
  ] as const)('%s: %s', (_, line, more, expected) => {
    expect(read(line, more)).toEqual(expected);
  });
});

it('reads a word of a million letters in one go', () => {
  expect(read(`-${'f'.repeat(1_000_000)} x`)).toEqual({ operands: ['x'] });
});
