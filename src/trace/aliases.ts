import { flatten, knownText, slicePieces, type Word } from '../model/value.ts';
import type { Ending } from './ending.ts';
import type { Machine } from './machine.ts';
import { emitInvocation, type Running } from './run-command.ts';

/** What an alias's text must not hold to be read as the first words of a command. */
const MORE_THAN_WORDS = /[|&;<>()$`"'\\\n#]/;

/** `alias get='wget -q'`: from here on a command called so begins with these words. One that is more than words is not followed. */
export function setAliases(machine: Machine, running: Running): void {
  emitInvocation(machine, running);
  for (const { words } of running.variants) {
    for (const { pieces } of words.slice(1)) {
      const text = flatten(pieces);
      const equals = text.indexOf('=');
      if (equals < 1 || knownText(pieces) === undefined || MORE_THAN_WORDS.test(text.slice(equals))) continue;
      const value = slicePieces(pieces, equals + 1, text.length);
      const found = [...flatten(value).matchAll(/\S+/g)];
      const first = found.map((part) => ({
        pieces: slicePieces(value, part.index, part.index + part[0].length),
        at: null,
      }));
      machine.aliases.set(text.slice(0, equals), first);
    }
  }
}

/** Runs a command by the words that its alias stands for; undefined when it has none. Inside, the name means the program. */
export function runAlias(
  machine: Machine,
  name: string,
  running: Running,
  run: (inner: Running) => Ending,
): Ending | undefined {
  const first: readonly Word[] | undefined = machine.aliases.get(name);
  if (first === undefined || running.host !== 'shell') return undefined;
  machine.aliases.delete(name);
  const variants = running.variants.map((variant) => ({ ...variant, words: [...first, ...variant.words.slice(1)] }));
  const ending = run({ ...running, variants });
  machine.aliases.set(name, first);
  return ending;
}
