import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What a room of src may import beside itself. A file of src's own (run.ts, policy.ts) is a room by its name. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  model: [],
  errors: [],
  ports: ['model', 'errors'],
  syntax: ['model'],
  formats: ['model', 'syntax'],
  trace: ['model', 'syntax'],
  match: ['model', 'syntax'],
  life: ['model'],
  classify: ['model', 'syntax'],
  discover: ['model', 'ports', 'errors'],
  resolve: ['model', 'ports', 'errors'],
  lock: ['model', 'ports', 'errors'],
  config: ['model', 'ports', 'errors'],
  policy: ['model', 'config'],
  rewrite: ['model'],
  hold: ['model', 'errors', 'ports'],
  reports: ['model'],
  run: [
    'model',
    'errors',
    'ports',
    'formats',
    'trace',
    'match',
    'life',
    'classify',
    'discover',
    'resolve',
    'lock',
    'config',
    'policy',
    'rewrite',
    'hold',
    'reports',
  ],
  commands: ['model', 'errors', 'ports', 'config', 'run', 'reports', 'match'],
  cli: ['commands', 'errors', 'reports'],
  action: ['model', 'errors', 'ports', 'run', 'reports', 'match', 'commands'],
};

/** What stands in folders of its own: pins are found and moved, builds are held to them, a tree is compared with one before it. */
const PARTS_OF_RUN = ['pins', 'hold', 'since'];

/** Rooms that may touch the world through node's own modules. */
const WORLDLY = ['ports', 'discover', 'resolve', 'lock', 'config', 'commands', 'rewrite', 'hold', 'cli', 'action'];

const ENTRIES = ['src/cli.ts', 'src/action.ts'];

/** Packages that stay behind one door. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  commander: ['commands'],
  'simple-git': ['ports'],
  'dockerfile-ast': ['syntax'],
  unbash: ['syntax'],
  'write-file-atomic': ['ports', 'lock'],
  diff: ['rewrite'],
  ignore: ['discover'],
  minimatch: ['discover', 'config', 'policy'],
};

/** Files over 300 lines, each with its reason. Generated tables do not count. */
const LONG_FILES: Readonly<Record<string, string>> = {};

type Source = {
  readonly path: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly Import[];
};
type Import = { readonly from: string; readonly isType: boolean };

const sources = readSources();

describe('architecture', () => {
  it('finds the rooms that it speaks of', () => {
    expect(new Set(sources.map(({ room }) => room))).toEqual(new Set(Object.keys(ROOMS)));
    expect(sources.length).toBeGreaterThan(50);
  });

  it.each(Object.keys(ROOMS))('%s imports only what it may', (room) => {
    const allowed = new Set([room, ...(ROOMS[room] ?? [])]);
    const wrong = sources
      .filter((source) => source.room === room)
      .flatMap((source) => source.imports.map(({ from }) => ({ source, from })))
      .filter(({ from }) => from.startsWith('.'))
      .map(({ source, from }) => ({ path: source.path, target: normalize(join(dirname(source.path), from)) }))
      .filter(({ target }) => target.startsWith('src/') && !allowed.has(toRoom(target)))
      .map(({ path, target }) => `${path} imports ${target}`);
    expect(wrong).toEqual([]);
  });

  it.each(PARTS_OF_RUN)('run/%s imports no other part of run', (part) => {
    const others = PARTS_OF_RUN.filter((other) => other !== part).map((other) => `src/run/${other}/`);
    const own = sources.filter(({ path }) => path.startsWith(`src/run/${part}/`));
    expect(own.length).toBeGreaterThan(5);
    const wrong = own.flatMap(({ path, imports }) =>
      imports
        .map(({ from }) => normalize(join(dirname(path), from)))
        .filter((target) => others.some((other) => target.startsWith(other)))
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('touches the world only where it may', () => {
    const wrong = sources
      .filter(({ room, imports }) => !WORLDLY.includes(room) && imports.some(({ from }) => from.startsWith('node:')))
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  it.each(Object.entries(DOORS))('%s stays behind its door', (name, rooms) => {
    const wrong = sources
      .filter(
        ({ room, imports }) => !rooms.includes(room) && imports.some(({ from, isType }) => from === name && !isType),
      )
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  it('uses process and console in the entries alone', () => {
    const wrong = sources
      .filter(({ path, text }) => !ENTRIES.includes(path) && /^[^'"`*]*\b(?:process|console)\.[a-z]/m.test(text))
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  it.each([
    ['reports', ['text', 'json']],
    ['commands', ['scan', 'resolve', 'check', 'apply', 'explain', 'cache']],
    ['formats', ['dockerfile', 'shell']],
  ])('every file of %s that exports one is listed in its index', (room, expected) => {
    const index = sources.find(({ path }) => path === `src/${room}/index.ts`);
    const listed = index?.imports.map(({ from }) => basename(from, '.ts')) ?? [];
    expect(listed).toEqual(expect.arrayContaining([...expected]));
    const exporting = sources
      .filter(
        (source) =>
          source.room === room && /^export const \w+: (?:ReportFormat|Subcommand|Format) =/m.test(source.text),
      )
      .map(({ path }) => basename(path, '.ts'));
    expect(exporting).toEqual(expect.arrayContaining([...expected]));
    expect(exporting.filter((name) => !listed.includes(name))).toEqual([]);
  });

  it('keeps files small, or says why not', () => {
    const long = sources
      .filter(({ path, text }) => !path.endsWith('.generated.ts') && text.split('\n').length > 301)
      .map(({ path }) => path);
    expect(long.sort()).toEqual(Object.keys(LONG_FILES).sort());
  });
});

function readSources(): readonly Source[] {
  return readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => normalize(join('src', name)))
    .filter((path) => path.endsWith('.ts'))
    .map((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { path, room: toRoom(path), text, imports: toImports(text) };
    });
}

function toRoom(path: string): string {
  return basename(path.split('/')[1] ?? '', '.ts');
}

function toImports(text: string): readonly Import[] {
  const statements = text.matchAll(/^(?:import|export)\b([^'"`;]*?)\bfrom '([^']+)'/gm);
  const bare = text.matchAll(/\bimport(?:\(| )'([^']+)'/g);
  return [
    ...[...statements].map(([, clause = '', from = '']) => ({ from, isType: clause.trim().startsWith('type ') })),
    ...[...bare].map(([, from = '']) => ({ from, isType: false })),
  ];
}
