import { expect, it } from 'vitest';
import { formats } from '../../src/formats/index.ts';
import { embedProgram } from '../../src/model/embedded.ts';
import { writtenText } from '../../src/model/value.ts';

const BEFORE = 'services:\n  ';

it.each([
  ['a mark of a template', 'FROM debian:12\nRUN wget https://example.com/<%= name %>.tgz\n'],
  ['a name of a preprocessor', '#define NAME tool\nFROM debian:12\nRUN wget https://example.com/NAME.tgz\n'],
])('moves %s to where it stands in the file around it', (_name, recipe) => {
  const program = formats.find(({ id }) => id === 'dockerfile')?.parse('around.yml:12.dockerfile', recipe);
  if (program === undefined) throw new Error('no Dockerfile');
  const text = BEFORE + recipe;
  const pieces = [writtenText('around.yml', text, BEFORE.length, text.length)];
  const { steps } = embedProgram(program, pieces, { file: 'around.yml', start: BEFORE.length, end: text.length });
  const shown = JSON.stringify(steps);
  expect(shown).toContain('"kind":"hole"');
  expect(shown).not.toContain('around.yml:12.dockerfile');
});
