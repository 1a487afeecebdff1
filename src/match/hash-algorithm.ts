import type { HashAlgorithm } from '../model/act.ts';

/**
 * The algorithm that a program's name, an option or a number stands for: `sha256sum`, `-sha256`, `256`, `b2sum`. `unknown` when the text does
 * not say; the length of the sums then does.
 */
export function toAlgorithm(text: string | undefined): HashAlgorithm {
  if (text === undefined) return 'unknown';
  const name = text
    .toLowerCase()
    .replace(/^g(?=sha|md5|b2)/, '')
    .replace(/sum$/, '')
    .replace(/[-_](?=\d+$)/, '');
  return ALGORITHMS.get(name) ?? 'unknown';
}

const ALGORITHMS: ReadonlyMap<string, HashAlgorithm> = new Map([
  ['1', 'sha1'],
  ['224', 'sha224'],
  ['256', 'sha256'],
  ['384', 'sha384'],
  ['512', 'sha512'],
  ['sha', 'sha1'],
  ['sha1', 'sha1'],
  ['sha224', 'sha224'],
  ['sha256', 'sha256'],
  ['sha384', 'sha384'],
  ['sha512', 'sha512'],
  ['md5', 'md5'],
  ['b2', 'blake2b'],
  ['blake2b', 'blake2b'],
  ['blake2b512', 'blake2b'],
  ['sha3256', 'sha3-256'],
]);
