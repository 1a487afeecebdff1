import type { Step, Template } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { partsTemplate } from '../model/template.ts';
import type { YamlEntry } from '../syntax/yaml.ts';
import type { YamlReading } from './yaml-reading.ts';

/** What a language calls that which a template, a command or an action is given. */
export type ParameterWord = 'parameter' | 'input';

/** One that is asked for as the variable `name`, which the file writes as `text`. `fallback`: what it is where nobody gives it. */
export type Parameter = {
  readonly word: ParameterWord;
  readonly key: string;
  readonly name: string;
  readonly text: string;
  readonly fallback: Template | null;
  readonly at: Span;
};

/** The variable that holds what a caller gives for a parameter. */
export function nameOfGiven(word: ParameterWord, key: string): string {
  return `${word} ${key}`;
}

/** What the caller gives, else the default. */
export function parameterSteps({ word, key, name, text, fallback, at }: Parameter): readonly Step[] {
  const given = nameOfGiven(word, key);
  const variable = {
    kind: 'variable',
    name: given,
    text,
    why: 'placeholder',
    emptyIsUnset: true,
    many: false,
  } as const;
  return [
    { kind: 'assign', scope: 'variable', name, value: partsTemplate([{ ...variable, fallback, at }]), at },
    // What this one was given is not what those are given that it uses.
    { kind: 'assign', scope: 'variable', name: given, value: null, at },
  ];
}

/** Sets what a caller gives: the texts among these entries. */
export function givenSteps(reading: YamlReading, word: ParameterWord, entries: readonly YamlEntry[]): readonly Step[] {
  return entries.flatMap(({ key, at, value }): readonly Step[] => {
    if (value?.kind !== 'scalar') return [];
    const template = reading.toTemplate(value.pieces);
    return [{ kind: 'assign', scope: 'variable', name: nameOfGiven(word, key), value: template, at }];
  });
}
