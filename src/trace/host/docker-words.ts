import type { Span } from '../../model/span.ts';
import {
  type Alternative,
  always,
  flatten,
  type Pieces,
  slicePieces,
  spanOfPieces,
  type Value,
} from '../../model/value.ts';
import { removeMatch, replaceMatch } from '../parameter.ts';
import { combine, concat, fold, NOTHING } from '../values.ts';

export type Lookup = (name: string, at: Span) => Value;

/**
 * BuildKit's own word expansion (ARG, ENV, FROM, COPY, WORKDIR, ...): quotes and escapes are taken off, `$V`, `${V}` and the modifiers
 * `:-` `-` `:+` `+` `:?` `?` `#` `##` `%` `%%` `/` `//` expand; nothing is run and nothing is split.
 * https://docs.docker.com/reference/dockerfile/#environment-replacement
 */
export function expandDockerWord(pieces: Pieces, lookup: Lookup): Value {
  const text = flatten(pieces);
  if (!/[$'"\\]/.test(text)) return always(pieces);
  return readWord({ text, pieces, lookup }, 0, '').value;
}

type Reader = { readonly text: string; readonly pieces: Pieces; readonly lookup: Lookup };

/** Reads up to `stop` (a closing brace inside `${...}`), or to the end. */
function readWord(
  reader: Reader,
  start: number,
  stop: '' | '}' | '/',
): { readonly value: Value; readonly end: number } {
  const { text, pieces } = reader;
  let value: Value = NOTHING;
  let from = start;
  let index = start;
  let quote = '';
  const at = spanAt(pieces, start);
  const flush = (to: number) => {
    if (to > from) value = concat(value, always(slicePieces(pieces, from, to)), at);
  };
  while (index < text.length) {
    const character = text.charAt(index);
    if (quote === '' && stop !== '' && (character === stop || character === '}')) break;
    if (quote === "'") {
      if (character === "'") {
        flush(index);
        from = index + 1;
        quote = '';
      }
      index += 1;
    } else if (
      character === '\\' &&
      index + 1 < text.length &&
      (quote === '' || /["$\\]/.test(text.charAt(index + 1)))
    ) {
      flush(index);
      from = index + 1;
      index += 2;
    } else if (character === '"' || (character === "'" && quote === '')) {
      flush(index);
      from = index + 1;
      quote = quote === '' ? character : '';
      index += 1;
    } else if (character === '$') {
      const variable = readVariable(reader, index);
      if (variable === undefined) {
        index += 1;
        continue;
      }
      flush(index);
      value = concat(value, variable.value, at);
      index = variable.end;
      from = index;
    } else {
      index += 1;
    }
  }
  flush(index);
  return { value, end: index };
}

const NAME = /[A-Za-z_]\w*/y;

function readVariable(reader: Reader, start: number): { readonly value: Value; readonly end: number } | undefined {
  const { text, pieces } = reader;
  const isBraced = text.charAt(start + 1) === '{';
  NAME.lastIndex = start + (isBraced ? 2 : 1);
  const name = NAME.exec(text)?.[0];
  if (name === undefined) return undefined;
  const nameEnd = start + (isBraced ? 2 : 1) + name.length;
  const at = spanOfPieces(slicePieces(pieces, start, nameEnd), spanOfPieces(pieces));
  const base = reader.lookup(name, at);
  if (!isBraced) return { value: base, end: nameEnd };
  if (text.charAt(nameEnd) === '}') return { value: base, end: nameEnd + 1 };
  return readModifier(reader, name, base, nameEnd, at);
}

const MODIFIER = /:[-+?]|[-+?]|##|#|%%|%|\/\/|\//y;

function readModifier(
  reader: Reader,
  name: string,
  base: Value,
  start: number,
  at: Span,
): { readonly value: Value; readonly end: number } | undefined {
  MODIFIER.lastIndex = start;
  const operator = MODIFIER.exec(reader.text)?.[0];
  if (operator === undefined) return undefined;
  const isReplace = operator === '/' || operator === '//';
  const first = readWord(reader, start + operator.length, isReplace ? '/' : '}');
  let { end } = first;
  let replacement: Value = NOTHING;
  if (isReplace && reader.text.charAt(end) === '/') {
    const second = readWord(reader, end + 1, '}');
    replacement = second.value;
    end = second.end;
  }
  const operation = { name: `\${${name}${operator}…}`, at };
  const close = reader.text.charAt(end) === '}' ? end + 1 : end;
  switch (operator) {
    case '#':
    case '##':
    case '%':
    case '%%':
      return { value: combine(base, first.value, at, (a, b) => removeMatch(a, b, operator, operation)), end: close };
    case '/':
    case '//': {
      const [only] = replacement;
      return {
        value: combine(base, first.value, at, (a, b) => replaceMatch(a, b, only?.pieces ?? [], operator, operation)),
        end: close,
      };
    }
    default:
      return { value: withDefault(base, first.value, operator, name), end: close };
  }
}

function withDefault(base: Value, operand: Value, operator: string, name: string): Value {
  const isMissing = (alternative: Alternative) =>
    alternative.unset !== undefined || (operator.startsWith(':') && alternative.pieces.length === 0);
  if (operator.endsWith('?')) return base;
  const takes = (alternative: Alternative) =>
    operator.endsWith('+') ? !isMissing(alternative) : isMissing(alternative);
  return fold(
    base.flatMap((alternative): readonly Alternative[] => {
      if (!takes(alternative))
        return operator.endsWith('+') ? [{ guard: alternative.guard, pieces: [] }] : [alternative];
      const overridable = alternative.unset === 'never-set' ? { overridable: [name] } : {};
      return operand.map((choice) => ({
        ...choice,
        guard: alternative.guard.size === 0 ? choice.guard : alternative.guard,
        ...overridable,
      }));
    }),
  );
}

function spanAt(pieces: Pieces, offset: number): Span {
  return spanOfPieces(slicePieces(pieces, offset, offset + 1), spanOfPieces(pieces));
}
