import type { SelectAct } from '../model/act.ts';
import type { Edit } from '../model/edit.ts';
import type { Fetch } from '../model/fetch.ts';
import type { Invocation } from '../model/invocation.ts';
import type { Span } from '../model/span.ts';
import type { MatchedEvent } from '../model/step.ts';
import { flatten, type Word } from '../model/value.ts';
import { type GitCommand, readGitCommand } from './git-command.ts';
import { combine, type Proposal, propose, type Refusal, refuse, type Texts } from './proposal.ts';
import { replaceRef } from './replace-ref.ts';
import type { RestoredRef } from './restore.ts';
import { JOINTS } from './restore-clone.ts';
import { restoreNamed } from './restore-package.ts';
import { findRetrieves } from './select.ts';
import { GIT_ENDING, withoutBraces } from './shell-command.ts';
import { hasSpan } from './splice.ts';

/** Puts a ref in the place of the commit that a checkout, reset, switch or fetch names, and takes away the fetch of the commit before it. */
export function restoreSelect(
  fetch: Fetch,
  restored: RestoredRef,
  steps: readonly MatchedEvent[],
  texts: Texts,
): Proposal | Refusal {
  const change = fetch.history.at(-1);
  const where = texts.place((change?.act ?? fetch.act).invocation.word);
  if (change?.ref == null) return refuse(`no commit is written at ${where}`);
  const { act } = change;
  if (act.kind === 'fetch' && act.lead !== undefined && restored.ref !== null) {
    const isName = restored.isBranch && !restored.ref.startsWith('refs/');
    return replaceRef(
      change.ref,
      act.invocation.word,
      `${isName ? act.lead.text : ''}${restored.ref}`,
      'written',
      texts,
    );
  }
  const isNamed = act.kind === 'fetch' && (act.into === null || act.invocation.host === 'fact');
  if (isNamed) return restoreNamed(act, change.ref, restored, texts);
  if (act.kind !== 'select')
    return replaceRef(change.ref, act.invocation.word, restored.ref ?? 'HEAD', 'written', texts);
  if (act.ref === null) return refuse(`no commit is written at ${where}`);
  const commit = flatten(change.ref.pieces);
  const retrieves = findRetrieves(steps, act, change.ref);
  const command = readGitCommand(act, act.how, act.ref.at, texts);
  const isLiteral = flatten(act.ref.pieces) === commit;
  if (command.kind === 'git-command' && isLiteral) {
    const own = readOwnFetch(command, commit, texts);
    const pulled =
      own !== undefined && isPull(command, commit) ? restorePull(command, own, fetch, restored, texts) : undefined;
    if (pulled !== undefined) return propose({ commands: pulled, exclusive: [act.invocation.word] });
    if (own !== undefined && !isPull(command, commit)) {
      const removal = removeAround(command.shell, own.start, texts);
      return combine([selectRef(act, act.ref, restored, texts), propose({ commands: removal })]);
    }
  }
  const short = restored.ref ?? 'HEAD';
  const fetched = retrieves.map(({ word, command: by }) => replaceRef(word, by, short, 'written', texts));
  if (!isLiteral) {
    const ended = retrieves.flatMap(({ invocation }) => removeAround(invocation, invocation.span.start, texts));
    return combine([...fetched, propose({ commands: ended })]);
  }
  const ending = removeAround(act.invocation, act.invocation.span.start, texts);
  return combine([selectRef(act, act.ref, restored, texts), ...fetched, propose({ commands: ending })]);
}

/** Where what apply put behind a command ends. */
function endBehind({ file, end }: Span, texts: Texts): number {
  return end + (texts.read(file)?.startsWith(GIT_ENDING, end) === true ? GIT_ENDING.length : 0);
}

/** Takes away what stands between `start` and a command, and what ends the shell where it fails, with the braces around both. */
function removeAround(
  { span, place }: Pick<Invocation, 'span' | 'place'>,
  start: number,
  texts: Texts,
): readonly Edit[] {
  const end = endBehind(span, texts);
  if (start === span.start && end === span.end) return [];
  return withoutBraces({ ...span, start, end }, span, { place }, texts.read(span.file) ?? '');
}

/** The ref where its text was written; `origin/` before it in the command, where a variable holds the ref. */
function selectRef(act: SelectAct, word: Word, restored: RestoredRef, texts: Texts): Proposal | Refusal {
  const { invocation } = act;
  const text = spell(restored, act);
  const { at } = word;
  const isElsewhere = at !== null && word.pieces.some((piece) => !hasSpan(at, piece.at));
  if (!isElsewhere || !text.startsWith('origin/')) return replaceRef(word, invocation.word, text, 'written', texts);
  const isQuoted = /["']/.test(texts.read(at.file)?.[at.start] ?? '');
  const start = at.start + (isQuoted ? 1 : 0);
  return combine([
    replaceRef(word, invocation.word, text.slice('origin/'.length), 'written', texts),
    propose({ commands: [{ span: { ...at, start, end: start }, text: 'origin/', why: 'ref' }] }),
  ]);
}

/** A branch that is reset to or that a new branch begins at is the remote's; a checkout finds it by its own name (git-checkout(1)). */
function spell({ ref, isBranch }: RestoredRef, { how, invocation }: SelectAct): string {
  if (ref === null) return 'origin/HEAD';
  const words = invocation.variants.flatMap((variant) => {
    const texts = variant.words.map(({ pieces }) => flatten(pieces));
    return texts.slice(texts.indexOf(how) + 1);
  });
  const isDetached = words.some((word) => /^(?:-[bBcCd]|--detach|--create|--orphan)$/.test(word));
  return isBranch && (how === 'reset' || isDetached) ? `origin/${ref}` : ref;
}

/** A fetch of the commit that stands right before the command, as apply writes it. */
type OwnFetch = {
  readonly start: number;
  readonly options: string;
  readonly remote: string;
};

function readOwnFetch({ shell: { span }, lead }: GitCommand, commit: string, texts: Texts): OwnFetch | undefined {
  const content = texts.read(span.file) ?? '';
  const joint = JOINTS.find((one) => content.endsWith(one, span.start)) ?? '';
  const head = content.slice(0, span.start - joint.length);
  const start = head.lastIndexOf(`${lead}fetch -q `);
  const words = start < 0 ? undefined : OWN_FETCH.exec(head.slice(start + lead.length));
  if (joint === '' || !words || words[3] !== commit) return undefined;
  return { start, options: words[1] ?? '', remote: words[2] ?? '' };
}

const OWN_FETCH = /^fetch -q((?: -[^ \n]+(?: \d+)?)*) ([^ \n-][^ \n]*) ([0-9a-f]{40,64})$/;

/** `checkout -q SHA` and nothing else: what apply makes of a pull. */
function isPull({ words }: GitCommand, commit: string): boolean {
  return words.map(({ pieces }) => flatten(pieces)).join(' ') === `-q ${commit}`;
}

/** The default branch was pulled by naming none, an empty repository is filled by a pull; elsewhere the branch is checked out by name. */
function restorePull(
  { shell, lead }: GitCommand,
  { start, options, remote }: OwnFetch,
  { act }: Fetch,
  { ref, isBranch }: RestoredRef,
  texts: Texts,
): readonly Edit[] {
  const isEmpty = act.kind === 'retrieve';
  const { span } = shell;
  if (ref === null || isEmpty) {
    const operands = ref === null ? (remote === 'origin' ? '' : ` ${remote}`) : ` ${remote} ${ref}`;
    const end = endBehind(span, texts);
    const around = withoutBraces({ ...span, start, end }, { ...span, start }, shell, texts.read(span.file) ?? '');
    return [...around, { span: { ...span, start }, text: `${lead}pull -q${options}${operands}`, why: 'ref' }];
  }
  const joint = shell.joint;
  const name = isBranch ? `${remote}/${ref}` : ref;
  const text = `${lead}fetch -q${options} ${remote} ${ref}${joint}${lead}checkout -q ${name}`;
  // What ends the shell where it fails stays: two commands need it no less than one.
  return [{ span: { ...span, start }, text, why: 'ref' }];
}
