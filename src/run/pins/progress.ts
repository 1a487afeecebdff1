import type { ResolveOptions } from '../../resolve/index.ts';
import type { RunPorts } from '../ports.ts';

/** Milliseconds between two drawings of bytes: they come by the thousand. */
const BETWEEN_BYTES = 100;

/** What resolving tells of itself while it runs: one line that sums it up, and one for each place that has not answered yet. */
export function progressOf({
  progress,
  now,
}: Pick<RunPorts, 'progress' | 'now'>): Required<Pick<ResolveOptions, 'onStart' | 'onProgress' | 'onDownload'>> {
  const running = new Map<string, string>();
  let [done, total, drawn, bytes] = [0, 0, 0, ''];
  const draw = (): void => {
    progress([`asked ${done} of ${total}${bytes}`, ...[...running].map(([locator, part]) => `  ${locator}${part}`)]);
  };
  return {
    onStart: (start) => {
      total = start.total;
      running.set(start.locator, '');
      draw();
    },
    onProgress: (one) => {
      ({ done, total } = one);
      running.delete(one.locator);
      draw();
    },
    onDownload: (one) => {
      const files = one.files === 1 ? '1 file' : `${one.files} files`;
      bytes = `, downloaded ${share(one.receivedInAll, one.sizeInAll)}, ${files}`;
      running.set(one.locator, `: ${share(one.received, one.size ?? 0)}`);
      const time = now().getTime();
      if (time - drawn < BETWEEN_BYTES) return;
      drawn = time;
      draw();
    },
  };
}

/** `1.0 MB of 2.0 MB`; a size that is not known or reached is left out. */
function share(received: number, size: number): string {
  return size > received ? `${megabytes(received)} of ${megabytes(size)}` : megabytes(received);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
