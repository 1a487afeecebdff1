import { both, guardOf, heldUnder } from '../../model/guard.ts';
import type { Variant } from '../../model/invocation.ts';
import { type Path, resolvePath } from '../../model/path.ts';
import { writtenPieces } from '../../model/template.ts';
import {
  type Alternative,
  always,
  flatten,
  impliedText,
  knownText,
  slicePieces,
  type Value,
  type Word,
} from '../../model/value.ts';
import type { Wrapped } from '../../model/wrapper.ts';
import type { Machine } from '../machine.ts';
import { programAt } from '../program-at.ts';
import { pathsOf } from '../redirections.ts';
import type { Running } from '../run-command.ts';
import { findFile } from '../script-files.ts';
import { runRecipe } from '../steps.ts';
import { fold, restrict, saysSomething } from '../values.ts';
import { buildText, buildTreeFile, type Given } from './builds.ts';
import { readVariableLines } from './variable-lines.ts';

type Image = Extract<Wrapped, { kind: 'image' }>;

/** What a recipe's arguments are set to, and the variables that it sees. */
type Way = { readonly given: Given; readonly around: Given };

/** A combination of words that builds an image. */
export type ImageCall = { readonly variant: Variant; readonly image: Image };

/**
 * `docker build --build-arg V=1.2 -f ci.Dockerfile .` runs a recipe of the tree with other arguments than it has by itself, once for all
 * combinations of words that give it the same ones, and one that was written before or stands on standard input. Gives the combinations with the
 * words that each handed on.
 */
export function runImages(machine: Machine, running: Running, calls: readonly ImageCall[]): readonly Variant[] {
  const at = running.span;
  const builds = new Map<
    string,
    { readonly treePath: string; readonly format: string | undefined; readonly ways: Way[] }
  >();
  const variants = calls.map(({ variant, image }): Variant => {
    const isHandedOn = machine.under(both(machine.guard, variant.guard), () => {
      const given = givenBy(machine, image);
      const { treePaths, texts } = recipesOf(machine, running, image);
      for (const { guard, pieces } of texts) {
        const build = { text: pieces, given, at };
        machine.under(both(machine.guard, guard), () =>
          buildText(machine, build, (program, own) => runRecipe(machine, program, own)),
        );
      }
      const around = aroundOf(machine, running, image);
      for (const treePath of given.size + around.size === 0 ? [] : treePaths) {
        const key = JSON.stringify([treePath, [...given.keys()], [...around.keys()]]);
        const build = builds.get(key) ?? { treePath, format: image.format, ways: [] };
        builds.set(key, build);
        build.ways.push({ given, around });
      }
      return given.size > 0 && treePaths.size + texts.length > 0;
    });
    return isHandedOn === true ? { ...variant, handedOn: image.given } : variant;
  });
  for (const [key, { treePath, format, ways }] of builds) {
    const question = `build:${at.file}:${at.start} ${key}`;
    const given = joinWays(
      ways.map((way) => way.given),
      question,
    );
    const around = joinWays(
      ways.map((way) => way.around),
      question,
    );
    const build = { treePath, given, around, at, ...(format === undefined ? {} : { format }) };
    buildTreeFile(machine, build, (program, own, seen) => runRecipe(machine, program, own, seen));
  }
  return variants;
}

/**
 * All that give the same arguments, as one in which a single question decides: what was asked before, in the program that builds, is no business of
 * the recipe. The last answer is all the others do not cover.
 */
function joinWays(ways: readonly Given[], question: string): Given {
  const [first, second] = ways;
  if (first === undefined || second === undefined) return first ?? new Map();
  const answers = ways.slice(1).map((_, index) => String(index));
  return new Map(
    [...first.keys()].map((name) => {
      const list: Alternative[] = [];
      for (const [index, way] of ways.entries()) {
        const guard = guardOf(
          question,
          answers[index] === undefined ? answers : [answers[index]],
          index === answers.length,
        );
        list.push(...heldUnder(way.get(name) ?? [], guard));
      }
      return [name, fold(list)] as const;
    }),
  );
}

/** What a key builds (`uses: docker/build-push-action`), with the names and values that stand beside it. */
export function runKey(machine: Machine, running: Running): Running {
  const calls: ImageCall[] = [];
  const others: Variant[] = [];
  for (const variant of running.variants) {
    const image = machine.ports.wrapper(variant.words, 'key');
    if (image?.kind === 'image') calls.push({ variant, image });
    else others.push(variant);
  }
  if (calls.length === 0) return running;
  const words = calls.flatMap(({ variant }) => variant.words);
  const ends = words.flatMap(({ at }) => (at === null ? [] : [at.end]));
  const span = { ...running.span, end: Math.max(running.span.end, ...ends) };
  return { ...running, variants: [...others, ...runImages(machine, { ...running, span }, calls)] };
}

/** The variables that a file of builds sees: those of the files that are named, and over them the exported ones. */
function aroundOf(machine: Machine, { span }: Running, { environment }: Image): Given {
  if (environment === undefined) return new Map();
  const result = new Map<string, Value>();
  for (const { pieces } of environment) {
    for (const { path } of pathsOf(machine, always(pieces))) {
      const file = findFile(machine, path, span);
      const program = file?.kind === 'tree' ? programAt(machine.ports, file.treePath, 'dotenv') : undefined;
      for (const step of program?.steps ?? [])
        if (step.kind === 'assign' && step.value !== null) result.set(step.name, always(writtenPieces(step.value)));
      if (file?.kind === 'written')
        for (const { name, pieces: value } of readVariableLines(file.text)) result.set(name, always(value));
    }
  }
  for (const [name, { value }] of machine.variables.exported())
    if (saysSomething(value)) result.set(name, restrict(value, machine.guard));
  return result;
}

/** What nobody knows at all is no other value than the one from outside that every argument may have. */
function givenBy(machine: Machine, { given }: Image): Given {
  return new Map(given.flatMap((word) => argumentOf(machine, word)).filter(([, value]) => saysSomething(value)));
}

const OF_TARGET = /^[^=]*\.args\.(\w+)$/;

function argumentOf(machine: Machine, { pieces }: Word): readonly (readonly [string, Value])[] {
  const text = flatten(pieces);
  const sign = text.indexOf('=');
  // CMake's names may have a type: `V:STRING=1.2`; bake names a target before: `*.args.V=1.2`.
  const [typed = ''] = text.slice(0, Math.max(sign, 0)).split(':');
  const [, name = typed.includes('.') ? '' : typed] = OF_TARGET.exec(typed) ?? [];
  if (sign >= 0 && name === '') return [];
  if (sign >= 0) return [[name, always(slicePieces(pieces, sign + 1, text.length))]];
  const variable = machine.variables.exported().get(text);
  return variable === undefined ? [] : [[text, restrict(variable.value, machine.guard)]];
}

/** Recipes that a build may take: files of the tree, and texts. */
type Recipes = { readonly treePaths: Set<string>; readonly texts: Value[number][] };

/**
 * What the recipe may be, from each folder where the command may run. A name is seen from there, or from the context: each program has its own
 * order. Of the usual names each one counts; `-`, as the file or as the context, is standard input.
 */
function recipesOf(machine: Machine, { span, redirections }: Running, { folders, files, usual }: Image): Recipes {
  const near = { file: span.file, start: span.start, end: span.end };
  const recipes: Recipes = { treePaths: new Set(), texts: [] };
  const add = (path: Path): boolean => {
    const known = findFile(machine, path, near);
    if (known?.kind === 'tree') recipes.treePaths.add(known.treePath);
    else if (known !== undefined) recipes.texts.push(...known.text);
    return known !== undefined;
  };
  if ([...files, ...folders].some(({ pieces }) => knownText(pieces) === '-')) {
    const { stdin } = redirections;
    if (stdin?.kind === 'text') recipes.texts.push(...stdin.value);
    else if (stdin?.kind === 'file') add(stdin.path);
    return recipes;
  }
  for (const { path } of machine.folders()) {
    const contexts = folders.length === 0 ? [path] : folders.map(({ pieces }) => resolvePath(path, pieces));
    for (const { pieces } of files)
      if (!add(resolvePath(path, pieces))) for (const context of contexts) add(resolvePath(context, pieces));
    if (files.length > 0) continue;
    for (const context of contexts) for (const name of usual) add(resolvePath(context, [impliedText(name, near)]));
  }
  return recipes;
}
