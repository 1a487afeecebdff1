import type { ClassifiedFetch } from '../model/source.ts';
import { flatten } from '../model/value.ts';
import { followNames } from './names.ts';
import { pinUrl } from './pinned-url.ts';
import { combine, type Proposal, propose, type Refusal, refuse, type Texts } from './proposal.ts';

/** A download whose URL names a ref of a repository (an archive, a raw file): the URL names the commit afterwards. */
export function pinDownload(classified: ClassifiedFetch, commit: string, texts: Texts): Proposal | Refusal {
  const { fetch, outcomes, forge } = classified;
  if (forge === null) return refuse('this URL has no form that holds a commit');
  const url = flatten(fetch.url.pieces);
  const parts: (Proposal | Refusal)[] = [];
  for (const outcome of new Set([fetch, ...outcomes])) {
    if (flatten(outcome.url.pieces) !== url) return refuse('its URL is spelled in several ways');
    const pinned = pinUrl(outcome.url, forge, commit, texts);
    if (pinned.kind === 'refusal') return pinned;
    const { word } = outcome.act.invocation;
    const expectation = { pieces: outcome.url.pieces, text: pinned.url, at: word, reader: word };
    parts.push(
      propose({ expectations: [expectation] }),
      followNames({ ...classified, fetch: outcome }, pinned, commit, texts),
    );
  }
  return combine(parts);
}
