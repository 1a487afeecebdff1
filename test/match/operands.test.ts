import { expect, it } from 'vitest';
import { assignOperands } from '../../src/match/assign-operands.ts';
import { isVague, newReading } from '../../src/match/reading.ts';
import type { Operand } from '../../src/match/rule.ts';
import { show, toWords } from './words.ts';

const URL: Operand = { name: 'url', least: 1, many: false, shape: 'repository' };
const DIR: Operand = { name: 'dir', least: 0, many: false };
const URLS: Operand = { name: 'url', least: 0, many: true, shape: 'web-url' };
const ITEMS: Operand = { name: 'item', least: 1, many: true };
const TO: Operand = { name: 'to', least: 1, many: false };
const COUNT: Operand = { name: 'count', least: 0, many: false, shape: 'number' };
const REF: Operand = { name: 'ref', least: 0, many: false, shape: 'revision' };

const U = 'https://example.com/acme/tool';

function assign(operands: readonly Operand[], line: string): string {
  const reading = newReading();
  for (const word of line === '' ? [] : toWords(line)) reading.operands.push({ word, isVague: isVague(word) });
  if (!assignOperands(operands, reading)) return 'no';
  return [...reading.words]
    .map(([name, list]) => `${name}=${list.map(({ word }) => show([word])).join(',')}`)
    .join(' ');
}

it.each([
  ['one word', [URL, DIR], U, `url=${U}`],
  ['two words', [URL, DIR], `${U} d`, `url=${U} dir=d`],
  ['too few', [URL, DIR], '', 'no'],
  ['too many', [URL, DIR], `${U} d e`, 'no'],
  ['options that nobody knows, first', [URL, DIR], `$O ${U} d`, `url=${U} dir=d`],
  ['options that nobody knows, no folder', [URL, DIR], `$O ${U}`, `url=${U}`],
  ['options that nobody knows, between', [URL, DIR], `${U} $O d`, `url=${U} dir=d`],
  ['an unknown folder', [URL, DIR], `${U} $D`, `url=${U} dir=$D`],
  ['an unknown URL', [URL, DIR], '$U', 'url=$U'],
  ['an unknown URL and its folder', [URL, DIR], '$U $D', 'url=$U dir=$D'],
  ['a quoted unknown is the URL', [URL, DIR], '$O %U', 'url=$U'],
  ['an unknown URL and a known folder', [URL, DIR], '$U /src', 'url=$U dir=/src'],
  ['options that nobody knows and a local repository', [URL, DIR], '$O ../tool d', 'url=../tool dir=d'],
  ['a URL rather than a quoted unknown', [URL, DIR], `$O ${U} %D`, `url=${U} dir=$D`],
  [
    'many URLs',
    [URLS],
    'https://a.example.com https://b.example.com',
    'url=https://a.example.com,https://b.example.com',
  ],
  ['many URLs and options', [URLS], `$O https://a.example.com $P`, 'url=https://a.example.com'],
  ['unknown words only: the last may be the URL', [URLS], '$O $U', 'url=$U'],
  ['the machine itself is no URL', [URLS], 'http://localhost:80/ https://a.example.com', 'url=https://a.example.com'],
  ['in any spelling', [URLS], 'http://127.1/ http://[0:0::1]/ https://a.example.com', 'url=https://a.example.com'],
  ['the last is the target', [ITEMS, TO], 'a b c', 'item=a,b to=c'],
  ['a count that is there', [COUNT, ITEMS], '3 curl x', 'count=3 item=curl,x'],
  ['a count that is not there', [COUNT, ITEMS], 'curl x', 'item=curl,x'],
  ['a path is no ref', [REF], '.', 'no'],
  ['a ref and a path', [REF], 'main Makefile', 'no'],
] as const)('%s', (_, operands, line, expected) => {
  expect(assign(operands, line)).toBe(expected);
});

it('drops thousands of unknown words in one go', () => {
  const line = `${'$O '.repeat(100_000)}a b`;
  expect(assign([TO, DIR], line)).toBe('to=a dir=b');
});
