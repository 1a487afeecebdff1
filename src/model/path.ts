import { NO_PLACE } from './span.ts';
import { EMPTY, flatten, HOLE, impliedText, joinPieces, type Pieces, pieceKey, slicePieces } from './value.ts';

/**
 * A place in the abstract file system: normalised text with hole ids. One that begins with a hole is absolute, so
 * `git clone U "$D"; cd "$D"` is one folder although nobody knows its name.
 */
export type Path = { readonly key: string; readonly pieces: Pieces };

/** `word` as seen from `cwd`, normalised (`.`, `..`, `//` folded); holes are never looked into. */
export function resolvePath(cwd: Path, word: Pieces): Path {
  const [only] = word;
  if (word.length === 1 && only?.kind === 'text' && !UNTIDY.test(only.text)) return new PlainPath(cwd, word, only.text);
  return normalise(isAbsolute(word) ? EMPTY : cwd.pieces, word);
}

/** What normalising would change, or must look into: `.`, `..`, `//`, a slash at the end, nothing at all. */
const UNTIDY = /^$|\/$|\/\/|(?:^|\/)\.\.?(?:\/|$)|\uFFFC/;

/** Plain text below a folder: its key is known at once, its pieces are made when somebody asks (most words of a script are no paths). */
class PlainPath implements Path {
  readonly key: string;
  readonly #cwd: Path;
  readonly #word: Pieces;
  #pieces: Pieces | undefined;

  constructor(cwd: Path, word: Pieces, text: string) {
    this.#cwd = cwd;
    this.#word = word;
    this.key = text.startsWith('/') ? text : cwd.key === '/' ? `/${text}` : `${cwd.key}/${text}`;
  }

  get pieces(): Pieces {
    this.#pieces ??= normalise(isAbsolute(this.#word) ? EMPTY : this.#cwd.pieces, this.#word).pieces;
    return this.#pieces;
  }
}

/** True for a word that begins at the root or with a hole; a glob (`*.tar.gz`) is a name in the folder. */
export function isAbsolute(word: Pieces): boolean {
  const text = flatten(word);
  const [first] = word;
  return text.startsWith('/') || (text.startsWith(HOLE) && !(first?.kind === 'hole' && first.why === 'pattern'));
}

/** An absolute path from pieces (a leading `/` or hole is expected; anything else is taken from `/`). */
export function toPath(pieces: Pieces): Path {
  return normalise(EMPTY, pieces);
}

/** True when `path` is `folder` or lies in it. */
export function isWithin(folder: Path, path: Path): boolean {
  return path.key === folder.key || path.key.startsWith(folder.key === '/' ? '/' : `${folder.key}/`);
}

/** The last component; empty for the root. */
export function basename(path: Path): Pieces {
  const text = flatten(path.pieces);
  return slicePieces(path.pieces, text.lastIndexOf('/') + 1, text.length);
}

function normalise(base: Pieces, word: Pieces): Path {
  const components: Pieces[] = [];
  let isRooted = false;
  for (const [index, part] of [base, word].entries()) {
    const text = flatten(part);
    if (text === '') continue;
    if (components.length === 0 && !(index === 1 && isRooted))
      isRooted = text.startsWith('/') || !text.startsWith(HOLE);
    let start = 0;
    while (start <= text.length) {
      const slash = text.indexOf('/', start);
      const end = slash < 0 ? text.length : slash;
      const component = text.slice(start, end);
      if (component === '..' && !components.at(-1)?.some((piece) => piece.kind === 'hole')) components.pop();
      else if (component !== '' && component !== '.') components.push(slicePieces(part, start, end));
      start = end + 1;
    }
  }
  const lead = isRooted || components.length === 0 ? '/' : '';
  const key = lead + components.map(pieceKey).join('/');
  return { key, pieces: withSeparators(components, lead) };
}

/** Separators carry the span of their neighbour and are not verbatim: a path is compared and named, never spliced as a whole. */
function withSeparators(components: readonly Pieces[], lead: string): Pieces {
  const parts: Pieces[] = [];
  for (const [index, component] of components.entries()) {
    const at = component[0]?.at ?? NO_PLACE;
    const text = index === 0 ? lead : '/';
    if (text !== '') parts.push([impliedText(text, at)]);
    parts.push(component);
  }
  if (parts.length === 0) return [impliedText('/', NO_PLACE)];
  return joinPieces(...parts);
}
