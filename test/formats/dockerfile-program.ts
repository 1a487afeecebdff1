import { expect } from 'vitest';
import { dockerfile, NO_STAGE } from '../../src/formats/dockerfile.ts';
import { nestedSteps } from '../../src/model/nested-steps.ts';
import type { FactStep, Program, Step, Template } from '../../src/model/program.ts';
import { writtenPieces } from '../../src/model/template.ts';
import { type Pieces, showPieces } from '../../src/model/value.ts';

/**
 * Parses, and holds the promise that every other test relies on: verbatim text is what the file says at its span, blanks aside. A row may be one
 * instruction alone: that it has no stage is not told.
 */
export function parseChecked(text: string): Program {
  const program = dockerfile.parse('Dockerfile', text);
  for (const step of program.steps) for (const pieces of piecesOf(step)) checkSpans(text, pieces);
  for (const problem of program.problems) expect(problem.at.end).toBeLessThanOrEqual(text.length);
  return { ...program, problems: program.problems.filter(({ message }) => message !== NO_STAGE) };
}

/** A step on one line, for tables: its kind and what its texts say. */
export function showStep(step: Step): string {
  switch (step.kind) {
    case 'shell': {
      const flags = `${step.errexit ? ' -e' : ''}${step.pipefail ? ' pipefail' : ''}`;
      return `shell${flags}: ${show(step.text)}`;
    }
    case 'exec':
      return `exec: ${step.words.map(show).join(' | ')}`;
    case 'fact':
      return `fact: ${showFact(step)}`;
    case 'assign':
      return `${step.scope}: ${step.name}${step.value === null ? '' : `=${show(step.value)}`}`;
    case 'stage':
      return `stage ${step.name ?? '-'} from ${show(step.base)}: ${showFact(step.fact)}`;
    case 'folder':
      return `folder: ${show(step.path)}`;
    case 'copy': {
      const from = step.from === null ? '' : ` from ${show(step.from)}`;
      return `copy${from}: ${step.sources.map(show).join(' | ')} -> ${show(step.to)}`;
    }
    case 'file':
      return `file ${step.text.language}: ${show(step.path)} <- ${show(step.text)}`;
    case 'choice':
      return nestedSteps(step).map(showStep).join('\n');
    default:
      throw new Error(`no Dockerfile has a step of kind ${step.kind}`);
  }
}

function show(template: Template): string {
  return showPieces(writtenPieces(template));
}

function showFact(fact: FactStep): string {
  return fact.words.map((word) => show(word.template)).join(' | ');
}

function piecesOf(step: Step): readonly Pieces[] {
  switch (step.kind) {
    case 'shell':
      return [writtenPieces(step.text)];
    case 'exec':
      return step.words.map((word) => writtenPieces(word));
    case 'fact':
      return step.words.map((word) => writtenPieces(word.template));
    case 'assign':
      return step.value === null ? [] : [writtenPieces(step.value)];
    case 'stage':
      return [writtenPieces(step.base), ...piecesOf(step.fact)];
    case 'folder':
      return [writtenPieces(step.path)];
    case 'copy':
      return [...step.sources, step.to].map((word) => writtenPieces(word));
    case 'file':
      return [writtenPieces(step.path), writtenPieces(step.text)];
    case 'choice':
      return nestedSteps(step).flatMap(piecesOf);
    default:
      throw new Error(`no Dockerfile has a step of kind ${step.kind}`);
  }
}

function checkSpans(text: string, pieces: Pieces): void {
  for (const piece of pieces) {
    if (piece.kind !== 'text' || !piece.verbatim) continue;
    expect(piece.text.length).toBe(piece.at.end - piece.at.start);
    const written = text.slice(piece.at.start, piece.at.end);
    for (const [index, character] of [...piece.text.split('')].entries()) {
      if (character !== written[index]) expect(character, `at ${piece.at.start + index} of ${text}`).toMatch(/[ \n\\]/);
    }
  }
}
