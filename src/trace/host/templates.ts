import type { Variant } from '../../model/invocation.ts';
import type { FactWord, Template } from '../../model/program.ts';
import { NO_PLACE, type Span } from '../../model/span.ts';
import { writtenPieces } from '../../model/template.ts';
import { always, flatten, type Pieces, type Value, type Word } from '../../model/value.ts';
import { parseShell } from '../../syntax/shell.ts';
import type { Narrow } from '../combinations.ts';
import { expandValue } from '../expand.ts';
import { FieldList } from '../field-list.ts';
import type { Fields } from '../fields.ts';
import { failing, type Machine } from '../machine.ts';
import { fold, holeValue } from '../values.ts';
import { expandDockerWord, type Lookup } from './docker-words.ts';
import { splitList } from './lists.ts';

/** What expands the host's own variables. */
type HostExpansion = { readonly expand: (template: Extract<Template, { language: 'parts' }>) => Value };

/** What a word of a format says, in the language that its variables are written in. */
export function expandTemplate(machine: Machine, template: Template, lookup: Lookup, host: HostExpansion): Value {
  switch (template.language) {
    case 'literal':
      return always(template.pieces);
    case 'docker':
      return expandDockerWord(template.pieces, lookup);
    case 'shell': {
      const { source, script } = parseShell(template.pieces);
      const [statement] = script.commands;
      const word = statement?.command.type === 'Command' ? statement.command.name : undefined;
      return word === undefined
        ? always(template.pieces)
        : expandValue(machine, word, failing({ kind: 'stops' }, source));
    }
    case 'parts':
      return host.expand(template);
    default:
      return template satisfies never;
  }
}

/** ARG without a value: the builder may give one. */
export function argumentHole(name: string, at: Span): Value {
  return holeValue(`arg:${name}`, `$${name}`, 'build-argument', at).map((alternative) => ({
    ...alternative,
    unset: 'never-set' as const,
  }));
}

/** The same value, named as what `name` from outside can change. */
export function overridable(value: Value, name: string): Value {
  return fold(
    value.map((alternative) => ({
      ...alternative,
      overridable: [...new Set([...(alternative.overridable ?? []), name])],
    })),
  );
}

/** The file's offset of a position in the flattened pieces. */
export function offsetOf(pieces: Pieces, position: number): number {
  let offset = 0;
  for (const piece of pieces) {
    const length = piece.kind === 'text' ? piece.text.length : 1;
    if (position <= offset + length) return piece.at.start + Math.min(position - offset, piece.at.end - piece.at.start);
    offset += length;
  }
  return pieces.at(-1)?.at.end ?? 0;
}

/** Every combination of a fact's words, bounded as those of a command (see `append`); a word that a variable leaves empty is named as lost. */
export function factVariants(
  words: readonly FactWord[],
  expand: (template: Template) => Value,
  narrow?: Narrow,
): readonly Variant[] {
  const list = new FieldList(narrow);
  for (const { template, at, isList } of words) {
    const fields = expand(template).map(({ guard, pieces, unset, overridable }): Fields => {
      const lost =
        unset === undefined || pieces.length > 0 ? [] : [{ name: flatten(writtenPieces(template)), why: unset, at }];
      const items = isList === true ? splitList(pieces) : [pieces];
      const fresh = items.map(
        (item): Word => (overridable === undefined ? { pieces: item, at } : { pieces: item, at, overridable }),
      );
      return { guard, words: fresh, lost };
    });
    list.add(fields, () => at);
  }
  return list.take(() => words[0]?.at ?? NO_PLACE);
}
