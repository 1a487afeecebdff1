import { actionsCommit } from './actions.ts';
import { cargoCommit } from './cargo.ts';
import { npmCommit } from './npm.ts';
import { pnpmCommit } from './pnpm.ts';
import type { LockQuestion } from './question.ts';
import { yarnCommit } from './yarn.ts';

/** The commit that the text of a lockfile holds for what a manifest asks. */
type LockReader = (text: string, question: LockQuestion) => string | undefined;

/** By the mark of a rule: the lockfiles of its tools, in the order in which these look for them. */
const LOCKFILES: ReadonlyMap<string, readonly (readonly [string, LockReader])[]> = new Map<
  string,
  readonly (readonly [string, LockReader])[]
>([
  ['actions-lock', [['.github/workflows/actions.lock', actionsCommit]]],
  ['cargo-lock', [['Cargo.lock', cargoCommit]]],
  [
    'npm-lock',
    [
      ['npm-shrinkwrap.json', npmCommit],
      ['package-lock.json', npmCommit],
      ['yarn.lock', yarnCommit],
      ['pnpm-lock.yaml', pnpmCommit],
    ],
  ],
]);

/** A commit, and the lockfile that holds it. */
export type LockedCommit = { readonly commit: string; readonly path: string };

/**
 * What the lockfiles beside a manifest, or in the nearest folder above it that has one, hold for one of its dependencies. Where several tools
 * have their own there, all must hold the same commit: nobody knows which tool will install.
 */
export function lockedCommit(
  marks: ReadonlySet<string>,
  manifest: string,
  asked: Pick<LockQuestion, 'asked' | 'locator' | 'ref'>,
  read: (path: string) => string | undefined,
): LockedCommit | undefined {
  const readers = [...marks].flatMap((mark) => LOCKFILES.get(mark) ?? []);
  if (readers.length === 0) return undefined;
  const folders = manifest.split('/').slice(0, -1);
  for (let depth = folders.length; depth >= 0; depth--) {
    const above = folders.slice(0, depth);
    const manifestBelow = manifest.split('/').slice(depth).join('/');
    const question = { ...asked, folder: folders.slice(depth).join('/'), manifest: manifestBelow };
    const held = readers.flatMap(([name, commitOf]) => {
      const path = [...above, name].join('/');
      const text = read(path);
      return text === undefined ? [] : [{ path, commit: commitOf(text, question) }];
    });
    const [first] = held;
    if (first === undefined) continue;
    if (first.commit === undefined || held.some(({ commit }) => commit !== first.commit)) return undefined;
    return { commit: first.commit, path: first.path };
  }
  return undefined;
}
