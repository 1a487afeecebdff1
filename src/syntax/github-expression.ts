import type { Template, TemplatePart } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { literalTemplate, partsTemplate } from '../model/template.ts';
import { flatten, type HoleReason, impliedText, type Pieces, slicePieces, spanOfPieces } from '../model/value.ts';
import { standsAlone, unknownExpression } from './placeholder.ts';

/**
 * Text with `${{ expressions }}` of GitHub (and Gitea, Forgejo) Actions. A context's value is a variable of that name (`env.X` is the
 * environment's own `X`), `a || 'b'` falls back, a quoted text is itself; every other expression is unknown.
 * https://docs.github.com/actions/reference/evaluate-expressions-in-workflows-and-actions
 */
export function githubTemplate(pieces: Pieces): Template {
  const text = flatten(pieces);
  if (!text.includes('${{')) return literalTemplate(pieces);
  const parts: TemplatePart[] = [];
  let from = 0;
  for (let open = text.indexOf('${{'); open >= 0; open = text.indexOf('${{', from)) {
    const close = endOf(text, open + 3);
    if (close < 0) break;
    parts.push(...slicePieces(pieces, from, open), ...readExpression(pieces, text, open, close));
    from = close + 2;
  }
  return partsTemplate([...parts, ...slicePieces(pieces, from, text.length)]);
}

/** Offset of the `}}` that ends an expression; those inside quotes do not. */
function endOf(text: string, from: number): number {
  let isQuoted = false;
  for (let index = from; index < text.length; index++) {
    const character = text[index];
    if (character === "'") isQuoted = !isQuoted;
    else if (!isQuoted && character === '}' && text[index + 1] === '}') return index;
  }
  return -1;
}

const CONTEXT = /^(?:[A-Za-z_][\w-]*)(?:\.[A-Za-z_*][\w-]*|\[\s*'[\w .-]+'\s*\])+$/;
const QUOTED = /^'((?:[^']|'')*)'$/;

function readExpression(pieces: Pieces, text: string, open: number, close: number): readonly TemplatePart[] {
  const whole = slicePieces(pieces, open, close + 2);
  const at = spanOfPieces(whole);
  const written = text.slice(open, close + 2);
  const isAlone = standsAlone(text, open, close + 2);
  const [first, ...others] = splitAlternatives(text.slice(open + 3, close));
  let offset = open + 3;
  const operand = (source: string): readonly TemplatePart[] => {
    const start = offset + source.length - source.trimStart().length;
    offset += source.length + 2;
    return readOperand(pieces, source.trim(), start, { written, at, isAlone });
  };
  const base = operand(first ?? '');
  if (others.length === 0) return base;
  const [only, second] = base;
  const [fallback, third] = others;
  if (only?.kind !== 'variable' || second !== undefined || fallback === undefined || third !== undefined)
    return [unknownExpression(written, at, isAlone)];
  const otherwise = partsTemplate(operand(fallback));
  if (isSetByText(only.name)) return [{ ...only, fallback: otherwise, emptyIsUnset: true }];
  const options = [partsTemplate([only]), otherwise].map((value, index) => ({ answer: String(index), value }));
  return [{ kind: 'one-of', question: `expression:${written}`, options, at }];
}

type Place = { readonly written: string; readonly at: Span; readonly isAlone: boolean };

function readOperand(pieces: Pieces, source: string, start: number, place: Place): readonly TemplatePart[] {
  const { written, at, isAlone } = place;
  const quoted = QUOTED.exec(source)?.[1];
  if (quoted !== undefined) {
    if (!quoted.includes("''")) return slicePieces(pieces, start + 1, start + 1 + quoted.length);
    return [impliedText(quoted.replaceAll("''", "'"), at)];
  }
  if (/^-?\d+(?:\.\d+)?$/.test(source)) return slicePieces(pieces, start, start + source.length);
  if (!CONTEXT.test(source)) return [unknownExpression(written, at, isAlone)];
  const name = nameOf(source);
  return [
    {
      kind: 'variable',
      name,
      text: written,
      why: reasonOf(name),
      fallback: null,
      emptyIsUnset: false,
      many: isAlone,
      at,
    },
  ];
}

/** `env.X` is what a shell calls `X`; the event's inputs are the workflow's. */
function nameOf(source: string): string {
  const name = source.replace(/\[\s*'([\w .-]+)'\s*\]/g, '.$1').replace(/^github\.event\.inputs\./, 'inputs.');
  return name.startsWith('env.') ? name.slice('env.'.length) : name;
}

/** The environment, inputs and the matrix are what the text gives them; other contexts (`github.head_ref`) have a value of their own. */
function isSetByText(name: string): boolean {
  return !name.includes('.') || /^(?:inputs|matrix)\./.test(name);
}

function reasonOf(name: string): HoleReason {
  return /^(?:steps|needs|jobs)\./.test(name) ? 'output' : 'placeholder';
}

/** The operands of `||`, outside of quotes and brackets. */
function splitAlternatives(source: string): readonly string[] {
  const parts: string[] = [];
  let isQuoted = false;
  let depth = 0;
  let from = 0;
  for (let index = 0; index < source.length; index++) {
    const character = source[index];
    if (character === "'") isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (character === '(' || character === '[') depth += 1;
    else if (character === ')' || character === ']') depth -= 1;
    else if (character === '|' && source[index + 1] === '|' && depth === 0) {
      parts.push(source.slice(from, index));
      from = index + 2;
      index += 1;
    }
  }
  parts.push(source.slice(from));
  return parts;
}
