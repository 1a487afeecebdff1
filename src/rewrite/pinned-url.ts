import type { Edit } from '../model/edit.ts';
import type { ForgeForm } from '../model/source.ts';
import { flatten, type Word } from '../model/value.ts';
import { type Change, layChanges, trimmedChange, withChanges } from './lay.ts';
import { type Refusal, refuse, type Texts } from './proposal.ts';

/** The edits that make a URL name its commit, and the URL as it then reads (a hole as `HOLE`). */
export type PinnedUrl = { readonly kind: 'pinned-url'; readonly edits: readonly Edit[]; readonly url: string };

/**
 * Lays the forge's pinned template over the URL as it is written: only what differs is touched. A template is needed because a ref may
 * carry more than itself (`archive/refs/heads/B` with a commit in place of B is a 404) and may stand twice (`R/name-R.tar.gz`).
 */
export function pinUrl(word: Word, form: ForgeForm, commit: string, texts: Texts): PinnedUrl | Refusal {
  if (form.pinned === null) return refuse('this URL has no form that holds a commit');
  const current = flatten(word.pieces);
  const [lead = '', ...rest] = form.pinned.split('{commit}');
  if (rest.length === 0) return refuse('this URL has no form that holds a commit');
  const changes =
    form.ref === null ? withoutRef(current, lead, rest, commit) : withRef(current, form.ref, lead, rest, commit);
  if (changes === undefined) return refuse('the ref stands in the URL in several spellings');
  const laid = layChanges(word.pieces, changes, word.at, 'ref', texts);
  if (laid.kind === 'refusal') return laid;
  return { kind: 'pinned-url', edits: laid.edits, url: withChanges(current, changes) };
}

/** A URL that means the default branch by naming none: the ref is added. */
function withoutRef(
  current: string,
  lead: string,
  rest: readonly string[],
  commit: string,
): readonly Change[] | undefined {
  return rest.length > 1 ? undefined : [trimmedChange(current, 0, current.length, lead + commit + (rest[0] ?? ''))];
}

function withRef(
  current: string,
  ref: { readonly start: number; readonly end: number },
  lead: string,
  rest: readonly string[],
  commit: string,
): readonly Change[] | undefined {
  const before = trimmedChange(current, 0, ref.start, lead);
  const [middle = '', last] = rest;
  const pinned = { start: ref.start, end: ref.end, text: commit };
  if (last === undefined)
    return [before, pinned, trimmedChange(current, ref.end, current.length, middle)].filter(isChange);
  const second = ref.end + middle.length;
  const end = current.length - last.length;
  if (rest.length > 2 || current.slice(ref.end, second) !== middle || !current.endsWith(last) || end <= second)
    return undefined;
  return [before, pinned, { start: second, end, text: commit }].filter(isChange);
}

function isChange({ start, end, text }: Change): boolean {
  return start < end || text !== '';
}
