import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileRuleFiles, compileRules } from '../../src/match/compile-rules.ts';
import { parseExpressions } from '../../src/match/parse-expression.ts';

const RULE = `why: because
command: [get]
options:
  flags: [q]
  values: [o]
  capture: { ref: [b] }
operands: [url, dir?]
acts:
  - { fetch: git, url: url, ref: ref, into: dir | directory-of(url) }
examples:
  catches: [{ line: get x }]
`;

function faultOf(text: string, path = 'rules/fetch/get.yml'): string {
  try {
    compileRuleFiles([{ path, text }]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'none';
}

describe('faults name the file, the line and what would be valid', () => {
  it.each([
    ['nothing', RULE, 'none'],
    ['a wrong key', RULE.replace('why:', 'whi:'), "rules/fetch/get.yml:1: unknown key 'whi', did you mean 'why'?"],
    [
      'a wrong key inside',
      RULE.replace('flags', 'flgs'),
      "rules/fetch/get.yml:4: unknown key 'flgs', did you mean 'flags'?",
    ],
    [
      'a key of nothing',
      RULE.replace('flags', 'zzzzzzz'),
      "rules/fetch/get.yml:4: unknown key 'zzzzzzz', expected one of: include, dashes",
    ],
    [
      'a wrong key of an act',
      RULE.replace('into:', 'itno:'),
      "rules/fetch/get.yml:9: unknown key 'itno', did you mean 'into'?",
    ],
    [
      'a wrong key of an example',
      RULE.replace('line:', 'lnie:'),
      "rules/fetch/get.yml:11: unknown key 'lnie', did you mean 'line'?",
    ],
    [
      'an act that does not exist',
      RULE.replace('fetch: git', 'bring: git'),
      'rules/fetch/get.yml:9: expected an act, one of: fetch',
    ],
    [
      'a name of nothing',
      RULE.replace('url: url', 'url: ulr'),
      "rules/fetch/get.yml:9: nothing is called 'ulr', did you mean 'url'?",
    ],
    [
      'a predicate of nothing',
      RULE.replace('directory-of', 'directoryof'),
      "rules/fetch/get.yml:9: 'directoryof' is no predicate, expected one of: directory-of",
    ],
    ['an open bracket', RULE.replace('of(url)', 'of(url'), "expected ')' behind the words of directory-of"],
    [
      'an option in two lists',
      RULE.replace('values: [o]', 'values: [q]'),
      "rules/fetch/get.yml:5: 'q' stands in flags already",
    ],
    [
      'an option with its dashes',
      RULE.replace('[q]', '[-q]'),
      "rules/fetch/get.yml:4: '-q' is written without its dashes",
    ],
    [
      'a table that does not exist',
      RULE.replace('flags: [q]', 'include: [gti]'),
      "rules/fetch/get.yml:4: no table 'gti'",
    ],
    [
      'a condition of nothing',
      RULE.replace('fetch: git,', 'fetch: git, when: [not loud],'),
      "rules/fetch/get.yml:9: nothing is called 'loud'",
    ],
    ['no name', RULE.replace('command: [get]', 'command: []'), "expected 'command', 'instruction'"],
    [
      'two greedy operands',
      RULE.replace('url, dir?', 'url+, dir*'),
      'rules/fetch/get.yml:7: only one operand may take several words',
    ],
    ['no YAML', 'a: [', 'rules/fetch/get.yml:1: '],
    ['an empty file', '', 'rules/fetch/get.yml:1: '],
  ])('%s', (_, text, expected) => {
    expect(faultOf(text)).toContain(expected);
  });

  it('lists every fault of a file', () => {
    expect(faultOf(RULE.replace('why:', 'whi:').replace('flags', 'flgs')).split('\n')).toHaveLength(3);
  });
});

it('gives what several rules share to each of them', () => {
  const { rules } = compileRuleFiles([
    { path: 'rules/fetch/options/loud.yml', text: 'flags: [v]\nmarks: { loud: [v] }' },
    { path: 'rules/fetch/get.yml', text: RULE.replace('flags: [q]', 'include: [loud]') },
  ]);
  expect(rules[0]?.options).toEqual({ flags: ['v'], values: ['o'], capture: { ref: ['b'] }, marks: { loud: ['v'] } });
});

it('prints the same text for the same rules in any order', () => {
  const files = ['git-clone', 'wget'].map((id) => {
    const path = `rules/fetch/${id}.yml`;
    return { path, text: readFileSync(path, 'utf8') };
  });
  const git = { path: 'rules/fetch/options/git.yml', text: readFileSync('rules/fetch/options/git.yml', 'utf8') };
  expect(compileRules([...files, git])).toBe(compileRules([git, ...files.reverse()]));
});

describe('expressions', () => {
  it.each([
    ['url', [{ name: 'url' }]],
    ["a | 'b'", [{ name: 'a' }, { text: 'b' }]],
    [
      'in-folder( a, file-name(b) )',
      [{ call: 'in-folder', of: [{ name: 'a' }, { call: 'file-name', of: [{ name: 'b' }] }] }],
    ],
  ])('%s', (text, expected) => {
    expect(parseExpressions(text)).toEqual(expected);
  });

  it.each(['', 'a b', '| a', "'a", 'A', 'file-name(', 'a |'])('refuses %s', (text) => {
    expect(() => parseExpressions(text)).toThrow();
  });
});
