import { ALWAYS, both, guardOf } from '../model/guard.ts';
import { resolvePath } from '../model/path.ts';
import type { Span } from '../model/span.ts';
import { lastName } from '../model/tree-path.ts';
import {
  type Alternative,
  asWords,
  flatten,
  impliedText,
  joinPieces,
  knownText,
  type Pieces,
  slicePieces,
  type Value,
  type Word,
  writtenText,
} from '../model/value.ts';
import type { Machine } from './machine.ts';
import { joinFields } from './positional.ts';
import { pathsOf } from './redirections.ts';
import type { Running } from './run-command.ts';
import { TEXT_FILTERS } from './text-filters.ts';
import { concat, fold, NOTHING } from './values.ts';

/** Commands that print nothing that a substitution or a pipe would read. */
export const SILENT: ReadonlySet<string> = new Set([
  'cd',
  'pushd',
  'popd',
  'mkdir',
  'rmdir',
  'rm',
  'cp',
  'mv',
  'ln',
  'touch',
  'chmod',
  'chown',
  'chgrp',
  'install',
  'sleep',
  'test',
  '[',
  '[[',
  'true',
  'false',
  ':',
  'set',
  'shopt',
  'trap',
  'umask',
  'unset',
  'shift',
  'wait',
  'kill',
  'exit',
  'return',
  'ulimit',
  'sync',
  'truncate',
]);

/** What a command prints when that follows from its words and its input alone; null when nobody knows. */
export function outputOf(machine: Machine, running: Running, name: string): Value | null {
  if (SILENT.has(name)) return NOTHING;
  const program = lastName(name);
  const filter = TEXT_FILTERS[program];
  const print: Printer | undefined =
    filter === undefined ? PRINTERS[program] : (_machine, words) => filterInput(filter, words, running);
  if (print === undefined) return null;
  const result: Alternative[] = [];
  for (const variant of running.variants) {
    const printed = print(machine, variant.words.slice(1), running);
    if (printed === null) return null;
    for (const alternative of printed) {
      const guard = both(alternative.guard, variant.guard);
      if (guard !== undefined) result.push({ ...alternative, guard });
    }
  }
  return fold(result);
}

type Printer = (machine: Machine, words: readonly Word[], running: Running) => Value | null;

const PRINTERS: Readonly<Record<string, Printer>> = {
  echo: printEcho,
  printf: (_machine, words, running) =>
    printFormat(
      words.map((word) => ({ ...word, pieces: asWords(word.pieces, running.escaping) })),
      running.span,
    ),
  cat: printFiles,
  basename: (_machine, words, running) => printBasename(words, running.span),
  dirname: (_machine, words, running) => printDirname(words, running.span),
  pwd: (machine, _words, running) =>
    line(
      machine.folders().map(({ guard, path }) => ({ guard, pieces: path.pieces })),
      running.span,
    ),
  realpath: printRealPath,
  which: (_machine, words, running) => printProgram(words, running.span),
  command: (_machine, words, running) => printProgram(behindFlag(words, /^-p?v$/), running.span),
  type: (_machine, words, running) => printProgram(behindFlag(words, /^-[pP]$/), running.span),
  readlink: (machine, words, running) =>
    words.some((word) => /^-\w*[fem]/.test(knownText(word.pieces) ?? ''))
      ? printRealPath(machine, words, running)
      : null,
};

/** What a filter makes of known standard input; files as operands, and unknown parts, make it unknown. */
function filterInput(
  filter: NonNullable<(typeof TEXT_FILTERS)[string]>,
  words: readonly Word[],
  running: Running,
): Value | null {
  const { stdin } = running.redirections;
  const args = words.map((word) => knownText(word.pieces));
  if (stdin?.kind !== 'text' || args.includes(undefined)) return null;
  const result: Alternative[] = [];
  for (const alternative of stdin.value) {
    const text = knownText(alternative.pieces);
    const filtered =
      text === undefined
        ? undefined
        : filter(
            args.filter((arg) => arg !== undefined),
            text,
          );
    if (filtered === undefined) return null;
    const pieces: Pieces = filtered === '' ? [] : [impliedText(filtered, running.span)];
    result.push({ ...alternative, pieces });
  }
  return result;
}

function printEcho(_machine: Machine, words: readonly Word[], running: Running): Value {
  let rest = words;
  let hasNewline = true;
  let decodes = false;
  for (
    let flag = knownText(rest[0]?.pieces ?? []);
    flag !== undefined && /^-[neE]+$/.test(flag);
    flag = knownText(rest[0]?.pieces ?? [])
  ) {
    if (flag.includes('n')) hasNewline = false;
    if (flag.includes('e')) decodes = true;
    rest = rest.slice(1);
  }
  const joined = joinFields(
    rest.map((word) => asWords(word.pieces, running.escaping)),
    running.span,
  );
  const pieces = decodes ? decodeEscapes(joined, running.span) : joined;
  const text: Value = [{ guard: ALWAYS, pieces, ...overridableIn(rest) }];
  return hasNewline ? line(text, running.span) : text;
}

/** What is printed can be set from outside as the words can. */
function overridableIn(words: readonly Word[]): Pick<Alternative, 'overridable'> {
  const names = new Set(words.flatMap(({ overridable }) => overridable ?? []));
  return names.size === 0 ? {} : { overridable: [...names] };
}

/** printf with `%s`, `%d`, `%b` and escapes; a format that is not known, or has other conversions, prints what nobody knows. */
function printFormat(words: readonly Word[], at: Span): Value | null {
  const [format, ...args] = words[0] !== undefined && knownText(words[0].pieces) === '--' ? words.slice(1) : words;
  if (format === undefined || knownText(format.pieces) === '-v') return null;
  const text = flatten(format.pieces);
  const parts: Pieces[] = [];
  let next = 0;
  for (let isFirst = true; isFirst || next < args.length; isFirst = false) {
    const before = next;
    let start = 0;
    for (const conversion of text.matchAll(/%(?:([sdbq])|(%)|(.))/g)) {
      parts.push(slicePieces(format.pieces, start, conversion.index));
      if (conversion[2] !== undefined) {
        parts.push(slicePieces(format.pieces, conversion.index, conversion.index + 1));
      } else if (conversion[1] === undefined) {
        return null;
      } else {
        parts.push(args[next]?.pieces ?? []);
        next += 1;
      }
      start = conversion.index + 2;
    }
    parts.push(slicePieces(format.pieces, start, text.length));
    if (next === before) break;
  }
  return [{ guard: ALWAYS, pieces: decodeEscapes(joinPieces(...parts), at), ...overridableIn(words) }];
}

function printFiles(machine: Machine, words: readonly Word[], running: Running): Value | null {
  const files = words.filter((word) => !/^-[A-Za-z]*$/.test(knownText(word.pieces) ?? ''));
  if (files.length === 0) return running.redirections.stdin?.kind === 'text' ? running.redirections.stdin.value : null;
  let result: Value = NOTHING;
  for (const file of files) {
    const text = readText(machine, file.pieces);
    if (text === null) return null;
    result = concat(result, text, running.span);
  }
  return result;
}

/** The text of a file that was written earlier or stands in the tree; null when nobody knows it. */
export function readText(machine: Machine, pieces: Pieces): Value | null {
  const [target] = pathsOf(machine, [{ guard: ALWAYS, pieces }]);
  if (target === undefined) return null;
  const found = machine.files.find(
    target.path,
    machine.guard,
    (treePath) => machine.ports.tree.kind(treePath) === 'file',
  );
  if (found === undefined) return null;
  if (found.kind === 'written') return found.text;
  const text = machine.ports.tree.read(found.treePath);
  if (text === undefined) return null;
  return [
    {
      guard: ALWAYS,
      pieces: text === '' ? [] : [writtenText(found.treePath, text, 0, text.length)],
    },
  ];
}

/** `$(which docker)`: the program, wherever it lies, or nothing where there is none. */
function printProgram([word, more]: readonly Word[], at: Span): Value | null {
  const name = word === undefined ? undefined : knownText(word.pieces);
  if (word === undefined || more !== undefined || name === undefined || !/^[\w.+][\w.+-]*$/.test(name)) return null;
  const site = `which:${name}`;
  const found = { guard: guardOf(site, ['found']), pieces: word.pieces };
  return [...line([found], at), { guard: guardOf(site, ['found'], true), pieces: [] }];
}

/** The words behind a flag that asks where a program lies; none where another question is asked. */
function behindFlag([flag, ...rest]: readonly Word[], asked: RegExp): readonly Word[] {
  return flag !== undefined && asked.test(knownText(flag.pieces) ?? '') ? rest : [];
}

function printBasename(words: readonly Word[], at: Span): Value | null {
  const operands = words.filter((word) => !(knownText(word.pieces) ?? '').startsWith('-'));
  const [path, suffix] = operands;
  if (path === undefined) return null;
  let pieces = path.pieces;
  let text = flatten(pieces);
  while (text.length > 1 && text.endsWith('/')) {
    text = text.slice(0, -1);
    pieces = slicePieces(pieces, 0, text.length);
  }
  pieces = slicePieces(pieces, text.lastIndexOf('/') + 1, text.length);
  const end = suffix === undefined ? undefined : knownText(suffix.pieces);
  const name = flatten(pieces);
  if (end !== undefined && name.endsWith(end) && name !== end)
    pieces = slicePieces(pieces, 0, name.length - end.length);
  return line([{ guard: ALWAYS, pieces }], at);
}

function printDirname(words: readonly Word[], at: Span): Value | null {
  const [path] = words.filter((word) => !(knownText(word.pieces) ?? '').startsWith('-'));
  if (path === undefined) return null;
  const text = flatten(path.pieces);
  const slash = text.replace(/\/+$/, '').lastIndexOf('/');
  const pieces: Pieces = slash > 0 ? slicePieces(path.pieces, 0, slash) : [impliedText(slash === 0 ? '/' : '.', at)];
  return line([{ guard: ALWAYS, pieces }], at);
}

function printRealPath(machine: Machine, words: readonly Word[], running: Running): Value | null {
  const [path] = words.filter((word) => !(knownText(word.pieces) ?? '').startsWith('-'));
  const [folder] = machine.folders();
  if (path === undefined || folder === undefined) return null;
  return line([{ guard: ALWAYS, pieces: resolvePath(folder.path, path.pieces).pieces }], running.span);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"' };

/** `\n`, `\t` and kin become what they mean; the rest keeps its place in the file. */
function decodeEscapes(pieces: Pieces, at: Span): Pieces {
  const text = flatten(pieces);
  if (!text.includes('\\')) return pieces;
  const parts: Pieces[] = [];
  let start = 0;
  for (const sequence of text.matchAll(/\\([ntr\\"])/g)) {
    parts.push(slicePieces(pieces, start, sequence.index));
    parts.push([impliedText(ESCAPES[sequence[1] ?? ''] ?? '', at)]);
    start = sequence.index + 2;
  }
  parts.push(slicePieces(pieces, start, text.length));
  return joinPieces(...parts);
}

function line(value: Value, at: Span): Value {
  return concat(value, [{ guard: ALWAYS, pieces: [impliedText('\n', at)] }], at);
}
