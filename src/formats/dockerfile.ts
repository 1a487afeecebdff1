import type { Program, Step, SyntaxProblem } from '../model/program.ts';
import { impliedTemplate, literalTemplate } from '../model/template.ts';
import { lastName } from '../model/tree-path.ts';
import { writtenText } from '../model/value.ts';
import { type Instruction, readDockerfile } from '../syntax/dockerfile.ts';
import { linePieces } from '../syntax/dockerfile-lines.ts';
import { findSyntax } from '../syntax/dockerfile-skeleton.ts';
import { underCondition } from './attempts.ts';
import { READERS, SILENT } from './dockerfile-instructions.ts';
import type { InstructionReader, Reading } from './dockerfile-reading.ts';
import type { Format } from './format.ts';
import { readPreprocessed } from './preprocessed.ts';

/** Dockerfiles and Containerfiles, as BuildKit reads them: https://docs.docker.com/reference/dockerfile/ */
export const dockerfile: Format = {
  id: 'dockerfile',
  title: 'Dockerfile, Containerfile',
  reads: '`FROM`, `COPY --from`, `ADD`, shell of `RUN`, mounts, `# syntax`',
  writes: 'commits, digests, checksums, `ADD --checksum`, checks behind downloads',
  matches,
  parse,
};

const USUAL_NAME = /^(?:dockerfile|containerfile)(?:\.(.+))?$/i;
/** `Dockerfile-dev`, `Dockerfile-ubuntu-22.04`, `dockerfile-dev.gpu`, `Dockerfile1.7`; what stands behind the last dot is captured. */
const SUFFIXED_NAME = /^(?:dockerfile|containerfile)[-_0-9][^.]*(?:\.(.+))?$/i;
/** `deb-dockerfile`. */
const PREFIXED_NAME = /^[^.]+[-_](?:dockerfile|containerfile)$/i;
const EXTENSION = /\.(?:dockerfile|containerfile)$/i;

/** `Dockerfile.go` may be an image for Go or a source file about Dockerfiles: a lower-case `dockerfile.go` is the latter. */
const OTHER_LANGUAGES: ReadonlySet<string> = new Set([
  ...[
    'go',
    'py',
    'rb',
    'rs',
    'js',
    'mjs',
    'cjs',
    'ts',
    'tsx',
    'java',
    'kt',
    'c',
    'h',
    'cc',
    'cpp',
    'cs',
    'php',
    'pl',
    'lua',
    'vim',
    'dart',
    'swift',
    'scala',
    'ex',
    'exs',
    'groovy',
  ],
  ...['css', 'html', 'xml', 'json', 'yml', 'yaml', 'toml', 'lock', 'svg', 'png', 'txt'],
]);
/** Never an image, in either case. */
const NO_IMAGE =
  /^(?:.*\.)?(?:dockerignore|make|mk|containerignore|md|rst|adoc|swp|orig|rej|bak|patch|diff|sh|bash|ksh|dash|ash|zsh|ps1)$/i;

function matches(path: string, firstLine: string): boolean {
  const name = lastName(path);
  const usual = USUAL_NAME.exec(name);
  if (usual !== null) {
    const suffix = usual[1];
    if (suffix === undefined) return true;
    if (NO_IMAGE.test(suffix)) return false;
    return !(isLowerCase(name) && OTHER_LANGUAGES.has(suffix.toLowerCase()));
  }
  // A program that makes Dockerfiles is called so as well, and says in its first line what runs it.
  const isProgram = firstLine.startsWith('#!');
  const suffixed = SUFFIXED_NAME.exec(name);
  if (suffixed !== null)
    return !(isProgram && isLowerCase(name)) && !isOtherLanguage(suffixed[1]?.split('.').at(-1) ?? '');
  return EXTENSION.test(name) || (PREFIXED_NAME.test(name) && !isProgram);
}

function isLowerCase(name: string): boolean {
  return name.startsWith('dockerfile') || name.startsWith('containerfile');
}

function isOtherLanguage(extension: string): boolean {
  return OTHER_LANGUAGES.has(extension.toLowerCase()) || NO_IMAGE.test(extension);
}

function parse(path: string, text: string): Program {
  const steps: Step[] = [];
  const problems: SyntaxProblem[] = [];
  const { escapeCharacter, instructions } = readDockerfile(text);
  const reading: Reading = { file: path, text, escapeCharacter, steps, problems, stage: null, stages: new Map() };
  readSyntax(reading);
  let unknown: { readonly instruction: Instruction; count: number } | undefined;
  for (const instruction of instructions) {
    const reader = readerOf(instruction.keyword);
    if (reader !== undefined) reader(reading, instruction);
    else if (unknown === undefined) unknown = { instruction, count: 1 };
    else unknown.count += 1;
    for (const name of instruction.unterminated) {
      problems.push({ at: commandSpan(path, instruction), message: `heredoc "${name}" has no line that ends it` });
    }
  }
  // A template of another language breaks nearly every line: one problem says it.
  if (unknown !== undefined) {
    const more = unknown.count > 1 ? ` (and ${unknown.count - 1} more unknown instructions)` : '';
    const message = `unknown instruction "${unknown.instruction.keyword.slice(0, 40)}"${more}`;
    problems.push({ at: commandSpan(path, unknown.instruction), message });
  }
  const [first] = instructions;
  if (
    first !== undefined &&
    reading.stage === null &&
    unknown === undefined &&
    !PART_NAME.test(path) &&
    !PART_TEXT.test(text)
  ) {
    problems.push({ at: commandSpan(path, first), message: NO_STAGE });
  }
  return readPreprocessed({ file: path, format: dockerfile.id, steps, problems }, text, instructions);
}

/** Said of a file whose instructions belong to no image. */
export const NO_STAGE = 'a Dockerfile expects FROM, and there is none';

/** A file by this name, or with this in its text, is put together with others before anybody builds it. */
const PART_NAME = /[.-](?:m4|part|inc|include|common|snippet|fragment)$/i;
const PART_TEXT = /\{\{|\{%|<%|@[A-Z_]+@|^#\s*include\b/im;

/** `# syntax=IMAGE`: the image that reads the file, and may do anything with it. */
function readSyntax(reading: Reading): void {
  const { file, text, steps } = reading;
  const found = findSyntax(text);
  if (found === undefined) return;
  const { name, start, end } = found;
  const word = { file, start: name, end: name + 'syntax'.length };
  const image = writtenText(file, text, start, end);
  steps.push({
    kind: 'fact',
    form: 'instruction',
    words: [
      { template: impliedTemplate('SYNTAX', word), at: word },
      { template: literalTemplate([image]), at: image.at },
    ],
    word,
    at: { ...word, end },
  });
}

function readerOf(keyword: string): InstructionReader | undefined {
  if (keyword === 'ONBUILD') return readTrigger;
  return READERS.get(keyword) ?? (SILENT.has(keyword) ? ignore : undefined);
}

/** What Docker refuses as a trigger: https://docs.docker.com/reference/dockerfile/#onbuild */
const REFUSED: ReadonlySet<string> = new Set(['FROM', 'ONBUILD', 'MAINTAINER']);

/** ONBUILD runs its triggers in the child's build, all of them, and none in this one. */
function readTrigger(reading: Reading, instruction: Instruction): void {
  const { file, text, escapeCharacter } = reading;
  const { keywordEnd, commandEnd } = instruction;
  const rest = linePieces({ file, text, start: keywordEnd, end: commandEnd, escapeCharacter });
  for (const piece of rest) {
    if (piece.kind !== 'text') continue;
    const word = /\S+/.exec(piece.text);
    if (word === null) continue;
    const keyword = word[0].toUpperCase();
    const start = piece.at.start + word.index;
    const reader = REFUSED.has(keyword) ? undefined : READERS.get(keyword);
    if (REFUSED.has(keyword)) {
      reading.problems.push({ at: commandSpan(file, instruction), message: `${keyword} is not allowed below ONBUILD` });
    } else if (reader !== undefined) {
      const steps: Step[] = [];
      reader({ ...reading, steps }, { ...instruction, keyword, start, keywordEnd: start + word[0].length });
      const condition = { text: 'ONBUILD', negated: false, changes: 0 };
      reading.steps.push(...underCondition(steps, condition, commandSpan(file, instruction)));
    } else if (!SILENT.has(keyword)) {
      reading.problems.push({
        at: commandSpan(file, instruction),
        message: `unknown ONBUILD trigger "${keyword.slice(0, 40)}"`,
      });
    }
    return;
  }
  reading.problems.push({ at: commandSpan(file, instruction), message: 'ONBUILD expects an instruction behind it' });
}

function ignore(): void {}

function commandSpan(file: string, instruction: Instruction) {
  return { file, start: instruction.start, end: instruction.commandEnd };
}
