import type { FetchAct, FetchKind, HashAlgorithm, SelectAct, UpdateAct } from '../../src/model/act.ts';
import type { Check, Fetch, Ineffective, RefChange } from '../../src/model/fetch.ts';
import { ALWAYS } from '../../src/model/guard.ts';
import type { Call, Invocation, LostWord } from '../../src/model/invocation.ts';
import { toPath } from '../../src/model/path.ts';
import type { Span } from '../../src/model/span.ts';
import type { Piece, Pieces, Word } from '../../src/model/value.ts';

/** What a test says of a fetch; texts hold holes as `{NAME}`. */
export type Said = {
  readonly what?: FetchKind;
  readonly url: string | Pieces;
  /** The refs that it went through, as `how ref`; the last decides. Left out: the default branch. */
  readonly history?: readonly string[];
  readonly refKind?: RefChange['refKind'];
  readonly expected?: string;
  readonly checks?: readonly Check[];
  readonly ineffective?: readonly Ineffective[];
  readonly lost?: readonly LostWord[];
  readonly pointers?: readonly Invocation[];
  readonly form?: Invocation['form'];
  readonly stack?: readonly Call[];
  readonly word?: Span;
  readonly file?: string;
  readonly id?: number;
  readonly overridable?: readonly string[];
};

let nextId = 0;
let offset = 100_000;

/** A fetch as life would hand it on. */
export function fetchOf(said: Said): Fetch {
  const file = said.file ?? 'build.sh';
  const invocation = invocationOf(said);
  const url = {
    ...wordOf(said.url, file),
    ...(said.overridable === undefined ? {} : { overridable: said.overridable }),
  };
  const act: FetchAct = {
    kind: 'fetch',
    rule: 'test',
    invocation,
    guard: ALWAYS,
    lost: said.lost ?? [],
    what: said.what ?? 'file',
    url,
    ref: null,
    refKind: null,
    into: null,
    streams: false,
    expected: said.expected === undefined ? null : wordOf(said.expected, file),
    marks: new Set(said.form === 'instruction' ? ['context'] : []),
    captures: new Map(),
  };
  const isRepository = act.what === 'git' || act.what === 'hg' || act.what === 'svn';
  const changes = (said.history ?? ['fetched']).map((text) => changeOf(text, said.refKind ?? null, act, file));
  return {
    act,
    url,
    guard: ALWAYS,
    history: isRepository ? changes : [],
    ineffective: said.ineffective ?? [],
    checks: said.checks ?? [],
    pointers: said.pointers ?? [],
    dependents: [],
  };
}

export function invocationOf(said: Pick<Said, 'file' | 'id' | 'form' | 'stack' | 'word'> = {}): Invocation {
  nextId += 1;
  const at = said.word ?? spanOf(said.file ?? 'build.sh', 5);
  return {
    kind: 'invocation',
    id: said.id ?? nextId,
    form: said.form ?? 'command',
    variants: [],
    cwd: [],
    stdin: null,
    stdout: null,
    failure: { kind: 'stops' },
    word: at,
    span: at,
    stack: said.stack ?? [],
    host: 'shell',
    place: 'simple',
  };
}

/** A check that counts unless `swallowed` says why not. */
export function checksumOf(hex: string, algorithm: HashAlgorithm, swallowed: string | null = null): Check {
  return { kind: 'checksum', algorithm, expected: piecesOf(hex), swallowed, invocation: invocationOf() };
}

export function selectOf(ref: string | null): SelectAct {
  return {
    kind: 'select',
    rule: 'test',
    invocation: invocationOf(),
    guard: ALWAYS,
    lost: [],
    how: 'checkout',
    repository: toPath(piecesOf('/work/tool')),
    ref: ref === null ? null : wordOf(ref),
  };
}

export function piecesOf(text: string, file = 'build.sh'): Pieces {
  const result: Piece[] = [];
  for (const part of text.split(/(\{\w+\})/)) {
    if (part === '') continue;
    const at = spanOf(file, part.length);
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined) result.push({ kind: 'text', text: part, at, verbatim: true });
    else result.push({ kind: 'hole', id: name, name: `$${name}`, why: 'environment', at });
  }
  return result;
}

export function wordOf(text: string | Pieces, file = 'build.sh'): Word {
  const pieces = typeof text === 'string' ? piecesOf(text, file) : text;
  return { pieces, at: pieces[0]?.at ?? null };
}

/** A span of its own, right behind the one before. */
export function spanOf(file: string, length: number): Span {
  const start = offset;
  offset += length;
  return { file, start, end: offset };
}

function changeOf(text: string, refKind: RefChange['refKind'], act: FetchAct, file: string): RefChange {
  const [how = '', ref] = text.split(' ');
  const word = ref === undefined ? null : wordOf(ref, file);
  const select = { ...selectOf(null), ref: word };
  const update: UpdateAct = {
    ...select,
    kind: 'update',
    how: how === 'pull' ? 'pull' : 'submodule-remote',
    remote: null,
  };
  switch (how) {
    case 'fetched':
      return { how, ref: word, refKind, act };
    case 'checkout':
    case 'reset':
    case 'switch':
    case 'merge':
      return { how, ref: word, refKind, act: { ...select, how } };
    case 'pull':
    case 'submodule-remote':
      return { how, ref: word, refKind, act: update };
    default:
      throw new Error(`'${how}' is no way in which a ref changes`);
  }
}
