import { tmpdir } from 'node:os';
import { type Lookup, lookupAll, rememberLookups } from './address.ts';
import type { Fault } from './fault.ts';
import { type Bundle, bundleAuthorities } from './git/authorities.ts';
import type { Environment } from './git/environment.ts';
import { offlineEnvironment } from './git/environment.ts';
import { faultOf } from './git/fault.ts';
import { newGate } from './git/gate.ts';
import { type LocalCommand, type LocalResult, runLocal } from './git/local.ts';
import { callNetwork, type Network, type NetworkLimits, SSH_AT_A_TIME } from './git/network.ts';
import { readNetworkSettings } from './git/settings.ts';
import { runProcess } from './process.ts';
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
  /** Fetches commits without trees into a bare repository of pinlock's own at `folder`, which is made when missing. */
  readonly fetch: (
    url: string,
    folder: string,
    refspecs: readonly string[],
    signal?: AbortSignal,
  ) => Promise<{ readonly kind: 'fetched' } | Fault>;
  /** A reading command in somebody's work tree. */
  readonly local: (folder: string, command: LocalCommand, args: readonly string[]) => Promise<LocalResult>;
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

const LIMITS: NetworkLimits = { deadline: 60_000, byteLimit: 64 * 1024 * 1024, stall: 20 };
const INIT = ['--no-pager', 'init', '--quiet', '--bare', '--template='] as const;
const FETCH = [
  ...['-c', 'core.hooksPath=/dev/null', '-c', 'fetch.fsckObjects=true', '-c', 'transfer.bundleURI=false'],
  ...['-c', 'fetch.uriProtocols=', '-c', 'gc.auto=0', 'fetch', '--quiet', '--no-tags', '--no-recurse-submodules'],
  ...['--no-auto-maintenance', '--no-write-fetch-head', '--filter=tree:0'],
] as const;
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
    fetch: async (url, folder, refspecs, signal) => {
      const open = await getNetwork();
      const problem = await prepareRepository(open, folder);
      if (problem !== null) return problem;
      const result = await callNetwork(open, { url, gitDir: folder, before: FETCH, behind: refspecs, signal });
      return result.kind === 'fault' ? result : { kind: 'fetched' };
    },
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

/** `init` on a repository that is there changes nothing. An empty template brings no hooks along. */
async function prepareRepository(network: Network, folder: string): Promise<Fault | null> {
  const { deadline, byteLimit } = network.limits;
  const env = { ...offlineEnvironment(network.env, []), GIT_DIR: folder };
  const result = await runProcess({ program: 'git', args: INIT, cwd: network.outside, env, deadline, byteLimit });
  return faultOf(result, folder, byteLimit, deadline);
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
