import { type Commit, isCommit, isRevision } from '../model/pin.ts';
import type { Resolution } from '../model/resolution.ts';
import type { Source } from '../model/source.ts';
import type { Revision, Revisions } from '../ports/revisions.ts';
import type { Patience } from './patience.ts';
import { unresolved } from './refs.ts';

/** Resolves a source of Mercurial or Subversion; a full node or a revision number is its own pin, nobody is asked. */
export async function resolveRevision(
  source: Source,
  kind: 'hg' | 'svn',
  revisions: Revisions,
  patience: Patience,
  signal: AbortSignal | undefined,
): Promise<Resolution> {
  const isIdentity = kind === 'hg' ? isNode : isRevision;
  const { locator, ref } = source;
  if (ref !== null && isIdentity(ref)) return { kind: 'pinned', source, pin: { commit: ref }, notes: [] };
  const answer = await patience<Revision>(locator, () => revisions.find(kind, locator, ref, signal), signal);
  if (answer.kind === 'fault') return { kind: 'unresolved', source, reason: answer.reason, message: answer.message };
  if (!isIdentity(answer.id)) return unresolved(source, 'invalid', 'the repository gave no revision');
  return { kind: 'pinned', source, pin: { commit: answer.id }, notes: [] };
}

/** Mercurial's nodes are as long as git's sha1. */
function isNode(text: string): text is Commit {
  return text.length === 40 && isCommit(text);
}
