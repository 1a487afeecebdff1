import type { Edit } from '../model/edit.ts';
import type { Span } from '../model/span.ts';
import type { MatchedEvent } from '../model/step.ts';
import type { Pieces } from '../model/value.ts';
import { spanKey } from './span-index.ts';

/** One way to write a pin into the files, not yet checked against what else the same text feeds. */
export type Proposal = {
  readonly kind: 'proposal';
  /** Splices of text that may be read in several places: the use graph judges them. */
  readonly values: readonly Edit[];
  /** Splices of the command itself: options, a command behind it. */
  readonly commands: readonly Edit[];
  /** Command words whose commands now name one commit literally, or words that do: all that is fetched by them must want it. */
  readonly exclusive: readonly Span[];
  /** What these pieces must say once all edits of the plan are made. */
  readonly expectations: readonly Expectation[];
  /** File and folder names that change with the ref. */
  readonly names: readonly ChangedName[];
  /** What a person should know about the new text, as sentences. */
  readonly notes: readonly string[];
};

/** `at` is where a person looks for it, `reader` the command word (or instruction) whose word it is a part of. */
export type Expectation = {
  readonly pieces: Pieces;
  readonly text: string;
  readonly at: Span;
  readonly reader: Span;
};

export type ChangedName = { readonly old: string; readonly new: string };

/** Why a pin cannot be written; a sentence with its place, lower case. */
export type Refusal = { readonly kind: 'refusal'; readonly reason: string };

/** The files as they are, and how a shell runs them: `read` by root-relative path, `place` names a span as `path:line` for people. */
export type Texts = {
  readonly read: (path: string) => string | undefined;
  readonly place: (span: Span) => string;
  /** True when `set -e` acts on the command with this command word, in any reading of it. */
  readonly endsShell: (word: Span) => boolean;
  /** True when nothing follows from the command's failure in some reading: neither `set -e` nor a list acts on it. */
  readonly isUnwatched: (word: Span) => boolean;
};

const NOTHING = { values: [], commands: [], exclusive: [], expectations: [], names: [], notes: [] } as const;

/** A proposal from the parts that differ from "nothing". */
export function propose(parts: Partial<Omit<Proposal, 'kind'>>): Proposal {
  return { kind: 'proposal', ...NOTHING, ...parts };
}

export function refuse(reason: string): Refusal {
  return { kind: 'refusal', reason };
}

/** All of them together; the first refusal wins. */
export function combine(parts: readonly (Proposal | Refusal)[]): Proposal | Refusal {
  const proposals: Proposal[] = [];
  for (const part of parts) {
    if (part.kind === 'refusal') return part;
    proposals.push(part);
  }
  return propose({
    values: proposals.flatMap((part) => part.values),
    commands: proposals.flatMap((part) => part.commands),
    exclusive: proposals.flatMap((part) => part.exclusive),
    expectations: proposals.flatMap((part) => part.expectations),
    names: proposals.flatMap((part) => part.names),
    notes: proposals.flatMap((part) => part.notes),
  });
}

/** A reader of files that can name places; lines are 1-based. */
export function toTexts(read: (path: string) => string | undefined, steps: readonly MatchedEvent[] = []): Texts {
  const ending = new Set<string>();
  const unwatched = new Set<string>();
  for (const { event } of steps) {
    if (event.kind !== 'invocation') continue;
    if (event.endsShell) ending.add(spanKey(event.word));
    if (event.failure.kind === 'ignored' && event.failure.why === 'no-errexit') unwatched.add(spanKey(event.word));
  }
  const lines = new Map<string, readonly number[]>();
  const endsOf = (file: string): readonly number[] => {
    const known = lines.get(file);
    if (known !== undefined) return known;
    const text = read(file) ?? '';
    const ends: number[] = [];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) ends.push(at);
    lines.set(file, ends);
    return ends;
  };
  return {
    read,
    isUnwatched: (word) => unwatched.has(spanKey(word)),
    endsShell: (word) => ending.has(spanKey(word)),
    place: ({ file, start }) => {
      const ends = endsOf(file);
      let [low, high] = [0, ends.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((ends[middle] ?? 0) < start) low = middle + 1;
        else high = middle;
      }
      return `${file}:${low + 1}`;
    },
  };
}
