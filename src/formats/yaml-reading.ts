import type { FactWord, Step, SyntaxProblem, Template } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { impliedTemplate, literalTemplate } from '../model/template.ts';
import { impliedText, type Pieces } from '../model/value.ts';
import type { YamlEntry, YamlNode, YamlScalar } from '../syntax/yaml.ts';
import { textOf } from '../syntax/yaml-access.ts';

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
  return { template: impliedTemplate(text, at), at };
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

/** A key as if it were a value: for what a language names by a key here and by a text there. */
export function keyScalar({ key, at }: Pick<YamlEntry, 'key' | 'at'>): YamlScalar {
  return { kind: 'scalar', pieces: [impliedText(key, at)], at, tag: null };
}

/** True for `yes`, `true`, and what only the server can tell; false for `false` and where nothing is said. */
export function mayBeTrue(node: YamlNode | undefined): boolean {
  return !/^(?:false)?$/i.test(textOf(node) ?? '');
}
