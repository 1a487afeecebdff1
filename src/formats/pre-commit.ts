import type { Program } from '../model/program.ts';
import { literalTemplate } from '../model/template.ts';
import { readYaml } from '../syntax/yaml.ts';
import { entryOf, itemsOf, nodeAt } from '../syntax/yaml-access.ts';
import type { Format } from './format.ts';
import { toRequirement } from './python-requirement.ts';
import { keyFact, type YamlReading } from './yaml-reading.ts';

/** `.pre-commit-config.yaml`: repositories of hooks, each at a `rev`. https://pre-commit.com/#pre-commit-configyaml---repos */
export const preCommit: Format = {
  id: 'pre-commit',
  title: '.pre-commit-config.yaml',
  reads: 'repositories of hooks, what hooks depend on',
  writes: 'commits, with the ref in a comment (`# frozen:`)',
  matches,
  parse,
};

function matches(path: string): boolean {
  return /(?:^|\/)\.pre-commit-config\.ya?ml$/.test(path);
}

function parse(path: string, text: string): Program {
  const { documents, problems } = readYaml(path, text);
  const reading: YamlReading = { file: path, toTemplate: literalTemplate, problems: [...problems] };
  const steps = documents.flatMap((document) =>
    itemsOf(nodeAt(document, 'repos')).flatMap((repository) => {
      const url = entryOf(repository, 'repo');
      const revision = entryOf(repository, 'rev');
      const dependencies = itemsOf(nodeAt(repository, 'hooks')).flatMap((hook) =>
        itemsOf(nodeAt(hook, 'additional_dependencies')),
      );
      return [
        ...(url === undefined ? [] : keyFact(reading, 'repo', url, revision === undefined ? [] : [revision])),
        ...dependencies.flatMap((value) =>
          keyFact(reading, 'requirement', { key: 'requirement', at: value.at, value: toRequirement(value) }),
        ),
      ];
    }),
  );
  return { file: path, format: preCommit.id, steps, problems: reading.problems };
}
