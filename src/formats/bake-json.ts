import type { Program, Step } from '../model/program.ts';
import { composeTemplate } from '../syntax/compose-template.ts';
import { readJson } from '../syntax/json.ts';
import type { YamlEntry } from '../syntax/yaml.ts';
import { entriesOf, entryOf, nodeAt } from '../syntax/yaml-access.ts';
import type { Format } from './format.ts';
import { keyFact, type YamlReading } from './yaml-reading.ts';

/** Files of `docker buildx bake` in JSON. https://docs.docker.com/build/bake/reference/ */
export const bakeJson: Format = {
  id: 'bake-json',
  title: 'docker-bake.json',
  matches: (path) => /(?:^|\/)docker-bake[\w.-]*\.json$/.test(path),
  sign: /:\/\/|git@/,
  parse,
};

/** Variables of the file are `${NAME}`; the environment may give each another value. */
function parse(path: string, text: string): Program {
  const { document, problems } = readJson(path, text);
  const reading: YamlReading = { file: path, toTemplate: composeTemplate, problems: [] };
  const variables = entriesOf(nodeAt(document, 'variable')).flatMap(({ key, at, value }): readonly Step[] => {
    const given = nodeAt(value, 'default');
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
