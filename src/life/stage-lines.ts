/** Which stages of a file are built on which, and so which commands surely ran before a result came to be. */

/** A file system of a file, from event `since` until the next one. */
export type Stage = { readonly since: number; readonly name: string; readonly standsOn: Support[] };

/** FROM or COPY --from of an earlier stage; not sure where only some choices lead to it. */
type Support = { readonly stage: Stage; readonly isSure: boolean };

/** One result with all that it is built on. An event that `isSure` ran before it was done, one that it `mayHold` perhaps. */
export type Line = { readonly isSure: (at: number) => boolean; readonly mayHold: (at: number) => boolean };

/** What a script is: everything runs. */
const WHOLE: Line = { isSure: () => true, mayHold: () => true };

/** The stage of this name that began last. */
export function stageNamed(stages: readonly Stage[], name: string): Stage | undefined {
  return stages.findLast((stage) => stage.name === name);
}

/** The lines that what came in with an event may be part of, one for each stage that no other stands on. */
export function linesOf(stages: readonly Stage[]): (at: number) => readonly Line[] {
  if (stages.length < 2) return () => [WHOLE];
  const needed = new Set(stages.flatMap(({ standsOn }) => standsOn.map(({ stage }) => stage)));
  const results = stages.filter((stage) => !needed.has(stage)).map((stage) => lineOf(stages, stage));
  const known = new Map<Stage | undefined, readonly Line[]>();
  return (at) => {
    const origin = stageAt(stages, at);
    const before = known.get(origin);
    if (before !== undefined) return before;
    const lines = origin === undefined ? [WHOLE] : results.filter(({ mayHold }) => mayHold(at));
    known.set(origin, lines);
    return lines;
  };
}

function lineOf(stages: readonly Stage[], end: Stage): Line {
  const [sure, possible] = [supportsOf(end, true), supportsOf(end, false)];
  const isIn = (line: ReadonlySet<Stage>) => (at: number) => {
    const stage = stageAt(stages, at);
    return stage !== undefined && line.has(stage);
  };
  return { isSure: isIn(sure), mayHold: isIn(possible) };
}

function supportsOf(end: Stage, isSureOnly: boolean): ReadonlySet<Stage> {
  const result = new Set([end]);
  for (const { standsOn } of result) {
    for (const { stage, isSure } of standsOn) if (isSure || !isSureOnly) result.add(stage);
  }
  return result;
}

function stageAt(stages: readonly Stage[], at: number): Stage | undefined {
  let [low, high] = [0, stages.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stages[middle]?.since ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return stages[low - 1];
}
