import type { Program, Step } from '../model/program.ts';
import { literalTemplate } from '../model/template.ts';
import { flatten, impliedText, joinPieces, type Pieces, slicePieces } from '../model/value.ts';
import { readYaml, type YamlNode } from '../syntax/yaml.ts';
import { entryOf, itemsOf, nodeAt, scalarOf, textOf } from '../syntax/yaml-access.ts';
import type { Format } from './format.ts';
import { toRequirement } from './python-requirement.ts';
import { keyFact, type YamlReading } from './yaml-reading.ts';

/** `.pre-commit-config.yaml`: repositories of hooks, each at a `rev`. https://pre-commit.com/#pre-commit-configyaml---repos */
export const preCommit: Format = {
  id: 'pre-commit',
  title: '.pre-commit-config.yaml',
  reads: 'repositories of hooks, what hooks depend on, commands and images of local hooks',
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
      const hooks = itemsOf(nodeAt(repository, 'hooks'));
      const dependencies = hooks.flatMap((hook) => itemsOf(nodeAt(hook, 'additional_dependencies')));
      return [
        ...(url === undefined ? [] : keyFact(reading, 'repo', url, revision === undefined ? [] : [revision])),
        ...dependencies.flatMap((value) =>
          keyFact(reading, 'requirement', { key: 'requirement', at: value.at, value: toRequirement(value) }),
        ),
        ...hooks.flatMap((hook) => commandSteps(reading, hook)),
      ];
    }),
  );
  return { file: path, format: preCommit.id, steps, problems: reading.problems };
}

/** Languages whose `entry` is no command: a pattern, a message, a program of an image that the repository builds. */
const NO_COMMAND: ReadonlySet<string> = new Set(['pygrep', 'fail', 'docker']);

/**
 * The command of a hook, in a process of its own: `entry` is split as a shell splits words, `args` stand behind it. For `docker_image` these are
 * the words of `docker run`, which pre-commit completes. https://pre-commit.com/#creating-new-hooks
 */
function commandSteps(reading: YamlReading, hook: YamlNode): readonly Step[] {
  const entry = scalarOf(nodeAt(hook, 'entry'));
  const language = textOf(nodeAt(hook, 'language')) ?? '';
  if (entry === undefined || NO_COMMAND.has(language)) return [];
  const { pieces, at } = entry;
  const before = language === 'docker_image' ? ['docker', 'run'] : [];
  const behind = itemsOf(nodeAt(hook, 'args')).flatMap((item) => (item.kind === 'scalar' ? [item.pieces] : []));
  const plain = plainWords(pieces);
  if (behind.length > 0 && plain !== null) {
    const words = [...before.map((word) => [impliedText(word, at)]), ...plain, ...behind];
    return [{ kind: 'exec', words: words.map(reading.toTemplate), at }];
  }
  const text = joinPieces(before.length === 0 ? [] : [impliedText(`${before.join(' ')} `, at)], pieces);
  return [{ kind: 'shell', text: reading.toTemplate(text), errexit: false, pipefail: false, isolated: true, at }];
}

/** The words of a text without quotes; null for one with them. */
function plainWords(pieces: Pieces): readonly Pieces[] | null {
  const text = flatten(pieces);
  if (/["'\\]/.test(text)) return null;
  return [...text.matchAll(/\S+/g)].map(({ index, 0: word }) => slicePieces(pieces, index, index + word.length));
}
