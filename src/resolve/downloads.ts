import type { GitPin } from '../model/pin.ts';
import type { Resolution } from '../model/resolution.ts';
import type { Source, SourceKey } from '../model/source.ts';
import type { HttpLimits } from '../ports/http.ts';
import { ARCHIVE_LIMIT, type ArchiveWish, hashRemoteArchive, withArchive } from './archive.ts';
import type { Cutoff } from './cutoff.ts';
import { type FileOptions, type FilePorts, type ReleaseOf, resolveFile } from './file.ts';
import type { Task } from './task.ts';

/**
 * Bytes of one file that have come, and of all files together; sizes are what servers announced: null where one did not, and `sizeInAll`
 * is the sum of those that are known so far. `files` of them have begun.
 */
export type DownloadProgress = {
  readonly locator: string;
  readonly received: number;
  readonly size: number | null;
  readonly receivedInAll: number;
  readonly sizeInAll: number;
  readonly files: number;
};

export type DownloadOptions = {
  /** Archives whose content is hashed once the commit of their source is known: from this run, else from `pins`. */
  readonly archives?: readonly ArchiveWish[];
  /** Pins that are there already, and that archives complete. */
  readonly pins?: ReadonlyMap<SourceKey, GitPin>;
  /** What a pointer to the newest release stood for, by the URLs that it led to. */
  readonly releaseOf?: ReleaseOf;
  /** Bounds of a file. */
  readonly fileLimits?: Partial<HttpLimits>;
  /** Files that changed later are refused, by what their host says. */
  readonly cutoff?: Cutoff | null;
  readonly onDownload?: (progress: DownloadProgress) => void;
  readonly signal?: AbortSignal;
};

type Pinned = Extract<Resolution, { kind: 'pinned' }>;

const FILE_LIMITS: HttpLimits = { deadline: 30 * 60_000, stall: 30_000, byteLimit: 8 * 1024 ** 3 };

/** One task for each file. */
export function fileTasks(
  sources: readonly Source[],
  ports: FilePorts,
  meter: Meter,
  { fileLimits, releaseOf = () => undefined, cutoff = null, signal }: DownloadOptions,
): readonly Task[] {
  const limits = { ...FILE_LIMITS, ...fileLimits };
  return sources.map((source) => ({
    locator: source.locator,
    run: async () => [
      await resolveFile(source, ports, { limits, onBytes: meter(source.locator), signal, releaseOf, cutoff }),
    ],
  }));
}

/** One task for each source; `known` fills while git is asked, before the first of them runs. */
export function archiveTasks(
  known: ReadonlyMap<SourceKey, Resolution>,
  ports: FilePorts,
  meter: Meter,
  { archives = [], pins = new Map(), fileLimits, signal }: DownloadOptions,
): readonly Task[] {
  const limits = { ...FILE_LIMITS, byteLimit: ARCHIVE_LIMIT, ...fileLimits };
  const wishes = new Map<SourceKey, Map<string, ArchiveWish>>();
  for (const wish of archives) {
    const group = wishes.get(wish.source.key) ?? new Map<string, ArchiveWish>();
    wishes.set(wish.source.key, group.set(wish.url, wish));
  }
  return [...wishes.values()]
    .map((group) => [...group.values()])
    .map((group) => ({
      locator: group[0]?.url ?? '',
      run: async () => {
        let pinned: Pinned | undefined;
        for (const wish of group) {
          const start = pinned ?? startOf(wish.source, known, pins);
          if (start === undefined || !('commit' in start.pin)) return [];
          if (wish.onlyOf !== undefined && wish.onlyOf !== start.pin.commit) continue;
          const options: FileOptions = { limits, onBytes: meter(wish.url), signal };
          const answer = await hashRemoteArchive(wish, start.pin.commit, ports, options);
          pinned = withArchive(start, start.pin, answer, wish.url);
        }
        return pinned === undefined ? [] : [pinned];
      },
    }));
}

function startOf(
  source: Source,
  known: ReadonlyMap<SourceKey, Resolution>,
  pins: ReadonlyMap<SourceKey, GitPin>,
): Pinned | undefined {
  const resolution = known.get(source.key);
  if (resolution !== undefined) return resolution.kind === 'pinned' ? resolution : undefined;
  const pin = pins.get(source.key);
  return pin === undefined ? undefined : { kind: 'pinned', source, pin, notes: [] };
}

/** How far downloads are: for each file a function that takes the bytes of it that came, and the size that it was announced with. */
export type Meter = (locator: string) => (received: number, size: number | null) => void;

/** Adds up what all files say. */
export function newMeter({ onDownload }: DownloadOptions): Meter {
  const files = new Map<string, { readonly received: number; readonly size: number | null }>();
  return (locator) => (received, size) => {
    files.set(locator, { received, size });
    let [receivedInAll, sizeInAll] = [0, 0];
    for (const one of files.values()) {
      receivedInAll += one.received;
      sizeInAll += one.size ?? one.received;
    }
    onDownload?.({ locator, received, size, receivedInAll, sizeInAll, files: files.size });
  };
}
