import type { Edit } from '../model/edit.ts';
import type { Pin } from '../model/pin.ts';
import type { ClassifiedFetch, SourceKey } from '../model/source.ts';
import type { Word } from '../model/value.ts';
import { type Edited, toEdited } from './evaluate.ts';
import type { Expectation, Proposal, Texts } from './proposal.ts';
import type { FindQuestion } from './questions.ts';
import type { SearchUses } from './search-uses.ts';
import { editKey, newSpanIndex, type SpanIndex, spanKey } from './span-index.ts';
import type { Use } from './uses.ts';

/** A fetch with the proposal that is being tried for it. */
export type Attempt = {
  readonly fetch: ClassifiedFetch;
  readonly pin: Pin;
  /** Set when the fetch is to name this source again, rather than the pin. */
  readonly restored?: SourceKey;
  readonly proposal: Proposal;
};

/** A word of a fetch: its URL, or a ref of its history. */
export type FetchWord = { readonly fetch: ClassifiedFetch; readonly word: Word };

/** What surrounds the attempts: all fetches of the scan and every place where text is read. */
export type Surroundings = {
  readonly fetches: readonly ClassifiedFetch[];
  readonly searchUses: SearchUses;
  readonly usesAt: SpanIndex<Use>;
  /** Words of fetches by where their text was written, and by where they stand (`''`: they came out of a split variable). */
  readonly wordsAt: SpanIndex<FetchWord>;
  readonly wordsIn: ReadonlyMap<string, readonly FetchWord[]>;
  readonly findQuestion: FindQuestion;
  readonly texts: Texts;
};

/** All attempts together, with what they would do. */
export type Trial = {
  readonly attempts: readonly Attempt[];
  readonly pinned: ReadonlySet<ClassifiedFetch>;
  /** What the values would be. */
  readonly edited: Edited;
  readonly commands: SpanIndex<Edit>;
  /** By edit: those that need it. */
  readonly owners: ReadonlyMap<string, readonly Attempt[]>;
  /** By command word: what its words must say afterwards. */
  readonly expectations: ReadonlyMap<string, readonly Expectation[]>;
};

export function toTrial(attempts: readonly Attempt[]): Trial {
  const commands = newSpanIndex<Edit>();
  const owners = new Map<string, Attempt[]>();
  const expectations = new Map<string, Expectation[]>();
  for (const attempt of attempts) {
    for (const edit of attempt.proposal.commands) commands.add(edit.span, edit);
    for (const edit of allEdits(attempt.proposal)) append(owners, editKey(edit), attempt);
    for (const one of attempt.proposal.expectations) append(expectations, spanKey(one.reader), one);
  }
  return {
    attempts,
    pinned: new Set(attempts.map(({ fetch }) => fetch)),
    edited: toEdited(attempts.flatMap(({ proposal }) => proposal.values)),
    commands,
    owners,
    expectations,
  };
}

/** The words of all fetches, by where they were written and by where they stand. */
export function indexWords(fetches: readonly ClassifiedFetch[]): Pick<Surroundings, 'wordsAt' | 'wordsIn'> {
  const wordsAt = newSpanIndex<FetchWord>();
  const wordsIn = new Map<string, FetchWord[]>();
  for (const fetch of fetches) {
    for (const word of wordsOf(fetch)) {
      const entry = { fetch, word };
      for (const piece of word.pieces) if (piece.kind === 'text') wordsAt.add(piece.at, entry);
      append(wordsIn, word.at === null ? '' : spanKey(word.at), entry);
    }
  }
  return { wordsAt, wordsIn };
}

/** The words that say what a fetch takes: its URL and its refs, in all outcomes. */
export function wordsOf({ fetch, outcomes }: ClassifiedFetch): readonly Word[] {
  return [fetch, ...outcomes].flatMap(({ url, act, history }) => [
    url,
    ...(act.kind === 'fetch' ? [act.url, ...(act.ref === null ? [] : [act.ref])] : act.refs),
    ...history.flatMap(({ ref, act: by }) => [
      ...(ref === null ? [] : [ref]),
      ...(by.kind === 'select' && by.ref !== null ? [by.ref] : []),
    ]),
  ]);
}

/** The commit, digest or checksum of a pin. */
export function identityOf(pin: Pin): string {
  return 'commit' in pin ? pin.commit : 'digest' in pin ? pin.digest : pin.sha256;
}

/** What the text is to name: an identity, or a source. */
export function goalOf({ pin, restored }: Pick<Attempt, 'pin' | 'restored'>): string {
  return restored ?? identityOf(pin);
}

/** Edits of values and of commands. */
export function allEdits({ values, commands }: Proposal): readonly Edit[] {
  return [...values, ...commands];
}

/** A fetch's source as reports name it. */
export function showSource({ source, url }: ClassifiedFetch): string {
  return source?.key ?? url;
}

function append<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}
