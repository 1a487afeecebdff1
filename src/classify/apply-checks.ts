import type { HashAlgorithm } from '../model/act.ts';
import type { Check, Fetch } from '../model/fetch.ts';
import { knownText } from '../model/value.ts';
import { effectiveChecks, type Meaning } from './meaning.ts';

/** Length of a hash in hex digits to what it may be; md5 (32) and sha1 (40) can be forged. */
const WEAK: ReadonlySet<HashAlgorithm> = new Set(['md5', 'sha1']);
const LENGTHS: ReadonlyMap<HashAlgorithm, number> = new Map([
  ['md5', 32],
  ['sha1', 40],
  ['sha224', 56],
  ['sha256', 64],
  ['sha3-256', 64],
  ['sha384', 96],
  ['sha512', 128],
  ['blake2b', 128],
]);
const HEX = /^[0-9a-f]+$/;

/** A literal strong hash that is checked makes a download exact; a weak one is named and leaves the verdict. */
export function applyChecks(fetch: Fetch, meaning: Meaning): Meaning {
  if (meaning.verdict === 'exact' || meaning.kind === 'image') return meaning;
  const sums = [...expectedBySyntax(fetch), ...effectiveChecks(fetch).flatMap(expectedByCheck)];
  const strong = sums.find(({ algorithm }) => !WEAK.has(algorithm));
  if (strong !== undefined) return withChecksum(meaning, strong);
  const weak = sums[0];
  if (weak !== undefined) return { ...meaning, why: `${meaning.why} (${weak.algorithm} is weak: it can be forged)` };
  const checks = fetch.checks.filter(({ kind }) => kind === 'checksum');
  const swallowed = checks.find((check) => check.swallowed !== null)?.swallowed ?? null;
  // One that counts, of a value that nobody knows, asks for what another does not.
  return swallowed === null || checks.some((check) => check.swallowed === null)
    ? meaning
    : { ...meaning, why: `${meaning.why}; the check behind it does not count: ${swallowed}` };
}

/** What is proven about who made it, or against its own server; neither says which. */
export function verifiedBy(fetch: Fetch): 'signature' | 'remote-checksum' | null {
  const kinds = effectiveChecks(fetch).map(({ kind }) => kind);
  if (kinds.includes('signature')) return 'signature';
  return kinds.includes('remote-checksum') ? 'remote-checksum' : null;
}

type Sum = { readonly algorithm: HashAlgorithm; readonly hex: string };

function withChecksum(meaning: Meaning, { algorithm, hex }: Sum): Meaning {
  const isSha256 = algorithm === 'sha256';
  return {
    ...meaning,
    verdict: 'exact',
    refKind: meaning.kind === 'file' ? 'checksum' : meaning.refKind,
    identity: { kind: isSha256 ? 'sha256' : 'checksum', value: isSha256 ? hex : `${algorithm}:${hex}` },
    why: `its ${algorithm} stands in the text and is checked`,
  };
}

function expectedByCheck(check: Check): readonly Sum[] {
  if (check.kind !== 'checksum' || check.expected === null) return [];
  return toSum(knownText(check.expected), check.algorithm);
}

/** `ADD --checksum=sha256:...`; CMake writes `SHA256=...`. */
function expectedBySyntax({ act }: Fetch): readonly Sum[] {
  if (act.kind !== 'fetch' || act.expected === null) return [];
  const text = knownText(act.expected.pieces) ?? '';
  const end = text.search(/[:=]/);
  const written = text.slice(0, Math.max(end, 0)).toLowerCase().replace('_', '-');
  const algorithm = [...LENGTHS.keys()].find((name) => name === written);
  return algorithm === undefined ? [] : toSum(text.slice(end + 1), algorithm);
}

/** Without an algorithm the length tells it; a text of another length is no hash. */
function toSum(text: string | undefined, algorithm: HashAlgorithm | null): readonly Sum[] {
  const hex = text?.trim().toLowerCase() ?? '';
  if (!HEX.test(hex)) return [];
  if (algorithm !== null && algorithm !== 'unknown')
    return LENGTHS.get(algorithm) === hex.length ? [{ algorithm, hex }] : [];
  const [byLength] = [...LENGTHS].find(([, length]) => length === hex.length) ?? [];
  return byLength === undefined ? [] : [{ algorithm: byLength, hex }];
}
