import type { Template, TemplatePart } from '../model/program.ts';
import { literalTemplate, partsTemplate } from '../model/template.ts';
import { escapedPieces, flatten, type Pieces, slicePieces, spanOfPieces } from '../model/value.ts';

/**
 * Compose's interpolation: `$V`, `${V}`, `${V:-default}`, `${V-default}`, `${V:?error}`, `${V:+other}`; `$$` is one dollar. A variable that
 * nobody sets comes from the environment.
 * https://docs.docker.com/reference/compose-file/interpolation/
 */
export function composeTemplate(pieces: Pieces): Template {
  const text = flatten(pieces);
  const escaped = escapedPieces(pieces, 'doubled-dollar');
  return text.includes('$') ? partsTemplate(readParts(escaped, text, 0, text.length)) : literalTemplate(escaped);
}

const NAME = /[A-Za-z_]\w*/y;
const OPERATOR = /:?[-?+]/y;

function readParts(pieces: Pieces, text: string, start: number, end: number): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let from = start;
  for (let dollar = text.indexOf('$', start); dollar >= 0 && dollar < end; dollar = text.indexOf('$', from)) {
    const next = text[dollar + 1];
    if (next === '$') {
      parts.push(...slicePieces(pieces, from, dollar + 1));
      from = dollar + 2;
      continue;
    }
    const isBraced = next === '{';
    NAME.lastIndex = dollar + (isBraced ? 2 : 1);
    const name = NAME.exec(text)?.[0];
    const nameEnd = NAME.lastIndex;
    const close = isBraced ? closeOf(text, dollar + 2, end) : nameEnd;
    if (name === undefined || close < 0) {
      parts.push(...slicePieces(pieces, from, dollar + 1));
      from = dollar + 1;
      continue;
    }
    const variableEnd = isBraced ? close + 1 : close;
    const written = slicePieces(pieces, dollar, variableEnd);
    parts.push(...slicePieces(pieces, from, dollar));
    OPERATOR.lastIndex = nameEnd;
    const operator = isBraced && nameEnd < close ? OPERATOR.exec(text)?.[0] : undefined;
    const hasDefault = operator?.endsWith('-') === true;
    const fallback = hasDefault ? partsTemplate(readParts(pieces, text, OPERATOR.lastIndex, close)) : null;
    parts.push({
      kind: 'variable',
      name,
      text: text.slice(dollar, variableEnd),
      why: 'environment',
      fallback,
      emptyIsUnset: operator?.startsWith(':') === true,
      many: false,
      at: spanOfPieces(written),
    });
    from = variableEnd;
  }
  if (from < end) parts.push(...slicePieces(pieces, from, end));
  return parts;
}

/** Offset of the brace that closes; those of nested variables do not. */
function closeOf(text: string, from: number, end: number): number {
  let depth = 0;
  for (let index = from; index < end; index++) {
    if (text[index] === '{') depth += 1;
    else if (text[index] === '}') {
      if (depth === 0) return index;
      depth -= 1;
    }
  }
  return -1;
}
