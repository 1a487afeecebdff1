import { expect, it } from 'vitest';
import { progressOf } from '../../src/run/progress.ts';

it('tells how many have answered, and how much has come', () => {
  const lines: string[] = [];
  const { onProgress, onDownload } = progressOf({ progress: (text) => lines.push(text) });
  onProgress?.({ done: 1, total: 3, locator: 'docker.io/library/debian' });
  onDownload?.({
    locator: 'https://example.com/a',
    received: 250_000,
    size: 1_500_000,
    receivedInAll: 2_250_000,
    sizeInAll: 3_500_000,
    files: 2,
  });
  onDownload?.({
    locator: 'https://example.com/a',
    received: 250_000,
    size: null,
    receivedInAll: 250_000,
    sizeInAll: 250_000,
    files: 1,
  });
  expect(lines).toEqual([
    'asked 1 of 3: docker.io/library/debian',
    'downloaded 2.3 MB of 3.5 MB, 2 files; 0.3 MB of 1.5 MB of https://example.com/a',
    'downloaded 0.3 MB, 1 file; 0.3 MB of https://example.com/a',
  ]);
});
