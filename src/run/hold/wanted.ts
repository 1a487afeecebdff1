import { parseSourceKey } from '../../classify/index.ts';
import { type Commit, type Digest, type GitPin, isCommit, isDigest } from '../../model/pin.ts';
import type { ClassifiedFetch } from '../../model/source.ts';
import { HOLE } from '../../model/value.ts';
import { lineTable } from '../../reports/positions.ts';
import type { HoldSummary } from '../../reports/render-hold.ts';
import { archiveFormatOf, type PinnedContent } from '../../resolve/index.ts';
import { rescanOf } from '../rescan.ts';
import type { HoldPlan } from './plan-hold.ts';

/** What a pinned build will ask for, once for each thing. `written` are the URLs in its texts. */
export type Wanted = {
  readonly repositories: readonly WantedRepository[];
  readonly files: readonly WantedFile[];
  readonly images: readonly WantedImage[];
  /** What none of these is. */
  readonly others: HoldSummary['unheld'];
};

export type WantedImage = {
  readonly name: string;
  readonly digest: Digest;
  readonly fetches: readonly ClassifiedFetch[];
};

export type WantedRepository = {
  readonly fetches: readonly ClassifiedFetch[];
  readonly repository: string;
  readonly written: readonly string[];
  /** Full ref name to commit; a commit without one has a branch of pinlock's own. */
  readonly refs: ReadonlyMap<string, Commit>;
  readonly head: string | null;
  /** Nobody asks for more than the commits themselves. */
  readonly isShallow: boolean;
  /** Somebody asks for its submodules too. */
  readonly hasSubmodules: boolean;
};

/** `sha256` null: the text says which commit it is of, and no hash of bytes. */
export type WantedFile = {
  readonly url: string;
  readonly sha256: string | null;
  /** For the archive of a commit: what the lockfile says that it holds; null where it says nothing. */
  readonly content: PinnedContent | null;
  readonly fetches: readonly ClassifiedFetch[];
};

/** Reads the pinned texts of a plan again, as the build will. */
export function findWanted(plan: HoldPlan): Wanted {
  const texts = new Map(plan.rewrite.files.map(({ path, after }) => [path, after]));
  const fetches = rescanOf(
    plan.root,
    plan.folders,
  )(texts).filter((fetch) => fetch.verdict === 'exact' && fetch.purpose === undefined);
  const refs = refNames(plan);
  const pinned = archiveHashes(plan);
  const repositories = new Map<string, ClassifiedFetch[]>();
  const files = new Map<string, WantedFile>();
  const images = new Map<string, WantedImage>();
  const others: HoldSummary['unheld'][number][] = [];
  for (const fetch of fetches) {
    const { source, identity, url } = fetch;
    const value = identity?.value ?? '';
    if (source?.kind === 'image' && isDigest(value)) {
      const id = `${source.locator}@${value}`;
      const known = images.get(id)?.fetches ?? [];
      images.set(id, { name: source.locator, digest: value, fetches: [...known, fetch] });
    } else if (source?.kind === 'git' && !isDownload(fetch) && isCommit(value) && !url.includes(HOLE)) {
      repositories.set(source.locator, [...(repositories.get(source.locator) ?? []), fetch]);
    } else if (isDownload(fetch) && isPlainUrl(url)) {
      const { href } = new URL(url);
      const sha256 = identity?.kind === 'sha256' ? value.toLowerCase() : null;
      const known = files.get(href);
      files.set(href, {
        url: href,
        sha256: known?.sha256 ?? sha256,
        content: known?.content ?? contentOf(fetch, pinned),
        fetches: [...(known?.fetches ?? []), fetch],
      });
    } else others.push(toOther(fetch, texts.get(fetch.place.file) ?? plan.root.tree.read(fetch.place.file) ?? ''));
  }
  return {
    repositories: [...repositories].map(([repository, users]) => toRepository(repository, users, refs)),
    files: [...files.values()],
    images: [...images.values()],
    others,
  };
}

/** A forge's archive or raw file is a download of a git source. */
function isDownload({ fetch: { act } }: ClassifiedFetch): boolean {
  return act.kind === 'fetch' && act.what === 'file';
}

/** Pinned archives by `repository@commit` and format. */
type ArchiveHashes = ReadonlyMap<string, Readonly<Record<string, string>>>;

function contentOf({ source, identity, forge, url }: ClassifiedFetch, pinned: ArchiveHashes): PinnedContent | null {
  if (source?.kind !== 'git' || identity?.kind !== 'commit' || forge === null || forge.archive === null) return null;
  const format = archiveFormatOf(url);
  const nar = format === null ? undefined : pinned.get(`${source.locator}@${identity.value}`)?.[format];
  return format === null || nar === undefined ? null : { format, nar };
}

function archiveHashes({ folders }: HoldPlan): ArchiveHashes {
  const result = new Map<string, Readonly<Record<string, string>>>();
  for (const [locator, pin] of gitPinsOf(folders)) {
    const id = `${locator}@${pin.commit}`;
    if (pin.archives !== undefined) result.set(id, { ...pin.archives, ...result.get(id) });
  }
  return result;
}

function isPlainUrl(url: string): boolean {
  return !url.includes(HOLE) && /^https?:\/\//i.test(url) && URL.canParse(url);
}

function toRepository(
  repository: string,
  users: readonly ClassifiedFetch[],
  names: ReadonlyMap<string, string>,
): WantedRepository {
  const refs = new Map<string, Commit>();
  for (const { identity } of users) {
    const commit = identity?.value ?? '';
    if (!isCommit(commit)) continue;
    const name = names.get(`${repository}@${commit}`) ?? '';
    const isFree = name !== '' && (refs.get(name) ?? commit) === commit;
    refs.set(isFree ? name : `refs/heads/pinlock-${commit}`, commit);
  }
  const marks = users.map(({ fetch }) => fetch.act.marks);
  return {
    repository,
    fetches: users,
    written: [...new Set(users.map(({ url }) => url))],
    refs,
    head: [...refs.keys()].find((name) => name.startsWith('refs/heads/')) ?? null,
    isShallow: marks.every((mark) => mark.has('shallow')),
    hasSubmodules: marks.some((mark) => mark.has('recursive')),
  };
}

/** The full name that a commit was found by, by `repository@commit`. */
function refNames({ folders }: HoldPlan): ReadonlyMap<string, string> {
  const result = new Map<string, string>();
  for (const [locator, { commit, ref }] of gitPinsOf(folders)) {
    if (ref !== undefined) result.set(`${locator}@${commit}`, ref);
  }
  return result;
}

function gitPinsOf(folders: HoldPlan['folders']): readonly (readonly [locator: string, pin: GitPin])[] {
  return folders.flatMap(({ state }) =>
    [...(state.kind === 'read' ? state.lockfile.sources : [])].flatMap(([key, pin]) => {
      const locator = parseSourceKey(key)?.locator;
      return locator === undefined || !('commit' in pin) ? [] : [[locator, pin] as const];
    }),
  );
}

function toOther(fetch: ClassifiedFetch, text: string): HoldSummary['unheld'][number] {
  const { line } = lineTable(text).positionOf(fetch.place.start);
  const reason = `pinlock keeps no copies of this kind (${fetch.kind})`;
  return { kind: 'out-of-reach', path: fetch.place.file, line, source: fetch.source?.key ?? fetch.url, reason };
}
