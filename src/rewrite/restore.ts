import type { Pin } from '../model/pin.ts';
import type { ClassifiedFetch, SourceKey } from '../model/source.ts';
import type { MatchedEvent } from '../model/step.ts';
import { flatten, type Word } from '../model/value.ts';
import { pinDownload } from './archive.ts';
import { layText } from './lay.ts';
import { combine, type Proposal, propose, type Refusal, refuse, type Texts } from './proposal.ts';
import { replaceRef } from './replace-ref.ts';
import { removeCheck } from './restore-check.ts';
import { restoreClone } from './restore-clone.ts';
import { restoreSelect } from './restore-select.ts';

/** What a fetch is to name again: the lockfile's key, the ref in it (null: the default branch, or a file), and the pin that it stands at. */
export type RestoredRef = {
  readonly kind: 'ref';
  readonly key: SourceKey;
  readonly ref: string | null;
  readonly isBranch: boolean;
  readonly pin: Pin;
};

/** The ways to take the pin out of the text again, the best first. Never empty; a refusal says why there is none. */
export function findRestorations(
  classified: ClassifiedFetch,
  ref: RestoredRef,
  steps: readonly MatchedEvent[],
  texts: Texts,
): readonly (Proposal | Refusal)[] {
  const outcomes = [...new Set([classified.fetch, ...classified.outcomes])];
  const { act } = classified.fetch;
  if ('digest' in ref.pin) return [combine(outcomes.map((outcome) => restoreImage(outcome, ref, texts)))];
  if ('sha256' in ref.pin) return [combine(outcomes.map((outcome) => removeCheck(outcome, steps, texts)))];
  if (act.kind === 'fetch' && act.what !== 'git') return [pinDownload(classified, ref.ref ?? 'HEAD', texts)];
  // A build context is an address as that of ADD is.
  const isAddress = act.invocation.form === 'instruction' || (act.kind === 'fetch' && act.marks.has('context'));
  if (isAddress) return [restoreAdded(classified, ref, texts)];
  return [
    combine(
      outcomes.map((outcome) => {
        const cloned = restoreClone(outcome, ref, texts);
        return cloned.kind === 'proposal' ? cloned : restoreSelect(outcome, ref, steps, texts);
      }),
    ),
  ];
}

/** `name:tag@sha256:...` loses its digest; the tag comes back where somebody left it out. */
function restoreImage({ act }: ClassifiedFetch['fetch'], { ref }: RestoredRef, texts: Texts): Proposal | Refusal {
  if (act.kind !== 'fetch') return refuse('it is no image');
  const { url, invocation } = act;
  const text = flatten(url.pieces);
  const at = text.indexOf('@sha256:');
  if (at < 0) return refuse('its digest does not stand in the reference');
  const hasTag = text.slice(text.lastIndexOf('/', at) + 1, at).includes(':');
  const tag = hasTag || ref === null || ref === 'latest' ? '' : `:${ref}`;
  return change(url, at, text.length, tag, invocation.word, texts);
}

/** `#SHA` of a repository that ADD brings, or `?ref=SHA`. */
function restoreAdded(
  { fetch: { act }, refPieces }: ClassifiedFetch,
  { ref }: RestoredRef,
  texts: Texts,
): Proposal | Refusal {
  if (act.kind !== 'fetch') return refuse('it is no ADD of a repository');
  const { url, invocation } = act;
  if (refPieces.length === 0) return refuse('its commit does not stand in the address');
  if (ref !== null) return replaceRef({ pieces: refPieces, at: url.at }, invocation.word, ref, 'written', texts);
  const text = flatten(url.pieces);
  const named = /(?:#|[?&]ref=)[0-9a-f]{40,64}/.exec(text);
  if (named === null) return refuse('its commit does not stand behind "#" or "ref="');
  const end = named.index + named[0].length;
  if (text[end] === ':') return change(url, named.index + 1, end, '', invocation.word, texts);
  return change(url, named.index, end, '', invocation.word, texts);
}

function change(
  url: Word,
  start: number,
  end: number,
  text: string,
  reader: ClassifiedFetch['place'],
  texts: Texts,
): Proposal | Refusal {
  const laid = layText(url.pieces, { start, end, text }, url.at, 'ref', texts);
  if (laid.kind === 'refusal') return laid;
  const old = flatten(url.pieces);
  const now = old.slice(0, start) + text + old.slice(end);
  return propose({
    values: laid.edits,
    expectations: [{ pieces: url.pieces, text: now, at: url.at ?? reader, reader }],
  });
}
