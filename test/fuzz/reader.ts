import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { archiveNames, classify } from '../../src/classify/index.ts';
import { formats } from '../../src/formats/index.ts';
import { live } from '../../src/life/index.ts';
import { callPrograms, isCall, isFetchCommand, matchEvents, wrapper } from '../../src/match/index.ts';
import type { Program } from '../../src/model/program.ts';
import type { Piece } from '../../src/model/value.ts';
import { type TracePorts, trace } from '../../src/trace/index.ts';
import { compareTrees, differenceOf } from './compare.ts';
import { mutate, randomOf } from './mutate.ts';

/**
 * Feeds mutated files to the whole reader: nothing may throw, each input ends in time, every span lies inside its file and every verbatim
 * piece is what the file says there. `npm run fuzz -- --seed 1 --from 0 --count 100000`; input N of a seed is always the same, so a run that
 * was stopped goes on with `--from`, and a failure is looked at with `--from N --count 1 --show`. `--compare` runs each input once more with
 * the commands that need not be run: the fetches must be the same. `--trees DIR` takes the build files of every folder in DIR instead, as
 * they are.
 */
const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    count: { type: 'string', default: '20000' },
    show: { type: 'boolean', default: false },
    compare: { type: 'boolean', default: false },
    trees: { type: 'string' },
  },
});

/** Of the processor, so that a busy machine makes no failures. */
const LIMIT_MILLISECONDS = 2000;
const corpus = readdirSync('test/fuzz/corpus', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => join(parentPath, name))
  .sort()
  .map((path) => ({ name: relative('test/fuzz/corpus', path), text: readFileSync(path, 'utf8') }));
const texts = corpus.map((file) => file.text);
const [seed, from, count] = [Number(options.seed), Number(options.from), Number(options.count)];
let longest = { milliseconds: 0, index: -1 };
let failures = 0;

if (options.trees === undefined) feedMutations();
else failures = await compareTrees(options.trees);
process.exitCode = failures === 0 ? 0 : 1;

function feedMutations(): void {
  for (let index = from; index < from + count; index++) {
    const random = randomOf(seed * 1_000_003 + index);
    const file = corpus[Math.floor(random() * corpus.length)];
    if (file === undefined) break;
    const text = mutate(file.text, texts, random);
    if (options.show) console.log(text);
    const started = process.cpuUsage();
    const fault = faultOf(file.name, text);
    const { user, system } = process.cpuUsage(started);
    const milliseconds = (user + system) / 1000;
    if (milliseconds > longest.milliseconds) longest = { milliseconds, index };
    if (fault !== undefined || milliseconds > LIMIT_MILLISECONDS) {
      failures += 1;
      console.log(`input ${index} (${file.name}): ${fault ?? `took ${milliseconds.toFixed(0)} ms`}`);
    }
    if ((index - from + 1) % 50_000 === 0) report(index + 1 - from);
  }
  report(count);
}

function report(done: number): void {
  console.log(
    `seed ${seed}: ${done} inputs from ${from}: ${failures} failures, longest ${longest.milliseconds.toFixed(0)} ms (input ${longest.index})`,
  );
}

function faultOf(path: string, text: string): string | undefined {
  const tree = {
    read: (name: string) => (name === path ? text : corpus.find((file) => file.name === name)?.text),
    kind: (name: string) =>
      name === path || corpus.some((file) => file.name === name) ? ('file' as const) : undefined,
    list: () => [],
  };
  const parse = (name: string, content: string) =>
    formats.find((format) => format.matches(name, content.split('\n', 1)[0] ?? ''))?.parse(name, content);
  try {
    const program = parse(path, text);
    const programs = program === undefined ? [] : [program, ...(program.template?.others ?? [])];
    return programs
      .map((one) => faultOfProgram(one, { tree, wrapper, parse, callPrograms, isCall, isFetchCommand }))
      .find(isFault);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 4).join(' | ') : String(error);
  }
}

function faultOfProgram(program: Program, ports: TracePorts): string | undefined {
  const { events } = trace(program, ports);
  const fetches = live(matchEvents(events), archiveNames);
  const classified = classify(fetches);
  const pieces: Piece[] = [];
  for (const event of events) {
    if (event.kind !== 'invocation') continue;
    for (const variant of event.variants) for (const word of variant.words) pieces.push(...word.pieces);
  }
  for (const fetch of fetches) pieces.push(...fetch.url.pieces);
  for (const fetch of classified) {
    const length = ports.tree.read(fetch.place.file)?.length ?? 0;
    if (fetch.place.start < 0 || fetch.place.end > length || fetch.place.start > fetch.place.end)
      return `place ${JSON.stringify(fetch.place)} outside the file`;
  }
  const fault = pieces.map((piece) => faultOfPiece(piece, ports.tree.read)).find(isFault);
  return fault !== undefined || !options.compare ? fault : differenceOf(program, ports);
}

function isFault(found: string | undefined): found is string {
  return found !== undefined;
}

function faultOfPiece(piece: Piece, read: (name: string) => string | undefined): string | undefined {
  const { at } = piece;
  if (at.file === '') return undefined;
  const text = read(at.file);
  if (text === undefined) return `piece of an unknown file ${at.file}`;
  if (at.start < 0 || at.end > text.length || at.start > at.end)
    return `span ${at.start}-${at.end} outside ${at.file} (${text.length})`;
  if (piece.kind === 'text' && piece.verbatim && text.slice(at.start, at.end) !== piece.text) {
    return `verbatim ${JSON.stringify(piece.text)} is ${JSON.stringify(text.slice(at.start, at.end))} in the file`;
  }
  return undefined;
}
