import type { ResolveOptions } from '../resolve/index.ts';
import type { RunPorts } from './ports.ts';

/** What resolving tells of itself while it runs, as one line that is written over and over. */
export function progressOf({
  progress,
}: Pick<RunPorts, 'progress'>): Pick<ResolveOptions, 'onProgress' | 'onDownload'> {
  return {
    onProgress: ({ done, total, locator }) => progress(`asked ${done} of ${total}: ${locator}`),
    onDownload: ({ locator, received, size, receivedInAll, sizeInAll, files }) => {
      const whole =
        sizeInAll > receivedInAll ? `${megabytes(receivedInAll)} of ${megabytes(sizeInAll)}` : megabytes(receivedInAll);
      const part = size === null ? megabytes(received) : `${megabytes(received)} of ${megabytes(size)}`;
      progress(`downloaded ${whole}, ${files === 1 ? '1 file' : `${files} files`}; ${part} of ${locator}`);
    },
  };
}

/** `12.3 MB`, of a million bytes each. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
