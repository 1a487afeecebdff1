import { archiveNames, classify } from '../../src/classify/index.ts';
import { formats } from '../../src/formats/index.ts';
import { live } from '../../src/life/index.ts';
import {
  callPrograms,
  hasFetchWord,
  isCall,
  isFetchCommand,
  isUnclearFetch,
  type MatchOptions,
  matchEvents,
  readWords,
  variablesOf,
  wrapper,
} from '../../src/match/index.ts';
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

/** Reads one file; `files` are the others of its tree. */
export function readHost(
  path: string,
  text: string,
  options: MatchOptions = {},
  files: Readonly<Record<string, string>> = {},
): HostReading {
  const program = parse(path, text);
  if (program === undefined) throw new Error(`no format reads ${path}`);
  const traced = trace(program, {
    tree: treeOf(files),
    wrapper,
    parse,
    isFetchCommand,
    hasFetchWord,
    isUnclearFetch,
    readWords,
    variablesOf,
    callPrograms,
    isCall,
  });
  const steps = matchEvents(traced.events, options);
  const fetches = classify(live(steps, archiveNames));
  return { steps, fetches, problems: traced.problems.map(({ message }) => message) };
}

function treeOf(files: Readonly<Record<string, string>>): TreeFiles {
  return {
    read: (path) => files[path],
    kind: (path) => (files[path] === undefined ? undefined : 'file'),
    list: () => [],
  };
}

function parse(path: string, text: string, fallback?: string): Program | undefined {
  const firstLine = text.split('\n', 1)[0] ?? '';
  const format = formats.find(({ matches }) => matches(path, firstLine)) ?? formats.find(({ id }) => id === fallback);
  return format?.parse(path, text);
}
