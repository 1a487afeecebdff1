import { both } from '../model/guard.ts';
import type { Variant } from '../model/invocation.ts';
import { resolvePath } from '../model/path.ts';
import { always, flatten, impliedText, type Pieces, slicePieces, type Value, type Word } from '../model/value.ts';
import type { Wrapped } from '../model/wrapper.ts';
import { buildTreeFile, type Given } from './builds.ts';
import type { Machine } from './machine.ts';
import type { Running } from './run-command.ts';
import { findFile } from './script-files.ts';
import { runRecipe } from './steps.ts';
import { restrict, saysSomething } from './values.ts';

type Image = Extract<Wrapped, { kind: 'image' }>;

/**
 * `docker build --build-arg V=1.2 -f ci.Dockerfile .` runs a recipe of the tree with other arguments than it has by itself. Gives the words with
 * those that it handed on.
 */
export function runImage(machine: Machine, { span }: Running, variant: Variant, image: Image): Variant {
  const given = givenBy(machine, image);
  if (given.size === 0) return variant;
  const recipes = recipesOf(machine, image, span);
  for (const treePath of recipes)
    buildTreeFile(machine, { treePath, given, at: span }, (program, own) => runRecipe(machine, program, own));
  return recipes.size === 0 ? variant : { ...variant, handedOn: image.given };
}

/** What a key builds (`uses: docker/build-push-action`), with the names and values that stand beside it. */
export function runKey(machine: Machine, running: Running): Running {
  const variants = running.variants.map((variant): Variant => {
    const wrapped = machine.ports.wrapper(variant.words, 'key');
    if (wrapped?.kind !== 'image') return variant;
    const ends = variant.words.flatMap(({ at }) => (at === null ? [] : [at.end]));
    const span = { ...running.span, end: Math.max(running.span.end, ...ends) };
    const guard = both(machine.guard, variant.guard);
    return machine.under(guard, () => runImage(machine, { ...running, span }, variant, wrapped)) ?? variant;
  });
  return { ...running, variants };
}

/** What nobody knows at all is no other value than the one from outside that every argument may have. */
function givenBy(machine: Machine, { given }: Image): Given {
  return new Map(given.flatMap((word) => argumentOf(machine, word)).filter(([, value]) => saysSomething(value)));
}

function argumentOf(machine: Machine, { pieces }: Word): readonly (readonly [string, Value])[] {
  const text = flatten(pieces);
  const sign = text.indexOf('=');
  if (sign >= 0) return [[text.slice(0, sign), always(slicePieces(pieces, sign + 1, text.length))]];
  const variable = machine.variables.exported().get(text);
  return variable === undefined ? [] : [[text, restrict(variable.value, machine.guard)]];
}

/**
 * The files that it may be, from each folder where the command may run. A name is seen from there, or from the context: each program has its own
 * order. Of the usual names each one counts.
 */
function recipesOf(machine: Machine, { folders, files, usual }: Image, { file, start, end }: Running['span']) {
  const near = { file, start, end };
  const found = new Set<string>();
  const add = (from: Parameters<typeof resolvePath>[0], name: Pieces): boolean => {
    const known = findFile(machine, resolvePath(from, name), near);
    if (known?.kind === 'tree') found.add(known.treePath);
    return known !== undefined;
  };
  for (const { path } of machine.folders()) {
    const contexts = folders.length === 0 ? [path] : folders.map(({ pieces }) => resolvePath(path, pieces));
    for (const { pieces } of files) if (!add(path, pieces)) for (const context of contexts) add(context, pieces);
    if (files.length > 0) continue;
    for (const context of contexts) for (const name of usual) add(context, [impliedText(name, near)]);
  }
  return found;
}
