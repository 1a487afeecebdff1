import type { FetchAct, UpdateAct } from '../model/act.ts';
import type { Edit } from '../model/edit.ts';
import { flatten, knownText, type Word } from '../model/value.ts';
import { remoteOf } from './clone.ts';
import { copyOf, type GitCommand, readGitCommand } from './git-command.ts';
import { isSafe } from './lay.ts';
import { type Proposal, propose, type Refusal, refuse, type Texts } from './proposal.ts';
import { placeBehind, placeEnding } from './shell-command.ts';

/**
 * `git pull` becomes `git fetch -q origin SHA && git checkout -q SHA`. A merge of the commit would leave the work tree where it is when
 * it is ahead of the pin, so the commit itself is checked out; local branches and changes stay as they are.
 */
export function pinPull(act: UpdateAct, clone: FetchAct | undefined, commit: string, texts: Texts): Proposal | Refusal {
  const where = texts.place(act.invocation.word);
  const command = readGitCommand(act, 'pull', act.ref?.at ?? act.remote?.at ?? null, texts);
  if (command.kind === 'refusal') return command;
  const options = keptOptions(command, texts);
  if (options.kind === 'refusal') return refuse(`${options.reason} (git pull at ${where})`);
  const remote = remoteText(act, clone, texts);
  if (remote === undefined) return refuse(`the remote of git pull at ${where} is not known`);
  const replaced = replaceWords(command, `fetch -q${options.text} ${remote} ${commit}`, texts);
  if (replaced === undefined) return refuse(`git pull at ${where} is put together elsewhere`);
  const behind = [`${command.lead}checkout -q ${commit}`];
  if (options.isRecursive) behind.push(`${command.lead}submodule update --init --recursive`);
  const isTip = clone !== undefined && texts.isUnwatched(act.invocation.word);
  const placed = isTip ? placeEnding(command.shell, [], behind) : placeBehind(command.shell, behind);
  return propose({ commands: [...replaced, ...placed], exclusive: [act.invocation.word] });
}

type Options = { readonly kind: 'options'; readonly text: string; readonly isRecursive: boolean };

/** They say how what comes in is joined with what is there, which a checkout does not do, or only how much is told. */
const DROPPED =
  /^(?:-[qvrn46]+|--(?:quiet|verbose|progress|no-progress|rebase(?:=.*)?|no-rebase|ff|no-ff|ff-only|edit|no-edit|stat|no-stat|commit|all|autostash|no-autostash|allow-unrelated-histories|no-verify|verify|no-recurse-submodules))$/;
const KEPT =
  /^(?:-[tpf]+|--(?:tags|no-tags|prune|force|unshallow|update-shallow|ipv4|ipv6|depth=\d+|deepen=\d+|jobs=\d+))$/;
const KEPT_WITH_VALUE: ReadonlySet<string> = new Set(['--depth', '--deepen', '-j', '--jobs']);
const RECURSIVE: ReadonlySet<string> = new Set(['--recurse-submodules', '--recurse-submodules=yes']);

/** The options that `git fetch` has as well; refuses those that would be lost. */
function keptOptions({ words }: GitCommand, texts: Texts): Options | Refusal {
  let text = '';
  let isRecursive = false;
  let isValue = false;
  for (const word of words) {
    const option = knownText(word.pieces);
    if (option === undefined && word.at === null) return refuse('its words are put together elsewhere');
    if (isValue) {
      const copy = copyOf(word, texts);
      if (copy === undefined) return refuse('the value of an option cannot be written a second time');
      text += ` ${copy}`;
      isValue = false;
    } else if (option?.startsWith('-')) {
      if (RECURSIVE.has(option)) isRecursive = true;
      else if (KEPT.test(option) || KEPT_WITH_VALUE.has(option)) text += ` ${option}`;
      else if (!DROPPED.test(option)) return refuse(`${option} has no meaning for a fetch and a checkout`);
      isValue = KEPT_WITH_VALUE.has(option);
    }
  }
  return { kind: 'options', text, isRecursive };
}

/** The remote as it was written, else the name that the clone gave it. */
function remoteText({ remote }: UpdateAct, clone: FetchAct | undefined, texts: Texts): string | undefined {
  if (remote === null) return clone === undefined ? 'origin' : remoteOf(clone);
  const name = knownText(remote.pieces);
  return name !== undefined && isSafe(name) && !name.startsWith('-') ? name : copyOf(remote, texts);
}

/** Puts `text` in place of the subcommand and its words; redirections between them stay. Undefined when a word is not written there. */
function replaceWords(
  { shell: { span }, subcommand, words }: GitCommand,
  text: string,
  texts: Texts,
): readonly Edit[] | undefined {
  const content = texts.read(span.file) ?? '';
  const edits: Edit[] = [{ span: subcommand, text, why: 'ref' }];
  let end = subcommand.end;
  for (const { at, pieces } of words) {
    if (at === null || at.file !== span.file || at.start < end || at.end > span.end) return undefined;
    if (flatten(pieces) === '' && at.start === at.end) return undefined;
    const isNext = GAP.test(content.slice(end, at.start));
    edits.push({ span: { ...at, start: isNext ? end : at.start }, text: '', why: 'option' });
    end = at.end;
  }
  return edits;
}

/** Blanks and continued lines. */
const GAP = /^(?:[ \t]|\\\r?\n)+$/;

/** `git submodule update --remote` without `--remote`: the parent's commit decides what lies there (git-submodule(1)). */
export function dropRemote(act: UpdateAct, texts: Texts): Proposal | Refusal {
  const where = texts.place(act.invocation.word);
  const words = act.invocation.variants.flatMap((variant) => variant.words);
  const own = words.find(({ pieces }) => knownText(pieces)?.match(/^--(?:merge|rebase)$/));
  if (own !== undefined) return refuse(`the submodules are joined with what is there at ${where}`);
  const remote = words.filter(({ pieces }) => knownText(pieces) === '--remote');
  const [only] = remote;
  const at = only?.at;
  if (at === undefined || at === null || remote.some((word) => word.at?.start !== at.start))
    return refuse(`the option that moves the submodules at ${where} is put together elsewhere`);
  if (texts.read(at.file)?.slice(at.start, at.end) !== '--remote')
    return refuse(`the option that moves the submodules at ${where} is put together elsewhere`);
  return propose({
    commands: [deleteWord(at, texts)],
    notes: [`the submodules at ${where} are those that the pinned commit records`],
  });
}

function deleteWord(at: NonNullable<Word['at']>, texts: Texts): Edit {
  const content = texts.read(at.file) ?? '';
  const isBlank = /[ \t]/.test(content[at.start - 1] ?? '');
  return { span: { ...at, start: isBlank ? at.start - 1 : at.start }, text: '', why: 'option' };
}
