import type { FactWord, Step, SyntaxProblem, Template } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { literalTemplate } from '../model/template.ts';
import { impliedText, type Pieces, type TextPiece } from '../model/value.ts';
import type { YamlEntry, YamlNode, YamlScalar } from '../syntax/yaml.ts';

/** How a format writes its variables in text. */
export type ToTemplate = (pieces: Pieces) => Template;

/** What a YAML format gathers while it walks. */
export type YamlReading = {
  readonly file: string;
  readonly toTemplate: ToTemplate;
  readonly problems: SyntaxProblem[];
};

/** A word that the format itself says: the name of a key. */
export function nameWord(text: string, at: Span): FactWord {
  const piece: TextPiece = impliedText(text, at);
  return { template: literalTemplate([piece]), at };
}

export function scalarWord(reading: YamlReading, { pieces, at }: YamlScalar): FactWord {
  return { template: reading.toTemplate(pieces), at };
}

/**
 * A key that may fetch: its value, then the scalars of `more` as keywords with their values (`uses: x`, `with: {ref: y}`). Nothing where
 * the value is no text.
 */
export function keyFact(
  reading: YamlReading,
  name: string,
  entry: YamlEntry,
  more: readonly YamlEntry[] = [],
): readonly Step[] {
  const { value } = entry;
  if (value?.kind !== 'scalar') return [];
  const words = [nameWord(name, entry.at), scalarWord(reading, value)];
  for (const other of more) {
    if (other.value?.kind !== 'scalar') continue;
    words.push(nameWord(other.key, other.at), scalarWord(reading, other.value));
  }
  return [{ kind: 'fact', form: 'key', words, word: entry.at, at: spanning(entry.at, value.at) }];
}

/** Variables that every shell below sees. */
export function environmentSteps(reading: YamlReading, entries: readonly YamlEntry[]): readonly Step[] {
  return entries.flatMap(({ key, at, value }): readonly Step[] => {
    if (value !== null && value.kind !== 'scalar') return [];
    const template = value === null ? literalTemplate([]) : reading.toTemplate(value.pieces);
    return [{ kind: 'assign', scope: 'environment', name: key, value: template, at }];
  });
}

export function spanning(first: Span, last: Span): Span {
  return { file: first.file, start: first.start, end: Math.max(first.end, last.end) };
}

/** The extent of a node, or of the key where it has none. */
export function extentOf(entry: YamlEntry): Span {
  const node: YamlNode | null = entry.value;
  return node === null ? entry.at : spanning(entry.at, node.at);
}
