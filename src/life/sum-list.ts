import type { HashAlgorithm } from '../model/act.ts';
import { flatten, HOLE, type Pieces, slicePieces } from '../model/value.ts';

/** One line of a checksum list: what the file must hash to, and the file's name; both as slices of the list's pieces. */
export type SumLine = { readonly expected: Pieces; readonly name: Pieces };

const HEX_LENGTHS: ReadonlyMap<HashAlgorithm, readonly number[]> = new Map([
  ['md5', [32]],
  ['sha1', [40]],
  ['sha224', [56]],
  ['sha256', [64]],
  ['sha384', [96]],
  ['sha512', [128]],
  ['blake2b', [128]],
  ['sha3-256', [64]],
  ['unknown', [32, 40, 56, 64, 96, 128]],
]);

const ALGORITHM_BY_LENGTH: ReadonlyMap<number, HashAlgorithm> = new Map([
  [32, 'md5'],
  [40, 'sha1'],
  [56, 'sha224'],
  [64, 'sha256'],
  [96, 'sha384'],
  [128, 'sha512'],
]);

const HEX = /^[0-9a-f]+$/i;
const TAGGED = /^\\?([A-Za-z0-9/-]+) ?\(/;

/**
 * The lines of a list as `sha256sum -c` and its kin read it (coreutils, digest.c): `HEX  name`, `HEX *name`, `HEX name` and the BSD
 * form `SHA256 (name) = HEX`, which openssl prints without blanks. Lines that are none are left out, as the tools do.
 */
export function readSumList(list: Pieces, algorithm: HashAlgorithm): readonly SumLine[] {
  const text = flatten(list);
  const result: SumLine[] = [];
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = readLine(list, text.slice(start, end), start, algorithm);
    if (line !== undefined) result.push(line);
    start = end + 1;
  }
  return result;
}

/** A hash as it may stand in a comparison: bare, with `sha256:` before it, or as the line that the hash tool prints. */
export function readExpected(word: Pieces, algorithm: HashAlgorithm): Pieces | undefined {
  const text = flatten(word);
  const start = text.lastIndexOf(':') + 1;
  const bare = text.slice(start).trim();
  if (isDigest(bare, algorithm)) {
    const from = text.indexOf(bare, start);
    return slicePieces(word, from, from + bare.length);
  }
  return readLine(word, text.trimEnd(), 0, algorithm)?.expected;
}

/** The algorithm that a check uses: the tool's, else the one that prints so many digits. */
export function algorithmOf(algorithm: HashAlgorithm, expected: Pieces | null): HashAlgorithm {
  if (algorithm !== 'unknown' || expected === null) return algorithm;
  return ALGORITHM_BY_LENGTH.get(flatten(expected).length) ?? 'unknown';
}

function readLine(list: Pieces, text: string, start: number, algorithm: HashAlgorithm): SumLine | undefined {
  const line = text.endsWith('\r') ? text.slice(0, -1) : text;
  const indent = line.length - line.trimStart().length;
  if (line[indent] === '#') return undefined;
  return readTagged(list, line, indent, start, algorithm) ?? readPlain(list, line, indent, start, algorithm);
}

function readTagged(
  list: Pieces,
  line: string,
  indent: number,
  start: number,
  algorithm: HashAlgorithm,
): SumLine | undefined {
  const head = TAGGED.exec(line.slice(indent))?.[0];
  const close = line.lastIndexOf(')');
  if (head === undefined || close < 0) return undefined;
  const equals = line.indexOf('=', close);
  const digest = equals < 0 ? '' : line.slice(equals + 1).trim();
  if (line.slice(close + 1, equals).trim() !== '' || !isDigest(digest, algorithm)) return undefined;
  const from = start + line.lastIndexOf(digest);
  return {
    expected: slicePieces(list, from, from + digest.length),
    name: slicePieces(list, start + indent + head.length, start + close),
  };
}

function readPlain(
  list: Pieces,
  line: string,
  indent: number,
  start: number,
  algorithm: HashAlgorithm,
): SumLine | undefined {
  const begin = line[indent] === '\\' ? indent + 1 : indent;
  const length = line.slice(begin).search(/[ \t]/);
  if (length < 0 || !isDigest(line.slice(begin, begin + length), algorithm)) return undefined;
  let name = begin + length;
  while (line[name] === ' ' || line[name] === '\t') name += 1;
  if (line[name] === '*') name += 1;
  if (name >= line.length) return undefined;
  return {
    expected: slicePieces(list, start + begin, start + begin + length),
    name: slicePieces(list, start + name, start + line.length),
  };
}

/** Hex digits of the right number, or text that nobody knows. */
function isDigest(text: string, algorithm: HashAlgorithm): boolean {
  if (text.includes(HOLE)) return text.replaceAll(HOLE, '') === '' || HEX.test(text.replaceAll(HOLE, ''));
  return HEX.test(text) && (HEX_LENGTHS.get(algorithm)?.includes(text.length) ?? false);
}
