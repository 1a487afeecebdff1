/** What a written name may turn out to be. */
export type RefMeaning = 'branch' | 'tag' | 'commit';

/** What a command takes a name for, the first that there is; what is missing it never takes it for. */
export type RefOrder = readonly RefMeaning[];

/**
 * How git and the hosts read a name. `hosted`: a host's archive, or `git fetch`. `cloned`: `git clone -b`, `origin/x`, where hex digits of any
 * number are a name. `installed`: tools that look for a branch first. `local`: `git checkout` and `git reset` after a clone, which has tags and
 * commits, and of the branches only those of the remote: these come last (git-checkout(1), on a remote branch of that name).
 */
export const REF_ORDERS = {
  hosted: ['tag', 'branch', 'commit'],
  cloned: ['branch', 'tag'],
  tagged: ['tag', 'branch'],
  installed: ['branch', 'tag', 'commit'],
  local: ['tag', 'commit', 'branch'],
  commit: ['commit'],
} as const satisfies Readonly<Record<string, RefOrder>>;

/** True where a commit is looked for before this full name of a ref is taken. */
export function isCommitBefore(order: RefOrder, fullName: string): boolean {
  const [commit, name] = [order.indexOf('commit'), order.indexOf(meaningOf(fullName))];
  return commit >= 0 && (name < 0 || commit < name);
}

function meaningOf(fullName: string): RefMeaning {
  return fullName.startsWith('refs/tags/') ? 'tag' : 'branch';
}
