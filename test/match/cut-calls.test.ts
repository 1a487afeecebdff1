import { describe, expect, it } from 'vitest';
import { cutCalls } from '../../src/match/cut-calls.ts';
import { addCapture, newReading } from '../../src/match/reading.ts';
import { flatten, type Pieces } from '../../src/model/value.ts';

function callsIn(code: string): readonly string[] {
  const reading = newReading();
  const pieces: Pieces = [
    { kind: 'text', text: code, at: { file: 'a.sh', start: 0, end: code.length }, verbatim: true },
  ];
  addCapture(reading, 'code', { word: { pieces, at: null }, option: null, prefix: '' });
  cutCalls(['code'], reading);
  return (reading.words.get('code') ?? []).map(({ word }) => flatten(word.pieces));
}

describe('code that is cut into its calls', () => {
  it.each([
    ['one call', 'f("a")', ['f("a")']],
    ['no call', 'x <- (1 + 2)', []],
    ['one behind the other', "library(x); f('a', b = 1)", ['library(x)', 'f("a",b=1)']],
    ['a package before the name', 'remotes::install_github("a/b")', ['install_github("a/b")']],
    ['a module before the name', 'Pkg.add("a")', ['Pkg.add("a")']],
    ['calls inside of a call are words of their own', 'f("a", g("b"), c = "d")', ['f("a",,c="d")', 'g("b")']],
    ['blanks and lines', 'f( "a b" ,\n  c = "d" )', ['f("a b",c="d")']],
    ['a comment', 'f("a") # g("b")\nh("c")', ['f("a")', 'h("c")']],
    ['a comment inside', 'f("a", # why (because)\n "b")', ['f("a","b")']],
    ['brackets and calls in a text', 'f("g(1) :)")', ['f("g(1) :)")']],
    ['a quote in a text', 'f("a\\"b(", 1)', ['f("a\\"b(",1)']],
    ['a matrix that is turned', "f(a', g(b)'); h('c')", ["f(a',')", 'g(b)', 'h("c")']],
    ['a call without an end', 'f("a", g("b"', ['f("a",', 'g("b"']],
    ['a text without an end', 'f("a', ['f("a"']],
  ])('%s', (_, code, expected) => {
    expect(callsIn(code)).toEqual(expected);
  });

  it('is read in linear time', () => {
    expect(callsIn('f("a",'.repeat(20_000))).toHaveLength(8);
    expect(callsIn('f("a")'.repeat(20_000))).toHaveLength(20_000);
  });
});
