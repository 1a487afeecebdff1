import * as v from 'valibot';
import { isChecksum, isCommit, isDigest, isRevision, type Pin } from '../model/pin.ts';
import { compareCodePoints, type PinKind } from './source-key.ts';

/** The fields of each kind of pin in the order in which they are printed. */
export const PIN_FIELDS = {
  git: ['ref', 'commit', 'by', 'asOf', 'archives', 'applied'],
  hg: ['ref', 'commit', 'by', 'asOf', 'archives', 'applied'],
  svn: ['ref', 'commit', 'by', 'asOf', 'archives', 'applied'],
  image: ['digest', 'applied'],
  file: ['sha256', 'size', 'version', 'applied'],
} as const satisfies Readonly<Record<PinKind, readonly string[]>>;

const FULL_REF = /^refs(?:\/[^\s\u0000-\u001f\u007f~^:?*[\\/]+)+$/;
const INSTANT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/;
const INTEGRITY = /^sha256-[A-Za-z0-9+/]{43}=$/;
const ARCHIVE_FORMAT = /^[a-z0-9]+(?:\.[a-z0-9]+)*$/;

const PATHS = 'expected a list of paths relative to the root, with "/" and without "." and ".."';
const applied = v.exactOptional(
  v.pipe(
    v.array(v.pipe(v.string(PATHS), v.check(isTreePath, PATHS)), PATHS),
    v.nonEmpty('expected at least one path'),
    v.check((paths) => isSortedOnce(paths), 'expected the paths sorted, each once'),
  ),
);

/** What pins of repositories share beside the identity. */
const repository = {
  ref: v.exactOptional(
    v.custom<string>(
      (value) => typeof value === 'string' && isFullRef(value),
      'expected a full ref name such as "refs/heads/main"',
    ),
  ),
  by: v.exactOptional(v.literal('release', 'expected "release"')),
  asOf: v.exactOptional(
    v.pipe(
      v.string('expected an instant such as "2019-10-15T00:00:00Z"'),
      v.regex(INSTANT, 'expected an instant such as "2019-10-15T00:00:00Z"'),
    ),
  ),
  archives: v.exactOptional(
    v.record(
      v.pipe(v.string(), v.regex(ARCHIVE_FORMAT, 'expected an archive format such as "tar.gz"')),
      v.pipe(
        v.string('expected a hash such as "sha256-...="'),
        v.regex(INTEGRITY, 'expected a hash such as "sha256-...="'),
      ),
      'expected an object of archive formats and their hashes',
    ),
  ),
  applied,
} as const;

const COMMIT = 'expected a full commit id: 40 or 64 lower-case hex digits';
const NODE = 'expected a node of Mercurial: 40 lower-case hex digits';
const REVISION = 'expected the number of a revision, as text';

const SCHEMAS = {
  git: v.strictObject({ ...repository, commit: v.pipe(v.string(COMMIT), v.guard(isCommit, COMMIT)) }),
  hg: v.strictObject({ ...repository, commit: v.pipe(v.string(NODE), v.length(40, NODE), v.guard(isCommit, NODE)) }),
  svn: v.strictObject({ ...repository, commit: v.pipe(v.string(REVISION), v.guard(isRevision, REVISION)) }),
  image: v.strictObject({
    digest: v.pipe(
      v.string('expected "sha256:" and 64 lower-case hex digits'),
      v.guard(isDigest, 'expected "sha256:" and 64 lower-case hex digits'),
    ),
    applied,
  }),
  file: v.strictObject({
    sha256: v.pipe(
      v.string('expected 64 lower-case hex digits'),
      v.guard(isChecksum, 'expected 64 lower-case hex digits'),
    ),
    size: v.exactOptional(
      v.pipe(
        v.number('expected a number of bytes'),
        v.safeInteger('expected a whole number of bytes'),
        v.minValue(0, 'expected a number of bytes, not below zero'),
      ),
    ),
    version: v.exactOptional(
      v.pipe(
        v.string('expected text'),
        v.regex(/^[^\u0000-\u001f\u007f]+$/, 'expected text without control characters'),
      ),
    ),
    applied,
  }),
} as const;

/** Where in the pin (field, then key or index below it) something is wrong, and what was expected. */
export type PinFault = { readonly path: readonly string[]; readonly message: string };

/** Checks the plain value of a pin against its kind. */
export function readPin(kind: PinKind, value: unknown): Pin | PinFault {
  const result = v.safeParse(SCHEMAS[kind], value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = (issue.path ?? []).map((item) => String(item.key));
  const [field] = path;
  if (field === undefined) return { path, message: 'expected an object' };
  if (issue.type === 'strict_object') return { path, message: fieldMessage(kind, field, issue.expected === 'never') };
  return { path, message: `${path.join('.')}: ${issue.message}` };
}

export function isFault(read: Pin | PinFault): read is PinFault {
  return 'message' in read;
}

/** True for `refs/...` as git allows it; what is not so must never reach git as an argument. */
export function isFullRef(text: string): boolean {
  return FULL_REF.test(text) && !text.includes('..') && !text.includes('@{') && !/\.lock(?:\/|$)|\/\.|\.$/.test(text);
}

function fieldMessage(kind: PinKind, field: string, isSurplus: boolean): string {
  const fields = PIN_FIELDS[kind].join(', ');
  if (!isSurplus) return `"${field}" is missing; a ${kind} pin has ${fields}`;
  const owner = (['git', 'image', 'file'] as const).find((other) => PIN_FIELDS[other].some((name) => name === field));
  const whose = owner === undefined ? 'is not known' : `belongs to ${owner} pins`;
  return `"${field}" ${whose}; a ${kind} pin has ${fields}`;
}

function isTreePath(path: string): boolean {
  if (/[\u0000-\u001f\u007f]/.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

function isSortedOnce(paths: readonly string[]): boolean {
  return paths.every((path, index) => index === 0 || compareCodePoints(paths[index - 1] ?? '', path) < 0);
}
