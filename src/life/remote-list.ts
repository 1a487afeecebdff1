import type { FetchAct, VerifyAct } from '../model/act.ts';
import type { Check } from '../model/fetch.ts';
import { both } from '../model/guard.ts';
import { basename } from '../model/path.ts';
import { flatten, pieceKey, slicePieces } from '../model/value.ts';
import { type Asking, addCheck } from './bind-check.ts';
import type { Content, Subject } from './entry.ts';
import { find } from './files.ts';
import type { List } from './list-texts.ts';
import { split, type World } from './world.ts';

type SumsAct = Extract<VerifyAct, { how: 'sums' }>;

/** A list that came from the network: it says nothing that the tree knows, but it is about somebody. */
export function verifyByRemote(world: World, act: SumsAct, asking: Asking, list: List, remote: Content): void {
  const { invocation } = act;
  for (const folder of invocation.cwd) {
    const met = both(folder.guard, remote.guard);
    if (met === undefined) continue;
    for (const [name, child] of find(world.files, split(world, folder.path))?.children ?? []) {
      for (const entry of child.entries) {
        const shared = both(entry.guard, met);
        if (entry.kind !== 'file' || entry.subject === remote.subject || shared === undefined) continue;
        if (!isListed(act, list, remote, name, entry.subject)) continue;
        const check: Check = {
          kind: 'remote-checksum',
          algorithm: act.algorithm,
          expected: null,
          swallowed: null,
          invocation: asking.invocation,
        };
        addCheck(asking, { ...entry, guard: shared }, check, remote.subject);
      }
    }
  }
}

/** By name (`tool.tgz.sha256`, `grep tool.tgz SUMS`), else by neighbourhood: the list lies beside the file on its server. */
function isListed({ list: path }: SumsAct, list: List, remote: Content, name: string, subject: Subject): boolean {
  if (list.chosenBy.some((pieces) => flatten(pieces).replaceAll('\\', '').includes(name))) return true;
  const listName = path === 'stdin' ? '' : pieceKey(basename(path));
  if (listName.startsWith(`${name}.`)) return true;
  return (
    remote.subject.act.kind === 'fetch' &&
    subject.act.kind === 'fetch' &&
    folderOf(remote.subject.act) === folderOf(subject.act)
  );
}

function folderOf(act: FetchAct): string {
  const text = flatten(act.url.pieces);
  return pieceKey(slicePieces(act.url.pieces, 0, text.lastIndexOf('/') + 1));
}
