import type { FetchAct } from '../model/act.ts';
import type { Invocation } from '../model/invocation.ts';
import { type Path, resolvePath } from '../model/path.ts';
import type { ClassifiedFetch } from '../model/source.ts';
import type { MatchedEvent } from '../model/step.ts';
import { lastName } from '../model/tree-path.ts';
import { flatten, knownText, slicePieces, type Word } from '../model/value.ts';
import { pinPiped } from './check-piped.ts';
import { copyOf } from './git-command.ts';
import { addPin } from './package-pin.ts';
import { combine, type Proposal, propose, type Refusal, refuse, type Texts } from './proposal.ts';
import { type FileName, withoutQuotes, writeCheck } from './quoting.ts';
import { placeCheck, readShellCommand } from './shell-command.ts';
import { isSameSpan } from './splice.ts';

/**
 * Pins a plain download by a check behind it: `wget URL && echo 'SHA  file' | sha256sum -c - >/dev/null`. What goes into a pipe goes through
 * a file that is checked first.
 */
export function pinFile(
  { fetch, outcomes }: ClassifiedFetch,
  sha256: string,
  steps: readonly MatchedEvent[],
  texts: Texts,
): Proposal | Refusal {
  return combine(
    [...new Set([fetch, ...outcomes])].map(({ act }) => {
      if (act.kind !== 'fetch') return refuse('it is no download');
      if (act.pin !== undefined) return addPin(act, act.pin, sha256, texts);
      const unsuited = unsuitedOption(act, texts);
      if (unsuited !== undefined) return refuse(unsuited);
      if (act.into === null && !act.streams)
        return refuse(`the command at ${texts.place(act.invocation.word)} keeps no file that could be checked`);
      return act.streams && act.invocation.stdout === null
        ? pinPiped(act, sha256, steps, texts)
        : pinSaved(act, sha256, steps, texts);
    }),
  );
}

function unsuitedOption({ marks, captures, invocation, url }: FetchAct, texts: Texts): string | undefined {
  const where = texts.place(invocation.word);
  if (marks.has('server-names')) return `the server names the file of the download at ${where}`;
  if (marks.has('scatters')) return `the download at ${where} makes several files`;
  if (captures.has('list') || captures.has('config') || url.at === null)
    return `the address of the download at ${where} is written elsewhere`;
  return undefined;
}

function pinSaved(act: FetchAct, sha256: string, steps: readonly MatchedEvent[], texts: Texts): Proposal | Refusal {
  const { invocation } = act;
  const where = texts.place(invocation.word);
  const command = readShellCommand(invocation, texts);
  if (command.kind === 'refusal') return command;
  if (sharesFile(act, steps)) return refuse(`the command at ${where} writes several downloads into one file`);
  const name = act.streams ? redirected(invocation, texts) : savedAs(act, texts);
  if (name === undefined) return refuse(`the file of the download at ${where} cannot be named a second time`);
  const check = writeCheck(sha256, name, invocation.escaping);
  if (check === undefined)
    return refuse(`the check of the download at ${where} cannot be quoted in the text where it would stand`);
  const at = act.url.at ?? invocation.word;
  return propose({
    commands: placeCheck(command, check, at.start, texts.isUnwatched(invocation.word)),
    exclusive: [at],
  });
}

/** True where another word of the command is fetched into the same file: `wget -O file URL URL` puts one behind the other. */
function sharesFile(act: FetchAct, steps: readonly MatchedEvent[]): boolean {
  const isSameWord = ({ at }: Word) => at !== null && act.url.at !== null && isSameSpan(at, act.url.at);
  const acts = steps.find(({ event }) => event === act.invocation)?.acts ?? [];
  return acts.some(
    (other) =>
      other.kind === 'fetch' &&
      !isSameWord(other.url) &&
      (act.streams ? other.streams : other.into !== null && other.into.key === act.into?.key),
  );
}

/** The word behind `>`, as it is written. */
function redirected({ span }: Invocation, texts: Texts): FileName | undefined {
  const text = texts.read(span.file)?.slice(span.start, span.end) ?? '';
  const targets = [...text.matchAll(OUTPUT)].map(([, target = '']) => target);
  const [only] = targets;
  return targets.length === 1 && only !== undefined ? { kind: 'copied', text: only } : undefined;
}

/** `> file` and `1> file`; not `2>`, `>&`, `>>`. */
const OUTPUT = /(?<![0-9&>])(?:1)?>(?![>&|])[ \t]*((?:\\?"[^"\n\\]*\\?"|[^\s"'`<>|;&()\\])+)/g;

/** The name in the words of the command, else the one that the program makes of the URL. */
export function savedAs(act: FetchAct, texts: Texts): FileName | undefined {
  const { invocation, into } = act;
  const folders = invocation.cwd.map(({ path }) => path);
  if (into !== null) {
    const written = invocation.variants
      .flatMap(({ words }) => words.slice(1))
      .map((word) => namedBy(word, into, folders, texts))
      .find((text) => text !== undefined);
    if (written !== undefined) return { kind: 'copied', text: written };
  }
  return fromUrl(act, folders, texts) ?? literalName(into, folders);
}

/** A word that is the file's path, alone or behind `--output=`, `-O`. */
function namedBy(word: Word, into: Path, folders: readonly Path[], texts: Texts): string | undefined {
  const text = flatten(word.pieces);
  for (const prefix of [/^--[a-z-]+=/, /^-[A-Za-z]+/, /^/]) {
    const length = prefix.exec(text)?.[0].length;
    if (length === undefined) continue;
    const pieces = slicePieces(word.pieces, length, text.length);
    if (pieces.length === 0 || !folders.every((folder) => resolvePath(folder, pieces).key === into.key)) continue;
    const copy = copyOf(word, texts);
    if (copy?.startsWith(text.slice(0, length))) return copy.slice(length);
  }
  return undefined;
}

/** The last part of the URL with its variables, in the folder that an option names or where the command runs. */
function fromUrl(
  { url, into, captures, invocation: { escaping } }: FetchAct,
  folders: readonly Path[],
  texts: Texts,
): FileName | undefined {
  const text = flatten(url.pieces);
  const end = text.search(/[?#]|$/);
  const pieces = slicePieces(url.pieces, text.lastIndexOf('/', end - 1) + 1, end);
  const option = captures.get('prefix') ?? captures.get('folder');
  const inside = (folder: Path) => (option === undefined ? folder : resolvePath(folder, option.word.pieces));
  const isThere = into === null || folders.every((folder) => resolvePath(inside(folder), pieces).key === into.key);
  if (pieces.length === 0 || !isThere) return undefined;
  const lead = option === undefined ? '' : copyOf(option.word, texts)?.slice(option.prefix.length);
  const address = copyOf(url, texts);
  const written = address === undefined ? undefined : withoutQuotes(address, escaping).replace(/[?#].*$/, '');
  const name = written === undefined || BRACES.test(written) ? undefined : lastName(written);
  const known = name ?? knownText(pieces);
  if (lead === undefined || known === undefined) return undefined;
  return { kind: 'copied', text: lead === '' ? known : `${withoutQuotes(lead, escaping)}/${known}` };
}

/** `${V%/*}`: more than a variable's name in braces, where a slash is none of the URL's. */
const BRACES = /\$\{\w*[^\w}]/;

/** A path that is known wholly, from where the command runs. */
function literalName(into: Path | null, folders: readonly Path[]): FileName | undefined {
  const [folder, other] = folders;
  if (into === null || folder === undefined || other !== undefined) return undefined;
  const [text, base] = [flatten(into.pieces), flatten(folder.pieces)];
  const start = text.startsWith(`${base}/`) ? base.length + 1 : 0;
  const known = knownText(slicePieces(into.pieces, start, text.length));
  return known === undefined ? undefined : { kind: 'copied', text: known };
}
