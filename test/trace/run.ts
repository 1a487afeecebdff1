import { formats } from '../../src/formats/index.ts';
import type { Invocation } from '../../src/model/invocation.ts';
import type { TreeFiles } from '../../src/model/ports.ts';
import { showPieces } from '../../src/model/value.ts';
import type { WrapperLookup } from '../../src/model/wrapper.ts';
import { type Trace, trace } from '../../src/trace/index.ts';

/** A tree in memory. */
export function treeOf(files: Readonly<Record<string, string>>): TreeFiles {
  return {
    read: (path) => files[path],
    kind: (path) => {
      if (Object.hasOwn(files, path)) return 'file';
      return Object.keys(files).some((name) => name.startsWith(`${path}/`)) ? 'folder' : undefined;
    },
    list: () => [],
  };
}

/** Traces one file of a tree. */
export function traceFile(
  path: string,
  files: Readonly<Record<string, string>>,
  wrapper: WrapperLookup = () => undefined,
): Trace {
  const parse = (name: string, text: string) =>
    formats.find((format) => format.matches(name, text.split('\n')[0] ?? ''))?.parse(name, text);
  const program = parse(path, files[path] ?? '');
  if (program === undefined) throw new Error(`no format reads ${path}`);
  return trace(program, { tree: treeOf(files), wrapper, parse });
}

export function invocationsOf(result: Trace): readonly Invocation[] {
  return result.events.filter((event) => event.kind === 'invocation');
}

/** The commands of a script (exit and return aside), a line for each combination of words; `$name` where a hole is. */
export function commandsOf(script: string): readonly string[] {
  return linesOf(traceFile('x.sh', { 'x.sh': script })).filter((line) => !/^(?:exit|return)\b/.test(line));
}

export function linesOf(result: Trace): readonly string[] {
  return invocationsOf(result).flatMap((invocation) =>
    invocation.variants.map((variant) => variant.words.map((word) => showPieces(word.pieces)).join(' ')),
  );
}
