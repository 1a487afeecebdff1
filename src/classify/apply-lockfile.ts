import type { Fetch } from '../model/fetch.ts';
import { isCommit } from '../model/pin.ts';
import { flatten, knownText } from '../model/value.ts';
import { lockedIdentity } from './lockfiles/index.ts';
import type { ClassifyOptions, Meaning } from './meaning.ts';
import { repositorySource } from './source-key.ts';

/** What a manifest names moves no more where the lockfile of its tool holds the commit of the repository, or a strong hash of the file. */
export function applyLockfile({ act }: Fetch, meaning: Meaning, { read }: ClassifyOptions): Meaning {
  const { source, kind } = meaning;
  if (act.kind !== 'fetch' || meaning.verdict === 'exact' || source === null) return meaning;
  const { file } = act.invocation.word;
  const { locator, ref } = source;
  const held = lockedIdentity(
    act.marks,
    file,
    { asked: textOf, url: flatten(act.url.pieces), isFile: act.what === 'file', locator, ref },
    read,
  );
  if (held === undefined) return meaning;
  const { identity, path } = held;
  if (kind === 'git' && act.what === 'git' && isCommit(identity))
    return {
      ...meaning,
      source: repositorySource('git', locator, identity),
      candidates: [],
      refPieces: [],
      refKind: 'commit',
      verdict: 'exact',
      identity: { kind: 'commit', value: identity },
      why: `${path} holds the commit`,
    };
  const [, algorithm, hex = ''] = /^(sha256|sha384|sha512):([0-9a-f]{64,128})$/.exec(identity) ?? [];
  if (act.what !== 'file' || algorithm === undefined) return meaning;
  const sum = { kind: 'checksum', value: identity } as const;
  return {
    ...meaning,
    refKind: kind === 'file' ? 'checksum' : meaning.refKind,
    verdict: 'exact',
    identity: algorithm === 'sha256' ? { kind: 'sha256', value: hex } : sum,
    why: `${path} holds its ${algorithm}`,
  };

  function textOf(role: string): string | undefined {
    const word = act.kind === 'fetch' ? act.captures.get(role)?.word : undefined;
    return word === undefined ? undefined : knownText(word.pieces);
  }
}
