import type { Program, Step, SyntaxProblem } from '../model/program.ts';
import { type Instruction, readDockerfile } from '../syntax/dockerfile.ts';
import { linePieces } from '../syntax/dockerfile-lines.ts';
import { READERS, SILENT } from './dockerfile-instructions.ts';
import type { InstructionReader, Reading } from './dockerfile-reading.ts';
import type { Format } from './format.ts';

/** Dockerfiles and Containerfiles, as BuildKit reads them: https://docs.docker.com/reference/dockerfile/ */
export const dockerfile: Format = { id: 'dockerfile', title: 'Dockerfile, Containerfile', matches, parse };

const USUAL_NAME = /^(?:dockerfile|containerfile)(?:\.(.+))?$/i;
const SUFFIXED_NAME = /^(?:Dockerfile|Containerfile)[-_][^.]*$/;
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
  ],
  ...['css', 'html', 'xml', 'json', 'yml', 'yaml', 'toml', 'lock', 'svg', 'png', 'txt'],
]);
/** Never an image, in either case. */
const NO_IMAGE =
  /^(?:.*\.)?(?:dockerignore|make|mk|containerignore|md|rst|adoc|swp|orig|rej|bak|patch|diff|sh|bash|ksh|dash|ash|zsh|ps1)$/i;

/** Templates of a Dockerfile are text for another program first: they are not read yet. */
const TEMPLATE = /\.(?:template|tmpl|tpl|gotmpl|j2|jinja2?|erb|mustache|ejs|in)$/i;

function matches(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (TEMPLATE.test(name)) return false;
  const usual = USUAL_NAME.exec(name);
  if (usual !== null) {
    const suffix = usual[1];
    if (suffix === undefined) return true;
    if (NO_IMAGE.test(suffix)) return false;
    const isLowerCase = name.startsWith('dockerfile') || name.startsWith('containerfile');
    return !(isLowerCase && OTHER_LANGUAGES.has(suffix.toLowerCase()));
  }
  return SUFFIXED_NAME.test(name) || EXTENSION.test(name);
}

function parse(path: string, text: string): Program {
  const steps: Step[] = [];
  const problems: SyntaxProblem[] = [];
  const { escapeCharacter, instructions } = readDockerfile(text);
  const reading: Reading = { file: path, text, escapeCharacter, steps, problems, stage: null, stages: new Map() };
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
  return { file: path, format: dockerfile.id, steps, problems };
}

function readerOf(keyword: string): InstructionReader | undefined {
  if (keyword === 'ONBUILD') return readTrigger;
  return READERS.get(keyword) ?? (SILENT.has(keyword) ? ignore : undefined);
}

/** ONBUILD runs its trigger in the child's build; for what is fetched that is the instruction itself. */
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
    const reader = keyword === 'FROM' ? undefined : READERS.get(keyword);
    if (reader !== undefined) {
      reader(reading, { ...instruction, keyword, start, keywordEnd: start + word[0].length });
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
