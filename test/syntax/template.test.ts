import { describe, expect, it } from 'vitest';
import { fillPieces, fillText, parseFiller } from '../../src/syntax/filler.ts';
import { captureNames, parseTemplate } from '../../src/syntax/parse-template.ts';
import { captureText, matchTemplate } from '../../src/syntax/template.ts';
import { splitUrl } from '../../src/syntax/url.ts';

/** Each reading as `name=text` in the order of names. */
function match(template: string, url: string): readonly string[] {
  const parts = splitUrl(url);
  if (parts === undefined) throw new Error(`'${url}' is no URL`);
  const parsed = parseTemplate(template);
  return matchTemplate(parsed, url, parts).map((captures) =>
    [...captures.keys()]
      .sort()
      .map((name) => `${name}=${captureText(captures, name, url)}`)
      .join(' '),
  );
}

describe('matches', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['https://h/{a}/{b}', 'https://h/x/y', ['a=x b=y']],
    ['https://h/{a}/{b}', 'https://h/x', []],
    ['https://h/{a}/{b}', 'https://h/x/y/z', []],
    ['https://h/{a}/{b}', 'https://h//x//y/', ['a=x b=y']],
    ['https://h/{a}', 'https://h/x?y=z#w', ['a=x']],
    ['https://h/{a}.tar.gz', 'https://h/x.tar.gz', ['a=x']],
    ['https://h/{a}.tar.gz', 'https://h/.tar.gz', []],
    ['https://h/{a}.{e:gz|tar.gz}', 'https://h/x.tar.gz', ['a=x e=tar.gz']],
    ['https://h/{a}.{e:gz|tar.gz}', 'https://h/x.bz2', []],
    ['https://h/{e:gz|zip}/{a}', 'https://h/zip/x', ['a=x e=zip']],
    ['https://h/{a}@{b}', 'https://h/x@y@z', ['a=x b=y@z']],
    ['https://h/{a...}', 'https://h/x/y', ['a=x/y']],
    ['https://h/{a...}', 'https://h/', []],
    ['https://h/{a...}.zip', 'https://h/x/y.zip', ['a=x/y']],
    ['https://h/{a...}.zip', 'https://h/x/.zip', ['a=x/']],
    ['https://h/{a...}/-/{b...}', 'https://h/x/y/-/z/-/w', ['a=x/y b=z/-/w']],
    ['https://h/{a...}/{n}/-/{b...}', 'https://h/x/y/-/z', ['a=x b=z n=y']],
    ['https://h/{a...}/{n}/-/{b...}', 'https://h/y/-/z', []],
    ['https://h/{a...}/{b...}', 'https://h/x/y/z', ['a=x/y b=z', 'a=x b=y/z']],
    ['https://h/{a...}/{b...}', 'https://h/x', []],
    ['https://h/x', 'https://h/x', ['']],
    ['https://h/x', 'https://h/X', []],
    ['https://h/x?a={a}&b=1', 'https://h/x?b=1&z=2&a=y/z', ['a=y/z']],
    ['https://h/x?a={a}', 'https://h/x?a=', []],
    ['https://h/x?a={a}', 'https://h/x', []],
    ['https://h/{a:@commit}', `https://h/${'a'.repeat(40)}`, [`a=${'a'.repeat(40)}`]],
    ['https://h/{a:@commit}', 'https://h/aaaa', []],
    ['https://h/{a:@encoded}', 'https://h/x%2Fy', ['a=x%2Fy']],
    ['https://h/{a:@encoded}', 'https://h/x', []],
    ['https://h/{a}/{a:@same}-{b}.gz', 'https://h/x-y/x-y-1-2.gz', ['a=x-y b=1-2']],
    ['https://h/{a}/{a:@same}-{b}.gz', 'https://h/x/y-1.gz', []],
    ['https://h/{a}{s:.git|}/x', 'https://h/t.git/x', ['a=t s=.git']],
    ['https://h/{a}{s:.git|}/x', 'https://h/t/x', ['a=t s=']],
    ['https://h/{a}', 'https://h/\uFFFC', ['a=\uFFFC']],
    ['https://h/v{a}.zip', 'https://h/v\uFFFC.zip', ['a=\uFFFC']],
  ])('%s with %s', (template, url, expected) => {
    expect(match(template, url)).toEqual(expected);
  });

  it('reads a hostile path to its end', () => {
    const url = `https://h/${'a/'.repeat(20_000)}-/b`;
    expect(match('https://h/{a...}/{n}/-/{b...}', url)).toHaveLength(1);
    expect(match('https://h/{a...}/{n}/+/{b...}', url)).toEqual([]);
    expect(match('https://h/{a...}/{b...}', url)).toHaveLength(64);
  });
});

describe('templates that are refused', () => {
  it.each([
    ['h/{a}', /scheme/],
    ['https://h', /path/],
    ['https://h/{a', /'}'/],
    ['https://h/{A}', /lower-case/],
    ['https://h/{a}{b}', /nothing between/],
    ['https://h/{a}{b:x|y}z{c}', /choice between/],
    ['https://h/{a}{b...}', /beside '\.\.\.'/],
    ['https://h/{a...}/{b...}/{c...}', /more than one pair/],
    ['https://h/x?y', /name=value/],
  ])('%s', (template, message) => {
    expect(() => parseTemplate(template)).toThrow(message);
  });
});

it('lists its captures', () => {
  const template = parseTemplate('https://{host}/{a}/x{b:y|z}/{c...}.{d:e|f}?g={g}');
  expect([...captureNames(template)].sort()).toEqual(['a', 'b', 'c', 'd', 'g', 'host']);
});

describe('fillers', () => {
  it('fills text', () => {
    const filler = parseFiller('{a}-{b|x|y}');
    expect(fillText(filler, (name, filters) => [name, ...filters].join('+'))).toBe('a-b+x+y');
    expect(fillText(filler, (name) => (name === 'a' ? 'a' : undefined))).toBeUndefined();
    expect(() => parseFiller('{a')).toThrow(/'}'/);
  });

  it('keeps the spans of what it is filled with', () => {
    const at = { file: 'x', start: 5, end: 7 };
    const pieces = [{ kind: 'text', text: 'ab', at, verbatim: true }] as const;
    expect(fillPieces(parseFiller('{a}-c'), () => pieces)).toEqual([
      { kind: 'text', text: 'ab', at, verbatim: true },
      { kind: 'text', text: '-c', at, verbatim: false },
    ]);
    expect(fillPieces(parseFiller('c'), () => pieces)).toBeUndefined();
  });
});
