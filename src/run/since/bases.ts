import type { OpenRoot } from '../open-roots.ts';
import type { RunPorts } from '../ports.ts';

/**
 * What leads to each root from the top of the repository, where code hosts begin their paths (`''` for nothing); from where the run began where
 * the roots lie in no repository or in several.
 */
export function basesOf(roots: readonly OpenRoot[], { pathFrom }: Pick<RunPorts, 'pathFrom'>): readonly string[] {
  const tops = new Set(roots.map(({ scan }) => scan.gitTop));
  const [top = null] = tops;
  return roots.map(({ name, scan }) => {
    const base = tops.size === 1 && top !== null ? pathFrom(top, scan.tree.root) : name;
    return base === '.' ? '' : base;
  });
}
