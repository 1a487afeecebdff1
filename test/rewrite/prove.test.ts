import { describe, expect, it } from 'vitest';
import type { Edit } from '../../src/model/edit.ts';
import { planRewrite, prove, rewrite } from '../../src/rewrite/index.ts';
import { applyEdits } from '../../src/rewrite/splice.ts';
import { MASTER, PINS } from './pins.ts';
import { pinOf, scan } from './scan.ts';

const A = 'https://github.com/acme/lib/archive/master.tar.gz';
const BEFORE = `wget -O a ${A}\nwget -O b https://github.com/acme/third/archive/dev.tar.gz\n`;

function plan(text: string) {
  const scanned = scan({ 'a.sh': text });
  return { scanned, planned: planRewrite(scanned.fetches, pinOf(PINS), () => text, scanned.steps) };
}

describe('prove', () => {
  const { scanned, planned } = plan(BEFORE);
  const good = applyEdits(BEFORE, planned.edits.get('a.sh') ?? []);
  const doubtsOf = (text: string) =>
    prove(scanned.fetches, scan({ 'a.sh': text }).fetches, planned).doubts.map(({ reason }) => reason);

  it('has no doubt about what was planned', () => {
    expect(good).toBe(BEFORE.replace('archive/master', `archive/${MASTER}`));
    expect(doubtsOf(good)).toEqual([]);
  });

  it.each([
    ['the pin is missing', BEFORE, 'would be moving'],
    ['another commit is pinned', good.replace('b00', 'b11'), 'instead of exact at its pin'],
    [
      'another fetch is lost',
      good.replace(/wget -O b .*\n/, ''),
      'would no longer fetch git+https://github.com/acme/third@dev',
    ],
    [
      'another fetch moved to another ref',
      good.replace('dev.tar', 'mas.tar'),
      'would no longer fetch git+https://github.com/acme/third@dev',
    ],
    [
      'another fetch is dynamic',
      good.replace('dev.tar', '$V.tar'),
      'would no longer fetch git+https://github.com/acme/third@dev',
    ],
    ['a fetch is added', `${good}wget -O c ${A}\n`, 'would also fetch git+https://github.com/acme/lib@master'],
    ['a fetch goes to another host', good.replace('github.com/acme/lib', 'example.com/acme/lib'), 'would not show'],
  ])('doubts when %s', (_name, text, reason) => {
    expect(doubtsOf(text).join('\n')).toContain(reason);
  });

  it('doubts when a name no longer follows', () => {
    const before = `wget -O a ${A}\ntar xf a\ncd lib-master\n`;
    const own = plan(before);
    const edits: readonly Edit[] = (own.planned.edits.get('a.sh') ?? []).filter(({ why }) => why !== 'dependent');
    const after = scan({ 'a.sh': applyEdits(before, edits) }).fetches;
    const { doubts } = prove(own.scanned.fetches, after, { ...own.planned, edits: new Map([['a.sh', edits]]) });
    expect(doubts.map(({ reason }) => reason).join()).toContain('would not follow the pin');
  });
});

describe('rewrite', () => {
  const tree = { 'a.sh': `wget -O a ${A}\n`, 'b.sh': `wget -O b ${A}\n` };
  const read = (path: string) => new Map(Object.entries(tree)).get(path);

  it('leaves a file alone that cannot be proven, and writes the others', () => {
    const result = rewrite({ ...scan(tree), read }, pinOf(PINS), (texts) => {
      const b = texts.has('b.sh') ? 'echo\n' : tree['b.sh'];
      return scan({ 'a.sh': texts.get('a.sh') ?? tree['a.sh'], 'b.sh': b }).fetches;
    });
    expect(result.files.map(({ path }) => path)).toEqual(['a.sh']);
    expect(result.refused.map(({ path }) => path)).toEqual(['b.sh']);
    expect(result.refused[0]?.reason).toContain('read again');
    expect([...result.applied]).toEqual([['git+https://github.com/acme/lib@master', ['a.sh']]]);
  });

  it('gives up when everything is in doubt', () => {
    const result = rewrite({ ...scan(tree), read }, pinOf(PINS), () => []);
    expect(result.files).toEqual([]);
    expect(result.refused).toHaveLength(2);
  });
});
