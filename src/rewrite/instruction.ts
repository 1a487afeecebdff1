import type { ClassifiedFetch } from '../model/source.ts';
import type { Span } from '../model/span.ts';
import { flatten, type Word } from '../model/value.ts';
import { layText } from './lay.ts';
import { combine, type Proposal, propose, type Refusal, refuse, type Texts } from './proposal.ts';
import { replaceRef } from './replace-ref.ts';
import { hasSpan } from './splice.ts';

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
  { fetch, outcomes }: ClassifiedFetch,
  commit: string,
  texts: Texts,
): Proposal | Refusal {
  const parts = [...new Set([fetch, ...outcomes])].map(({ act, url, history }): Proposal | Refusal => {
    const ref = history.at(-1)?.ref ?? (act.kind === 'fetch' ? act.ref : null);
    const word = act.kind === 'fetch' ? act.url : url;
    if (ref !== null) {
      const text = flatten(word.pieces);
      return /[?&](?:branch|tag)=/.test(text)
        ? refuse(`its URL says what kind of ref it names`)
        : replaceRef(ref, act.invocation.word, commit, texts);
    }
    if (/[#?]/.test(flatten(word.pieces))) return refuse('its URL has a part behind "#" or "?" and no ref');
    const at = word.at;
    if (at === null) return refuse('its URL is put together elsewhere');
    const last = word.pieces.at(-1)?.at;
    const end = last !== undefined && hasSpan(at, last) ? last.end : at.end;
    return propose({
      commands: [{ span: { file: at.file, start: end, end }, text: `#${commit}`, why: 'ref' }],
      exclusive: [act.invocation.word],
    });
  });
  return combine(parts);
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
