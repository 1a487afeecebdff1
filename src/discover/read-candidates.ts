import { UserError } from '../errors.ts';
import type { Problem } from '../model/problem.ts';
import { readTemplateName } from '../model/template-name.ts';
import type { ReadableTree } from '../ports/files.ts';
import { HEAD_BYTES, type Opened, problemOf } from '../ports/read-file.ts';
import { openCallers } from './callers.ts';
import type { PathMatcher } from './globs.ts';

/**
 * The part of a format that says which files are its own: by root-relative path, and the first line (`''` when only names are asked). A text
 * without its `sign` is left alone unless a rule's word stands in it.
 */
export type FormatGate = {
  readonly id: string;
  readonly matches: (path: string, firstLine: string) => boolean;
  readonly sign?: RegExp;
};

/** A file to be parsed. `path` is root-relative. */
export type FoundFile = { readonly path: string; readonly format: string; readonly text: string };

/** A file that was left alone. `repository`: another repository's folder (a submodule, a nested clone). */
export type SkippedFile = { readonly path: string; readonly why: 'unknown-format' | 'symlink' | 'repository' };

export type Candidates = {
  /** From a folder: judged by name, extension-less files by a look at their first bytes. */
  readonly listed: ReadonlySet<string>;
  /** Named by the user: read whatever they are called, even if excluded. */
  readonly explicit: ReadonlySet<string>;
};

export type CandidatePorts = {
  readonly tree: ReadableTree;
  readonly formats: readonly FormatGate[];
  readonly mayFetch: (text: string) => boolean;
  readonly isSelected: PathMatcher;
};

export type CandidatesRead = {
  readonly files: readonly FoundFile[];
  readonly readPaths: readonly string[];
  readonly excluded: number;
  readonly skipped: readonly SkippedFile[];
  readonly problems: readonly Problem[];
};

/**
 * Reads the files that some format claims, in the order of their paths: those that may fetch, that lead to one that may, or that the user
 * named. Synchronous on purpose: with one buffer and no promise a file, 100,000 names cost less than a second. Throws a UserError (exit code 3) for an explicit path that cannot be opened.
 */
export function readCandidates({ listed, explicit }: Candidates, ports: CandidatePorts): CandidatesRead {
  const { tree, formats, mayFetch, isSelected } = ports;
  const files: FoundFile[] = [];
  const readPaths: string[] = [];
  const skipped: SkippedFile[] = [];
  const problems: Problem[] = [];
  const fetching: string[] = [];
  const isKept = new Set<string>();
  const claims = new Map<string, boolean>();
  const callers = openCallers({
    listed,
    read: (path) => {
      const read = tree.open(path, 'inside');
      return read.kind === 'text' ? read.text : undefined;
    },
    isFile: (path) => tree.kind(path) === 'file',
    isClaimed: (name) => {
      const isClaimed = claims.get(name) ?? formatOf(formats, name, '') !== undefined;
      claims.set(name, isClaimed);
      return isClaimed;
    },
    mayFetch,
  });
  let excluded = 0;

  for (const path of [...new Set([...listed, ...explicit])].sort()) {
    const isExplicit = explicit.has(path);
    if (!isExplicit) {
      if (formatOf(formats, path, '') === undefined && !hasFormatByHead(path)) continue;
      if (!isSelected(path)) {
        excluded += 1;
        continue;
      }
    }
    take(path, isExplicit);
  }
  const wanted = callers.leadingTo(fetching);
  return {
    files: files.filter(({ path }) => isKept.has(path) || wanted.has(path)),
    readPaths,
    excluded,
    skipped,
    problems,
  };

  function hasFormatByHead(path: string): boolean {
    if (!isExtensionless(path)) return false;
    const head = tree.head(path);
    if (head !== undefined) return head.startsWith('#!') && formatOf(formats, path, firstLineOf(head)) !== undefined;
    if (tree.kind(path) === 'folder') skipped.push({ path, why: 'repository' });
    return false;
  }

  function take(path: string, isExplicit: boolean): void {
    const read = tree.open(path, 'refuse');
    if (isExplicit) refuseUnopened(path, read);
    const firstLine = firstLineOf(read.kind === 'text' ? read.text : (tree.head(path) ?? ''));
    const format =
      formatOf(formats, path, firstLine) ?? (read.kind === 'text' ? undefined : formatOf(formats, path, ''));
    if (format === undefined) {
      if (isExplicit) skipped.push({ path, why: 'unknown-format' });
      return;
    }
    if (read.kind === 'text') {
      readPaths.push(path);
      const { text } = read;
      const isFetching = mayFetch(text);
      if (isFetching) fetching.push(path);
      const isRead = isFetching || isExplicit || format.sign?.test(text) === true;
      if (isRead) isKept.add(path);
      if (isRead || callers.note(path, text)) files.push({ path, format: format.id, text });
      return;
    }
    if (read.trouble === 'symlink') skipped.push({ path, why: 'symlink' });
    const problem = problemOf(path, read) ?? problemOfName(path, read);
    if (problem !== undefined) problems.push(problem);
  }
}

function formatOf(formats: readonly FormatGate[], path: string, firstLine: string): FormatGate | undefined {
  return formats.find((format) => format.matches(path, firstLine));
}

/** `build`, `.husky/pre-commit`, `.envrc`: names without a dot behind their first character, but that of a template (`build.in`). */
export function isExtensionless(path: string): boolean {
  const name = readTemplateName(path)?.name ?? path;
  return name.lastIndexOf('.') <= name.lastIndexOf('/') + 1;
}

function firstLineOf(text: string): string {
  const head = text.slice(0, HEAD_BYTES);
  const end = head.search(/[\r\n]/);
  return end < 0 ? head : head.slice(0, end);
}

function refuseUnopened(path: string, read: Opened): void {
  if (read.kind === 'text' || read.trouble === 'binary' || read.trouble === 'too-large') return;
  throw new UserError(`${path}: ${read.message}`, { exitCode: 3 });
}

/** Names come as UTF-8; one that is not cannot be opened again, and must not vanish. A tracked file that was deleted may. */
function problemOfName(path: string, read: Opened): Problem | undefined {
  if (read.kind === 'text' || read.trouble !== 'missing' || !path.includes('\uFFFD')) return undefined;
  return { kind: 'unreadable', path, message: 'the name is not valid UTF-8; it was not read' };
}
