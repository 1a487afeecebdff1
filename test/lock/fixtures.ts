import { ALWAYS } from '../../src/model/guard.ts';
import type { Invocation } from '../../src/model/invocation.ts';
import { toPath } from '../../src/model/path.ts';
import { type FilePin, type GitPin, type ImagePin, isChecksum, isCommit, isDigest } from '../../src/model/pin.ts';
import type { ClassifiedFetch, Source } from '../../src/model/source.ts';

/** Pins from a single character: `gitPin('a')` has the commit `aaaa...`. */
export function gitPin(digit: string, rest: Omit<GitPin, 'commit'> = {}): GitPin {
  const commit = digit.repeat(40);
  if (!isCommit(commit)) throw new Error(`no hex digit: ${digit}`);
  return { ...rest, commit };
}

export function imagePin(digit: string): ImagePin {
  const digest = `sha256:${digit.repeat(64)}`;
  if (!isDigest(digest)) throw new Error(`no hex digit: ${digit}`);
  return { digest };
}

export function filePin(digit: string): FilePin {
  const sha256 = digit.repeat(64);
  if (!isChecksum(sha256)) throw new Error(`no hex digit: ${digit}`);
  return { sha256, size: 1 };
}

export function source(key: string, ref: string | null = null): Source {
  const kind = key.startsWith('docker:') ? 'image' : key.startsWith('http') ? 'file' : 'git';
  return { key, kind, locator: key.replace(/@.*$/, ''), ref };
}

const AT = { file: 'build.sh', start: 0, end: 3 };
const INVOCATION: Invocation = {
  kind: 'invocation',
  id: 1,
  form: 'command',
  variants: [],
  cwd: [],
  stdin: null,
  stdout: null,
  failure: { kind: 'stops' },
  word: AT,
  span: AT,
  stack: [],
  host: 'shell',
  place: 'simple',
};

/** A fetch of `source` with nothing special about it; `rest` replaces what a test is about. */
export function classified(from: Source | null, rest: Partial<ClassifiedFetch> = {}): ClassifiedFetch {
  const url = { pieces: [{ kind: 'text', text: from?.locator ?? '', at: AT, verbatim: true }], at: AT } as const;
  return {
    fetch: {
      act: {
        kind: 'fetch',
        rule: 'git-clone',
        invocation: INVOCATION,
        guard: ALWAYS,
        lost: [],
        what: from?.kind ?? 'git',
        url,
        ref: null,
        refKind: null,
        into: toPath([]),
        streams: false,
        expected: null,
        marks: new Set(),
        captures: new Map(),
      },
      url,
      guard: ALWAYS,
      history: [],
      ineffective: [],
      checks: [],
      pointers: [],
      dependents: [],
    },
    outcomes: [],
    rule: 'git-clone',
    kind: from?.kind ?? 'git',
    place: AT,
    related: [],
    source: from,
    candidates: [],
    url: from?.locator ?? '',
    ref: from?.ref ?? null,
    refPieces: [],
    refKind: 'branch',
    verdict: 'moving',
    identity: null,
    verified: null,
    checks: [],
    overridable: [],
    missing: [],
    forge: null,
    why: 'a branch moves',
    ...rest,
  };
}
