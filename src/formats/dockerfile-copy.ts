import type { Template } from '../model/program.ts';
import { impliedText, writtenText } from '../model/value.ts';
import type { Instruction } from '../syntax/dockerfile.ts';
import type { Heredoc } from '../syntax/dockerfile-heredoc.ts';
import { padSeams } from '../syntax/dockerfile-lines.ts';
import { cutToken, dockerTemplate, splitBlank, type Token } from '../syntax/dockerfile-words.ts';
import { readJsonWords } from '../syntax/json-words.ts';
import { argumentsOf, type Reading, spanOf, toFact } from './dockerfile-reading.ts';

const FLAG = /^--[a-z]/;
/** What ADD takes from the network, quoted or not: https://docs.docker.com/reference/dockerfile/#add */
const REMOTE = /^["']?(?:[a-z][a-z+.-]*:\/\/|git@)/i;
const FROM_FLAG = '--from=';

/**
 * COPY and ADD. Local sources and heredocs become files of the stage; what ADD brings from the network and what COPY brings from another
 * image is a fact. A source of ADD that begins with a variable may be either: it is both, and the rule's shape decides once it is known.
 */
export function readCopy(reading: Reading, instruction: Instruction): void {
  const { words, flags } = splitWords(reading, instruction);
  const to = words.at(-1);
  const sources = words.slice(0, -1);
  if (to === undefined || sources.length === 0) {
    const message = `${instruction.keyword} expects at least one source and a destination`;
    reading.problems.push({ at: spanOf(reading, instruction), message });
    return;
  }
  const at = spanOf(reading, instruction);
  const heredocs = new Map(instruction.heredocs.map((heredoc) => [heredoc.word.start, heredoc]));
  for (const source of sources) {
    const heredoc = heredocs.get(source.at.start);
    if (heredoc !== undefined) addFile(reading, instruction, heredoc, to);
  }
  const files = sources.filter((source) => !heredocs.has(source.at.start));
  const isAdd = instruction.keyword === 'ADD';
  const remote = isAdd ? files.filter((source) => REMOTE.test(source.text) || isVariable(source)) : [];
  const local = isAdd ? files.filter((source) => !REMOTE.test(source.text)) : files;
  const flag = flags.findLast((word) => word.text.startsWith(FROM_FLAG));
  const from =
    flag === undefined ? null : dockerTemplate(cutToken(flag, FROM_FLAG.length).pieces, reading.escapeCharacter);
  if (remote.length > 0) reading.steps.push(toFact(reading, instruction, [...flags, ...remote, to]));
  if (flag !== undefined && !isStage(reading, flag.text.slice(FROM_FLAG.length))) {
    reading.steps.push(toFact(reading, instruction, [...flags, ...files, to]));
  }
  if (local.length === 0) return;
  const template = (token: Token): Template => dockerTemplate(token.pieces, reading.escapeCharacter);
  reading.steps.push({ kind: 'copy', sources: local.map(template), to: template(to), from, at });
}

/** An earlier stage by name or number; everything else that COPY takes files from is an image. */
export function isStage(reading: Reading, name: string): boolean {
  return /^\d+$/.test(name) || reading.stages.has(name.toLowerCase());
}

function isVariable(source: Token): boolean {
  return /^["']?\$/.test(source.text);
}

function splitWords(
  reading: Reading,
  instruction: Instruction,
): { readonly flags: readonly Token[]; readonly words: readonly Token[] } {
  const pieces = argumentsOf(reading, instruction);
  const tokens = splitBlank(pieces);
  const count = tokens.findIndex((token) => !FLAG.test(token.text));
  const flags = tokens.slice(0, Math.max(count, 0));
  const behind = tokens.slice(Math.max(count, 0));
  const words = behind[0]?.text === '--' ? behind.slice(1) : behind;
  const first = words[0];
  if (first === undefined || !first.text.startsWith('[')) return { flags, words };
  const rest = pieces.filter((piece) => piece.at.end > first.at.start);
  const text = padSeams(rest, instruction.keywordEnd).slice(first.at.start - instruction.keywordEnd);
  return { flags, words: readJsonWords(reading.file, text, first.at.start) ?? words };
}

/** `COPY <<NAME path`: the body is the file's text; variables in it count unless the name is quoted. */
function addFile(reading: Reading, instruction: Instruction, heredoc: Heredoc, to: Token): void {
  const { file, text } = reading;
  const { bodyStart, bodyEnd } = heredoc;
  const body = writtenText(file, text, bodyStart, bodyEnd);
  const isFolder = to.text.endsWith('/');
  const name = impliedText(heredoc.name, { file, ...heredoc.word });
  reading.steps.push({
    kind: 'file',
    path: dockerTemplate(isFolder ? [...to.pieces, name] : to.pieces, reading.escapeCharacter),
    text: { language: heredoc.literal ? 'literal' : 'docker', pieces: [body] },
    at: spanOf(reading, instruction),
  });
}
