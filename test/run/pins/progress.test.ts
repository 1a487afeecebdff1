import { expect, it } from 'vitest';
import { progressOf } from '../../../src/run/pins/progress.ts';

it('tells how many have answered, who has not, and how much has come', () => {
  const shown: (readonly string[])[] = [];
  let time = 1_000;
  const { onStart, onProgress, onDownload } = progressOf({
    progress: (lines) => shown.push(lines),
    now: () => new Date(time),
  });
  onStart({ total: 3, locator: 'docker.io/library/debian' });
  onStart({ total: 3, locator: 'https://example.com/a' });
  onProgress({ done: 1, total: 3, locator: 'docker.io/library/debian' });
  const download = { locator: 'https://example.com/a', receivedInAll: 2_250_000, sizeInAll: 3_500_000, files: 2 };
  onDownload({ ...download, received: 250_000, size: 1_500_000 });
  // Too soon to be shown.
  onDownload({ ...download, received: 300_000, size: 1_500_000 });
  time += 100;
  onDownload({ ...download, received: 350_000, size: null });
  onProgress({ done: 2, total: 3, locator: 'https://example.com/a' });
  expect(shown).toEqual([
    ['asked 0 of 3', '  docker.io/library/debian'],
    ['asked 0 of 3', '  docker.io/library/debian', '  https://example.com/a'],
    ['asked 1 of 3', '  https://example.com/a'],
    ['asked 1 of 3, downloaded 2.3 MB of 3.5 MB, 2 files', '  https://example.com/a: 0.3 MB of 1.5 MB'],
    ['asked 1 of 3, downloaded 2.3 MB of 3.5 MB, 2 files', '  https://example.com/a: 0.3 MB'],
    ['asked 2 of 3, downloaded 2.3 MB of 3.5 MB, 2 files'],
  ]);
});
