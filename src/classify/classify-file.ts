import type { Fetch } from '../model/fetch.ts';
import type { Source } from '../model/source.ts';
import { flatten, HOLE, type Pieces, slicePieces } from '../model/value.ts';
import { captureText } from '../syntax/template.ts';
import type { UrlParts } from '../syntax/url.ts';
import { judgeFileUrl, judgeRelease } from './file-version.ts';
import { toForgeForm } from './forge-form.ts';
import { type Address, readDownloadAddress } from './locator.ts';
import { type ForgeMatch, matchForge } from './match-forge.ts';
import { type ClassifyOptions, dynamicMeaning, type Meaning, unknownSentence, weakest } from './meaning.ts';
import { judgeRef } from './ref-name.ts';
import { showUrl } from './show-url.ts';
import { fileSource, repositorySource } from './source-key.ts';

type Remote = Extract<Address, { kind: 'remote' }>;

/** What a download means: a repository at a ref where a forge serves that, else a file. Undefined when nothing comes from outside. */
export function classifyFile(fetch: Fetch, options: ClassifyOptions): Meaning | undefined {
  const url = fetch.url.pieces;
  const address = readDownloadAddress(flatten(url));
  switch (address.kind) {
    case 'local':
      return undefined;
    case 'unknown':
      return dynamicMeaning({ kind: 'file', url: showUrl(url, null) }, url, unknownSentence(url, 'the address'));
    case 'refused':
      return dynamicMeaning(
        { kind: 'file', url: showUrl(url, null) },
        url,
        `the address cannot be read: ${address.why}`,
      );
    case 'remote': {
      const matches = matchForge(url, address, 'download', options.ownForges);
      const kind = matches[0]?.form.kind;
      return kind === 'archive' || kind === 'raw'
        ? repositoryMeaning(url, address.parts, matches, options)
        : fileMeaning(url, address, matches[0]);
    }
    default:
      return address satisfies never;
  }
}

function repositoryMeaning(
  url: Pieces,
  parts: UrlParts,
  matches: readonly ForgeMatch[],
  options: ClassifyOptions,
): Meaning | undefined {
  const readings = matches.map((match) => readMatch(match, url, parts));
  const known = readings.find(({ source }) => source !== null && options.isKnown(source));
  const first = known ?? readings[0];
  if (first === undefined) return undefined;
  const ownKey = first.source === null ? null : `git+${first.source.locator}`;
  if (ownKey !== null && options.ownRepositories.has(ownKey)) return undefined;
  if (known !== undefined || readings.length === 1) return first;

  // Where the ref ends is not known: no form may be written before somebody who knows the repository's refs has said.
  const loosest = weakest(first, readings.slice(1));
  const candidates = readings.flatMap(({ source }) => (source === null ? [] : [source]));
  const names = candidates.map(({ ref }) => ref ?? 'HEAD');
  return {
    ...loosest,
    source: null,
    candidates,
    ref: null,
    refPieces: [],
    identity: null,
    forge: null,
    why: `the ref may be ${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}: ${loosest.why}`,
  };
}

function readMatch(match: ForgeMatch, url: Pieces, parts: UrlParts): Meaning {
  const { refRange, ref, repository } = match;
  const refPieces = refRange === null ? [] : slicePieces(url, refRange.start, refRange.end);
  const forge = toForgeForm(match, url, parts);
  const base = { kind: 'git', url: showUrl(url, parts), refPieces, forge } as const;
  if (ref?.includes(HOLE)) {
    const unknown = repository === null ? locatorPieces(url, parts) : refPieces;
    const shown = refPieces.map((piece) => (piece.kind === 'text' ? piece.text : piece.name)).join('');
    return dynamicMeaning({ ...base, ref: shown }, unknown, unknownSentence(refPieces, 'the ref'));
  }
  const judgement = judgeRef(ref, null);
  if (repository === null && judgement.verdict !== 'exact') {
    const pieces = locatorPieces(url, parts);
    return dynamicMeaning({ ...base, ref: judgement.ref }, pieces, unknownSentence(pieces, 'the address'));
  }
  const source: Source | null = repository === null ? null : repositorySource('git', repository, judgement.ref);
  const isExact = judgement.verdict === 'exact' && judgement.ref !== null;
  return {
    ...base,
    source,
    candidates: source === null ? [] : [source],
    ref: judgement.ref,
    refKind: judgement.refKind,
    verdict: judgement.verdict,
    identity: isExact && judgement.ref !== null ? { kind: 'commit', value: judgement.ref } : null,
    holes: [],
    why: judgement.why,
  };
}

function fileMeaning(url: Pieces, address: Remote, match: ForgeMatch | undefined): Meaning {
  const text = flatten(url);
  const { parts } = address;
  const pieces = locatorPieces(url, parts);
  const base = { kind: 'file', url: showUrl(url, parts) } as const;
  const release = match?.form.kind === 'release' ? captureText(match.captures, 'release', text) : undefined;
  const judgement =
    match?.form.kind === 'latest' ? LATEST : release === undefined ? judgeFileUrl(text, parts) : judgeRelease(release);
  if (flatten(pieces).includes(HOLE)) {
    // Whatever the rest is, a name that follows the newest moves.
    if (match?.form.kind !== 'latest') return dynamicMeaning(base, pieces, unknownSentence(pieces, 'the address'));
    return { ...dynamicMeaning(base, pieces, LATEST.why), verdict: LATEST.verdict, refKind: LATEST.refKind };
  }
  const source = fileSource(text, address);
  return {
    ...base,
    source,
    candidates: [source],
    ref: null,
    refPieces: [],
    refKind: judgement.refKind,
    verdict: judgement.verdict,
    identity: null,
    forge: match === undefined ? null : toForgeForm(match, url, parts),
    holes: [],
    why: judgement.why,
  };
}

/** What says where the file lies: a hole in a password or behind `#` is none of it. */
function locatorPieces(url: Pieces, parts: UrlParts): Pieces {
  return slicePieces(url, parts.host.start, parts.query?.end ?? parts.path.end);
}

const LATEST = {
  refKind: 'rolling',
  verdict: 'moving',
  why: 'the newest release or build is taken, whichever that is',
} as const;
