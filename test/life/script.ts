import { type ArchiveNames, live, type ReadTree } from '../../src/life/index.ts';
import type { Act, FetchAct, HashAlgorithm, SelectAct } from '../../src/model/act.ts';
import type { Fetch } from '../../src/model/fetch.ts';
import { ALWAYS, both, type Guard } from '../../src/model/guard.ts';
import type { Failure, Invocation, LostWord, Stream } from '../../src/model/invocation.ts';
import { resolvePath, toPath } from '../../src/model/path.ts';
import type { MatchedEvent } from '../../src/model/step.ts';
import { flatten, type Piece, type Pieces, showPieces, slicePieces, type Word } from '../../src/model/value.ts';

/** How a command of a test runs, where that matters. */
export type How = {
  readonly guard?: Guard;
  readonly cwd?: string;
  readonly failure?: Failure;
  readonly stdin?: Stream;
  readonly stdout?: string;
  readonly lost?: string;
};

const FILE = 'build.sh';

/**
 * Builds the events of a script by hand. Words are texts in which `{NAME}` is a hole (`{NAME:3}`: the output of invocation 3); every
 * text has a span of its own.
 */
export class Script {
  readonly steps: MatchedEvent[] = [];
  private id = 0;
  private offset = 0;

  /** The fetches as one line each: `url how ref (what did not take effect) [checks]`. */
  outcomes(readTree?: ReadTree): readonly string[] {
    return this.fetches(readTree).map(show);
  }

  fetches(readTree?: ReadTree): readonly Fetch[] {
    return live(this.steps, GITHUB_NAMES, readTree);
  }

  pieces(text: string): Pieces {
    const result: Piece[] = [];
    for (const part of text.split(/(\{[A-Z]\w*(?::\d+)?\})/)) {
      const start = this.offset;
      this.offset += part.length;
      const at = { file: FILE, start, end: this.offset };
      const hole = /^\{(\w+)(?::(\d+))?\}$/.exec(part);
      if (hole?.[1] !== undefined) {
        const origin = hole[2] === undefined ? {} : { origin: [Number(hole[2])] };
        const why = hole[1] === 'GLOB' ? 'pattern' : hole[2] === undefined ? 'environment' : 'output';
        result.push({ kind: 'hole', id: hole[1], name: `$${hole[1]}`, why, at, ...origin });
      } else if (part !== '') result.push({ kind: 'text', text: part, at, verbatim: true });
    }
    this.offset += 1;
    return result;
  }

  word(text: string): Word {
    const pieces = this.pieces(text);
    return { pieces, at: pieces[0]?.at ?? null };
  }

  path(text: string, cwd = '/work') {
    return resolvePath(toPath(this.pieces(cwd)), this.pieces(text));
  }

  /** A command with the acts that the rules see in it; returns its id. */
  run(words: string, how: How = {}, toActs: (base: Base) => readonly Act[] = () => []): number {
    this.id += 1;
    const guard = how.guard ?? ALWAYS;
    const at = { file: FILE, start: this.offset, end: this.offset + words.length };
    const lost: LostWord[] = how.lost === undefined ? [] : [{ name: how.lost, why: 'one-command-only', at }];
    const invocation: Invocation = {
      kind: 'invocation',
      id: this.id,
      form: 'command',
      variants: [{ guard, words: words.split(' ').map((word) => this.word(word)), lost }],
      cwd: [{ guard: ALWAYS, path: toPath(this.pieces(how.cwd ?? '/work')) }],
      stdin: how.stdin ?? null,
      stdout: how.stdout === undefined ? null : { path: this.path(how.stdout, how.cwd), append: false },
      failure: how.failure ?? { kind: 'stops' },
      word: at,
      span: at,
      stack: [],
      host: 'shell',
      place: 'simple',
    };
    const acts = toActs({ rule: 'test', invocation, guard, lost });
    this.steps.push({ event: invocation, acts });
    return this.id;
  }

  clone(url: string, into: string, ref: string | null = null, how: How = {}, marks: readonly string[] = []): number {
    return this.run(`git clone ${url} ${into}`, how, (base) => {
      const word = this.word(url);
      return [
        {
          ...base,
          ...NO_FETCH,
          what: 'git',
          url: word,
          ref: ref === null ? null : this.word(ref),
          into: into === '.git' ? resolvePath(toPath(this.pieces('/work')), lastName(word)) : this.path(into, how.cwd),
          marks: new Set(marks),
        },
      ];
    });
  }

  /** wget or curl: `into` null is standard output, `.` the name that the URL says. */
  download(url: string, into: string | null, how: How = {}): number {
    return this.run(`wget ${url}`, how, (base) => {
      const word = this.word(url);
      const path =
        into === null
          ? null
          : into === '.'
            ? resolvePath(toPath(this.pieces(how.cwd ?? '/work')), lastName(word))
            : this.path(into, how.cwd);
      return [{ ...base, ...NO_FETCH, what: 'file', url: word, into: path, streams: into === null }];
    });
  }

  select(ref: string | null, how: How & { readonly as?: SelectAct['how'] } = {}): number {
    return this.run(`git checkout ${ref ?? ''}`.trim(), how, (base) => [
      {
        ...base,
        kind: 'select',
        how: how.as ?? 'checkout',
        repository: this.path('.', how.cwd),
        ref: ref === null ? null : this.word(ref),
      },
    ]);
  }

  pull(operands: string, how: How = {}): number {
    const [remote, ref] = operands.split(' ').filter((word) => word !== '');
    return this.run(`git pull ${operands}`.trim(), how, (base) => [
      {
        ...base,
        kind: 'update',
        how: 'pull',
        repository: this.path('.', how.cwd),
        remote: this.optional(remote),
        ref: this.optional(ref),
      },
    ]);
  }

  moveSubmodules(how: How = {}): number {
    return this.run('git submodule update --remote', how, (base) => [
      {
        ...base,
        kind: 'update',
        how: 'submodule-remote',
        repository: this.path('.', how.cwd),
        remote: null,
        ref: null,
      },
    ]);
  }

  init(path: string, how: How = {}): number {
    return this.run(`git init ${path}`, how, (base) => [
      { ...base, kind: 'repository', repository: this.path(path, how.cwd), remote: null },
    ]);
  }

  remote(name: string, url: string, how: How = {}): number {
    return this.run(`git remote add ${name} ${url}`, how, (base) => [
      {
        ...base,
        kind: 'repository',
        repository: this.path('.', how.cwd),
        remote: { name: this.word(name), url: this.word(url) },
      },
    ]);
  }

  retrieve(operands: string, how: How = {}): number {
    const [remote, ...refs] = operands.split(' ').filter((word) => word !== '');
    return this.run(`git fetch ${operands}`.trim(), how, (base) => [
      {
        ...base,
        kind: 'retrieve',
        repository: this.path('.', how.cwd),
        remote: this.optional(remote),
        refs: refs.map((ref) => this.word(ref)),
        marks: new Set(),
      },
    ]);
  }

  place(
    kind: 'move' | 'copy' | 'link',
    from: string,
    to: string,
    how: How & { readonly intoFolder?: boolean } = {},
  ): number {
    return this.run(`mv ${from} ${to}`, how, (base) => [
      {
        ...base,
        kind: 'place',
        how: kind,
        from: [this.path(from, how.cwd)],
        to: this.path(to, how.cwd),
        intoFolder: how.intoFolder ?? false,
      },
    ]);
  }

  extract(from: string, into = '.', strip = 0, how: How = {}): number {
    return this.run(`tar xf ${from}`, how, (base) => [
      {
        ...base,
        kind: 'extract',
        from: from === '-' ? 'stdin' : this.path(from, how.cwd),
        into: this.path(into, how.cwd),
        strip,
      },
    ]);
  }

  remove(path: string, how: How = {}): number {
    return this.run(`rm -rf ${path}`, how, (base) => [{ ...base, kind: 'remove', paths: [this.path(path, how.cwd)] }]);
  }

  execute(path: string, how: How = {}): number {
    return this.run(`sh ${path}`, how, (base) => [
      { ...base, kind: 'execute', from: path === '-' ? 'stdin' : this.path(path, how.cwd) },
    ]);
  }

  /** `sha256sum -c` of a list: known text on standard input, or a file. */
  sums(list: string | { readonly file: string }, how: How = {}, algorithm: HashAlgorithm = 'sha256'): number {
    const stdin: Stream | undefined =
      typeof list === 'string' ? { kind: 'text', value: [{ guard: ALWAYS, pieces: this.pieces(list) }] } : how.stdin;
    return this.run('sha256sum -c', { ...how, ...(stdin === undefined ? {} : { stdin }) }, (base) => [
      {
        ...base,
        kind: 'verify',
        how: 'sums',
        algorithm,
        list: typeof list === 'string' || list.file === '-' ? 'stdin' : this.path(list.file, how.cwd),
        isSilent: false,
      },
    ]);
  }

  hash(path: string | null, how: How = {}): number {
    return this.run('sha256sum', how, (base) => [
      { ...base, kind: 'hash', algorithm: 'sha256', of: path === null ? [] : [this.path(path, how.cwd)] },
    ]);
  }

  compare(left: string, right: string, how: How & { readonly negated?: boolean } = {}): number {
    return this.run('test a = b', how, (base) => [
      {
        ...base,
        kind: 'verify',
        how: 'compare',
        left: this.word(left),
        right: this.word(right),
        negated: how.negated ?? false,
        likeness: 'pattern',
      },
    ]);
  }

  signature(path: string, how: How = {}): number {
    return this.run(`gpg --verify ${path}`, how, (base) => [
      { ...base, kind: 'verify', how: 'signature', of: [this.path(path, how.cwd)] },
    ]);
  }

  write(
    path: string,
    text: string | null,
    producers: readonly number[] = [],
    guard: Guard = ALWAYS,
    append = false,
  ): void {
    this.id += 1;
    const at = { file: FILE, start: 0, end: 0 };
    const value = text === null ? null : [{ guard: ALWAYS, pieces: this.pieces(text) }];
    this.steps.push({
      event: { kind: 'write', id: this.id, guard, path: this.path(path), text: value, append, producers, span: at },
      acts: [],
    });
  }

  stage(name: string, base: string | null = null): void {
    this.id += 1;
    this.steps.push({ event: { kind: 'stage', id: this.id, name, base }, acts: [] });
  }

  copyFromStage(stage: string, from: string, to: string): void {
    this.id += 1;
    this.steps.push({
      event: { kind: 'stage-copy', id: this.id, guard: ALWAYS, stage, from: this.path(from), to: this.path(to) },
      acts: [],
    });
  }

  copyFromTree(treePath: string, to: string): void {
    this.id += 1;
    this.steps.push({
      event: { kind: 'tree-copy', id: this.id, guard: ALWAYS, treePath, to: this.path(to) },
      acts: [],
    });
  }

  private optional(text: string | undefined): Word | null {
    return text === undefined ? null : this.word(text);
  }
}

/** Both hold, for guards of which the test knows that they can. */
export function and(a: Guard, b: Guard): Guard {
  const met = both(a, b);
  if (met === undefined) throw new Error('the guards exclude each other');
  return met;
}

type Base = {
  readonly rule: string;
  readonly invocation: Invocation;
  readonly guard: Guard;
  readonly lost: readonly LostWord[];
};

const NO_FETCH = {
  kind: 'fetch',
  ref: null,
  refKind: null,
  streams: false,
  expected: null,
  marks: new Set(),
  captures: new Map(),
} as const satisfies Partial<FetchAct>;

/** What GitHub calls the archive of a ref: enough of a forge for these tests. */
const GITHUB_NAMES: ArchiveNames = {
  folder: archiveFolder,
};

function archiveFolder(url: Pieces): Pieces | undefined {
  const text = flatten(url);
  const match = /^https:\/\/[^/]+\/[^/]+\/([^/]+)\/archive\/(.+)\.tar\.gz$/.exec(text);
  const [, name, ref] = match ?? [];
  if (name === undefined || ref === undefined) return undefined;
  const refStart = text.length - '.tar.gz'.length - ref.length;
  const nameStart = text.indexOf(`/${name}/archive/`) + 1;
  const namePieces = slicePieces(url, nameStart, nameStart + name.length);
  const dash: Pieces = [{ kind: 'text', text: '-', at: { file: FILE, start: 0, end: 0 }, verbatim: false }];
  const refPieces = slicePieces(url, refStart, refStart + ref.length);
  return [...namePieces, ...dash, ...refPieces];
}

/** The last component of a URL as the tools save it, a slice of its pieces. */
function lastName({ pieces }: Word): Pieces {
  const text = flatten(pieces);
  const end = text.endsWith('.git') ? text.length - '.git'.length : text.length;
  return slicePieces(pieces, text.lastIndexOf('/') + 1, end);
}

export function show({ url, history, ineffective, checks, pointers }: Fetch): string {
  const last = history.at(-1);
  const parts = [showPieces(url.pieces)];
  if (last !== undefined) parts.push(`${last.how} ${last.ref === null ? 'default' : showPieces(last.ref.pieces)}`);
  if (last?.refKind) parts.push(last.refKind);
  for (const { why, lost } of ineffective) parts.push(`(${why}${lost === undefined ? '' : ` ${lost.name}`})`);
  for (const { kind, algorithm, expected, swallowed } of checks) {
    const value = expected === null ? '' : ` ${showPieces(expected).slice(0, 4)}`;
    parts.push(
      `[${kind === 'checksum' ? (algorithm ?? '') : kind}${value}${swallowed === null ? '' : ` but ${swallowed}`}]`,
    );
  }
  if (pointers.length > 0) parts.push(`<- ${pointers.map(({ id }) => id).join()}`);
  return parts.join(' ');
}
