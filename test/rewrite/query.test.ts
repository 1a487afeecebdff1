import { expect, it } from 'vitest';
import { HEAD, refusal, rewritten } from './pins.ts';

const U = 'https://api.github.com/repos/acme/lib/contents/x';

it.each([
  ['single quotes', `curl -o x '${U}'`, `curl -o x '${U}?ref=${HEAD}'`],
  ['double quotes', `curl -o x "${U}"`, `curl -o x "${U}?ref=${HEAD}"`],
])('a query is written inside of quotes: %s', (_, script, expected) => {
  expect(rewritten({ 'a.sh': script })).toEqual({ 'a.sh': expected });
});

it('and nowhere else: it may be a pattern there', () => {
  expect(refusal({ 'a.sh': `curl -o x ${U}` })).toContain('which a shell may read as syntax');
});
