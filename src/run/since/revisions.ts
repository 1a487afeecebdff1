import { type Config, loadConfig, loadConfigIn } from '../../config.ts';
import { UserError } from '../../errors.ts';
import { CONFIG_NAME } from '../../model/settings.ts';
import type { RealTree } from '../../ports/files.ts';
import type { Revision } from '../../ports/git/revision.ts';
import type { Opened } from '../../ports/read-file.ts';
import { type OpenRoot, VOCABULARY } from '../open-roots.ts';
import type { CheckOptions, RunPorts } from '../ports.ts';
import { type BaseRoot, readBase } from './base-root.ts';

/** The revisions that a check looks at, each opened and read once for each root, although two options may name the same. */
export type Revisions = {
  /** `option` is the one that asked, for messages. Throws a UserError that says how to get a revision that is not there. */
  readonly open: (folder: string, revision: string, option: string) => Promise<Revision>;
  readonly read: (root: OpenRoot, revision: string, option: string) => Promise<BaseRoot>;
};

/** Opens nothing yet. */
export function createRevisions(options: CheckOptions, ports: RunPorts): Revisions {
  const opened = new Map<string, Promise<Revision>>();
  const bases = new Map<string, Promise<BaseRoot>>();
  const open: Revisions['open'] = (folder, revision, option) =>
    once(opened, `${folder}\0${revision}`, async () => {
      const result = await ports.openRevision(folder, revision);
      if (result.kind === 'none') throw new UserError(`${option}: ${result.message}`, { hint: result.hint });
      return result;
    });
  return {
    open,
    read: (root, revision, option) => {
      const folder = root.scan.tree.root;
      return once(bases, `${folder}\0${revision}`, async () =>
        readBase(root, await open(folder, revision, option), options, ports),
      );
    },
  };
}

/** Settings that count, and those that the tree itself says; the same object where no other revision decides. */
export type CountedConfig = { readonly config: Config; readonly own: Config };

/**
 * The settings of a root. With --policy-from they are those of the revision (also where --config names a file of the tree), and the tree's
 * own are read nevertheless: they must be valid, and what is new in them is told.
 */
export async function loadCounted(
  tree: RealTree,
  options: CheckOptions,
  revisions: Revisions,
  ports: RunPorts,
): Promise<CountedConfig> {
  const own = await loadConfig(tree, options.config, VOCABULARY);
  if (options.policyFrom === null) return { config: own, own };
  const path = options.config === null ? CONFIG_NAME : ports.pathFrom(tree.root, options.config);
  if (path.startsWith('../')) return { config: own, own };
  const revision = await revisions.open(tree.root, options.policyFrom, '--policy-from');
  await loadFrom(revision, path);
  try {
    return { config: await loadConfigIn(revision.tree, path, VOCABULARY), own };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`in ${options.policyFrom}: ${error.message}`, { cause: error });
  }
}

/** Opens a file of a revision, its text brought into memory. Throws a UserError where git does not give it. */
export async function loadFrom(revision: Revision, path: string): Promise<Opened> {
  for (let wanted: readonly string[] = [path]; wanted.length > 0; wanted = revision.missed()) {
    const problem = await revision.load(wanted);
    if (problem !== undefined) throw new UserError(`--policy-from: ${path} cannot be read: ${problem}`);
    revision.tree.open(path, 'inside');
  }
  return revision.tree.open(path, 'inside');
}

function once<Value>(known: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>): Promise<Value> {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
