import { BASELINE_NAME, type BaselineEntry, parseBaseline, printBaseline } from '../../config/baseline.ts';
import { UserError } from '../../errors.ts';
import type { Notice, Report } from '../../model/report.ts';
import { atomicWrite } from '../../ports/atomic-write.ts';
import { createFileReader, type Opened } from '../../ports/read-file.ts';
import { count } from '../../reports/layout.ts';
import type { JudgedStanding } from '../judge-fetches.ts';
import type { OpenRoot } from '../open-roots.ts';
import type { CheckOptions, RunPorts } from '../ports.ts';
import { isFileProblem } from './before.ts';
import { type CountedConfig, loadFrom, type Revisions } from './revisions.ts';

/** The baseline of a root: what counts, and what the tree itself holds. */
export type Baseline = {
  /** As a person would name it. */
  readonly label: string;
  readonly ids: ReadonlySet<string>;
  readonly own: readonly BaselineEntry[];
  /** Puts a new text in the place of the own one. Throws a UserError when it cannot be written. */
  readonly replace: (text: string) => void;
};

/**
 * The baseline that --baseline or pinlock.yml names, null for none. With --policy-from it is that of the revision, where it lies in the tree.
 * Throws a UserError for one that is missing or broken.
 */
export async function loadBaseline(
  root: OpenRoot,
  counted: CountedConfig,
  { options, revisions, ports }: Surroundings,
): Promise<Baseline | null> {
  const top = root.scan.tree.root;
  const own = options.baseline === null ? ownInTree(root, counted.own.baseline) : ownNamed(options.baseline);
  const relative = options.baseline === null ? counted.config.baseline : ports.pathFrom(top, options.baseline);
  if (own === null && relative === null) return null;
  const { label, entries, replace } = own ?? { label: relative ?? '', entries: [], replace: () => {} };
  const isOwn = options.policyFrom === null || relative?.startsWith('../') === true;
  const ids = new Set((isOwn ? entries : await entriesOfRevision(relative)).map(({ id }) => id));
  return { label, ids, own: entries, replace };

  async function entriesOfRevision(path: string | null): Promise<readonly BaselineEntry[]> {
    if (path === null) return [];
    const read = await loadFrom(await revisions.open(top, options.policyFrom ?? '', '--policy-from'), path);
    if (read.kind === 'trouble' && read.trouble === 'missing') return [];
    return parseBaseline(textOf(path, read), `${path} in ${options.policyFrom}`);
  }
}

type OwnBaseline = Pick<Baseline, 'label' | 'replace'> & { readonly entries: readonly BaselineEntry[] };

/** Written as every file of the tree is: no symlink leads out of it. */
function ownInTree({ scan }: OpenRoot, path: string | null): OwnBaseline | null {
  if (path === null) return null;
  const before = textOf(path, scan.tree.open(path, 'inside'));
  const replace = (text: string): void => {
    const refused = scan.tree.replace(path, before, text);
    if (refused !== undefined) throw new UserError(`${path}: ${refused}`);
  };
  return { label: path, entries: parseBaseline(before, path), replace };
}

function ownNamed(path: string): OwnBaseline {
  const read = createFileReader().read(path);
  const keep = read.kind === 'text' ? read.status : null;
  return {
    label: path,
    entries: parseBaseline(textOf(path, read), path),
    replace: (text) => void atomicWrite(path, Buffer.from(text), { keep }),
  };
}

type Surroundings = {
  readonly options: CheckOptions;
  readonly revisions: Revisions;
  readonly ports: RunPorts;
};

/** Entries for everything that fails in a report of one root; drift is none, since file and lockfile must never differ. */
export function toEntries(report: Report): readonly BaselineEntry[] {
  const fetches = report.fetches
    .filter(({ outcome, drift }) => outcome === 'fail' && drift === null)
    .map(({ id, path, source, url }): BaselineEntry => ({ id, path, source: source ?? url }));
  const problems = report.problems
    .filter((problem) => problem.outcome === 'fail' && isFileProblem(problem))
    .map(({ id, path, kind }): BaselineEntry => ({ id, path, problem: kind }));
  return [...fetches, ...problems];
}

/** Entries of the tree's own baseline that nothing is found for any more, although the whole root was read. */
export function goneEntries(
  { own }: Baseline,
  fetches: readonly JudgedStanding[],
  problemIds: ReadonlySet<string>,
): readonly BaselineEntry[] {
  // What another strictness lets pass is not gone.
  const here = fetches.filter(
    ({ isKnown, fetch, pin, outcome }) =>
      isKnown || outcome === 'fail' || (outcome === 'pass' && pin === undefined && fetch.verdict !== 'exact'),
  );
  const ids = new Set([...here.map(({ id }) => id), ...problemIds]);
  return own.filter(({ id }) => !ids.has(id));
}

/** Tells of entries that are gone. */
export function noticesOfGone({ label }: Baseline, gone: readonly BaselineEntry[]): readonly Notice[] {
  return gone.map(({ id, path, source, problem }) => ({
    kind: 'gone',
    path: label,
    message: `${source ?? problem ?? 'the finding'} in ${path} (${id}) is gone; check --update-baseline removes the entry`,
  }));
}

/** Tells of entries that the revision's baseline does not have. */
export function noticesOfBaseline({ label, own, ids }: Baseline, revision: string): readonly Notice[] {
  return own
    .filter(({ id }) => !ids.has(id))
    .map(({ path, source, problem }) => ({
      kind: 'baseline',
      path: label,
      message: `new entry for ${source ?? problem ?? 'a finding'} in ${path}; it does not count before it is in ${revision}`,
    }));
}

/** Takes the entries that are gone out of the file; it never gets longer. */
export function shrinkBaseline(
  { label, own, replace }: Baseline,
  gone: readonly BaselineEntry[],
  warn: (message: string) => void,
): void {
  if (gone.length === 0) return;
  const ids = new Set(gone.map(({ id }) => id));
  replace(printBaseline(own.filter(({ id }) => !ids.has(id))));
  warn(`${label}: ${count(gone.length, 'entry was', 'entries were')} removed, ${own.length - gone.length} left`);
}

function textOf(label: string, read: Opened): string {
  if (read.kind === 'text') return read.text;
  const hint = read.trouble === 'missing' ? `pinlock init --baseline makes ${BASELINE_NAME}` : undefined;
  throw new UserError(`${label}: the baseline ${read.message}`, hint === undefined ? {} : { hint });
}
