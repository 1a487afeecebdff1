import type { Fetch } from '../model/fetch.ts';
import { knownText } from '../model/value.ts';
import { lockedCommit } from './lockfiles/index.ts';
import type { ClassifyOptions, Meaning } from './meaning.ts';
import { repositorySource } from './source-key.ts';

/** A repository that a manifest names moves no more where the lockfile of its tool holds the commit. */
export function applyLockfile({ act }: Fetch, meaning: Meaning, { read }: ClassifyOptions): Meaning {
  const { source } = meaning;
  if (act.kind !== 'fetch' || meaning.kind !== 'git' || meaning.verdict === 'exact' || source === null) return meaning;
  const { file } = act.invocation.word;
  const held = lockedCommit(act.marks, file, { asked: textOf, locator: source.locator, ref: source.ref }, read);
  if (held === undefined) return meaning;
  return {
    ...meaning,
    source: repositorySource('git', source.locator, held.commit),
    candidates: [],
    refPieces: [],
    refKind: 'commit',
    verdict: 'exact',
    identity: { kind: 'commit', value: held.commit },
    why: `${held.path} holds the commit`,
  };

  function textOf(role: string): string | undefined {
    const word = act.kind === 'fetch' ? act.captures.get(role)?.word : undefined;
    return word === undefined ? undefined : knownText(word.pieces);
  }
}
