import { toInertLine, toPrintable } from '../reports/printable.ts';
import type { Host } from './host.ts';

/** The log of a step, and annotations that stand at no line. All texts may hold text from outside. */
export type Log = {
  readonly line: (text: string) => void;
  readonly annotate: (level: 'error' | 'warning' | 'notice', message: string) => void;
};

export function createLog(host: Pick<Host, 'write'>): Log {
  return {
    line: (text) => host.write(`${toInertLine(toPrintable(text))}\n`),
    // Printable text has no line ends; the runner undoes %25 alone of what is left.
    annotate: (level, message) =>
      host.write(`::${level} title=pinlock::${toPrintable(message).replaceAll('%', '%25')}\n`),
  };
}
