import { ALWAYS, type Guard } from '../../src/model/guard.ts';
import type { Invocation, Variant } from '../../src/model/invocation.ts';
import { type Path, toPath } from '../../src/model/path.ts';
import { type Piece, showPieces, type Word } from '../../src/model/value.ts';

const FILE = 'build.sh';

/**
 * Words of a line that is split at blanks: `$X` is unknown and may be several words (as without quotes), `%X` is unknown and one word,
 * `` `7` `` is what command 7 printed.
 */
export function toWords(line: string): readonly Word[] {
  let offset = 0;
  return line.split(' ').map((text) => {
    const start = offset;
    offset += text.length + 1;
    return { pieces: toPieces(text, start), at: { file: FILE, start, end: start + text.length } };
  });
}

export function toFolder(text: string): Path {
  return toPath(toPieces(text, 0));
}

export function toVariant(line: string, guard: Guard = ALWAYS): Variant {
  return { guard, words: toWords(line), lost: [] };
}

/** A command of a script that stands in `/work`. */
export function toInvocation(variants: readonly Variant[], more: Partial<Invocation> = {}): Invocation {
  const span = { file: FILE, start: 0, end: 1 };
  return {
    kind: 'invocation',
    id: 1,
    form: 'command',
    variants,
    cwd: [{ guard: ALWAYS, path: toFolder('/work') }],
    stdin: null,
    stdout: null,
    failure: { kind: 'stops' },
    word: span,
    span,
    stack: [],
    host: 'shell',
    place: 'simple',
    ...more,
  };
}

export function show(words: readonly Word[]): string {
  return words.map(({ pieces }) => showPieces(pieces)).join(' ');
}

function toPieces(text: string, start: number): readonly Piece[] {
  const result: Piece[] = [];
  for (const match of text.matchAll(/[$%][A-Z]+|`\d+`|[^$%`]+/g)) {
    const [found] = match;
    const at = { file: FILE, start: start + match.index, end: start + match.index + found.length };
    if (found.startsWith('$'))
      result.push({ kind: 'hole', id: found.slice(1), name: found, why: 'environment', at, many: true });
    else if (found.startsWith('%'))
      result.push({ kind: 'hole', id: found.slice(1), name: `$${found.slice(1)}`, why: 'environment', at });
    else if (found.startsWith('`'))
      result.push({ kind: 'hole', id: found, name: found, why: 'output', at, origin: [Number(found.slice(1, -1))] });
    else result.push({ kind: 'text', text: found, at, verbatim: true });
  }
  return result;
}
