import { UserError } from '../../errors.ts';
import {
  type CommandEnd,
  type Exported,
  keepResults,
  makeTemporaryFolder,
  needStateFolder,
  runCommand,
  type Signals,
  startInPlace,
  toKeptPath,
} from '../../hold/index.ts';
import { count } from '../../reports/layout.ts';
import type { HoldSummary } from '../../reports/render-hold.ts';
import type { RunOptions, RunPorts } from '../ports.ts';
import { copyPlan, summarise } from './export-root.ts';
import { findOverridden } from './find-overrides.ts';
import { type BuildSurroundings, leadToVendor } from './lead-to-vendor.ts';
import { type HoldPlan, planHold } from './plan-hold.ts';

export type BuildOptions = RunOptions & {
  /** The command's name and its arguments. */
  readonly command: readonly [string, ...string[]];
  /** Paths, as seen from `cwd`, that are brought back from the copy. */
  readonly keep: readonly string[];
  /** Go on although a fetch has no pin. */
  readonly allowsUnpinned: boolean;
  /** In the tree itself, not in a copy. */
  readonly isInPlace: boolean;
  /** Absolute: nothing is asked for elsewhere then. Null: the build asks the hosts. */
  readonly vendor: string | null;
  readonly signals: Signals;
  /** Told before the command starts what is held, and what not. */
  readonly announce: (summary: HoldSummary) => void;
};

/**
 * Runs a command where the project's files hold their pins: in a copy, or in the tree for the time of the build. The command's own exit code
 * comes back. Throws a UserError for everything that keeps it from starting; opens no connection.
 */
export async function runRoot(options: BuildOptions, ports: RunPorts): Promise<number> {
  const plan = await planHold(options, ports);
  const keep = toKeep(options, plan, ports);
  if (options.isInPlace) return runInPlace(plan, options, ports);
  const { folder, scratch, remove } = makeTemporaryFolder(plan.root.scan.tree.root);
  let surroundings: BuildSurroundings = { env: ports.env, end: async () => {} };
  try {
    const exported = copyPlan(plan, folder, true, ports);
    let summary = withOverrides(summarise(plan, exported), plan, options, ports);
    if (options.vendor !== null) {
      const led = await leadToVendor(plan, { vendor: options.vendor, copy: folder, scratch }, ports);
      surroundings = led.surroundings;
      summary = { ...summary, unheld: [...summary.unheld, ...led.unheld], notes: [...summary.notes, ...led.notes] };
    }
    announce(summary, options);
    const { code } = await start(options, { cwd: cwdIn(folder, plan, options, ports), env: surroundings.env }, ports);
    const written = new Set(plan.rewrite.files.map(({ path }) => path));
    const kept = keepResults(folder, plan.root.scan.tree.root, keep, written);
    for (const { path, reason } of kept.refused) ports.warn(`--keep ${path}: ${reason}`);
    if (keep.length > 0) ports.warn(`${count(kept.files, 'file')} kept`);
    return code;
  } finally {
    await surroundings.end();
    remove();
  }
}

async function runInPlace(plan: HoldPlan, options: BuildOptions, ports: RunPorts): Promise<number> {
  const { tree } = plan.root.scan;
  announce(withOverrides(summarise(plan, NOTHING_REFUSED), plan, options, ports), options);
  const state = needStateFolder(ports.env, tree.root);
  const inPlace = startInPlace(state, tree, plan.rewrite.files);
  try {
    const { code } = await start(options, { cwd: options.cwd, env: ports.env }, ports, inPlace.note);
    return code;
  } finally {
    for (const { path, reason } of inPlace.restore().left) ports.warn(`${path}: ${reason}; it is left as it is`);
  }
}

function withOverrides(
  summary: HoldSummary,
  plan: HoldPlan,
  { command }: BuildOptions,
  { env }: RunPorts,
): HoldSummary {
  const overridden = findOverridden(plan, command, env);
  return { ...summary, held: summary.held - overridden.length, unheld: [...summary.unheld, ...overridden] };
}

const NOTHING_REFUSED: Exported = { refused: [], notes: [] };

function announce(summary: HoldSummary, options: BuildOptions): void {
  options.announce(summary);
  const unpinned = summary.unheld.filter(({ kind }) => kind === 'unpinned').length;
  const missing = summary.unheld.filter(({ kind }) => kind === 'not-vendored').length;
  if (missing > 0 && !options.allowsUnpinned) {
    throw new UserError(`${count(missing, 'fetch', 'fetches')} without a vendored copy: the build was not started`, {
      hint: 'pinlock vendor keeps them while their hosts are there; --allow-unpinned builds without them',
    });
  }
  const overridden = summary.unheld.filter(({ kind }) => kind === 'overridden').length;
  if (overridden > 0 && !options.allowsUnpinned) {
    throw new UserError(`${count(overridden, 'fetch', 'fetches')} set from outside: the build was not started`, {
      hint: 'unset the variables that are named above; --allow-unpinned builds with what they say',
    });
  }
  if (unpinned === 0 || options.allowsUnpinned) return;
  throw new UserError(`${count(unpinned, 'fetch', 'fetches')} without a pin: the build was not started`, {
    hint: 'pinlock resolve makes the pins; --allow-unpinned builds without them',
  });
}

async function start(
  { command: [program, ...args], signals }: BuildOptions,
  { cwd, env }: { readonly cwd: string; readonly env: RunPorts['env'] },
  ports: RunPorts,
  onStart: ((id: number) => void) | null = null,
): Promise<CommandEnd> {
  const end = await runCommand({ program, args, cwd, env, signals, onStart });
  if (end.fault !== null) ports.warn(end.fault);
  return end;
}

/** The folder of the copy that is what `cwd` is in the tree. */
function cwdIn(copy: string, plan: HoldPlan, { cwd }: RunOptions, ports: RunPorts): string {
  const path = ports.pathFrom(plan.root.scan.tree.root, ports.realPath(cwd));
  return path === '.' ? copy : `${copy}/${path}`;
}

function toKeep(options: BuildOptions, plan: HoldPlan, ports: RunPorts): readonly string[] {
  if (options.isInPlace && options.vendor !== null)
    throw new UserError(
      '--vendor and --in-place exclude each other: texts that lead to the vendored copies are for a copy',
    );
  if (options.isInPlace && options.keep.length > 0) {
    throw new UserError('--keep and --in-place exclude each other', {
      hint: 'with --in-place the build leaves its results in the tree anyway',
    });
  }
  const folder = ports.pathFrom(plan.root.scan.tree.root, ports.realPath(options.cwd));
  return options.keep.map((path) => toKeptPath(path, folder));
}
