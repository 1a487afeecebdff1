import { expect, it } from 'vitest';
import { progressOf } from '../../src/run/progress.ts';

it('tells how many have answered, and how much has come', () => {
  const lines: string[] = [];
  const { onProgress, onDownload } = progressOf({ progress: (text) => lines.push(text) });
  onProgress?.({ done: 1, total: 3, locator: 'docker.io/library/debian' });
  onDownload?.({ locator: 'https://example.com/a', received: 250_000, size: 1_500_000, receivedInAll: 2_250_000 });
  onDownload?.({ locator: 'https://example.com/a', received: 250_000, size: null, receivedInAll: 250_000 });
  expect(lines).toEqual([
    'asked 1 of 3: docker.io/library/debian',
    'downloaded 2.3 MB in all; 0.3 MB of 1.5 MB of https://example.com/a',
    'downloaded 0.3 MB in all; 0.3 MB of https://example.com/a',
  ]);
});
