import type { ClassifiedFetch } from '../model/source.ts';
import type { Span } from '../model/span.ts';
import { flatten, type Pieces, type Word } from '../model/value.ts';
import { layText } from './lay.ts';
import { combine, type Proposal, propose, type Refusal, refuse, type Texts } from './proposal.ts';
import { replaceRef } from './replace-ref.ts';
import { hasSpan, isSameSpan } from './splice.ts';

/** `behind-word`: behind the word of the instruction; `behind-value`: where the reference was written (an ARG that holds all of it). */
export type ImageStyle = 'behind-value' | 'behind-word';

/** `FROM name:tag` becomes `FROM name:tag@sha256:...`; the tag stays for people and for tools that update it. */
export function pinImage(
  { fetch, outcomes }: ClassifiedFetch,
  digest: string,
  style: ImageStyle,
  texts: Texts,
): Proposal | Refusal {
  const parts = [...new Set([fetch, ...outcomes])].map(({ act }): Proposal | Refusal => {
    if (act.kind !== 'fetch') return refuse('it is no image');
    return style === 'behind-value'
      ? pinValue(act.url, act.invocation.word, digest, texts)
      : pinWord(act.url, digest, act.invocation.word);
  });
  return combine(parts);
}

/** `ADD https://host/o/r.git#ref:folder`: the fragment's ref, or one more fragment where there is none (docs.docker.com, "ADD"). */
export function pinAddedRepository(
  { fetch: { act }, outcomes, refPieces }: ClassifiedFetch,
  commit: string,
  texts: Texts,
): Proposal | Refusal {
  if (act.kind !== 'fetch') return refuse('it is no ADD of a repository');
  const { url, invocation } = act;
  if (outcomes.some((other) => !isSamePlace(other.url.pieces, url.pieces)))
    return refuse('its URL is spelled in several ways');
  const text = flatten(url.pieces);
  if (refPieces.length > 0) {
    if (/[?&](?:branch|tag)=/.test(text)) return refuse('its URL says what kind of ref it names');
    return replaceRef({ pieces: refPieces, at: url.at }, invocation.word, commit, 'written', texts);
  }
  if (/[#?]/.test(text)) return refuse('its URL has a part behind "#" or "?" and no ref');
  if (url.at === null) return refuse('its URL is put together elsewhere');
  const last = url.pieces.at(-1)?.at;
  const end = last !== undefined && hasSpan(url.at, last) ? last.end : url.at.end;
  return propose({
    commands: [{ span: { ...url.at, start: end, end }, text: `#${commit}`, why: 'ref' }],
    exclusive: [invocation.word],
  });
}

function isSamePlace(a: Pieces, b: Pieces): boolean {
  return a.length === b.length && a.every(({ at }, index) => isSameSpan(at, b[index]?.at ?? { ...at, start: -1 }));
}

/** `ADD https://...` takes the hash that the file must have (docs.docker.com, "ADD --checksum"). */
export function pinAddedFile({ fetch: { act } }: ClassifiedFetch, sha256: string): Proposal | Refusal {
  const { word } = act.invocation;
  const span = { ...word, start: word.end };
  return propose({ commands: [{ span, text: ` --checksum=sha256:${sha256}`, why: 'check' }], exclusive: [word] });
}

function pinValue(url: Word, reader: Span, digest: string, texts: Texts): Proposal | Refusal {
  const [only, second] = url.pieces;
  const isElsewhere = only?.kind === 'text' && second === undefined && (url.at === null || !hasSpan(url.at, only.at));
  if (!isElsewhere) return refuse('its reference is written in the instruction');
  const length = only.text.length;
  const laid = layText(url.pieces, { start: length, end: length, text: `@${digest}` }, url.at, 'ref', texts);
  if (laid.kind === 'refusal') return laid;
  return propose({
    values: laid.edits,
    expectations: [{ pieces: url.pieces, text: `${only.text}@${digest}`, at: only.at, reader }],
  });
}

function pinWord(url: Word, digest: string, command: Span): Proposal | Refusal {
  if (url.at === null) return refuse('its reference is put together elsewhere');
  const last = url.pieces.at(-1);
  const isLocal = last?.kind === 'text' && last.verbatim && hasSpan(url.at, last.at) && url.at.end - last.at.end <= 1;
  const end = isLocal ? last.at.end : url.at.end;
  const span = { file: url.at.file, start: end, end };
  return propose({ commands: [{ span, text: `@${digest}`, why: 'ref' }], exclusive: [command] });
}
