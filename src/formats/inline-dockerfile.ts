import { changeTexts } from '../model/change-texts.ts';
import type { Step } from '../model/program.ts';
import { maskTemplate, unmaskPieces } from '../syntax/template-mask.ts';
import type { TemplateTag } from '../syntax/template-tags.ts';
import { dockerfile } from './dockerfile.ts';
import type { YamlReading } from './yaml-reading.ts';

/**
 * A Dockerfile inside of a file, from the line behind `start` on: read in place, with everything around it blank, so that its offsets are
 * those of the file. `words` are those of the language around it.
 */
export function inlineDockerfile(
  reading: YamlReading,
  text: string,
  start: number,
  end: number,
  words: readonly TemplateTag[] = [],
): readonly Step[] {
  const first = text.indexOf('\n', start) + 1;
  if (first === 0 || first > end) return [];
  const lines = text.slice(0, first).replace(/[^\n]/g, ' ');
  const masked = maskTemplate(reading.file, `${lines}${text.slice(first, end)}`, words, []);
  const program = dockerfile.parse(reading.file, masked.text);
  reading.problems.push(...program.problems);
  return changeTexts(program, (pieces, isShell) => unmaskPieces(masked, pieces, isShell)).steps;
}
