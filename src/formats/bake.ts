import type { FactWord, Program, Step, Template, TemplatePart } from '../model/program.ts';
import { type Span, startOfFile } from '../model/span.ts';
import { partsOf, partsTemplate } from '../model/template.ts';
import { impliedText, type Piece, type Pieces, slicePieces, type TextPiece } from '../model/value.ts';
import { readHcl } from '../syntax/hcl.ts';
import { readJson } from '../syntax/json.ts';
import { markedTemplate, type VariableMark } from '../syntax/marked-variables.ts';
import type { YamlEntry, YamlMap, YamlNode } from '../syntax/yaml.ts';
import { entriesOf, entryOf, extendMap, itemsOf, mapOf, nodeAt, scalarOf, textOf } from '../syntax/yaml-access.ts';
import { recipeSteps } from './docker-recipe.ts';
import type { Format } from './format.ts';
import { keyFact, scalarWord, type YamlReading } from './yaml-reading.ts';

/** Files of `docker buildx bake`, in HCL and in JSON. https://docs.docker.com/build/bake/reference/ */
export const bake: Format = {
  id: 'docker-bake',
  title: 'docker-bake.hcl, docker-bake.json',
  reads: 'contexts and arguments of targets, variables, matrices, Dockerfiles in place',
  writes: 'commits and digests in contexts',
  matches: (path) => /(?:^|\/)docker-bake[\w.-]*\.(?:hcl|json)$|(?:^|[/._-])bake\.hcl$/.test(path),
  sign: /:\/\/|git@|dockerfile-inline|\bargs\b|\btags\b/,
  parse,
};

/** `${NAME}`; any other expression of HCL between the braces is unknown, and a dollar by itself is text. */
const MARK: VariableMark = {
  hint: '${',
  pattern: /\$\{\s*([A-Za-z_]\w*)\s*\}/g,
  unknown: /(?<!\$)\$\{[^}]*\}/g,
  why: 'environment',
  nameOf: (name) => name,
};

/** `$${` is how a text says `${` itself. */
function toTemplate(pieces: Pieces): Template {
  return partsTemplate(
    partsOf(markedTemplate(pieces, MARK)).flatMap((part): readonly TemplatePart[] =>
      part.kind === 'text' ? withoutDoubled(part) : [part],
    ),
  );
}

function withoutDoubled(piece: TextPiece): Pieces {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { index } of piece.text.matchAll(/\$\$\{/g)) {
    pieces.push(...slicePieces([piece], from, index));
    from = index + 1;
  }
  return [...pieces, ...slicePieces([piece], from, piece.text.length)];
}

function parse(path: string, text: string): Program {
  const { document, problems } = /\.json(?:\.\w+)?$/.test(path) ? readJson(path, text) : readHcl(path, text);
  const reading: YamlReading = { file: path, toTemplate, problems: [...problems] };
  const variables = variablesOf(document);
  const targets = entriesOf(nodeAt(document, 'target'));
  const settings = targets.flatMap(({ key, value }) => settingsOf(`target ${key}`, value));
  const overrides = overridesOf(path);
  const known = overrides.length === 0 ? reading : withSettings(reading, settings);
  const at = startOfFile(path);
  const own = OVERRIDE.test(path)
    ? settings.map(({ name, pieces }) => setting(name, reading.toTemplate(pieces), at))
    : [];
  const perhaps: readonly Step[] =
    overrides.length === 0
      ? []
      : [
          ...settings.map(({ name }) => setting(name, partsTemplate([]), at)),
          { kind: 'choice', arms: [{ when: { kind: 'unknown', text: 'docker-bake.override' }, steps: overrides }], at },
        ];
  const built = wholeTargets(targets, nullsAmong(variables)).flatMap((target) =>
    eachOf(reading, nodeAt(target, 'matrix'), targetSteps(known, target)),
  );
  const steps = [...variableSteps(reading, variables), ...own, ...perhaps, ...built];
  return { file: path, format: bake.id, steps, problems: reading.problems };
}

/** What stands at the top beside these is a variable by itself. */
const BLOCKS: readonly string[] = ['variable', 'target', 'group', 'function'];

function variablesOf(document: YamlNode | null): readonly YamlEntry[] {
  const blocks = entriesOf(nodeAt(document, 'variable')).flatMap((entry) => {
    const standard = entryOf(entry.value, 'default');
    return standard === undefined ? [] : [{ ...entry, value: standard.value }];
  });
  return [...blocks, ...entriesOf(document).filter(({ key }) => !BLOCKS.includes(key))];
}

/** The environment may give each another value. */
function variableSteps(reading: YamlReading, variables: readonly YamlEntry[]): readonly Step[] {
  return variables.flatMap(({ key, at, value }): readonly Step[] => {
    if (value?.kind !== 'scalar') return [];
    const template = reading.toTemplate(value.pieces);
    return [{ kind: 'assign', scope: 'variable', name: key, value: template, at, overridable: true }];
  });
}

/** How a text asks for the variables that are `null`. */
function nullsAmong(variables: readonly YamlEntry[]): ReadonlySet<string> {
  return new Set(variables.flatMap(({ key, value }) => (isNull(value) ? [`\${${key}}`] : [])));
}

/** Targets with what they inherit. */
function wholeTargets(targets: readonly YamlEntry[], nulls: ReadonlySet<string>): readonly YamlMap[] {
  const mapNamed = (name: string) => withoutNull(mapOf(targets.find(({ key }) => key === name)?.value), nulls);
  return targets.flatMap(({ value }) => {
    const target = withoutNull(mapOf(value), nulls);
    return target === undefined ? [] : [extendMap(target, basesOf, mapNamed)];
  });
}

const OVERRIDE = /(?:^|\/)docker-bake\.override\.(?:hcl|json)$/;

/**
 * What is read over this file, where nobody names the files: https://docs.docker.com/build/bake/reference/#file-lookup. It is left out where
 * somebody names this one alone.
 */
function overridesOf(path: string): readonly Step[] {
  const at = startOfFile(path);
  const [, kind] = /(?:^|\/)docker-bake\.(hcl|json)$/.exec(path) ?? [];
  const names = kind === undefined ? [] : kind === 'hcl' ? ['hcl'] : ['json', 'hcl'];
  return names.map((name) => ({
    kind: 'include',
    path: partsTemplate([impliedText(`docker-bake.override.${name}`, at)]),
    format: bake.id,
    at,
  }));
}

/** A text of a target, by where in the file's settings it stands. */
type Setting = { readonly name: string; readonly pieces: Pieces };

function settingsOf(name: string, node: YamlNode | null): readonly Setting[] {
  if (node?.kind === 'scalar') return [{ name, pieces: node.pieces }];
  return entriesOf(node ?? undefined).flatMap(({ key, value }) => settingsOf(`${name} ${key}`, value));
}

function setting(name: string, value: Template, at: Span): Step {
  return { kind: 'assign', scope: 'variable', name, value, at };
}

/** Texts of targets are what an override sets, where it sets them. */
function withSettings(reading: YamlReading, settings: readonly Setting[]): YamlReading {
  const names = new Map(settings.map(({ name, pieces }) => [pieces[0]?.at.start, name]));
  const { toTemplate: plain } = reading;
  return {
    ...reading,
    toTemplate: (pieces) => {
      const [first] = pieces;
      const name = names.get(first?.at.start);
      if (first === undefined || name === undefined) return plain(pieces);
      const shared = { why: 'environment', emptyIsUnset: true, many: false, at: first.at } as const;
      return partsTemplate([{ kind: 'variable', name, text: name, fallback: plain(pieces), ...shared }]);
    },
  };
}

function isNull(value: YamlNode | null): boolean {
  return value === null || textOf(value) === 'null';
}

/** An argument that is `null`, or one of the variables `nulls` that are, is as if it were not there. */
function withoutNull(target: YamlMap | undefined, nulls: ReadonlySet<string>): YamlMap | undefined {
  const entries = target?.entries.map((entry): YamlEntry => {
    const given = entry.key === 'args' ? mapOf(entry.value) : undefined;
    if (given === undefined) return entry;
    const known = given.entries.filter(({ value }) => !isNull(value) && !nulls.has(textOf(value) ?? ''));
    return { ...entry, value: { ...given, entries: known } };
  });
  return target === undefined || entries === undefined ? undefined : { ...target, entries };
}

function basesOf(target: YamlMap): readonly string[] {
  return itemsOf(nodeAt(target, 'inherits')).flatMap((name) => textOf(name) ?? []);
}

function targetSteps(reading: YamlReading, target: YamlMap): readonly Step[] {
  const context = entryOf(target, 'context');
  const contexts = [...(context === undefined ? [] : [context]), ...entriesOf(nodeAt(target, 'contexts'))].flatMap(
    (entry) => itemsOf(entry.value).map((value) => ({ ...entry, value })),
  );
  const made = ['context', 'dockerfile', 'output'].flatMap((name) => {
    const entry = entryOf(target, name);
    return itemsOf(entry?.value).flatMap((value) => (entry === undefined ? [] : [{ ...entry, value }]));
  });
  const tags = entryOf(target, 'tags');
  return [
    ...itemsOf(tags?.value).flatMap((value) =>
      tags === undefined ? [] : keyFact(reading, 'built-image', { ...tags, value }, made),
    ),
    ...contexts.flatMap((entry) => keyFact(reading, 'context', entry)),
    ...recipeSteps(reading, {
      context: scalarOf(context?.value),
      file: scalarOf(nodeAt(target, 'dockerfile')),
      inline: scalarOf(nodeAt(target, 'dockerfile-inline')),
      given: entriesOf(nodeAt(target, 'args')),
      at: target.at,
    }),
  ];
}

/** Once for each combination of a matrix; what its items hold beside text is unknown. */
function eachOf(reading: YamlReading, matrix: YamlNode | undefined, steps: readonly Step[]): readonly Step[] {
  if (steps.length === 0) return [];
  return entriesOf(matrix).reduceRight<readonly Step[]>((inner, { key, at, value }) => {
    const items = itemsOf(value).flatMap((item): readonly FactWord[] =>
      item.kind === 'scalar' ? [scalarWord(reading, item)] : [],
    );
    return items.length === 0 ? inner : [{ kind: 'each', name: key, items, steps: inner, at }];
  }, steps);
}
