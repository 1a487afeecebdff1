import type { Capture, FetchAct } from '../model/act.ts';
import type { Edit } from '../model/edit.ts';
import type { Fetch } from '../model/fetch.ts';
import { basename } from '../model/path.ts';
import { flatten, knownText, pieceKey, type Word } from '../model/value.ts';
import { toEdited } from './evaluate.ts';
import { copyOf, deleteOption, type GitCommand, hasOption, readGitCommand } from './git-command.ts';
import { isSafe, layText } from './lay.ts';
import { savedName } from './names.ts';
import { type Proposal, propose, type Refusal, refuse, type Texts } from './proposal.ts';
import { replaceRef } from './replace-ref.ts';
import { placeBehind } from './shell-command.ts';
import { hasSpan, isSameSpan } from './splice.ts';

/**
 * How the commit is named behind a clone. `literal`: by itself, the variable that named the branch is no longer read; `copied`: by the
 * word that named the branch, and the commit goes where that word's text was written.
 */
export type CloneStyle = 'literal' | 'copied';

/** How the commit is named in the commands behind the clone, and what that changes elsewhere. */
type Naming = {
  readonly kind: 'naming';
  readonly ref: string;
  /** What a fetched commit is checked out by. */
  readonly fetched: string;
  readonly values: readonly Edit[];
  /** The ref as edited, to replace it in the file's text. */
  readonly word: Word | null;
};

/**
 * Pins a clone by a command behind it: `git clone -n ... && git -C d checkout -q SHA`. `clone -b SHA` does not exist, `--revision` needs
 * git 2.49. With `-n` a checkout that fails leaves an empty folder rather than one that moves. A shallow clone does not have the commit
 * once the branch went on, so it is fetched by its id, which every server with protocol 2 allows (gitprotocol-v2, "fetch").
 */
export function pinClone(
  { act }: Pick<Fetch, 'act'>,
  commit: string,
  style: CloneStyle,
  texts: Texts,
): Proposal | Refusal {
  if (act.kind !== 'fetch') return refuse('it is no clone');
  const { invocation, marks, ref } = act;
  const where = texts.place(invocation.word);
  const revision = act.captures.get('at') ?? act.captures.get('revision');
  if (revision !== undefined)
    return replaceRef(revision.word, invocation.word, commit, style === 'copied' ? 'written' : 'here', texts);
  if (marks.has('bare') || marks.has('mirror'))
    return refuse(`the clone at ${where} is bare: it has no work tree that could stand at a commit`);
  const command = readGitCommand(act, 'clone', act.url.at, texts);
  if (command.kind === 'refusal') return command;
  const unsuited = unsuitedOption(command, act, where);
  if (unsuited !== undefined) return refuse(unsuited);
  const destination = readDestination(act, command, texts);
  if (destination === undefined) return refuse(`the folder of the clone at ${where} cannot be named a second time`);
  const capture = act.captures.get('ref');
  if (ref !== null && capture === undefined)
    return refuse(`the branch of the clone at ${where} is not written as an option`);
  const removed = capture === undefined ? [] : deleteOption(capture, texts);
  if (removed === undefined) return refuse(`the branch of the clone at ${where} is put together elsewhere`);
  const naming = nameCommit(capture, commit, style, texts);
  if (naming.kind === 'refusal') return naming;
  const names = savedName(act, toEdited(naming.values), texts);
  if (names.some((name) => name.old !== name.new))
    return refuse(`the folder of the clone at ${where} is named after its branch`);
  const companions = companionsOf(command, act, naming, destination);
  if (companions === undefined) return refuse(`the remote's name at ${where} is not known`);
  const behind = companions.map((companion) => `${command.lead}${companion}`);
  const commands = [...removed, withoutCheckout(command), ...placeBehind(command.shell, behind)];
  return propose({
    values: naming.values,
    commands,
    exclusive: style === 'literal' ? [invocation.word] : [],
    expectations:
      naming.values.length > 0 && capture !== undefined
        ? [
            {
              pieces: capture.word.pieces,
              text: commit,
              at: capture.word.at ?? invocation.word,
              reader: invocation.word,
            },
          ]
        : [],
  });
}

/** ` --depth N` as the clone has it; empty for a clone that is cut in another way. */
export function depthOf({ captures }: FetchAct): string {
  const depth = captures.get('depth');
  if (depth === undefined) return '';
  const text = flatten(depth.word.pieces);
  return ` --depth ${/^[1-9]\d*$/.test(text) ? text : '1'}`;
}

/** A clone that may lack a commit of another moment: cut in depth, or to one branch. */
export function isPartial(command: GitCommand, act: FetchAct): boolean {
  return act.marks.has('shallow') || act.marks.has('single-branch') || hasOption(command, '--no-tags');
}

/** The name that the clone gives its remote; undefined when it is not known. */
export function remoteOf({ captures }: FetchAct): string | undefined {
  const origin = captures.get('origin');
  if (origin === undefined) return 'origin';
  const name = knownText(origin.word.pieces);
  return name !== undefined && name !== '' && isSafe(name) ? name : undefined;
}

function unsuitedOption(command: GitCommand, act: FetchAct, where: string): string | undefined {
  if (act.marks.has('no-checkout'))
    return `the clone at ${where} has no work tree until a later command fills it, and none does that is understood`;
  if (act.marks.has('remote-submodules'))
    return `the clone at ${where} takes the newest commits of its submodules, which no commit of its own can pin`;
  if (command.words.some(({ pieces }) => flatten(pieces).startsWith('--recurse-submodules=')))
    return `the clone at ${where} takes some of its submodules only`;
  return undefined;
}

/** The folder of the clone, to be used from where the clone ran: the word itself, or the name that git makes of the URL. */
export function readDestination(act: FetchAct, command: GitCommand, texts: Texts): string | undefined {
  if (act.into === null) return undefined;
  const name = basename(act.into);
  const url = command.words.findIndex(
    ({ at, pieces }) =>
      (at !== null && act.url.at !== null && isSameSpan(at, act.url.at)) ||
      pieceKey(pieces) === pieceKey(act.url.pieces),
  );
  if (url < 0) return undefined;
  const isNameOf = ({ pieces }: Word) => {
    const text = flatten(pieces);
    return !text.startsWith('-') && (text === '.' || text.replace(/\/+$/, '').endsWith(flatten(name)));
  };
  const operand = operandBehind(command, url, act);
  if (operand !== undefined) return isNameOf(operand) ? copyOf(operand, texts) : undefined;
  const text = knownText(name);
  return text !== undefined && text !== '' && isSafe(text) && !text.startsWith('-') ? text : undefined;
}

/** The word behind the URL that is neither an option nor the value of one that was captured. */
function operandBehind(command: GitCommand, url: number, act: FetchAct): Word | undefined {
  const values = [...act.captures.values()].filter(({ option }) => option !== null).map(({ word }) => word.at);
  let isValue = false;
  for (const word of command.words.slice(url + 1)) {
    const text = flatten(word.pieces);
    const isCaptured = values.some((at) => at !== null && word.at !== null && isSameSpan(at, word.at));
    if (!isValue && !isCaptured && !text.startsWith('-')) return word;
    isValue = VALUE_OPTIONS.has(text);
  }
  return undefined;
}

/** Options of git clone that take the next word (git-clone(1)). */
const VALUE_OPTIONS: ReadonlySet<string> = new Set([
  ...['-b', '--branch', '-o', '--origin', '-u', '--upload-pack', '-c', '--config', '-j', '--jobs', '--depth'],
  ...['--template', '--reference', '--reference-if-able', '--separate-git-dir', '--filter', '--server-option'],
  ...['--shallow-since', '--shallow-exclude', '--bundle-uri', '--ref-format'],
]);

function nameCommit(capture: Capture | undefined, commit: string, style: CloneStyle, texts: Texts): Naming | Refusal {
  const literal: Naming = { kind: 'naming', ref: commit, fetched: commit, values: [], word: null };
  const at = capture?.word.at;
  if (capture === undefined || at === null || at === undefined || style === 'literal') return literal;
  const { word, prefix } = capture;
  const slice = copyOf(word, texts);
  if (slice === undefined || !slice.startsWith(prefix) || !slice.includes('$'))
    return refuse('its branch is written as itself');
  const change = { start: 0, end: flatten(word.pieces).length, text: commit };
  const laid = layText(word.pieces, change, at, 'ref', texts);
  if (laid.kind === 'refusal') return laid;
  const local = laid.edits.filter(({ span }) => hasSpan(at, span));
  const values = laid.edits.filter(({ span }) => !hasSpan(at, span));
  const start = at.start + prefix.length;
  let text = slice.slice(prefix.length);
  for (const edit of [...local].reverse())
    text = text.slice(0, edit.span.start - start) + edit.text + text.slice(edit.span.end - start);
  return { kind: 'naming', ref: text, fetched: 'FETCH_HEAD', values, word };
}

/** The commands behind a clone that bring it to a commit, without what stands before their subcommands. */
export function companionsOf(
  command: GitCommand,
  act: FetchAct,
  { ref, fetched }: Pick<Naming, 'ref' | 'fetched'>,
  destination: string,
): readonly string[] | undefined {
  const folder = `-C ${destination}`;
  const result: string[] = [];
  if (isPartial(command, act)) {
    const remote = remoteOf(act);
    if (remote === undefined) return undefined;
    result.push(`${folder} fetch -q${depthOf(act)} ${remote} ${ref}`, `${folder} checkout -q ${fetched}`);
  } else {
    result.push(`${folder} checkout -q ${ref}`);
  }
  if (act.marks.has('recursive')) {
    const depth = hasOption(command, '--shallow-submodules') ? ' --depth 1' : '';
    result.push(`${folder} submodule update --init --recursive${depth}`);
  }
  return result;
}

function withoutCheckout({ subcommand }: GitCommand): Edit {
  return { span: { ...subcommand, start: subcommand.end }, text: ' -n', why: 'option' };
}
