import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { UserError } from '../errors.ts';
import { createGit } from '../ports/git.ts';
import type { Host } from './host.ts';

const commit = v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/));
const side = v.looseObject({
  sha: commit,
  repo: v.nullish(v.looseObject({ full_name: v.string() })),
});
// What GitHub sends (https://docs.github.com/webhooks/webhook-events-and-payloads), in the parts that are read; other events have none of them.
const schema = v.looseObject({
  pull_request: v.exactOptional(
    v.looseObject({ number: v.pipe(v.number(), v.integer(), v.minValue(1)), base: side, head: side }),
  ),
  merge_group: v.exactOptional(v.looseObject({ base_sha: commit })),
  before: v.nullish(v.string()),
});

/** Where the run comes from. */
export type Event = {
  /** `pull_request`, `push`, `schedule`: as GitHub names it; empty where nothing says. */
  readonly name: string;
  /** Null for what is no pull request. */
  readonly pullRequest: { readonly number: number; readonly isFork: boolean } | null;
  /** The commit that the event compares with: the base branch's of a pull request, what was there before a push. Null where there is none. */
  readonly base: string | null;
  /** True where what is checked out is proposed and not accepted yet: its own settings must not decide about it. */
  readonly isProposal: boolean;
};

/** Reads GITHUB_EVENT_PATH. Throws a UserError when it is none of GitHub's; without the variable there is no event. */
export function readEvent(env: Host['env']): Event {
  const name = env.GITHUB_EVENT_NAME ?? '';
  const path = env.GITHUB_EVENT_PATH ?? '';
  const { pull_request: pull, merge_group: group, before } = path === '' ? {} : parseEvent(path);
  if (pull !== undefined) {
    const { number, base, head } = pull;
    const isFork = head.repo?.full_name !== base.repo?.full_name;
    return { name, pullRequest: { number, isFork }, base: base.sha, isProposal: true };
  }
  if (group !== undefined) return { name, pullRequest: null, base: group.base_sha, isProposal: true };
  // To take it for somebody's own branch would let a proposal decide about itself.
  if (/^(?:pull_request|merge_group)/.test(name)) {
    throw new UserError(`GITHUB_EVENT_PATH holds no event of GitHub: it tells of no ${name}`);
  }
  // A branch that is new has only zeros before it.
  const isCommit = v.is(commit, before) && !/^0+$/.test(before);
  return { name, pullRequest: null, base: name === 'push' && isCommit ? before : null, isProposal: false };
}

function parseEvent(path: string): v.InferOutput<typeof schema> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UserError(`GITHUB_EVENT_PATH cannot be read: ${path}`, { exitCode: 3, cause: error });
  }
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = (issue.path ?? []).map((item) => String(item.key)).join('.');
  throw new UserError(`GITHUB_EVENT_PATH holds no event of GitHub: ${where}: ${issue.message}`);
}

/**
 * The base of an event as a commit of the checkout. GitHub's merge commit of a pull request has the base branch as it was then for its first
 * parent, which is newer than what the event says where the branch went on.
 */
export async function toBase(event: Event, env: Host['env'], folder: string): Promise<string | null> {
  if (event.name !== 'pull_request' || event.base === null) return event.base;
  const git = createGit({ env, folder });
  const found = await git.local(folder, 'rev-list', ['--max-count=1', '--parents', '--end-of-options', 'HEAD', '--']);
  if (found.kind === 'failed') return event.base;
  const [head, first, second] = found.text.trim().split(' ');
  const isMerge = head === env.GITHUB_SHA && /^refs\/pull\/\d+\/merge$/.test(env.GITHUB_REF ?? '');
  return isMerge && first !== undefined && second !== undefined ? first : event.base;
}

/** True for a commit that this clone has. A push of several commits begins before the last ones that were fetched, a forced one elsewhere. */
export async function isInClone(id: string, env: Host['env'], folder: string): Promise<boolean> {
  const list = ['--max-count=1', '--end-of-options', `${id}^{commit}`, '--'];
  return (await createGit({ env, folder }).local(folder, 'rev-list', list)).kind === 'output';
}
