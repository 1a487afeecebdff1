import { changeTexts } from '../model/change-texts.ts';
import type { Program, Step, SyntaxProblem } from '../model/program.ts';
import { flatten, type HolePiece, joinPieces, knownText, type Pieces, slicePieces } from '../model/value.ts';
import type { Instruction } from '../syntax/dockerfile.ts';

/** A line of a preprocessor, which is a comment to a builder: `#include "x"` of cpp and gpp, `#define NAME`. */
const DIRECTIVE = /^#(?:include[ \t]+["<]([^">\n]+)[">]|define[ \t]+([A-Za-z_]\w*))/gm;

/**
 * A Dockerfile that a preprocessor puts together: the names that it defines are unknown parts of what they stand in, and what it includes is
 * named as not read. A plain name that files are taken from may then be a stage of an included file, and is no image.
 */
export function readPreprocessed(program: Program, text: string, instructions: readonly Instruction[]): Program {
  const lines = [...text.matchAll(DIRECTIVE)].filter(({ index }) => !isInside(index, instructions));
  if (lines.length === 0) return program;
  const names = new Set(lines.flatMap(([, , name]) => name ?? []));
  const include = lines.find(([, path]) => path !== undefined);
  // What is included may define more of them, which are seen where they are called.
  const isName = (name: string, isCall: boolean) =>
    names.has(name) || (include !== undefined && isCall && /^[A-Z][A-Z0-9_]+$/.test(name));
  const known = changeTexts(program, (pieces) => withoutNames(pieces, isName));
  if (include === undefined) return known;
  const problem: SyntaxProblem = {
    kind: 'unreadable',
    at: { file: program.file, start: include.index, end: include.index + include[0].length },
    message: `a preprocessor puts this file together, and what '${include[0]}' brings in is not read`,
  };
  const steps = known.steps.filter((step) => !takesFromName(step));
  return { ...known, steps, problems: [...known.problems, problem] };
}

/** Characters of the arguments of one call; what is longer is none. */
const LONGEST = 1_000;

/** In the body of a heredoc, or between the lines of a command, such a line is text of something else. */
function isInside(offset: number, instructions: readonly Instruction[]): boolean {
  return instructions.some(({ start, end }) => start <= offset && offset < end);
}

/** A call goes with its arguments (`INSTALL(git curl)`). */
function withoutNames(pieces: Pieces, isName: (name: string, isCall: boolean) => boolean): Pieces {
  const text = flatten(pieces);
  const parts: Pieces[] = [];
  let end = 0;
  for (const { 0: name, index } of text.matchAll(/(?<![\w$]|\$\{)[A-Za-z_]\w*/g)) {
    const at = pieces[0]?.at;
    const [given] = /^\([^()\n]*\)/.exec(text.slice(index + name.length, index + name.length + LONGEST)) ?? [''];
    if (at === undefined || index < end || !isName(name, given !== '')) continue;
    const [first] = slicePieces(pieces, index, index + name.length);
    const hole: HolePiece = {
      kind: 'hole',
      id: `macro ${name}${given}`,
      name,
      why: 'placeholder',
      at: first?.at ?? at,
    };
    parts.push(slicePieces(pieces, end, index), [hole]);
    end = index + name.length + given.length;
  }
  return end === 0 ? pieces : joinPieces(...parts, slicePieces(pieces, end, text.length));
}

/** `COPY --from=name`, where the name has neither tag nor owner. */
function takesFromName(step: Step): boolean {
  if (step.kind !== 'fact' || step.form !== 'instruction') return false;
  return step.words.some(({ template }) => {
    const text = template.language === 'parts' ? undefined : knownText(template.pieces);
    return text !== undefined && /^--from=\w+$/.test(text);
  });
}
