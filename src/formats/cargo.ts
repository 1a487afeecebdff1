import type { Program, Step } from '../model/program.ts';
import { literalTemplate } from '../model/template.ts';
import { readToml } from '../syntax/toml.ts';
import type { YamlEntry, YamlNode } from '../syntax/yaml.ts';
import { entriesOf, entryOf, nodeAt } from '../syntax/yaml-access.ts';
import type { Format } from './format.ts';
import { keyFact, type YamlReading } from './yaml-reading.ts';

/** Crates from repositories. https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html */
export const cargo: Format = {
  id: 'cargo',
  title: 'Cargo.toml',
  reads: 'repositories of crates, settled by `Cargo.lock`',
  writes: 'commits as `rev`',
  matches: (path) => /(?:^|\/)Cargo\.toml$/.test(path),
  sign: /\bgit["']?\s*=/,
  parse,
};

const SECTIONS = ['dependencies', 'dev-dependencies', 'build-dependencies', 'dev_dependencies', 'build_dependencies'];

function parse(path: string, text: string): Program {
  const { document, problems } = readToml(path, text);
  const reading: YamlReading = { file: path, toTemplate: literalTemplate, problems: [] };
  const name = entryOf(nodeAt(document, 'package'), 'name');
  const owners = [
    document,
    nodeAt(document, 'workspace'),
    ...entriesOf(nodeAt(document, 'target')).map(({ value }) => value),
  ];
  const tables = [
    ...owners.flatMap((owner) => SECTIONS.map((section) => nodeAt(owner, section))),
    ...entriesOf(nodeAt(document, 'patch')).map(({ value }) => value),
    nodeAt(document, 'replace'),
  ];
  const steps = tables.flatMap((table) =>
    entriesOf(table).flatMap(({ value }) => dependencySteps(reading, value, name)),
  );
  return { file: path, format: cargo.id, steps, problems };
}

function dependencySteps(reading: YamlReading, value: YamlNode | null, name: YamlEntry | undefined): readonly Step[] {
  const git = entryOf(value, 'git');
  if (git === undefined) return [];
  const refs = ['branch', 'tag', 'rev'].flatMap((key) => entryOf(value, key) ?? []);
  const own = name === undefined ? [] : [{ ...name, key: 'crate' }];
  return keyFact(reading, 'cargo-git', git, [...refs, ...own]);
}
