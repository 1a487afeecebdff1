import type { FactWord, Program, Step } from '../model/program.ts';
import { readHcl } from '../syntax/hcl.ts';
import { interpolationsIn } from '../syntax/hcl-template.ts';
import { readJson } from '../syntax/json.ts';
import { markedTemplate, type VariableMark } from '../syntax/marked-variables.ts';
import type { YamlNode } from '../syntax/yaml.ts';
import { entriesOf, entryOf, itemsOf, nodeAt, scalarOf } from '../syntax/yaml-access.ts';
import type { Format } from './format.ts';
import { inlineDockerfile } from './inline-dockerfile.ts';
import { keyFact, scalarWord, type YamlReading } from './yaml-reading.ts';

/** Files of `docker buildx bake`, in HCL and in JSON. https://docs.docker.com/build/bake/reference/ */
export const bake: Format = {
  id: 'docker-bake',
  title: 'docker-bake.hcl, docker-bake.json',
  reads: 'contexts of targets, variables, matrices, Dockerfiles in place (HCL)',
  writes: 'commits and digests in contexts',
  matches: (path) => /(?:^|\/)docker-bake[\w.-]*\.(?:hcl|json)$|(?:^|[/._-])bake\.hcl$/.test(path),
  sign: /:\/\/|git@|dockerfile-inline/,
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

/** What stands at the top beside these is a variable by itself. */
const BLOCKS: readonly string[] = ['variable', 'target', 'group', 'function'];

/** The environment may give each variable another value. */
function parse(path: string, text: string): Program {
  const { document, problems } = /\.json(?:\.\w+)?$/.test(path) ? readJson(path, text) : readHcl(path, text);
  const reading: YamlReading = {
    file: path,
    toTemplate: (pieces) => markedTemplate(pieces, MARK),
    problems: [...problems],
  };
  const declared = [
    ...entriesOf(nodeAt(document, 'variable')).map(({ key, at, value }) => ({
      key,
      at,
      given: nodeAt(value, 'default'),
    })),
    ...entriesOf(document).flatMap(({ key, at, value }) => (BLOCKS.includes(key) ? [] : [{ key, at, given: value }])),
  ];
  const variables = declared.flatMap(({ key, at, given }): readonly Step[] => {
    if (given?.kind !== 'scalar') return [];
    return [
      { kind: 'assign', scope: 'variable', name: key, value: reading.toTemplate(given.pieces), at, overridable: true },
    ];
  });
  const targets = entriesOf(nodeAt(document, 'target')).flatMap(({ value }) =>
    eachOf(reading, nodeAt(value, 'matrix'), targetSteps(reading, value, text)),
  );
  return { file: path, format: bake.id, steps: [...variables, ...targets], problems: reading.problems };
}

function targetSteps(reading: YamlReading, target: YamlNode | null, text: string): readonly Step[] {
  const context = entryOf(target, 'context');
  const contexts = [...(context === undefined ? [] : [context]), ...entriesOf(nodeAt(target, 'contexts'))].flatMap(
    (entry) => itemsOf(entry.value).map((value) => ({ ...entry, value })),
  );
  const inline = scalarOf(nodeAt(target, 'dockerfile-inline'));
  return [
    ...contexts.flatMap((entry) => keyFact(reading, 'context', entry)),
    ...(inline === undefined || text.startsWith('"', inline.at.start)
      ? []
      : inlineDockerfile(
          reading,
          text,
          inline.at.start,
          inline.at.end,
          interpolationsIn(text, inline.at.start, inline.at.end),
        )),
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
