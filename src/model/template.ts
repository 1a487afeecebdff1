import type { Template, TemplatePart } from './program.ts';
import type { Span } from './span.ts';
import { impliedText, joinPieces, type Pieces, spanOfPieces } from './value.ts';

/** Text without variables. */
export function literalTemplate(pieces: Pieces): Template {
  return { language: 'literal', pieces };
}

/** Parts as a template; without any variable it is a literal one. */
export function partsTemplate(parts: readonly TemplatePart[]): Template {
  const pieces = parts.flatMap((part) => (part.kind === 'text' || part.kind === 'hole' ? [part] : []));
  return pieces.length === parts.length ? literalTemplate(joinPieces(pieces)) : { language: 'parts', parts };
}

/** Text that no file says; nothing where it is empty. */
export function impliedTemplate(text: string, at: Span): Template {
  return literalTemplate(text === '' ? [] : [impliedText(text, at)]);
}

/** What a template is put together from; of words that a reader of their own expands the pieces count. */
export function partsOf(template: Template): readonly TemplatePart[] {
  return template.language === 'parts' ? template.parts : template.pieces;
}

/** Several texts as one, with `between` after each but the last. */
export function joinTemplates(templates: readonly Template[], between: Pieces = []): Template {
  return partsTemplate(
    templates.flatMap((template, index) => (index === 0 ? partsOf(template) : [...between, ...partsOf(template)])),
  );
}

/** What is written, with a hole for each variable of the host's language: for names and messages, not for values. */
export function writtenPieces(template: Template): Pieces {
  if (template.language !== 'parts') return template.pieces;
  return template.parts.map((part) => {
    if (part.kind === 'text' || part.kind === 'hole') return part;
    const name = part.kind === 'one-of' ? `\${${part.question}}` : part.text;
    return { kind: 'hole', id: `written:${part.at.file}:${part.at.start}`, name, why: 'placeholder', at: part.at };
  });
}

/** Where a template is written; `none` for an empty one. */
export function spanOfTemplate(template: Template, none: Span): Span {
  return spanOfPieces(writtenPieces(template), none);
}
