import type { RootScan } from '../discover/index.ts';
import type { RunPorts } from './ports.ts';

/** Links that lead to links; more than that lead nowhere. */
const MOST_LINKS = 40;

/**
 * A scan whose files that were asked for stand there under every name that they have: where a symlink leads, and the symlinks that lead to
 * them or to a folder above. A build reads `vars.sh` where the change is in what that leads to.
 */
export async function withAliases(scan: RootScan, ports: Pick<RunPorts, 'linksIn'>): Promise<RootScan> {
  const { tree, asked, gitTop, skipped } = scan;
  const known = gitTop === null ? [] : await ports.linksIn(tree.root);
  const links = new Set([...known, ...skipped.filter(({ why }) => why === 'symlink').map(({ path }) => path)]);
  const targets = [...links].flatMap((link) => {
    const target = tree.real(link);
    return target === undefined || target === link ? [] : [{ link, target }];
  });
  const files = new Set(asked.files);
  let added = asked.files.flatMap((path) => tree.real(path) ?? []);
  for (let round = 0; added.length > 0 && round < MOST_LINKS; round += 1) {
    const fresh = added.filter((path) => !files.has(path));
    for (const path of fresh) files.add(path);
    const seen = round === 0 ? [...files] : fresh;
    added = seen.flatMap((path) =>
      targets.flatMap(({ link, target }) =>
        path === target ? [link] : path.startsWith(`${target}/`) ? [`${link}${path.slice(target.length)}`] : [],
      ),
    );
  }
  // All below a link is what it leads to now.
  const folders = asked.files.filter((path) => tree.kind(path) === 'folder');
  return { ...scan, asked: { folders: [...asked.folders, ...folders], files: [...files] } };
}
