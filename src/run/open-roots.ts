import { forgeIds, toRepositoryKey } from '../classify/index.ts';
import { type Config, loadConfig } from '../config.ts';
import { discover, type FoundFile, type RootScan } from '../discover/index.ts';
import { formats } from '../formats/index.ts';
import { mayFetch, ruleIds } from '../match/index.ts';
import type { TreeFiles } from '../model/ports.ts';
import type { RunOptions, RunPorts } from './ports.ts';
import { type Reading, readFetches } from './read-fetches.ts';
import { steadyTree } from './steady-tree.ts';

/** One root, found and read. */
export type OpenRoot = {
  /** How reports name it: `.`, or where there are several its path from where the run began. */
  readonly name: string;
  readonly scan: RootScan;
  readonly config: Config;
  /** Files as they were when they were first read. */
  readonly tree: TreeFiles;
  readonly reading: Reading;
  /** Reads files of this root again, for texts that are not written yet. */
  readonly read: (files: readonly FoundFile[], tree: TreeFiles) => Reading;
};

/** Discover, then read the fetches of every root; throws a UserError for paths and configurations that cannot be used. */
export async function openRoots(options: RunOptions, ports: RunPorts): Promise<readonly OpenRoot[]> {
  const configs = new Map<string, Config>();
  const scans = await discover(options.paths, options.cwd, {
    listFiles: ports.listFiles,
    openTree: ports.openTree,
    formats,
    mayFetch: (text) => mayFetch(text, options.packages),
    selectionOf: async (tree) => {
      const config = await loadConfig(tree, options.config, { forges: forgeIds, rules: ruleIds });
      configs.set(tree.root, config);
      return config;
    },
  });
  const roots: OpenRoot[] = [];
  for (const scan of scans) {
    const config = configs.get(scan.tree.root);
    if (config === undefined) throw new Error('a root without its configuration');
    for (const { path, why } of scan.skipped) {
      if (why === 'unknown-format') ports.warn(`${path}: skipped, no known kind of build file`);
    }
    const tree = steadyTree(scan.tree, new Map(scan.files.map(({ path, text }) => [path, text])));
    const name = scans.length === 1 ? '.' : ports.pathFrom(options.cwd, scan.tree.root);
    const read: OpenRoot['read'] = await readerOf(scan, config, options, ports);
    roots.push({ name, scan, config, tree, read, reading: read(scan.files, tree) });
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
  const isVisible = (path: string) => !scan.isIgnored(path);
  return (files, tree) => {
    const committed: TreeFiles = { ...tree, read: (path) => (isVisible(path) ? tree.read(path) : undefined) };
    return readFetches(files, committed, { ownForges: config.forges, ownRepositories, packages });
  };
}
