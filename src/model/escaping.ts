/**
 * A language that text stands in and that has escapes of its own: strings of YAML, JSON, Groovy, CMake and the shell, a here-document that
 * is expanded, and text in which a dollar is written twice (Make, Compose). `yaml-plain` and `yaml-flow` (inside brackets) have none, and
 * cannot hold some texts; `groovy-block` stands in three single quotes, `groovy-dollar` between a dollar with a slash and the reverse; `shell-words` are words without quotes that a command puts together.
 */
export type EscapingLayer =
  | 'yaml-plain'
  | 'yaml-flow'
  | 'yaml-single'
  | 'yaml-double'
  | 'json'
  | 'groovy-single'
  | 'groovy-block'
  | 'groovy-double'
  | 'groovy-dollar'
  | 'cmake'
  | 'doubled-dollar'
  | 'shell-words'
  | 'shell-single'
  | 'shell-double'
  | 'here-document';

/** How text is written at a place: the innermost language first, the file's own last. Absent where text stands for itself. */
export type Escaping = readonly EscapingLayer[];

export function isSameEscaping(a: Escaping | undefined, b: Escaping | undefined): boolean {
  if (a === b) return true;
  return a !== undefined && b !== undefined && a.length === b.length && a.every((layer, index) => layer === b[index]);
}
