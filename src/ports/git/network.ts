import type { Lookup } from '../address.ts';
import type { Fault } from '../fault.ts';
import { type ProcessResult, type ProcessSizes, runProcess } from '../process.ts';
import type { Trust } from '../trust.ts';
import { throughMirror } from '../trust.ts';
import type { Bundle } from './authorities.ts';
import { type Environment, networkEnvironment, type Setting } from './environment.ts';
import { fault, faultOf } from './fault.ts';
import type { Gate } from './gate.ts';
import { judgePlace, type Place } from './place.ts';
import { findRedirect } from './redirect.ts';
import { keepAsItIs, rewriteUrl } from './rewriting.ts';
import type { NetworkSettings } from './settings.ts';
import { trustedSettings } from './trusted-settings.ts';
import { type GitUrl, hostWithPort, parseGitUrl } from './url.ts';

/**
 * Bounds of one call: milliseconds in all, bytes of output, seconds below 1000 bytes/s after which curl gives up, and what each process
 * may take: git keeps all refs in memory before it prints the first.
 */
export type NetworkLimits = {
  readonly deadline: number;
  readonly byteLimit: number;
  readonly stall: number;
  readonly sizes: ProcessSizes;
};

/** What calls share: the caller's environment, a harmless folder to stand in, and what git's configuration said. */
export type Network = {
  readonly env: Environment;
  readonly outside: string;
  readonly lookup: Lookup;
  readonly limits: NetworkLimits;
  readonly settings: NetworkSettings;
  readonly trust: Trust;
  /** Made when the first https place is asked. */
  readonly authorities: () => Promise<Bundle>;
  /** For ssh alone. */
  readonly sshGate: Gate;
};

/** sshd drops connections at random from the tenth on that has not logged in yet (MaxStartups 10:30:100). */
export const SSH_AT_A_TIME = 6;

/** One call: the URL as the build names it, the repository's folder (`/dev/null` for none), arguments before and behind `-- URL`. */
export type NetworkCall = {
  readonly url: string;
  readonly gitDir: string;
  readonly before: readonly string[];
  readonly behind: readonly string[];
  /** Standard input; empty when not given. */
  readonly input?: string;
  /** Milliseconds in all, where this call may take longer than others. */
  readonly deadline?: number;
  /** What each process may take; `limits` say it where this call does not. */
  readonly sizes?: ProcessSizes;
  readonly signal: AbortSignal | undefined;
};

/**
 * What git printed, the URL that gave it where the host had moved the repository, and the mirror of the user's settings that gave it
 * (what is behind a mirror may be older than what the mirrored host has).
 */
export type NetworkResult = {
  readonly kind: 'output';
  readonly text: string;
  readonly movedTo: string | null;
  readonly mirror: string | null;
};

/** Redirects within one host that are followed for one repository. */
const REDIRECTS = 5;

/** Judges the place, calls git, and follows redirects within the same host by itself. Rejects with the signal's reason alone. */
export async function callNetwork(network: Network, call: NetworkCall): Promise<NetworkResult | Fault> {
  const start = findStart(network, call.url);
  if (start.kind === 'fault') return start;
  let { url } = start;
  for (let turn = 0; turn <= REDIRECTS; turn += 1) {
    const target = await findTarget(network, start, url);
    if (target.kind === 'fault') return target;
    const ask = (): Promise<ProcessResult> => run(network, target, call);
    const result = await (target.place.url.scheme === 'ssh' ? network.sshGate(ask) : ask());
    call.signal?.throwIfAborted();
    const deadline = call.deadline ?? network.limits.deadline;
    const problem = faultOf(result, target.place.url.text, network.limits.byteLimit, deadline);
    if (problem === null) {
      const text = result.kind === 'exited' ? result.stdout : '';
      const { mirror } = start;
      return { kind: 'output', text, movedTo: turn === 0 || mirror !== null ? null : target.place.url.text, mirror };
    }
    if (problem.isRedirect === undefined) return problem;
    const redirect = await findRedirect(target.place, {
      env: network.env,
      trust: network.trust,
      deadline: network.limits.deadline,
      signal: call.signal,
    });
    if (redirect === null) return problem;
    const to = redirect.to.text;
    if (!redirect.isSameHost) return fault('moved', target.place.url.text, `the host says that it lies at ${to} now`);
    url = to;
  }
  return fault('moved', call.url, `more than ${REDIRECTS} redirects`);
}

/** What the build names, and what is asked for it: the same, or the mirror that the user's settings name for its host. */
type Start = {
  readonly kind: 'start';
  readonly written: GitUrl;
  readonly url: string;
  readonly mirror: string | null;
};

function findStart({ trust }: Network, text: string): Start | Fault {
  const written = parseGitUrl(text);
  if ('unusable' in written) return fault('refused', printable(text), written.unusable);
  const mirror = trust.mirrors.get(hostWithPort(written));
  if (mirror === undefined) return { kind: 'start', written, url: written.text, mirror: null };
  const url = throughMirror(mirror, written.path.startsWith('/') ? written.path : `/${written.path}`);
  return { kind: 'start', written, url, mirror };
}

/** A judged place and the settings that go with it. */
type Target = { readonly kind: 'target'; readonly place: Place; readonly settings: readonly Setting[] };

/**
 * Applies `insteadOf` as git would, judges what comes of it, and holds git to exactly that. `text` is what is asked, or where its host
 * has moved it since: whose choice the host is does not change by moving within it.
 */
async function findTarget(network: Network, { written, mirror }: Start, text: string): Promise<Target | Fault> {
  const { trust, settings, env } = network;
  const asked = parseGitUrl(text);
  if ('unusable' in asked) return fault('refused', printable(text), asked.unusable);
  const { rewritings, extra } = settings;
  const rewritten = rewriteUrl(rewritings, asked.text);
  const url = parseGitUrl(rewritten);
  if ('unusable' in url)
    return fault('refused', printable(rewritten), `your git configuration leads there, and ${url.unusable}`);
  const authorities = url.scheme === 'https' ? await network.authorities() : NO_AUTHORITIES;
  if ('unusable' in authorities)
    return fault('tls', url.text, authorities.unusable, { advice: 'name a file that is there' });
  const own = trustedSettings(url, trust, authorities.path, env);
  if (own.unusable !== null) return fault('unreachable', url.text, own.unusable);
  const place = await judgePlace(written, url, {
    lookup: network.lookup,
    isProxied: own.isProxied || settings.isProxied(url.text),
    isMirror: mirror !== null,
    trust,
  });
  if (place.kind === 'fault') return place;
  const kept = keepAsItIs(url.text);
  if (rewriteUrl([...rewritings, { base: url.text, prefix: kept.value }], url.text) !== url.text)
    return fault('refused', url.text, 'your git configuration rewrites this URL twice');
  return { kind: 'target', place, settings: [...extra, kept, ...own.settings, ...credentialSettings(url)] };
}

const NO_AUTHORITIES: Bundle = { path: null };

function run(network: Network, target: Target, call: NetworkCall): Promise<ProcessResult> {
  const { limits, settings } = network;
  const tied = tieAddresses(target.place, settings);
  return runProcess({
    program: 'git',
    args: [
      '--no-pager',
      ...['-c', 'http.followRedirects=false'],
      ...['-c', 'http.lowSpeedLimit=1000', '-c', `http.lowSpeedTime=${limits.stall}`],
      ...tied,
      ...call.before,
      '--',
      target.place.url.text,
      ...call.behind,
    ],
    cwd: network.outside,
    env: networkEnvironment(network.env, {
      gitDir: call.gitDir,
      scheme: target.place.url.scheme,
      sshCommand: settings.sshCommand,
      settings: target.settings,
    }),
    deadline: call.deadline ?? limits.deadline,
    byteLimit: limits.byteLimit,
    sizes: call.sizes ?? limits.sizes,
    ...(call.input === undefined ? {} : { input: call.input }),
    signal: call.signal,
  });
}

/** Holds curl to the addresses that were judged: DNS could answer differently a moment later. */
function tieAddresses(place: Place, settings: NetworkSettings): readonly string[] {
  const { scheme, host, port } = place.url;
  if ((scheme !== 'https' && scheme !== 'http') || place.addresses.length === 0 || place.addresses[0] === host)
    return [];
  if (settings.tiedHosts.has(`${host}:${port}`)) return [];
  const addresses = place.addresses.map((address) => (address.includes(':') ? `[${address}]` : address));
  return ['-c', `http.curloptResolve=${host}:${port}:${addresses.join(',')}`];
}

/** Credentials that the user's insteadOf carries: git would put them into the arguments of its helper. */
function credentialSettings(url: GitUrl): readonly Setting[] {
  if (url.scheme === 'ssh' || url.user === null) return [];
  const user = decode(url.user);
  if (url.password === null) return [{ key: `credential.${url.text}.username`, value: user }];
  const basic = Buffer.from(`${user}:${decode(url.password)}`).toString('base64');
  return [{ key: `http.${url.text}.extraHeader`, value: `Authorization: Basic ${basic}` }];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A refused URL may be anything: it is shown without line breaks, and not whole. */
function printable(text: string): string {
  return JSON.stringify(text.slice(0, 200)).slice(1, -1);
}
