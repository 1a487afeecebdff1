import { expect, it } from 'vitest';
import { compileExamples } from '../../src/match/compile-examples.ts';
import { documentRules } from '../../src/match/document-rules.ts';
import { storyOf } from '../../src/match/rule-examples.ts';

const FILES = [
  {
    path: 'rules/fetch/get-file.yml',
    text: `why: because
fix: do not
command: [get, get3.11]
operands: [url]
acts: [{ fetch: file, url: url }]
examples: { catches: [{ line: get x }, { line: get y }], catches-not: [got, { line: gut }] }
`,
  },
  {
    path: 'rules/fetch/get-image.yml',
    text: `why: because
fix: do not
instruction: [GET]
operands: [url]
acts: [{ fetch: image, url: url }]
examples: { catches: [{ line: GET x }] }
`,
  },
  {
    path: 'rules/fetch/nice.yml',
    text: 'why: runs it\ncommand: [nice]\noperands: [command+]\nruns: [{ words: command }]\nexamples: { catches: [{ line: nice x }] }\n',
  },
];

it('tables list what finds something, by the programs that they read', () => {
  expect(documentRules(FILES)).toMatchInlineSnapshot(`
    "2 rules find something; 1 more follow what commands do with it. \`pinlock explain RULE\` shows one with its examples.

    | read | rules |
    | --- | --- |
    | \`get\` | \`get-file\` |
    | \`GET\` (instruction) | \`get-image\` |"
  `);
});

it('examples are compiled by rule', () => {
  expect(compileExamples(FILES)).toContain('"get-file": {"catches":["get x","get y"],"misses":["got","gut"]},');
});

it.each([
  ['git-clone', 'git: clone'],
  ['from', 'FROM'],
  ['uses', 'uses:'],
  ['run-path', 'any program that is named by its path'],
])('%s reads %s', (id, reads) => {
  const story = storyOf(id);
  expect(story?.reads).toBe(reads);
  expect(story?.catches.length).toBeGreaterThan(0);
});

it('tells nothing of a rule that does not exist', () => {
  expect(storyOf('git-clon')).toBeUndefined();
});
