import type { Step, Template } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { impliedTemplate, joinTemplates } from '../model/template.ts';
import { flatten, impliedText } from '../model/value.ts';
import type { YamlEntry, YamlScalar } from '../syntax/yaml.ts';
import { oneOfTemplate, optionsIn } from './one-of.ts';
import type { YamlReading } from './yaml-reading.ts';

/** What a file of builds says of one: where the Dockerfile is, or what it says, and what its arguments are given. */
export type DockerRecipe = {
  readonly context: YamlScalar | undefined;
  readonly file: YamlScalar | undefined;
  readonly inline: YamlScalar | undefined;
  readonly given: readonly YamlEntry[];
  readonly at: Span;
};

/** A Dockerfile of the tree is read by itself as well: here it is read with what it is given, if that is anything. */
export function recipeSteps(reading: YamlReading, { context, file, inline, given, at }: DockerRecipe): readonly Step[] {
  const values = given.flatMap(({ key, value }): readonly { name: string; value: Template | null }[] => {
    if (value === null) return [{ name: key, value: null }];
    const options = optionsIn(reading, value);
    const [only, second] = options;
    if (only === undefined) return [];
    if (second === undefined) return [{ name: key, value: only.value }];
    const question = `${key} ${value.at.start}`;
    return [{ name: key, value: oneOfTemplate({ question, options, at: value.at }) }];
  });
  if (inline !== undefined) {
    const template = reading.toTemplate(inline.pieces);
    return [{ kind: 'build', recipe: { kind: 'text', template }, given: values, at: inline.at }];
  }
  const isAbsolute = file !== undefined && flatten(file.pieces).startsWith('/');
  if (isAbsolute || /:\/\/|^git@/.test(flatten(context?.pieces ?? []))) return [];
  const folder = context === undefined ? impliedTemplate('.', at) : reading.toTemplate(context.pieces);
  const name = file === undefined ? impliedTemplate('Dockerfile', at) : reading.toTemplate(file.pieces);
  const template = joinTemplates([folder, name], [impliedText('/', at)]);
  return [{ kind: 'build', recipe: { kind: 'path', template }, given: values, at }];
}
