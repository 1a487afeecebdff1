import type { Fetch } from '../model/fetch.ts';
import type { Source } from '../model/source.ts';
import { flatten, HOLE, joinPieces, type Pieces, slicePieces } from '../model/value.ts';
import { decodePercent } from '../syntax/percent.ts';
import { captureText } from '../syntax/template.ts';
import { pathComponents, sliceRange, type UrlParts } from '../syntax/url.ts';
import { judgeComparison } from './comparison.ts';
import {
  type FileJudgement,
  judgeFileUrl,
  judgeKnownParts,
  judgeRelease,
  judgeUnknownRelease,
} from './file-version.ts';
import { toForgeForm } from './forge-form.ts';
import { findKnownFile, type KnownFile } from './known-file.ts';
import { type Address, readDownloadAddress } from './locator.ts';
import { type ForgeMatch, matchForge } from './match-forge.ts';
import {
  type ClassifyOptions,
  dynamicMeaning,
  type Meaning,
  movingMeaning,
  unknownSentence,
  weakest,
} from './meaning.ts';
import { judgeRef } from './ref-name.ts';
import { secretParameters, withSecret } from './secret-parameters.ts';
import { showUrl } from './show-url.ts';
import { fileSource, repositorySource } from './source-key.ts';
import { judgeUnknownRef } from './unknown-ref.ts';

type Remote = Extract<Address, { kind: 'remote' }>;

/** What a download means: a repository at a ref where a forge serves that, else a file. Undefined when nothing comes from outside. */
export function classifyFile(fetch: Fetch, options: ClassifyOptions): Meaning | undefined {
  const url = fetch.url.pieces;
  const address = readDownloadAddress(flatten(url));
  switch (address.kind) {
    case 'local':
      return undefined;
    case 'unknown':
      return dynamicMeaning({ kind: 'file', url: showUrl(url) }, url, unknownSentence(url, 'the address'));
    case 'refused':
      return dynamicMeaning({ kind: 'file', url: showUrl(url) }, url, `the address cannot be read: ${address.why}`);
    case 'remote': {
      if (leadsBack(flatten(url), address.parts)) return fileMeaning(url, address, undefined);
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
  // Most refs have no slash, so the shortest of the loosest readings says why.
  const likely = readings.findLast(({ verdict }) => verdict === loosest.verdict) ?? loosest;
  return {
    ...loosest,
    source: null,
    candidates,
    ref: null,
    refPieces: [],
    identity: null,
    forge: null,
    why: `only the repository can say which ref it is: ${likely.why}`,
  };
}

function readMatch(match: ForgeMatch, url: Pieces, parts: UrlParts): Meaning {
  const { refRange, ref, repository } = match;
  const refPieces = refRange === null ? [] : slicePieces(url, refRange.start, refRange.end);
  const forge = toForgeForm(match, url, parts);
  const base = { kind: 'git', url: showUrl(url), refPieces, forge } as const;
  if (ref?.includes(HOLE)) {
    const unknown = repository === null ? locatorPieces(url, parts) : refPieces;
    const shown = refPieces.map((piece) => (piece.kind === 'text' ? piece.text : piece.name)).join('');
    const moving = judgeUnknownRef(refPieces, match.form.refPrefix === 'refs/heads/' ? 'branch' : null);
    if (moving !== undefined) return movingMeaning({ ...base, ref: shown }, unknown, moving);
    return dynamicMeaning({ ...base, ref: shown }, unknown, unknownSentence(refPieces, 'the ref'));
  }
  const judgement = judgeRef(ref, null);
  if (repository === null && judgement.verdict !== 'exact') {
    const pieces = locatorPieces(url, parts);
    const unknown = { ...base, ref: judgement.ref };
    if (judgement.verdict === 'moving') return movingMeaning(unknown, pieces, judgement);
    return dynamicMeaning(unknown, pieces, unknownSentence(pieces, 'the address'));
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
  const base = { kind: 'file', url: showUrl(url) } as const;
  const known = match === undefined ? findKnownFile(url, parts) : undefined;
  const advice = known === undefined ? {} : { instead: known.instead };
  if (flatten(pieces).includes(HOLE) && !leadsBack(flatten(url), parts)) {
    const moving = judgeUnknownAddress(url, parts, match) ?? judgeUnknownKnown(known);
    if (moving !== undefined) return { ...movingMeaning(base, pieces, moving), ...advice };
    return { ...dynamicMeaning(base, pieces, unknownSentence(pieces, 'the address')), ...advice };
  }
  const judgement = judgeKnown(known, judgeAddress(text, parts, match));
  const secrets = secretParameters(text, parts);
  const source = secrets.length > 0 ? null : fileSource(text, address);
  return {
    ...base,
    source,
    candidates: source === null ? [] : [source],
    ref: null,
    refPieces: [],
    refKind: judgement.refKind,
    verdict: judgement.verdict,
    identity: null,
    forge: match === undefined ? null : toForgeForm(match, url, parts),
    holes: [],
    why: secrets.length === 0 ? judgement.why : withSecret(judgement.why, secrets),
    ...advice,
  };
}

/** What is known of the file goes before what its address looks like. */
function judgeKnown(known: KnownFile | undefined, written: FileJudgement): FileJudgement {
  if (known === undefined || known.verdict === 'as-written') return written;
  if (known.unlessVersioned && written.verdict === 'versioned') return written;
  return { refKind: 'rolling', verdict: 'moving', why: known.why };
}

/** With unknown parts in the address, which may be a version. */
function judgeUnknownKnown(known: KnownFile | undefined): FileJudgement | undefined {
  if (known === undefined || known.verdict === 'as-written' || known.unlessVersioned) return undefined;
  return { refKind: 'rolling', verdict: 'moving', why: known.why };
}

function judgeAddress(text: string, parts: UrlParts, match: ForgeMatch | undefined): FileJudgement {
  if (leadsBack(text, parts)) return LEADS_BACK;
  switch (match?.form.kind) {
    case 'latest':
      return judgeLatest(match);
    case 'release':
      return judgeRelease(captureText(match.captures, 'release', text) ?? '');
    case 'compare':
      return judgeComparison(captureText(match.captures, 'range', text) ?? '');
    default:
      return judgeFileUrl(text, parts);
  }
}

/** `a/../b` is `b` to whoever loads it (RFC 3986, 5.2.4), whatever `a` is called. */
function leadsBack(text: string, parts: UrlParts): boolean {
  return pathComponents(text, parts.path).some((range) => decodePercent(sliceRange(text, range)) === '..');
}

const LEADS_BACK: FileJudgement = {
  refKind: 'unknown',
  verdict: 'moving',
  why: "the address leads back over '..', so it is not the file that it seems to name",
};

/** Whatever the rest is, a name that follows the newest moves. */
function judgeUnknownAddress(url: Pieces, parts: UrlParts, match: ForgeMatch | undefined): FileJudgement | undefined {
  if (match?.form.kind === 'latest') return judgeLatest(match);
  const release = match?.form.kind === 'release' ? match.captures.get('release') : undefined;
  if (release === undefined) return judgeKnownParts(url, parts);
  return judgeUnknownRelease(slicePieces(url, release.start, release.end));
}

/** What says where the file lies: a hole in a password, in a secret parameter or behind `#` is none of it. */
function locatorPieces(url: Pieces, parts: UrlParts): Pieces {
  const result: Pieces[] = [];
  let start = parts.host.start;
  for (const { value } of secretParameters(flatten(url), parts)) {
    result.push(slicePieces(url, start, value.start));
    start = value.end;
  }
  return joinPieces(...result, slicePieces(url, start, parts.query?.end ?? parts.path.end));
}

function judgeLatest({ form }: ForgeMatch): FileJudgement {
  const why = form.why ?? 'the newest release or build is taken, whichever that is';
  return { refKind: 'rolling', verdict: 'moving', why };
}
