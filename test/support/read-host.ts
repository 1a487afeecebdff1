import { archiveNames, classify } from '../../src/classify/index.ts';
import { formats } from '../../src/formats/index.ts';
import { live } from '../../src/life/index.ts';
import { isFetchCommand, type MatchOptions, matchEvents, wrapper } from '../../src/match/index.ts';
import type { TreeFiles } from '../../src/model/ports.ts';
import type { Program } from '../../src/model/program.ts';
import type { ClassifiedFetch } from '../../src/model/source.ts';
import type { MatchedEvent } from '../../src/model/step.ts';
import { trace } from '../../src/trace/index.ts';

/** A file as the whole reader sees it, from its text to its fetches. */
export type HostReading = {
  readonly steps: readonly MatchedEvent[];
  readonly fetches: readonly ClassifiedFetch[];
  readonly problems: readonly string[];
};

const NO_FILES: TreeFiles = { read: () => undefined, kind: () => undefined, list: () => [] };

/** Reads one file that stands alone in its tree. */
export function readHost(path: string, text: string, options: MatchOptions = {}): HostReading {
  const program = parse(path, text);
  if (program === undefined) throw new Error(`no format reads ${path}`);
  const traced = trace(program, { tree: NO_FILES, wrapper, parse, isFetchCommand });
  const steps = matchEvents(traced.events, options);
  const fetches = classify(live(steps, archiveNames));
  return { steps, fetches, problems: traced.problems.map(({ message }) => message) };
}

function parse(path: string, text: string): Program | undefined {
  const firstLine = text.split('\n', 1)[0] ?? '';
  return formats.find((format) => format.matches(path, firstLine))?.parse(path, text);
}
