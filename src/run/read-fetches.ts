import {
  archiveNames,
  type ClassifyOptions,
  classify,
  leaveOutMade,
  mergeContexts,
  mergeVariants,
} from '../classify/index.ts';
import type { FoundFile } from '../discover/index.ts';
import { type Format, formats } from '../formats/index.ts';
import { live } from '../life/index.ts';
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
} from '../match/index.ts';
import { BOUNDS } from '../model/bounds.ts';
import { embedProgram } from '../model/embedded.ts';
import { nestedSteps } from '../model/nested-steps.ts';
import type { TreeFiles } from '../model/ports.ts';
import type { Problem } from '../model/problem.ts';
import type { Program, Step } from '../model/program.ts';
import type { ClassifiedFetch } from '../model/source.ts';
import type { Span } from '../model/span.ts';
import type { MatchedEvent } from '../model/step.ts';
import { writtenPieces } from '../model/template.ts';
import { flatten } from '../model/value.ts';
import { trace } from '../trace/index.ts';
import { KeptSteps } from './kept-steps.ts';

/** What the files of one root say. */
export type Reading = {
  readonly fetches: readonly ClassifiedFetch[];
  readonly problems: readonly Problem[];
  /** Every command of every file with its acts: where else a value is used. */
  readonly steps: () => readonly MatchedEvent[];
  /** Id of the format in which a file was read. */
  readonly formatOf: (path: string) => string;
  /** The words of a template that stand in a file, which no edit may take away. */
  readonly templateWords: (path: string) => readonly Span[];
  /** Where the instruction starts that holds a place: a comment above it speaks of all in it. A script is no instruction. */
  readonly instructionStart: (place: Span) => number;
};

/** Text to fetches, for all entry files of a root: parse, trace, match, live and classify. Pure but for reads through `tree`. */
export function readFetches(
  files: readonly FoundFile[],
  tree: TreeFiles,
  options: Partial<ClassifyOptions> & MatchOptions,
): Reading {
  const programs = new Map<string, Program | undefined>();
  const texts = new Map<string, string>();
  const parse = (path: string, text: string, fallback = 'shell'): Program | undefined => {
    if (texts.get(path) === text) return programs.get(path);
    const program = formatOf(path, text, fallback)?.parse(path, text);
    // Text that stands in another file is read by the name of a file that there may be as well.
    if (texts.has(path)) return program;
    texts.set(path, text);
    programs.set(path, program);
    return program;
  };
  const ports = {
    tree,
    wrapper,
    parse,
    isFetchCommand,
    hasFetchWord,
    isUnclearFetch,
    readWords,
    callPrograms,
    isCall,
    variablesOf,
  };
  const entries: Program[] = [];
  const matchAgain = () => entries.flatMap((program) => matchEvents(trace(program, ports).events, options));
  const readings: { entry: string; fetches: readonly ClassifiedFetch[] }[] = [];
  const problems: Problem[] = [];
  const steps = new KeptSteps();
  const included = new Set<string>();
  for (const file of files) {
    // What another file includes was read there, with the values that it has there.
    const program = included.has(file.path) ? undefined : parse(file.path, file.text);
    if (program === undefined) continue;
    const found: (readonly Problem[])[] = [];
    const variants: (readonly ClassifiedFetch[])[] = [];
    for (const one of [program, ...(program.template?.others ?? [])]) {
      const traced = trace(one, ports);
      const matched = matchEvents(traced.events, options);
      const fetches = classify(live(matched, archiveNames, tree.read), { ...options, read: tree.read });
      entries.push(one);
      found.push(traced.problems);
      for (const path of traced.included) included.add(path);
      variants.push(fetches);
      steps.add(matched);
    }
    const fetches = variants.length === 1 ? variants.flat() : mergeVariants(variants);
    if (fetches.length > BOUNDS.fetches) problems.push(tooManyFetches(file.path));
    readings.push({ entry: file.path, fetches: fetches.slice(0, BOUNDS.fetches) });
    problems.push(...(program.template === undefined ? found.flat() : problemsOfTemplate(program, found)));
  }
  return {
    fetches: leaveOutMade(mergeContexts(readings), steps.making),
    problems: withoutRepeats(problems),
    steps: () => steps.whole() ?? matchAgain(),
    formatOf: (path) => programs.get(path)?.format ?? 'shell',
    templateWords: (path) => programs.get(path)?.template?.words ?? [],
    instructionStart: (place) => {
      const steps = programs.get(place.file)?.steps ?? [];
      const holder = stepAt(place, steps);
      if (holder?.kind === 'build') return stepAt(place, instructionsIn(holder))?.at.start ?? place.start;
      const isScript = steps.length === 1 && holder === steps[0];
      return holder === undefined || isScript ? place.start : holder.at.start;
    },
  };
}

/** The outermost step that stands around a place. */
function stepAt(place: Span, steps: readonly Step[]): Step | undefined {
  for (const step of steps) {
    const { file, start, end } = step.at;
    if (file === place.file && start <= place.start && place.end <= end) return step;
    const inner = stepAt(place, nestedSteps(step));
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** The instructions of a Dockerfile that stands in place, none of one in a file of its own. */
function instructionsIn({ recipe, at }: Extract<Step, { kind: 'build' }>): readonly Step[] {
  if (recipe.kind === 'path') return [];
  const pieces = writtenPieces(recipe.template);
  const program = formatOf('Dockerfile', flatten(pieces), 'dockerfile')?.parse('Dockerfile', flatten(pieces));
  return program === undefined ? [] : embedProgram(program, pieces, at).steps;
}

/** A script that an image runs may have neither extension nor shebang; one for another interpreter is not read. */
function formatOf(path: string, text: string, fallback: string): Format | undefined {
  const firstLine = text.slice(0, 128).split(/[\r\n]/, 1)[0] ?? '';
  const known = formats.find((format) => format.matches(path, firstLine));
  if (known !== undefined || firstLine.startsWith('#!')) return known;
  return formats.find(({ id }) => id === fallback);
}

/** A template is no text of its format yet: that it breaks its syntax is said once, and only where all that may come of it does. */
function problemsOfTemplate({ file, template }: Program, found: readonly (readonly Problem[])[]): readonly Problem[] {
  const isOwn = ({ kind, path }: Problem) => kind === 'syntax' && path === file;
  const result = found.flat().filter((problem) => !isOwn(problem));
  if (found.every((problems) => problems.some(isOwn)))
    result.push({ kind: 'syntax', path: file, message: 'this template was read as far as it goes' });
  if (template?.isWhole === false)
    result.push({ kind: 'bound', path: file, message: 'more texts may come of this template than were read' });
  return result;
}

function tooManyFetches(path: string): Problem {
  return { kind: 'bound', path, message: `more than ${BOUNDS.fetches} fetches: the rest is not reported` };
}

/** A script that several images run is read once for each. */
function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
