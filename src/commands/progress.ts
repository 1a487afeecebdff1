import { cutToColumns } from '../reports/layout.ts';
import { toPrintable } from '../reports/printable.ts';
import type { Output } from './command.ts';

/** What is going on: the first line sums it up, each further one tells of something that runs. No lines end it. */
export type ProgressDisplay = {
  readonly show: (lines: readonly string[]) => void;
  /** Takes away what stands on the terminal, before something else is written there. */
  readonly clear: () => void;
};

/** On a terminal; the rest is counted. */
const MOST_LINES = 9;
/** Milliseconds between two lines where each of them stays, in a log. */
const BETWEEN_LINES = 5_000;

const SILENT: ProgressDisplay = { show: () => {}, clear: () => {} };

/**
 * On a terminal some lines that are written over again and again; elsewhere one line every few seconds, so that a log shows what a long
 * run is at, and a short one adds nothing. `now` is the clock.
 */
export function createProgress(output: Output, isShown: boolean, now: () => Date): ProgressDisplay {
  if (!isShown) return SILENT;
  return output.isTerminal ? liveProgress(output) : plainProgress(output, now);
}

function liveProgress(output: Output): ProgressDisplay {
  let shown = 0;
  // The cursor stands behind the last line: the way up is over the lines before it.
  const erase = (): string => (shown === 0 ? '' : `\r\u001b[K${'\u001b[A\u001b[K'.repeat(shown - 1)}`);
  return {
    show: (lines) => {
      const width = Math.max((output.columns ?? 80) - 1, 10);
      const some = lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES - 1), more(lines)] : lines;
      const text = some.map((line) => cutToColumns(toPrintable(line), width)).join('\n');
      output.write(erase() + text);
      shown = some.length;
    },
    clear: () => {
      if (shown > 0) output.write(erase());
      shown = 0;
    },
  };
}

function more(lines: readonly string[]): string {
  return `  and ${lines.length - MOST_LINES + 1} more`;
}

function plainProgress(output: Output, now: () => Date): ProgressDisplay {
  let last = now().getTime();
  return {
    show: ([summary]) => {
      const time = now().getTime();
      if (summary === undefined || time - last < BETWEEN_LINES) return;
      last = time;
      output.write(`pinlock: ${toPrintable(summary)}\n`);
    },
    clear: () => {},
  };
}
