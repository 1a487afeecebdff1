import {
  type FetchLines,
  findIgnores,
  type InlineIgnore,
  type InlineIgnores,
  ignoreAt,
} from '../config/inline-ignores.ts';
import { compileGlobs } from '../discover/index.ts';
import type { PinMatch } from '../lock/index.ts';
import type { Problem } from '../model/problem.ts';
import type { ClassifiedFetch } from '../model/source.ts';
import { compileIgnores, compilePolicy, type Excuse, type Judgement, judge } from '../policy.ts';
import type { JudgedFetch } from '../reports/build-report.ts';
import { fetchIds } from '../reports/fetch-ids.ts';
import { type LineTable, lineTable } from '../reports/positions.ts';
import type { LockedFolder } from './lockfiles.ts';
import type { ReadRoot } from './open-roots.ts';

/** A fetch with its id and what the lockfile has for it. */
export type Standing = {
  readonly id: string;
  readonly fetch: ClassifiedFetch;
  readonly pin: PinMatch | undefined;
};

/** A standing with its judgement; `comment` is the ignore in the file that covers it, whether it counts or not. */
export type JudgedStanding = JudgedFetch & Standing & { readonly comment: InlineIgnore | null };

/** The fetches of a root with what lockfile and policy say, and the comments that were meant to be ignores and are none. */
export type Judged = { readonly fetches: readonly JudgedStanding[]; readonly problems: readonly Problem[] };

/** What another revision and the baseline say of a fetch, by id; what is not given is as in a run without them. */
export type Past = {
  /** It was not there in the revision of --since. */
  readonly isNew: (id: string) => boolean;
  readonly excuseOf: (id: string) => Excuse | null;
  /** Whether an ignore that stands in the file counts. */
  readonly accepts: (id: string, comment: InlineIgnore) => boolean;
};

const NO_PAST: Past = { isNew: () => false, excuseOf: () => null, accepts: () => true };

/** The fetches of a root that its lockfiles serve, in one order; `hash` makes the ids. */
export function standingsOf(
  root: ReadRoot,
  folders: readonly LockedFolder[],
  hash: (text: string) => string,
): readonly Standing[] {
  const found = folders.flatMap((folder) => folder.fetches.map((fetch) => ({ fetch, pin: folder.pinOf(fetch) })));
  const ids = fetchIds(
    found.map(({ fetch }) => fetch),
    { textOf: root.tree.read, hash },
  );
  return found.map((one, index) => ({ ...one, id: ids[index] ?? '' }));
}

/** Asks the policy about every fetch. `today` is YYYY-MM-DD (UTC). */
export function judgeFetches(
  root: ReadRoot,
  standings: readonly Standing[],
  options: { readonly strict: boolean; readonly today: string },
  past: Past = NO_PAST,
): Judged {
  const { config, reading } = root;
  const policyOf = compilePolicy(config.policy, compileGlobs);
  const ignoreOf = compileIgnores(config.ignores, compileGlobs);
  const texts = newTexts(root);
  const judgeOne = ({ id, fetch, pin }: Standing, comment: InlineIgnore | null): Judgement => {
    if (fetch.purpose === 'signing-key')
      return { outcome: 'pass', reason: 'signing key: no build input', isKnown: false };
    const path = fetch.place.file;
    const configured = policyOf(fetch.kind, path);
    const sources = (fetch.source === null ? fetch.candidates : [fetch.source]).map(({ key }) => key);
    return judge({
      verdict: fetch.verdict,
      isLocked: pin !== undefined,
      isDrift: pin !== undefined && pin.drift !== null,
      isIneffective: fetch.verdict !== 'exact' && fetch.outcomes.some(({ ineffective }) => ineffective.length > 0),
      hold: config.hold,
      isStrict: options.strict || configured.isStrict,
      isNew: past.isNew(id),
      ignore:
        (comment !== null && past.accepts(id, comment) ? comment : undefined) ??
        ignoreOf({ rule: fetch.rule, path, sources }) ??
        null,
      configured: configured.outcome(fetch.verdict),
      excuse: past.excuseOf(id),
      today: options.today,
    });
  };
  const fetches = standings.map((standing): JudgedStanding => {
    const { fetch, pin } = standing;
    const comment = ignoreAt(texts.ignoresOf(fetch.place.file).ignores, texts.linesOf(fetch)) ?? null;
    return {
      ...standing,
      format: reading.formatOf(fetch.place.file),
      root: root.name,
      locked: pin?.pin ?? null,
      drift: pin?.drift ?? null,
      comment,
      ...judgeOne(standing, comment),
    };
  });
  return { fetches, problems: texts.mistakes() };
}

type Texts = {
  readonly ignoresOf: (path: string) => InlineIgnores;
  readonly linesOf: (fetch: ClassifiedFetch) => FetchLines;
  readonly mistakes: () => readonly Problem[];
};

/** Comments and lines of the files that were read, each looked at once. */
function newTexts(root: ReadRoot): Texts {
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
