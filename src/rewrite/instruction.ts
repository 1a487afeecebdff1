import type { FetchAct } from '../model/act.ts';
import type { ClassifiedFetch } from '../model/source.ts';
import type { Span } from '../model/span.ts';
import { flatten, type Pieces, slicePieces, type Word } from '../model/value.ts';
import { layChanges, layText, withChanges } from './lay.ts';
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
    return style === 'behind-value' ? pinValue(act.url, act.invocation.word, digest, texts) : pinWord(act.url, digest);
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
    const kind = /[?&](branch|tag)=[^&#]*/.exec(text);
    if (kind !== null) return pinQuery(act, kind, commit, texts);
    return replaceRef({ pieces: refPieces, at: url.at }, invocation.word, commit, 'written', texts);
  }
  const added = addedRef(text, commit);
  if (added === undefined) return refuse('its URL has a part behind "#" that is no ref');
  const [before] = slicePieces(url.pieces, added.offset - 1, added.offset);
  if (url.at === null || before === undefined || !hasSpan(url.at, before.at))
    return refuse('its URL is put together elsewhere');
  const { end } = before.at;
  return propose({
    commands: [{ span: { ...url.at, start: end, end }, text: added.text, why: 'ref' }],
    exclusive: [invocation.word],
  });
}

/** Where a URL without a ref takes one: in its fragment before the folder, in its query, or behind it. */
function addedRef(text: string, commit: string): { readonly offset: number; readonly text: string } | undefined {
  const fragment = text.indexOf('#');
  if (fragment >= 0) return text[fragment + 1] === ':' ? { offset: fragment + 1, text: commit } : undefined;
  return { offset: text.length, text: text.includes('?') ? `&ref=${commit}` : `#${commit}` };
}

function isSamePlace(a: Pieces, b: Pieces): boolean {
  return a.length === b.length && a.every(({ at }, index) => isSameSpan(at, b[index]?.at ?? { ...at, start: -1 }));
}

/** `?branch=` and `?tag=` say what kind of ref they name, `?ref=` takes a commit. */
function pinQuery(
  { url, invocation }: FetchAct,
  { index, 0: { length }, 1: kind = '' }: RegExpExecArray,
  commit: string,
  texts: Texts,
): Proposal | Refusal {
  const start = index + 1;
  const changes = [
    { start, end: start + kind.length, text: 'ref' },
    { start: start + kind.length + 1, end: index + length, text: commit },
  ];
  const laid = layChanges(url.pieces, changes, url.at, 'ref', texts);
  if (laid.kind === 'refusal') return laid;
  const text = withChanges(flatten(url.pieces), changes);
  return propose({
    values: laid.edits,
    expectations: [{ pieces: url.pieces, text, at: url.at ?? invocation.word, reader: invocation.word }],
  });
}

const CHECKSUM_NOTE =
  'ADD --checksum needs Dockerfile syntax 1.6 or newer (BuildKit 0.12, Docker 24 and later have it built in)';
const OLD_SYNTAX = /^#[ \t]*syntax[ \t]*=[ \t]*(?:docker\.io\/)?docker\/dockerfile:1\.[0-5](?![\d])/im;

/** `ADD https://...` takes the hash that the file must have (docs.docker.com, "ADD --checksum"). */
export function pinAddedFile({ fetch: { act } }: ClassifiedFetch, sha256: string, texts: Texts): Proposal | Refusal {
  const { word, variants } = act.invocation;
  const where = texts.place(word);
  const content = texts.read(word.file) ?? '';
  if (!variants.every(({ words }) => isOneSource(words, word, content)))
    return refuse(`ADD at ${where} takes a checksum for one source only`);
  if (OLD_SYNTAX.test(content.slice(0, 1000)))
    return refuse(`ADD --checksum needs Dockerfile syntax 1.6 or newer, and ${word.file} asks for an older one`);
  const span = { ...word, start: word.end };
  return propose({
    commands: [{ span, text: ` --checksum=sha256:${sha256}`, why: 'check' }],
    exclusive: [word],
    notes: [CHECKSUM_NOTE],
  });
}

/** Local sources are no words of the fetch, so what stands between the words tells whether there are any. */
function isOneSource(words: readonly Word[], { end }: Span, content: string): boolean {
  const [source, target, ...more] = words.slice(1).filter(({ pieces }) => !flatten(pieces).startsWith('--'));
  if (source?.at == null || target?.at == null || more.length > 0) return false;
  const flags = content.slice(end, source.at.start).split(/\s/);
  return (
    flags.every((flag) => flag.startsWith('--') || NOTHING.test(flag)) &&
    NOTHING.test(content.slice(source.at.end, target.at.start))
  );
}

const NOTHING = /^[\s\\`[,"']*$/;

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

function pinWord(url: Word, digest: string): Proposal | Refusal {
  if (url.at === null) return refuse('its reference is put together elsewhere');
  const last = url.pieces.at(-1);
  const isLocal = last?.kind === 'text' && last.verbatim && hasSpan(url.at, last.at);
  const end = isLocal ? last.at.end : url.at.end;
  const span = { file: url.at.file, start: end, end };
  return propose({ commands: [{ span, text: `@${digest}`, why: 'ref' }], exclusive: [url.at] });
}
