import { NO_PLACE } from '../model/span.ts';
import type { Pieces } from '../model/value.ts';
import type { Instruction } from '../syntax/dockerfile.ts';
import { cutToken, dockerTemplate, splitBlank, splitQuoted, type Token } from '../syntax/dockerfile-words.ts';
import { readCopy } from './dockerfile-copy.ts';
import { argumentsOf, type InstructionReader, type Reading, spanOf, toFact } from './dockerfile-reading.ts';
import { readRun, readShell } from './dockerfile-run.ts';

/** Instructions that bring nothing in: metadata, and commands that run when the image does. */
export const SILENT: ReadonlySet<string> = new Set([
  ...['CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'LABEL', 'MAINTAINER', 'EXPOSE', 'USER', 'VOLUME', 'STOPSIGNAL'],
]);

export const READERS: ReadonlyMap<string, InstructionReader> = new Map([
  ['FROM', readFrom],
  ['ARG', readArgument],
  ['ENV', readEnvironment],
  ['WORKDIR', readFolder],
  ['SHELL', readShell],
  ['RUN', readRun],
  ['COPY', readCopy],
  ['ADD', readCopy],
]);

/** `FROM [--platform=P] IMAGE [AS NAME]` */
function readFrom(reading: Reading, instruction: Instruction): void {
  const words = splitBlank(argumentsOf(reading, instruction));
  const image = words.find((word) => !word.text.startsWith('--'));
  const last = words.at(-1);
  const isNamed = words.at(-2)?.text.toUpperCase() === 'AS' && last !== undefined && image !== last;
  if (image === undefined) {
    reading.problems.push({ at: spanOf(reading, instruction), message: 'FROM expects an image' });
    return;
  }
  const name = isNamed ? last.text.toLowerCase() : null;
  const base = dockerTemplate(image.pieces, reading.escapeCharacter);
  const fact = toFact(reading, instruction, words);
  reading.steps.push({ kind: 'stage', name, base, at: fact.at, fact });
  const parent = reading.stages.get(image.text.toLowerCase());
  reading.stage = { shell: parent?.shell ?? null };
  if (name !== null) reading.stages.set(name, reading.stage);
}

/** `ARG NAME[=VALUE]...`, before the first FROM for all of them. */
function readArgument(reading: Reading, instruction: Instruction): void {
  const scope = reading.stage === null ? 'global-argument' : 'argument';
  const words = splitQuoted(argumentsOf(reading, instruction), reading.escapeCharacter);
  if (words.length === 0) {
    reading.problems.push({ at: spanOf(reading, instruction), message: 'ARG expects NAME or NAME=VALUE' });
  }
  for (const word of words) assign(reading, scope, word);
}

/** `ENV NAME=VALUE...`, or the old form `ENV NAME VALUE TO THE END`. */
function readEnvironment(reading: Reading, instruction: Instruction): void {
  const rest = argumentsOf(reading, instruction);
  const words = splitQuoted(rest, reading.escapeCharacter);
  const first = words[0];
  if (first?.text.includes('=')) {
    for (const [index, word] of words.entries()) assign(reading, 'environment', word, index > 0);
    return;
  }
  const [name, value] = splitFirst(rest);
  if (name === undefined || value === undefined) {
    reading.problems.push({ at: spanOf(reading, instruction), message: 'ENV expects NAME=VALUE or NAME VALUE' });
    return;
  }
  const at = { file: reading.file, start: name.at.start, end: value.at.end };
  const template = dockerTemplate(value.pieces, reading.escapeCharacter);
  reading.steps.push({ kind: 'assign', scope: 'environment', name: name.text, value: template, at });
}

function assign(
  reading: Reading,
  scope: 'global-argument' | 'argument' | 'environment',
  word: Token,
  together = false,
): void {
  const equals = word.text.indexOf('=');
  const name = equals < 0 ? word.text : word.text.slice(0, equals);
  if (name === '' || (equals < 0 && scope === 'environment')) {
    reading.problems.push({ at: word.at, message: `"${word.text.slice(0, 40)}" is not of the form NAME=VALUE` });
    return;
  }
  const value = equals < 0 ? null : dockerTemplate(cutToken(word, equals + 1).pieces, reading.escapeCharacter);
  reading.steps.push({
    kind: 'assign',
    scope,
    name,
    value,
    at: word.at,
    ...(together ? { together: true as const } : {}),
  });
}

/** `WORKDIR PATH`: the whole line is the path, blanks included. */
function readFolder(reading: Reading, instruction: Instruction): void {
  const path = splitRest(argumentsOf(reading, instruction));
  if (path === undefined) {
    reading.problems.push({ at: spanOf(reading, instruction), message: 'WORKDIR expects a path' });
    return;
  }
  const at = spanOf(reading, instruction);
  reading.steps.push({ kind: 'folder', path: dockerTemplate(path.pieces, reading.escapeCharacter), at });
}

function splitFirst(pieces: Pieces): readonly [Token | undefined, Token | undefined] {
  const rest = splitRest(pieces);
  if (rest === undefined) return [undefined, undefined];
  const end = rest.text.search(/\s/);
  if (end < 0) return [rest, undefined];
  const value = rest.text.slice(end).search(/\S/);
  return [cutToken(rest, 0, end), cutToken(rest, end + value)];
}

/** The text without the blanks around it; undefined when there is none. */
function splitRest(pieces: Pieces): Token | undefined {
  const text = pieces.map((piece) => (piece.kind === 'text' ? piece.text : ' ')).join('');
  const start = text.search(/\S/);
  if (start < 0) return undefined;
  const whole: Token = { text, pieces, at: NO_PLACE };
  return cutToken(whole, start, text.trimEnd().length);
}
