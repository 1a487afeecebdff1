import { BOUNDS } from '../model/bounds.ts';
import type { Stream } from '../model/invocation.ts';
import { flatten, joinPieces, type Pieces, slicePieces, type Word } from '../model/value.ts';
import type { InputWords, Wrapped } from '../model/wrapper.ts';
import type { Machine } from './machine.ts';
import { readText } from './outputs.ts';

/**
 * The commands that a program runs for its input (`xargs`), with the words that it reads there, by
 * https://www.gnu.org/software/findutils/manual/html_node/find_html/Invoking-xargs.html. Undefined where the input is not known, differs by choices,
 * is quoted, or has more words than anybody would write.
 */
export function fillInput(
  machine: Machine,
  stdin: Stream | null,
  { words, input }: Extract<Wrapped, { kind: 'words' }>,
): readonly (readonly Word[])[] | undefined {
  const groups = input === undefined ? undefined : groupsOf(machine, stdin, input);
  if (input === undefined || groups === undefined) return undefined;
  if (groups.length > BOUNDS.arms || groups.some((group) => group.length > BOUNDS.fields)) return undefined;
  return groups.map((group) => words.flatMap((word) => fill(word, input.id, group)));
}

/** The words of each run; undefined where nobody knows them. */
function groupsOf(
  machine: Machine,
  stdin: Stream | null,
  input: InputWords,
): readonly (readonly Pieces[])[] | undefined {
  if (input.given !== undefined) return input.given.map(({ pieces }) => [pieces]);
  const text = knownInput(machine, stdin);
  return text === undefined || /["'\\]/.test(flatten(text)) ? undefined : divide(text, input);
}

/** What a command reads on its standard input, where that is one known text: written there, or a file of the tree. */
export function knownInput(machine: Machine, stdin: Stream | null): Pieces | undefined {
  const value =
    stdin?.kind === 'text' ? stdin.value : stdin?.kind === 'file' ? readText(machine, stdin.path.pieces) : null;
  const [only, more] = value ?? [];
  return more === undefined ? only?.pieces : undefined;
}

function divide(text: Pieces, { each }: InputWords): readonly (readonly Pieces[])[] {
  if (each === 'line') return cut(text, /[^\n]*\S[^\n]*/g).map((line) => [withoutMargin(line)]);
  const all = cut(text, /\S+/g);
  if (each === null) return all.length === 0 ? [] : [all];
  const groups: (readonly Pieces[])[] = [];
  for (let start = 0; start < all.length; start += each) groups.push(all.slice(start, start + each));
  return groups;
}

function cut(text: Pieces, part: RegExp): readonly Pieces[] {
  return [...flatten(text).matchAll(part)].map(({ 0: found, index }) => slicePieces(text, index, index + found.length));
}

/** Blanks before the first word of a line are not part of it. */
function withoutMargin(line: Pieces): Pieces {
  const text = flatten(line);
  return slicePieces(line, text.length - text.trimStart().length, text.length);
}

/** A word that is the input alone becomes as many as there are; beside other text it is the one that the line is. */
function fill(word: Word, id: string, group: readonly Pieces[]): readonly Word[] {
  const isInput = (piece: Pieces[number]): boolean => piece.kind === 'hole' && piece.id === id;
  if (!word.pieces.some(isInput)) return [word];
  if (word.pieces.length === 1) return group.map((pieces) => ({ pieces, at: null }));
  const [first = []] = group;
  return [{ ...word, pieces: joinPieces(...word.pieces.map((piece) => (isInput(piece) ? first : [piece]))) }];
}
