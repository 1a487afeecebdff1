import { type FetchLines, findIgnores, type InlineIgnores, ignoreAt } from '../config/inline-ignores.ts';
import { compileGlobs } from '../discover/index.ts';
import type { PinMatch } from '../lock/index.ts';
import type { Problem } from '../model/problem.ts';
import type { ClassifiedFetch } from '../model/source.ts';
import { compileIgnores, compilePolicy, type Judgement, judge } from '../policy.ts';
import type { JudgedFetch } from '../reports/build-report.ts';
import { type LineTable, lineTable } from '../reports/positions.ts';
import type { LockedFolder } from './lockfiles.ts';
import type { OpenRoot } from './open-roots.ts';

/** The fetches of a root with what lockfile and policy say, and the comments that were meant to be ignores and are none. */
export type Judged = { readonly fetches: readonly JudgedFetch[]; readonly problems: readonly Problem[] };

/** Asks the policy about every fetch. `today` is YYYY-MM-DD (UTC). */
export function judgeFetches(
  root: OpenRoot,
  folders: readonly LockedFolder[],
  options: { readonly strict: boolean; readonly today: string },
): Judged {
  const { config, reading } = root;
  const policyOf = compilePolicy(config.policy, compileGlobs);
  const ignoreOf = compileIgnores(config.ignores, compileGlobs);
  const texts = newTexts(root);
  const toJudged = (fetch: ClassifiedFetch, pin: PinMatch | undefined, judgement: Judgement): JudgedFetch => ({
    fetch,
    format: reading.formatOf(fetch.place.file),
    root: root.name,
    locked: pin?.pin ?? null,
    drift: pin?.drift ?? null,
    ...judgement,
  });
  const judgeOne = (fetch: ClassifiedFetch, pin: PinMatch | undefined): JudgedFetch => {
    const path = fetch.place.file;
    const configured = policyOf(fetch.kind, path);
    const sources = (fetch.source === null ? fetch.candidates : [fetch.source]).map(({ key }) => key);
    if (fetch.purpose === 'signing-key')
      return toJudged(fetch, pin, { outcome: 'pass', reason: 'signing key: no build input' });
    const judgement = judge({
      verdict: fetch.verdict,
      isLocked: pin !== undefined,
      isDrift: pin !== undefined && pin.drift !== null,
      isIneffective: fetch.verdict !== 'exact' && fetch.outcomes.some(({ ineffective }) => ineffective.length > 0),
      hold: config.hold,
      isStrict: options.strict || configured.isStrict,
      isNew: false,
      ignore:
        ignoreAt(texts.ignoresOf(path).ignores, texts.linesOf(fetch)) ??
        ignoreOf({ rule: fetch.rule, path, sources }) ??
        null,
      configured: configured.outcome(fetch.verdict),
      today: options.today,
    });
    return toJudged(fetch, pin, judgement);
  };
  const fetches = folders.flatMap((folder) => folder.fetches.map((fetch) => judgeOne(fetch, folder.pinOf(fetch))));
  return { fetches, problems: texts.mistakes() };
}

type Texts = {
  readonly ignoresOf: (path: string) => InlineIgnores;
  readonly linesOf: (fetch: ClassifiedFetch) => FetchLines;
  readonly mistakes: () => readonly Problem[];
};

/** Comments and lines of the files that were read, each looked at once. */
function newTexts(root: OpenRoot): Texts {
  const ignores = new Map<string, InlineIgnores>();
  const tables = new Map<string, LineTable>();
  const textOf = (path: string): string => root.tree.read(path) ?? '';
  const tableOf = (path: string): LineTable => {
    const table = tables.get(path) ?? lineTable(textOf(path));
    tables.set(path, table);
    return table;
  };
  const ignoresOf = (path: string): InlineIgnores => {
    const found = ignores.get(path) ?? findIgnores(textOf(path));
    ignores.set(path, found);
    return found;
  };
  return {
    ignoresOf,
    linesOf: ({ place, fetch }) => {
      const { positionOf } = tableOf(place.file);
      const { span } = fetch.act.invocation;
      const end = span.file === place.file && span.end > place.end ? span.end : place.end;
      return {
        line: positionOf(place.start).line,
        endLine: positionOf(end).line,
        instructionLine: positionOf(root.reading.instructionStart(place)).line,
      };
    },
    mistakes: () =>
      root.scan.files.flatMap(({ path }) =>
        ignoresOf(path).mistakes.map(({ line, message }) => ({ kind: 'ignore', path, line, message })),
      ),
  };
}
