import { tmpdir } from 'node:os';
import { type Lookup, lookupAll, rememberLookups } from './address.ts';
import type { Fault } from './fault.ts';
import { type Bundle, bundleAuthorities } from './git/authorities.ts';
import { type CachedCommand, type CachedOptions, type CachedResult, readCached } from './git/cached.ts';
import type { Environment } from './git/environment.ts';
import { newGate } from './git/gate.ts';
import { type LocalCommand, type LocalResult, runLocal } from './git/local.ts';
import { callNetwork, type Network, type NetworkLimits, SSH_AT_A_TIME } from './git/network.ts';
import { type ObjectFormat, prepareRepository } from './git/prepare.ts';
import { readNetworkSettings } from './git/settings.ts';
import { NO_TRUST, type Trust } from './trust.ts';

/** The refs that a repository showed: full names (`refs/tags/v1^{}` for a peeled one) to object ids, and what HEAD stands for. */
export type RemoteRefs = {
  readonly kind: 'refs';
  readonly refs: ReadonlyMap<string, string>;
  /** Full name behind HEAD; null when HEAD is detached, missing, or the server does not say. */
  readonly head: string | null;
  /** The URL that answered, where the host has moved the repository. */
  readonly movedTo: string | null;
  /** The mirror of the user's settings that answered: it may be behind the host that it mirrors. */
  readonly mirror: string | null;
};

export type Git = {
  /** One connection. `names` are full ref names, `HEAD` or peeled names; none asks for all refs. Other refs may come as well. */
  readonly listRefs: (url: string, names: readonly string[], signal?: AbortSignal) => Promise<RemoteRefs | Fault>;
  /** Fetches commits and tags, without trees unless `files` says so, into a bare repository of pinlock's own at `folder`, which is made when missing. */
  readonly fetch: (
    url: string,
    folder: string,
    refspecs: readonly string[],
    options?: FetchOptions,
  ) => Promise<{ readonly kind: 'fetched' } | Fault>;
  /** A reading command in a repository that `fetch` made. Opens no connection. */
  readonly cached: (
    folder: string,
    command: CachedCommand,
    args: readonly string[],
    options?: CachedOptions,
  ) => Promise<CachedResult>;
  /** A reading command in somebody's work tree. */
  readonly local: (folder: string, command: LocalCommand, args: readonly string[]) => Promise<LocalResult>;
};

/**
 * `format`: how the repository names objects (`sha1` unless given). `files`: with all trees and files, of the whole history or, with `newest`,
 * of the commits alone that are asked for.
 */
export type FetchOptions = {
  readonly format?: ObjectFormat;
  readonly files?: 'whole' | 'newest';
  readonly signal?: AbortSignal | undefined;
};

/** `folder`: where the user stands, for `includeIf gitdir:`. `trustLocalConfig`: use that repository's own settings as well. */
export type GitSetup = {
  readonly env: Environment;
  readonly folder?: string;
  readonly trustLocalConfig?: boolean;
  readonly limits?: Partial<NetworkLimits>;
  readonly lookup?: Lookup;
  /** The user's own settings beside git's. */
  readonly trust?: Partial<Trust>;
};

const MEGABYTE = 1024 * 1024;
const LIMITS: NetworkLimits = {
  deadline: 60_000,
  byteLimit: 64 * MEGABYTE,
  stall: 20,
  sizes: { memory: 512 * MEGABYTE, file: 64 * MEGABYTE },
};
/** The commits of the largest histories are some 500 MB, and as much memory while they are indexed. */
const FETCH_SIZES = { memory: 4096 * MEGABYTE, file: 4096 * MEGABYTE } as const;
/** The whole history of a large repository, in milliseconds; one that hangs is ended by the stall limit. */
const FETCH_DEADLINE = 15 * 60_000;
/** Faults of old commits that are of no consequence where nothing is checked out: what programs wrote as author and date. */
const HARMLESS = ['badDate', 'badDateOverflow', 'badEmail', 'badName', 'badTimezone', 'missingEmail']
  .concat(['missingNameBeforeEmail', 'missingSpaceBeforeDate', 'missingSpaceBeforeEmail', 'zeroPaddedDate'])
  .flatMap((fault) => ['-c', `fetch.fsck.${fault}=ignore`]);
/** Refspecs come by standard input: there may be thousands. */
const FETCH = [
  ...['-c', 'core.hooksPath=/dev/null', '-c', 'fetch.fsckObjects=true', ...HARMLESS],
  ...['-c', 'transfer.bundleURI=false', '-c', 'fetch.uriProtocols=', '-c', 'gc.auto=0'],
  ...['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--no-auto-maintenance', '--no-write-fetch-head'],
] as const;
const CONTENT = { none: ['--filter=tree:0'], whole: [], newest: ['--depth=1'] } as const;
const REF_LINE = /^([0-9a-f]{40}|[0-9a-f]{64})\t(\S+)$/;
const HEAD_LINE = /^ref: (refs\/\S+)\tHEAD$/;

/** The one door to git. Everything that may go wrong outside comes back as data; only an aborted signal rejects. */
export function createGit(setup: GitSetup): Git {
  let network: Promise<Network> | undefined;
  const getNetwork = (): Promise<Network> => {
    network ??= openNetwork(setup);
    return network;
  };
  return {
    listRefs: async (url, names, signal) => {
      const before = ['ls-remote', '--symref'];
      const result = await callNetwork(await getNetwork(), { url, gitDir: '/dev/null', before, behind: names, signal });
      if (result.kind === 'fault') return result;
      return { ...parseRefs(result.text), movedTo: result.movedTo, mirror: result.mirror };
    },
    fetch: async (url, folder, refspecs, { format = 'sha1', files, signal } = {}) => {
      const open = await getNetwork();
      const problem = await prepareRepository(open, folder, format);
      if (problem !== null) return problem;
      const result = await callNetwork(open, {
        url,
        gitDir: folder,
        before: [...FETCH, ...CONTENT[files ?? 'none'], '--stdin'],
        behind: [],
        input: refspecs.map((refspec) => `${refspec}\n`).join(''),
        deadline: Math.max(open.limits.deadline, FETCH_DEADLINE),
        sizes: FETCH_SIZES,
        signal,
      });
      return result.kind === 'fault' ? result : { kind: 'fetched' };
    },
    cached: (folder, command, args, options) => readCached(setup.env, folder, command, args, options),
    local: (folder, command, args) => runLocal(setup.env, folder, command, args),
  };
}

async function openNetwork(setup: GitSetup): Promise<Network> {
  const outside = tmpdir();
  const trustLocal = setup.trustLocalConfig ?? false;
  const trust = { ...NO_TRUST, ...setup.trust };
  const settings = await readNetworkSettings(setup.env, { outside, folder: setup.folder, trustLocal });
  let authorities: Promise<Bundle> | undefined;
  return {
    env: setup.env,
    outside,
    lookup: rememberLookups(setup.lookup ?? lookupAll),
    limits: { ...LIMITS, ...setup.limits },
    sshGate: newGate(SSH_AT_A_TIME),
    settings,
    trust,
    authorities: () => {
      authorities ??= bundleAuthorities(trust.certificates, setup.env, settings.all);
      return authorities;
    },
  };
}

function parseRefs(text: string): Omit<RemoteRefs, 'movedTo' | 'mirror'> {
  const refs = new Map<string, string>();
  let head: string | null = null;
  for (const line of text.split('\n')) {
    const [, id, name] = REF_LINE.exec(line) ?? [];
    if (id !== undefined && name !== undefined) refs.set(name, id);
    else head = HEAD_LINE.exec(line)?.[1] ?? head;
  }
  return { kind: 'refs', refs, head };
}
