import type { FactStep, FactWord, Step, SyntaxProblem } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { literalTemplate } from '../model/template.ts';
import type { Pieces } from '../model/value.ts';
import type { Instruction } from '../syntax/dockerfile.ts';
import { linePieces } from '../syntax/dockerfile-lines.ts';
import { dockerTemplate, type Token } from '../syntax/dockerfile-words.ts';
import type { ShellStart } from '../syntax/shell-start.ts';

/** What SHELL set for a stage; null is Docker's own `/bin/sh -c`. */
export type StageShell = { readonly words: readonly Token[]; readonly start: ShellStart } | null;

/** What reading one Dockerfile gathers: steps and problems so far, and the stage that it is in. */
export type Reading = {
  readonly file: string;
  readonly text: string;
  readonly escapeCharacter: string;
  readonly steps: Step[];
  readonly problems: SyntaxProblem[];
  /** Null before the first FROM. */
  stage: { shell: StageShell } | null;
  /** By lower-case name: what a later `FROM name` goes on with. */
  readonly stages: Map<string, { shell: StageShell }>;
};

export type InstructionReader = (reading: Reading, instruction: Instruction) => void;

/** What stands behind the keyword, as one line. */
export function argumentsOf(reading: Reading, instruction: Instruction): Pieces {
  const { file, text, escapeCharacter } = reading;
  return linePieces({ file, text, start: instruction.keywordEnd, end: instruction.commandEnd, escapeCharacter });
}

/** The instruction with its name as the first word, upper case whatever the file says. */
export function toFact(reading: Reading, instruction: Instruction, words: readonly Token[]): FactStep {
  const word = { file: reading.file, start: instruction.start, end: instruction.keywordEnd };
  const isAsWritten = reading.text.slice(word.start, word.end) === instruction.keyword;
  const name = literalTemplate([{ kind: 'text', text: instruction.keyword, at: word, verbatim: isAsWritten }]);
  const rest = words.map(
    (token): FactWord => ({ template: dockerTemplate(token.pieces, reading.escapeCharacter), at: token.at }),
  );
  return {
    kind: 'fact',
    form: 'instruction',
    words: [{ template: name, at: word }, ...rest],
    word,
    at: spanOf(reading, instruction),
  };
}

/** The instruction without its heredocs. */
export function spanOf(reading: Reading, instruction: Instruction): Span {
  return { file: reading.file, start: instruction.start, end: instruction.commandEnd };
}
