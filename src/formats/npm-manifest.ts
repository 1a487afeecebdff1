import type { Program, Step } from '../model/program.ts';
import { literalTemplate } from '../model/template.ts';
import { readJson } from '../syntax/json.ts';
import type { YamlEntry, YamlNode } from '../syntax/yaml.ts';
import { entriesOf, nodeAt, scalarOf } from '../syntax/yaml-access.ts';
import type { Format } from './format.ts';
import { nameWord, scalarWord, spanning, type YamlReading } from './yaml-reading.ts';

/** What npm, pnpm, Yarn and Bun are to install. https://docs.npmjs.com/cli/configuring-npm/package-json#dependencies */
export const npmManifest: Format = {
  id: 'package-json',
  title: 'package.json',
  reads: 'repositories and files by their address, settled by the lockfiles of npm, Yarn and pnpm',
  writes: 'commits behind `#`',
  matches: (path) => /(?:^|\/)package\.json$/.test(path),
  sign: /:\s*"(?:[^"]*@)?(?:(?:git|ssh|https?|github|gitlab|bitbucket|gist)[+:@]|[\w.-]+\/[\w.-]+["#])/,
  parse,
};

const SECTIONS: readonly (readonly string[])[] = [
  ['dependencies'],
  ['devDependencies'],
  ['optionalDependencies'],
  ['peerDependencies'],
  ['resolutions'],
  ['overrides'],
  ['pnpm', 'overrides'],
];

function parse(path: string, text: string): Program {
  const { document, problems } = readJson(path, text);
  const reading: YamlReading = { file: path, toTemplate: literalTemplate, problems: [] };
  const steps = SECTIONS.flatMap((keys) =>
    entriesOf(nodeAt(document, ...keys)).flatMap((entry) => all(reading, entry)),
  );
  return { file: path, format: npmManifest.id, steps, problems };
}

/** `overrides` may hold maps of its own. */
function all(reading: YamlReading, entry: YamlEntry): readonly Step[] {
  const value: YamlNode | null = entry.value;
  if (value?.kind === 'map') return value.entries.flatMap((inner) => all(reading, inner));
  const scalar = scalarOf(value);
  if (scalar === undefined) return [];
  const { at } = scalar;
  const words = [nameWord('npm-dependency', entry.at), scalarWord(reading, scalar)];
  words.push(nameWord('package', entry.at), nameWord(entry.key, entry.at));
  return [{ kind: 'fact', form: 'key', words, word: entry.at, at: spanning(entry.at, at) }];
}
