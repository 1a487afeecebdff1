import { archiveNames, classify } from '../../src/classify/index.ts';
import { live } from '../../src/life/index.ts';
import { isFetchCommand, matchEvents, wrapper } from '../../src/match/index.ts';
import type { Program } from '../../src/model/program.ts';
import type { ClassifiedFetch } from '../../src/model/source.ts';
import type { Span } from '../../src/model/span.ts';
import { type TracePorts, trace } from '../../src/trace/index.ts';
import { loadTrees } from '../support/trees.ts';

/**
 * The first fetch that reads differently when idle commands are run as well (src/trace/idle.ts); undefined when there is none, or when one of
 * the two readings reached a bound: that one may have seen less.
 */
export function differenceOf(program: Program, ports: TracePorts): string | undefined {
  const [short, whole] = [ports, { ...ports, runsIdle: true as const }].map((own) => {
    const { events, problems } = trace(program, own);
    const fetches = classify(live(matchEvents(events), archiveNames, ports.tree.read), {});
    return { lines: fetches.map(lineOf), isBound: problems.some(({ kind }) => kind === 'bound') };
  });
  if (short === undefined || whole === undefined || short.isBound || whole.isBound) return undefined;
  for (let index = 0; index < Math.max(short.lines.length, whole.lines.length); index++) {
    const [a, b] = [short.lines[index], whole.lines[index]];
    if (a !== b) return `reads as ${a ?? 'nothing'}, with idle commands as ${b ?? 'nothing'}`;
  }
  return undefined;
}

/** Compares all build files of every folder in a folder, as they are; the number of those that differ. */
export async function compareTrees(folder: string): Promise<number> {
  let differing = 0;
  let files = 0;
  for (const { name, files: own, tree, newParse } of await loadTrees(folder)) {
    const parse = newParse();
    for (const { path, text } of own) {
      const program = parse(path, text);
      if (program === undefined) continue;
      files += 1;
      const difference = differenceOf(program, { tree, parse, wrapper, isFetchCommand });
      if (difference === undefined) continue;
      differing += 1;
      console.log(`${name}/${path}: ${difference}`);
    }
  }
  console.log(`${files} files, ${differing} read differently with idle commands`);
  return differing;
}

function lineOf(fetch: ClassifiedFetch): string {
  const { rule, kind, place, source, candidates, url, ref, refKind, verdict, identity, verified, why } = fetch;
  const checks = fetch.checks.map(({ swallowed, invocation }) => [placeOf(invocation.word), swallowed]);
  const related = fetch.related.map(({ role, at }) => [role, placeOf(at)]);
  const keys = [source, ...candidates].map((known) => known?.key);
  const { overridable, missing } = fetch;
  return JSON.stringify([
    ...[rule, kind, placeOf(place), keys, url, ref, refKind, verdict, identity, verified, why],
    ...[overridable, missing, checks, related],
  ]);
}

function placeOf({ file, start, end }: Span): string {
  return `${file}:${start}-${end}`;
}
