import { forgeIds, toRepositoryKey } from '../classify/index.ts';
import type { Vocabulary } from '../config/schema.ts';
import { type Config, loadConfig } from '../config.ts';
import { discover, type FoundFile, type RootScan } from '../discover/index.ts';
import { formats } from '../formats/index.ts';
import { mayFetch, ruleIds } from '../match/index.ts';
import type { TreeFiles } from '../model/ports.ts';
import type { RealTree } from '../ports/files.ts';
import { withAliases } from './aliases.ts';
import { filesThatUse } from './changed-files.ts';
import { namingRoot } from './naming-root.ts';
import type { RunOptions, RunPorts } from './ports.ts';
import { type Reading, readFetches } from './read-fetches.ts';
import { type SteadyTree, steadyTree } from './steady-tree.ts';

/** One root, found and read. */
export type OpenRoot = {
  /** How reports name it: `.`, or where there are several its path from where the run began. */
  readonly name: string;
  readonly scan: RootScan;
  /** The settings that count. */
  readonly config: Config;
  /** Files as they were when they were first read. */
  readonly tree: SteadyTree;
  readonly reading: Reading;
  /** What is read of another revision to compare it with. */
  readonly compared: RootScan['asked'];
  /** Reads files of this root again: with texts that are not written yet, or, where `isCommitted`, as another revision held them all. */
  readonly read: (files: readonly FoundFile[], tree: TreeFiles, isCommitted?: boolean) => Reading;
};

/** What is judged: a root on disk, or what it was in a revision. */
export type ReadRoot = Pick<OpenRoot, 'name' | 'config' | 'reading'> & {
  readonly scan: Pick<RootScan, 'files' | 'lockFolders'> & { readonly tree: { readonly root: string } };
  readonly tree: TreeFiles;
};

/** What settings may name. */
export const VOCABULARY: Vocabulary = { forges: forgeIds, rules: ruleIds };

/** Gives the settings that count for a root; throws a UserError for settings that cannot be used. */
export type LoadConfig = (tree: RealTree) => Promise<Config>;

/** Discover, then read the fetches of every root; throws a UserError for paths and configurations that cannot be used. */
export async function openRoots(
  options: RunOptions,
  ports: RunPorts,
  load: LoadConfig = (tree) => loadConfig(tree, options.config, VOCABULARY),
): Promise<readonly OpenRoot[]> {
  const configs = new Map<string, Config>();
  const scans = await discover(options.paths, options.cwd, {
    listFiles: ports.listFiles,
    openTree: ports.openTree,
    formats,
    ...(options.changed ? { changes: { paths: options.changedPaths } } : {}),
    // A file between two others may fetch nothing itself.
    mayFetch: (text) => options.changed || mayFetch(text, options.packages),
    selectionOf: async (tree) => {
      const name = options.paths.length < 2 ? '.' : ports.pathFrom(options.cwd, tree.root);
      const config = await namingRoot(name, () => load(tree));
      configs.set(tree.root, config);
      return config;
    },
  });
  const roots: OpenRoot[] = [];
  for (const found of scans) {
    const scan = options.changed ? await withAliases(found, ports) : found;
    const config = configs.get(scan.tree.root);
    if (config === undefined) throw new Error('a root without its configuration');
    for (const { path, why } of scan.skipped) {
      if (why === 'unknown-format') ports.warn(`${path}: skipped, no known kind of build file`);
    }
    const tree = steadyTree(scan.tree, new Map(scan.files.map(({ path, text }) => [path, text])));
    const name = scans.length === 1 ? '.' : ports.pathFrom(options.cwd, scan.tree.root);
    const read: OpenRoot['read'] = await readerOf(scan, config, options, ports);
    const entries = options.changed ? filesThatUse(scan.files, scan.asked) : scan.files;
    const compared = options.changed ? { folders: [], files: entries.map(({ path }) => path) } : scan.asked;
    roots.push({ name, scan, config, tree, read, reading: read(entries, tree), compared });
  }
  return roots;
}

/**
 * What git ignores is no part of what is built elsewhere: a checksum that stands there holds nobody to it.
 *
 * The project's own repository is no source from outside, whatever URL a script clones it by.
 */
async function readerOf(
  scan: RootScan,
  config: Config,
  { packages }: RunOptions,
  ports: RunPorts,
): Promise<OpenRoot['read']> {
  const isWorthAsking = scan.gitTop !== null && scan.files.length > 0;
  const origins = isWorthAsking ? await ports.originsOf(scan.tree.root) : [];
  const ownRepositories = new Set(origins.map(toRepositoryKey).filter((key) => key !== undefined));
  return (files, tree, isCommitted = false) => {
    const isVisible = (path: string) => isCommitted || !scan.isIgnored(path);
    const committed: TreeFiles = { ...tree, read: (path) => (isVisible(path) ? tree.read(path) : undefined) };
    return readFetches(files, committed, { ownForges: config.forges, ownRepositories, packages });
  };
}
