import type { Program, Step } from '../model/program.ts';
import { readJson } from '../syntax/json.ts';
import { markedTemplate, type VariableMark } from '../syntax/marked-variables.ts';
import type { YamlEntry } from '../syntax/yaml.ts';
import { entriesOf, entryOf, nodeAt } from '../syntax/yaml-access.ts';
import type { Format } from './format.ts';
import { keyFact, type YamlReading } from './yaml-reading.ts';

/** Files of `docker buildx bake` in JSON. https://docs.docker.com/build/bake/reference/ */
export const bakeJson: Format = {
  id: 'bake-json',
  title: 'docker-bake.json',
  reads: 'contexts of targets, variables',
  writes: 'commits and digests in contexts',
  matches: (path) => /(?:^|\/)docker-bake[\w.-]*\.json$/.test(path),
  sign: /:\/\/|git@/,
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
  const { document, problems } = readJson(path, text);
  const reading: YamlReading = { file: path, toTemplate: (pieces) => markedTemplate(pieces, MARK), problems: [] };
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
  const targets = entriesOf(nodeAt(document, 'target')).flatMap(({ value }) => {
    const context = entryOf(value, 'context');
    const further: readonly YamlEntry[] = entriesOf(nodeAt(value, 'contexts'));
    return [...(context === undefined ? [] : [context]), ...further].flatMap((entry) =>
      keyFact(reading, 'context', entry),
    );
  });
  return { file: path, format: bakeJson.id, steps: [...variables, ...targets], problems };
}
