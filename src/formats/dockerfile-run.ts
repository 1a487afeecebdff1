import type { Template } from '../model/program.ts';
import { NO_PLACE } from '../model/span.ts';
import { impliedTemplate, literalTemplate, writtenPieces } from '../model/template.ts';
import { flatten, impliedText, type Piece, type Pieces, type TextPiece, writtenText } from '../model/value.ts';
import type { Instruction } from '../syntax/dockerfile.ts';
import { padSeams, shellPieces } from '../syntax/dockerfile-lines.ts';
import { dockerTemplate, type Token } from '../syntax/dockerfile-words.ts';
import { readJsonWords } from '../syntax/json-words.ts';
import { readShebang, readShellWords, type ShellStart } from '../syntax/shell-start.ts';
import { isStage } from './dockerfile-copy.ts';
import { argumentsOf, type Reading, spanOf, toFact } from './dockerfile-reading.ts';
import { unreadProblem } from './other-text.ts';

/** `SHELL ["bash", "-eo", "pipefail", "-c"]` */
export function readShell(reading: Reading, instruction: Instruction): void {
  const words = readJsonAt(reading, instruction, instruction.keywordEnd);
  const start = words === undefined ? undefined : readShellWords(words.map((word) => word.text));
  if (words === undefined || start === undefined) {
    const message = 'SHELL expects a JSON array of strings, as ["/bin/bash", "-c"]';
    reading.problems.push({ at: spanOf(reading, instruction), message });
    return;
  }
  if (reading.stage !== null) reading.stage.shell = { words, start };
}

/** RUN in its four forms: shell text, JSON, a heredoc that is the script, a command that reads heredocs. */
export function readRun(reading: Reading, instruction: Instruction): void {
  const start = skipFlags(reading, instruction);
  const at = { ...spanOf(reading, instruction), end: instruction.end };
  const words = reading.text[start] === '[' ? readJsonAt(reading, instruction, start) : undefined;
  if (words !== undefined) {
    if (words.length > 0) reading.steps.push({ kind: 'exec', words: words.map(literal), at });
    return;
  }
  const shell = reading.stage?.shell ?? null;
  const script = soleHeredoc(reading, instruction, start);
  const text = script ?? commandText(reading, instruction, start);
  const shebang = script === undefined ? undefined : readShebang(flatten(script).slice(0, 256));
  const started = shebang ?? shell?.start;
  if (started !== undefined && !started.isShell && started.program !== 'cmd') {
    const problem = unreadProblem(flatten(text), started.program, 'RUN', at);
    if (problem !== undefined) reading.problems.push(problem);
    // Text for another interpreter (PowerShell, Python): handed on as a command with a text, for rules that know the interpreter.
    const launcher =
      shebang === undefined ? (shell?.words ?? []).map(literal) : [programOf(reading, instruction, started)];
    reading.steps.push({
      kind: 'exec',
      words: [...launcher, literalTemplate(text)],
      at,
    });
    return;
  }
  reading.steps.push({
    kind: 'shell',
    text: literalTemplate(text),
    errexit: started?.errexit ?? false,
    pipefail: started?.pipefail ?? false,
    isolated: true,
    at,
  });
}

/** The usual case, without a copy of the whole command: neither a flag nor a continuation is next. */
const PLAIN_START = /[ \t]*[^\s\\`-]/y;
const FLAG_WORD = /^\s*--(?:[a-z][^\s]*)?(?=\s|$)/;

/** Where the command starts behind `--mount=...`, `--network=...`, `--security=...`; a mount brings its files into the stage. */
function skipFlags(reading: Reading, instruction: Instruction): number {
  PLAIN_START.lastIndex = instruction.keywordEnd;
  if (PLAIN_START.test(reading.text)) return PLAIN_START.lastIndex - 1;
  const pieces = argumentsOf(reading, instruction);
  const padded = padSeams(pieces, instruction.keywordEnd);
  let at = 0;
  for (;;) {
    const match = FLAG_WORD.exec(padded.slice(at, at + 4096));
    if (match === null) break;
    const flag = match[0].trimStart();
    at += match[0].length;
    if (flag === '--') break;
    if (flag.startsWith(MOUNT)) readMount(reading, instruction, flag, instruction.keywordEnd + at - flag.length);
  }
  const next = padded.slice(at).search(/\S/);
  return instruction.keywordEnd + (next < 0 ? padded.length : at + next);
}

const MOUNT = '--mount=';

/**
 * `--mount=type=bind,source=get.sh,target=/get.sh`: for this one command the files stand there, as COPY would put them; `from=IMAGE` brings an
 * image in, of whatever type the mount is.
 */
function readMount(reading: Reading, instruction: Instruction, flag: string, start: number): void {
  const values = new Map<string, Template>();
  let from: Token | undefined;
  let at = MOUNT.length;
  for (const part of flag.slice(MOUNT.length).split(',')) {
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    const value = writtenText(reading.file, reading.text, start + at + equals + 1, start + at + part.length);
    if (name === 'from') from = { text: value.text, pieces: [value], at: value.at };
    if (equals >= 0) values.set(name, dockerTemplate([value], reading.escapeCharacter));
    at += part.length + 1;
  }
  if (from !== undefined && !isStage(reading, from.text)) reading.steps.push(toFact(reading, instruction, [from]));
  const type = values.get('type');
  const target = values.get('target') ?? values.get('dst') ?? values.get('destination');
  if (target === undefined || (type !== undefined && flatten(writtenPieces(type)) !== 'bind')) return;
  const source = values.get('source') ?? values.get('src') ?? literalTemplate([]);
  const sources = writtenPieces(source).length === 0 ? [literalTemplate(DOT)] : [source];
  reading.steps.push({
    kind: 'copy',
    sources,
    to: target,
    from: values.get('from') ?? null,
    at: spanOf(reading, instruction),
  });
}

const DOT: Pieces = [impliedText('.', NO_PLACE)];

function readJsonAt(reading: Reading, instruction: Instruction, start: number): readonly Token[] | undefined {
  const pieces = argumentsOf(reading, instruction);
  const text = padSeams(pieces, instruction.keywordEnd).slice(start - instruction.keywordEnd);
  return readJsonWords(reading.file, text, start)?.map((word) => ({
    ...word,
    pieces: word.pieces.map((piece) => ({ ...piece, ...asWritten(reading, piece) })),
  }));
}

/** A string that goes on in the next line has blanks where the continuation was: it is not what the file says. */
function asWritten({ text }: Reading, piece: Piece): { readonly verbatim?: false } {
  if (piece.kind !== 'text' || !piece.verbatim || text.slice(piece.at.start, piece.at.end) === piece.text) return {};
  return { verbatim: false };
}

/** The body of `RUN <<EOF` when nothing else stands on the line: it is the script itself. */
function soleHeredoc(reading: Reading, instruction: Instruction, start: number): Pieces | undefined {
  const [heredoc, second] = instruction.heredocs;
  if (heredoc === undefined || second !== undefined || heredoc.word.start !== start) return undefined;
  if (reading.text.slice(heredoc.word.end, instruction.commandEnd).trim() !== '') return undefined;
  return [writtenText(reading.file, reading.text, heredoc.bodyStart, heredoc.bodyEnd)];
}

/** The command with the heredocs behind it, as the shell gets them; a delimiter must be its line alone, so its CR becomes a line break. */
function commandText(reading: Reading, instruction: Instruction, start: number): Pieces {
  const { file, text, escapeCharacter } = reading;
  const command = shellPieces({ file, text, start, end: instruction.commandEnd, escapeCharacter });
  const first = instruction.heredocs[0];
  if (first === undefined) return command;
  const bodies = writtenText(reading.file, reading.text, instruction.commandEnd, instruction.end);
  let fixed = bodies.text;
  for (const { delimiterEnd } of instruction.heredocs) {
    const at = delimiterEnd - instruction.commandEnd;
    if (fixed[at] === '\r') fixed = `${fixed.slice(0, at)}\n${fixed.slice(at + 1)}`;
  }
  const last = command.at(-1);
  const behind: TextPiece = { ...bodies, text: fixed };
  if (last?.kind !== 'text' || last.at.end !== behind.at.start) return [...command, behind];
  const joined = { ...last, text: last.text + behind.text, at: { ...last.at, end: behind.at.end } };
  return [...command.slice(0, -1), joined];
}

function literal(word: Token): Template {
  return literalTemplate(word.pieces);
}

function programOf(reading: Reading, instruction: Instruction, start: ShellStart): Template {
  const at = { file: reading.file, start: instruction.start, end: instruction.keywordEnd };
  return impliedTemplate(start.program, at);
}
