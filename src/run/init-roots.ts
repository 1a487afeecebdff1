import { BASELINE_NAME, printBaseline } from '../config/baseline.ts';
import { type Config, parseConfig } from '../config.ts';
import { compileGlobs } from '../discover/index.ts';
import { UserError } from '../errors.ts';
import type { Report } from '../model/report.ts';
import { CONFIG_NAME, type Hold } from '../model/settings.ts';
import type { RealTree } from '../ports/files.ts';
import type { HookPlace } from '../ports/git/hook.ts';
import { renderConfig, renderWorkflow } from '../reports/render-config.ts';
import { HOOK_COMMAND } from '../reports/render-hook.ts';
import { openRoots } from './open-roots.ts';
import { NO_CHECK, type RunOptions, type RunPorts } from './ports.ts';
import { reportOpenRoot, reportRoots } from './report-roots.ts';
import { toEntries } from './since/baselines.ts';

/** What stands below one root before anything is written. */
export type Survey = {
  /** As reports name the root; absolute as `top`. */
  readonly name: string;
  readonly top: string;
  /** Absolute top of the repository, null outside of any. */
  readonly gitTop: string | null;
  readonly config: Config;
  /** Files that exist already: they are never overwritten. */
  readonly existing: ReadonlySet<string>;
  /** What check says, by the settings that are there. */
  readonly report: Report;
  /** Where a hook of git belongs. */
  readonly hook: HookPlace;
  /** Folders of other people's code in which fetches were found, each with their number. */
  readonly vendored: readonly { readonly folder: string; readonly fetches: number }[];
};

/** What is to be written; `exclude` are globs. `workflow` is the action's place (`owner/name@ref`), `hook` the text of a hook, null for none. */
export type Plan = {
  readonly exclude: readonly string[];
  readonly hold: Hold | null;
  readonly baseline: boolean;
  readonly workflow: string | null;
  readonly hook: string | null;
};

/** Names of folders that hold code which others maintain, by the custom of many languages. */
const VENDORED: ReadonlySet<string> = new Set(
  [
    'vendor',
    'vendored',
    'third_party',
    'third-party',
    'thirdparty',
    '3rdparty',
    '3rd_party',
    'external',
    'extern',
  ].concat(['node_modules', 'bower_components', 'site-packages', 'Godeps', 'Pods', 'Carthage']),
);

export const WORKFLOW_PATH = '.github/workflows/pinlock.yml';

const LOOKED_FOR: readonly string[] = [
  ...[CONFIG_NAME, BASELINE_NAME, WORKFLOW_PATH, '.github', '.gitlab-ci.yml'],
  ...['.pre-commit-config.yaml', '.husky', 'lefthook.yml'],
];

/** Looks at every root; writes nothing. */
export async function surveyRoots(options: RunOptions, ports: RunPorts): Promise<readonly Survey[]> {
  const roots = await openRoots(options, ports);
  const surveys: Survey[] = [];
  for (const root of roots) {
    const { name, scan, config } = root;
    const top = scan.tree.root;
    const report = scan.isWhole ? await reportOpenRoot(root, options, ports) : await check(top, options, ports, config);
    surveys.push({
      name,
      top,
      gitTop: scan.gitTop,
      config,
      existing: new Set(LOOKED_FOR.filter((path) => scan.tree.kind(path) !== undefined)),
      report,
      hook: await ports.findHook(top),
      vendored: vendoredIn(report),
    });
  }
  return surveys;
}

/**
 * Writes what a plan says, and gives the root-relative paths of what was written. Throws a UserError where there is nothing to write, or a
 * file is there already; existing files are left as they are, but for the line in pinlock.yml that names a new baseline.
 */
export async function initRoot(
  survey: Survey,
  plan: Plan,
  options: RunOptions,
  ports: RunPorts,
): Promise<readonly string[]> {
  refuseExisting(survey, plan);
  const { top, config, existing } = survey;
  const tree = ports.openTree(top);
  const written: string[] = [];
  const create = (path: string, text: string): void => {
    const refused = tree.create(path, text);
    if (refused !== undefined) throw new UserError(`${top}/${path}: ${refused}`, { exitCode: 3 });
    written.push(path);
  };
  if (plan.baseline) {
    const isAsSurveyed = plan.exclude.length === 0 && (plan.hold ?? config.hold) === config.hold;
    const counted = { ...config, exclude: [...config.exclude, ...plan.exclude], hold: plan.hold ?? config.hold };
    const report = isAsSurveyed ? survey.report : await check(top, options, ports, counted);
    create(BASELINE_NAME, printBaseline(toEntries(report)));
  }
  if (!existing.has(CONFIG_NAME))
    create(CONFIG_NAME, renderConfig({ ...plan, baseline: plan.baseline ? BASELINE_NAME : null }));
  else if (plan.baseline) {
    await nameBaseline(tree);
    written.push(CONFIG_NAME);
  }
  if (plan.workflow !== null) create(WORKFLOW_PATH, renderWorkflow(plan.workflow));
  return written;
}

/** Writes the hook of a plan, which belongs to no commit: its path, null where the same one is there. Throws a UserError. */
export async function initHook({ top, hook }: Survey, text: string, ports: RunPorts): Promise<string | null> {
  // Of several roots in one repository the first has written it.
  const now = hook.kind === 'free' ? await ports.findHook(top) : hook;
  if (now.kind !== 'free') {
    refuseHook(now, text, top);
    return null;
  }
  const refused = await ports.writeHook(now.path, text);
  if (refused !== undefined) throw new UserError(`${now.path}: ${refused}`, { exitCode: 3 });
  return now.path;
}

/** Nobody's hook is touched. */
function refuseHook(hook: HookPlace, text: string, top: string): void {
  if (hook.kind === 'free' || (hook.kind === 'taken' && hook.text === text)) return;
  if (hook.kind === 'none') throw new UserError(`${top}: there is no repository of git for a hook`);
  const why = hook.kind === 'taken' ? 'is there already' : 'is the place of another program (core.hooksPath)';
  throw new UserError(`${hook.path}: ${why}, and is left as it is`, { hint: `add this line to it: ${HOOK_COMMAND}` });
}

function refuseExisting({ config, existing, hook, top, gitTop }: Survey, plan: Plan): void {
  if (plan.hook !== null) refuseHook(hook, plan.hook, top);
  if (plan.baseline && (config.baseline !== null || existing.has(BASELINE_NAME))) {
    throw new UserError(`${config.baseline ?? BASELINE_NAME}: there is a baseline already, and it only shrinks`, {
      hint: 'pinlock check --update-baseline takes out what is gone',
    });
  }
  if (plan.workflow !== null && gitTop !== null && gitTop !== top) {
    throw new UserError(`${top}: GitHub reads workflows at the top of the repository alone, ${gitTop}`, {
      hint: 'one that stands there checks this folder with the input working-directory',
    });
  }
  if (plan.workflow !== null && existing.has(WORKFLOW_PATH)) throw new UserError(`${WORKFLOW_PATH} is there already`);
  if (existing.has(CONFIG_NAME) && !plan.baseline && plan.workflow === null && plan.hook === null) {
    throw new UserError(`${CONFIG_NAME} is there already`, {
      hint: 'edit it; --baseline, --workflow and --hook add what they make to what is there',
    });
  }
}

/** One line more at the end of pinlock.yml, if it then says what it should. */
async function nameBaseline(tree: RealTree): Promise<void> {
  const read = tree.open(CONFIG_NAME, 'inside');
  if (read.kind !== 'text') throw new UserError(`${CONFIG_NAME}: ${read.message}`);
  const line = `baseline: ${BASELINE_NAME}`;
  const after = `${read.text}${read.text === '' || read.text.endsWith('\n') ? '' : '\n'}${line}\n`;
  const says = await parseConfig(after, CONFIG_NAME).catch(() => null);
  const refused =
    says?.baseline === BASELINE_NAME ? tree.replace(CONFIG_NAME, read.text, after) : 'it is not a plain list of keys';
  if (refused !== undefined)
    throw new UserError(`${CONFIG_NAME}: ${refused}`, { hint: `add the line "${line}" by hand` });
}

function check(top: string, options: RunOptions, ports: RunPorts, config: Config): Promise<Report> {
  return reportRoots('check', { ...options, ...NO_CHECK, paths: [top] }, ports, () => ({ ...config, baseline: null }));
}

function vendoredIn({ fetches }: Report): Survey['vendored'] {
  const found = new Map<string, number>();
  for (const { path } of fetches) {
    const components = path.split('/').slice(0, -1);
    const length = components.findIndex((name) => VENDORED.has(name)) + 1;
    if (length === 0) continue;
    const folder = components.slice(0, length).join('/');
    found.set(folder, (found.get(folder) ?? 0) + 1);
  }
  return [...found].map(([folder, count]) => ({ folder, fetches: count }));
}

/** How many of the findings are left once the excludes of a plan count; for the question whether a baseline is wanted. */
export function findingsBeside({ report }: Survey, exclude: readonly string[]): number {
  const isExcluded = exclude.length === 0 ? () => false : compileGlobs(exclude);
  return report.fetches.filter(({ outcome, path }) => outcome === 'fail' && !isExcluded(path)).length;
}
