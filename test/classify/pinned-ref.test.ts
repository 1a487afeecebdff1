import { expect, it } from 'vitest';
import { classify, withPinnedRef } from '../../src/classify/index.ts';
import { fetchOf } from './fetches.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

it.each<readonly [readonly string[], string, string, string]>([
  [['fetched 1.5'], 'refs/heads/1.5', 'moving', 'branch'],
  [['fetched 1.5'], 'refs/tags/1.5', 'tag', 'tag'],
  [['fetched jdk17'], 'refs/tags/jdk17', 'tag', 'tag'],
  [['fetched master'], 'refs/heads/master', 'moving', 'branch'],
  [['fetched'], 'refs/heads/main', 'moving', 'default'],
  [['fetched refs/heads/1.5'], 'refs/tags/1.5', 'moving', 'branch'],
  [['fetched jdk17', 'pull jdk17'], 'refs/tags/jdk17', 'moving', 'branch'],
  [['fetched', `checkout ${COMMIT}`], 'refs/heads/main', 'exact', 'commit'],
  [['fetched 1.5'], 'refs/heads/other', 'tag', 'tag'],
])('%j that was resolved from %s is %s', (history, fullRef, verdict, refKind) => {
  const [fetch] = classify([fetchOf({ what: 'git', url: 'https://example.com/acme/tool', history })]);
  if (fetch === undefined) throw new Error('expected a fetch');
  expect(withPinnedRef(fetch, fullRef)).toMatchObject({ verdict, refKind });
});
