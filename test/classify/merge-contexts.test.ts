import { expect, it } from 'vitest';
import { classify, mergeContexts } from '../../src/classify/index.ts';
import type { Call } from '../../src/model/invocation.ts';
import type { Span } from '../../src/model/span.ts';
import { fetchOf, piecesOf } from './fetches.ts';

const WORD: Span = { file: 'fetch.sh', start: 10, end: 14 };

/** One reading of the command in fetch.sh, from an entry. */
function reading(entry: string, url: string, stack: readonly Call[] = []) {
  return { entry, fetches: classify([fetchOf({ url: piecesOf(url, entry), word: WORD, stack })]) };
}

function urlsOf(...readings: readonly ReturnType<typeof reading>[]): readonly string[] {
  return mergeContexts(readings).map(({ url }) => url);
}

it.each([
  [
    'a caller fills what the file alone does not know',
    [reading('fetch.sh', 'https://example.com/{V}'), reading('Dockerfile', 'https://example.com/1.2')],
    ['https://example.com/1.2'],
  ],
  [
    'the order of entries does not matter',
    [reading('Dockerfile', 'https://example.com/1.2'), reading('fetch.sh', 'https://example.com/{V}')],
    ['https://example.com/1.2'],
  ],
  [
    'two callers fill it differently',
    [
      reading('fetch.sh', 'https://example.com/{V}'),
      reading('a/Dockerfile', 'https://example.com/1.2'),
      reading('b/Dockerfile', 'https://example.com/1.3'),
    ],
    ['https://example.com/1.2', 'https://example.com/1.3'],
  ],
  [
    'a caller that knows no more changes nothing',
    [reading('fetch.sh', 'https://example.com/{V}'), reading('Dockerfile', 'https://example.com/{V}')],
    ['https://example.com/$V'],
  ],
  [
    'a caller that knows less does not drive out what is known',
    [reading('fetch.sh', 'https://example.com/1.2'), reading('Dockerfile', 'https://example.com/{V}')],
    ['https://example.com/1.2', 'https://example.com/$V'],
  ],
  [
    'one source from several entries is one',
    [reading('fetch.sh', 'https://example.com/1.2'), reading('Dockerfile', 'https://example.com/1.2')],
    ['https://example.com/1.2'],
  ],
  ['nobody calls it', [reading('fetch.sh', 'https://example.com/{V}')], ['https://example.com/$V']],
])('%s', (_name, readings, urls) => {
  expect([...urlsOf(...readings)].sort()).toEqual([...urls].sort());
});

it('keeps the outcomes of every entry', () => {
  const readings = [reading('fetch.sh', 'https://example.com/1.2'), reading('Dockerfile', 'https://example.com/1.2')];
  expect(mergeContexts(readings)[0]?.outcomes).toHaveLength(2);
});

it('keeps a default that a caller replaces with a commit, where the address is as unknown', () => {
  const read = (entry: string, ref: string) => {
    const said = {
      what: 'git',
      url: '{REPO}',
      history: [`fetched`, `checkout ${ref}`],
      overridable: ['V'],
      word: WORD,
    } as const;
    return { entry, fetches: classify([fetchOf({ ...said, file: WORD.file })]) };
  };
  const merged = mergeContexts([
    read('fetch.sh', 'main'),
    read('build.sh', '0123456789abcdef0123456789abcdef01234567'),
  ]);
  expect(merged.map(({ verdict, ref }) => `${verdict} ${ref}`)).toContain('dynamic main');
});

it('leaves other commands of the called file alone', () => {
  const other = classify([fetchOf({ url: piecesOf('https://example.com/{W}', 'fetch.sh'), file: 'fetch.sh' })]);
  const merged = mergeContexts([
    { entry: 'fetch.sh', fetches: other },
    reading('Dockerfile', 'https://example.com/1.2'),
  ]);
  expect(merged.map(({ url }) => url)).toContain('https://example.com/$W');
});
