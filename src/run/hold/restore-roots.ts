import { findRoot } from '../../discover/index.ts';
import { finishInPlace, stateFolder } from '../../hold/index.ts';
import type { RealTree } from '../../ports/files.ts';
import type { RunPorts } from '../ports.ts';

/** `busy`: the process of a build that is still running; null: no build was killed here. */
export type RestoreSummary = ReturnType<typeof finishInPlace>;

/** Puts back what a killed `run --in-place` left in the root of `cwd`. */
export function restoreRoot(cwd: string, ports: Pick<RunPorts, 'env' | 'realPath' | 'openTree'>): RestoreSummary {
  const { path } = findRoot(ports.realPath(cwd));
  const folder = stateFolder(ports.env, path);
  return folder === null ? null : finishInPlace(folder, ports.openTree(path));
}

/** Opens a tree as every command does: what a killed build left in it is put back first, and said. */
export function openFinished(
  open: (root: string) => RealTree,
  { env, warn }: Pick<RunPorts, 'env' | 'warn'>,
): (root: string) => RealTree {
  return (root) => {
    const tree = open(root);
    const folder = stateFolder(env, tree.root);
    const result = folder === null ? null : finishInPlace(folder, tree);
    if (result === null) return tree;
    if ('busy' in result) {
      warn(
        `a build with pins in place is running in this tree (process ${result.busy}): its files are not the project's own`,
      );
      return tree;
    }
    const { restored, left } = result;
    if (restored.length > 0) warn(`a build with pins in place was killed here: ${restored.join(', ')} put back`);
    for (const { path, reason } of left) warn(`a build with pins in place was killed here: ${path} ${reason}`);
    return open(root);
  };
}
