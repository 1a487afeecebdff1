import type { ResolveOptions } from '../resolve/index.ts';
import type { RunPorts } from './ports.ts';

/** What resolving tells of itself while it runs, as one line that is written over and over. */
export function progressOf({
  progress,
}: Pick<RunPorts, 'progress'>): Pick<ResolveOptions, 'onProgress' | 'onDownload'> {
  return {
    onProgress: ({ done, total, locator }) => progress(`asked ${done} of ${total}: ${locator}`),
    onDownload: ({ locator, received, size, receivedInAll }) => {
      const part = size === null ? megabytes(received) : `${megabytes(received)} of ${megabytes(size)}`;
      progress(`downloaded ${megabytes(receivedInAll)} in all; ${part} of ${locator}`);
    },
  };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
