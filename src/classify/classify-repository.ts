import type { FetchKind } from '../model/act.ts';
import type { Fetch } from '../model/fetch.ts';
import { isCommit } from '../model/pin.ts';
import type { ForgeForm, Source } from '../model/source.ts';
import { flatten, HOLE, knownText, type Pieces, slicePieces, WORKING_FOLDER } from '../model/value.ts';
import { decodePercent } from '../syntax/percent.ts';
import { decideRef } from './deciding-ref.ts';
import { readGitContext } from './git-context.ts';
import { judgeGoQuery, moduleRefs } from './go-query.ts';
import { type Address, readCloneAddress } from './locator.ts';
import { matchForge } from './match-forge.ts';
import { type ClassifyOptions, dynamicMeaning, type Meaning, movingMeaning, unknownSentence } from './meaning.ts';
import { judgeRef, type RefJudgement } from './ref-name.ts';
import { secretParameters, withSecret } from './secret-parameters.ts';
import { showUrl } from './show-url.ts';
import { readRepository, repositoryLocator, repositorySource } from './source-key.ts';
import { judgeUnknownRef } from './unknown-ref.ts';

type Remote = Extract<Address, { kind: 'remote' }>;
type RepositoryKind = Extract<FetchKind, 'git' | 'hg' | 'svn'>;

/** A build context (`ADD`, a Compose file's `context`), whose ref stands in its address. */
function isContextAct({ act }: Fetch): boolean {
  return act.kind === 'fetch' && act.marks.has('context');
}

/** `$PWD/..`: wherever that is, it is a folder of the machine that builds. */
function isInWorkingFolder([first]: Pieces): boolean {
  return first?.kind === 'hole' && first.id === WORKING_FOLDER;
}

/** What a clone means: the locator from its URL, the ref from its history. Undefined when nothing comes from outside. */
export function classifyRepository(fetch: Fetch, kind: RepositoryKind, options: ClassifyOptions): Meaning | undefined {
  const written = fetch.url.pieces;
  const isBuilt = isContextAct(fetch);
  const context = readGitContext(written, isBuilt);
  const url = context?.url ?? written;
  const text = flatten(url);
  const address = readCloneAddress(text);
  if (address.kind === 'local' || isInWorkingFolder(url)) return undefined;

  const decided = decideRef(fetch);
  const inUrl = decided.word === null && context !== undefined && context.refRange !== null ? context.refRange : null;
  const refPieces = inUrl === null ? (decided.word?.pieces ?? []) : slicePieces(written, inUrl.start, inUrl.end);
  const refText = knownText(refPieces);
  const inUrlKind = context?.refKind ?? null;
  const named =
    inUrl === null ? decided.judgement : refText === undefined ? null : judgeRef(decodePercent(refText), inUrlKind);
  const judgement = commitOfSyntax(fetch) ?? goVersionOf(fetch, refText) ?? judgeOther(kind, text, refText, named);

  const match = address.kind === 'remote' ? matchForge(url, address, 'clone', options.ownForges)[0] : undefined;
  const locator = address.kind === 'remote' ? locatorOf(kind, match?.repository ?? null, text, address) : null;
  if (locator !== null && options.ownRepositories.has(`${kind}+${locator}`)) return undefined;

  const isContext = context !== undefined || isBuilt;
  const forge: ForgeForm | null =
    match === undefined
      ? null
      : {
          forge: match.forge.id,
          form: isContext ? 'context' : match.form.id,
          ref: inUrl,
          pinned: isContext ? (context?.pinned ?? `${text}#{commit}`) : null,
          archive: null,
        };
  const shown = showUrl(written);
  const base = { kind, url: shown, refPieces, forge, ref: showRef(judgement, refPieces) };
  if (address.kind === 'refused') return dynamicMeaning(base, url, `the address cannot be read: ${address.why}`);
  if (judgement === null) {
    const unknown = [...(locator === null ? url : []), ...refPieces];
    const moving = judgeUnknownRef(refPieces, inUrl === null ? (fetch.history.at(-1)?.refKind ?? null) : inUrlKind);
    if (moving !== undefined) return movingMeaning(base, unknown, moving);
    return dynamicMeaning(base, unknown, unknownSentence(refPieces, 'the ref'));
  }
  if (locator === null && judgement.verdict !== 'exact') {
    // Whichever repository of that host it is, its branch moves.
    if (judgement.verdict === 'moving' && address.kind === 'remote') return movingMeaning(base, url, judgement);
    return dynamicMeaning(base, url, unknownSentence(url, 'the address'));
  }
  const secrets = address.kind === 'remote' && locator?.includes('?') ? secretParameters(text, address.parts) : [];
  const source = locator === null || secrets.length > 0 ? null : repositorySource(kind, locator, judgement.ref);
  const candidates = source === null ? [] : (moduleSources(fetch, source) ?? [source]);
  const settled = candidates.length === 1 ? source : (candidates.findLast(options.isKnown) ?? null);
  const isExact = judgement.verdict === 'exact' && judgement.ref !== null;
  return {
    ...base,
    source: settled,
    candidates,
    refKind: judgement.refKind,
    verdict: judgement.verdict,
    identity: isExact && judgement.ref !== null ? { kind: 'commit', value: judgement.ref } : null,
    holes: [],
    why: secrets.length === 0 ? judgement.why : withSecret(judgement.why, secrets),
  };
}

/** `ADD --checksum=COMMIT` and `?checksum=` say what must come. */
function commitOfSyntax({ act }: Fetch): RefJudgement | null {
  if (act.kind !== 'fetch' || act.expected === null) return null;
  const expected = knownText(act.expected.pieces)?.toLowerCase();
  return expected !== undefined && isCommit(expected) ? judgeRef(expected, 'commit') : null;
}

/** Null where the ref is no version query of Go, or is not known. */
function goVersionOf({ act }: Fetch, ref: string | undefined): RefJudgement | null {
  return act.kind === 'fetch' && act.goPackage !== undefined && ref !== undefined ? judgeGoQuery(ref) : null;
}

/** A package below the top may lie in a module of its own, whose versions are tags with the module's folder before them. */
function moduleSources({ act }: Fetch, { locator, ref }: Source): readonly Source[] | undefined {
  if (act.kind !== 'fetch' || act.goPackage === undefined || ref === null) return undefined;
  const folder = act.goPackage === null ? '' : knownText(act.goPackage.pieces);
  if (folder === undefined) return [];
  return moduleRefs(folder, ref).map((one) => repositorySource('git', locator, one));
}

/** Subversion counts its revisions; Mercurial calls its newest one `tip`, which no name rule need know. */
function judgeOther(
  kind: RepositoryKind,
  url: string,
  refText: string | undefined,
  named: RefJudgement | null,
): RefJudgement | null {
  if (kind === 'svn' && named?.ref === null) return judgeSubversionPath(url);
  if (kind !== 'svn' || refText === undefined || !/^r?\d+$/.test(refText)) return named;
  const ref = refText.replace(/^r/, '');
  return { ref, refKind: 'commit', verdict: 'exact', why: 'a revision number names one state for good' };
}

/** Without a revision the newest is taken, of a folder for tags by convention the one that it was made with (svnbook, "Tags"). */
function judgeSubversionPath(url: string): RefJudgement {
  const tag = /\/tags\/([^/]+)/.exec(url)?.[1];
  if (tag === undefined)
    return {
      ref: null,
      refKind: 'default',
      verdict: 'moving',
      why: 'no revision is named, so the newest one is taken',
    };
  return {
    ref: null,
    refKind: 'tag',
    verdict: 'tag',
    why: `the path names the tag ${decodePercent(tag)}, which is fixed by convention only`,
  };
}

/** git's addresses are read by the forges, the last of which takes all; the others as they stand. Null where a part is not known. */
function locatorOf(kind: RepositoryKind, known: string | null, text: string, address: Remote): string | null {
  if (kind === 'git') return known;
  const locator = repositoryLocator(readRepository(text, address));
  return locator.includes(HOLE) ? null : locator;
}

function showRef(judgement: RefJudgement | null, refPieces: Pieces): string | null {
  if (judgement !== null) return judgement.ref;
  return refPieces.map((piece) => (piece.kind === 'text' ? piece.text : piece.name)).join('');
}
