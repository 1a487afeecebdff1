import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compileKnownFiles } from '../../src/classify/compile-known-files.ts';
import { documentForges } from '../../src/classify/document-forges.ts';

it('the table of code hosts has one row for each', () => {
  const path = 'rules/forges/sourcehut.yml';
  expect(documentForges([{ path, text: readFileSync(path, 'utf8') }])).toMatchInlineSnapshot(`
    "| id | code host | hosts | shapes |
    | --- | --- | --- | --- |
    | \`sourcehut\` | sourcehut | \`git.sr.ht\` | 3 |"
  `);
});

it.each([
  ['a template that is none', "[{ match: ['https://example.com/{'], why: w, instead: i }]", "expected '}' in '{'"],
  ['a scheme that is not https', "[{ match: ['http://example.com/x'], why: w, instead: i }]", 'expected https://'],
  ['no advice', "[{ match: ['https://example.com/x'], why: w }]", 'instead'],
])('a known file with %s is refused', (_, text, message) => {
  expect(() => compileKnownFiles([{ path: 'rules/known-files.yml', text }])).toThrow(message);
});
