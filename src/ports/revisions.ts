import { tmpdir } from 'node:os';
import { type Lookup, lookupAll } from './address.ts';
import { type Fault, newFault } from './fault.ts';
import type { Environment } from './git/environment.ts';
import { allowedEnvironment } from './git/environment.ts';
import { judgePlace } from './git/place.ts';
import { parseGitUrl } from './git/url.ts';
import { runProcess } from './process.ts';
import { faultOfProgram } from './revisions/fault.ts';
import { MERCURIAL } from './revisions/mercurial.ts';
import type { RevisionProgram } from './revisions/program.ts';
import { SUBVERSION } from './revisions/subversion.ts';
import { NO_TRUST, type Trust, throughMirror } from './trust.ts';

/** What a name stands for at this moment: a node of Mercurial (40 hex digits), a revision of Subversion (decimal digits). */
export type Revision = { readonly kind: 'revision'; readonly id: string };

/** Asks repositories that are not git's, by the programs that their users have. `name` null: what a checkout without a name takes. */
export type Revisions = {
  readonly find: (
    kind: 'hg' | 'svn',
    url: string,
    name: string | null,
    signal?: AbortSignal,
  ) => Promise<Revision | Fault>;
};

export type RevisionsSetup = {
  readonly env: Environment;
  readonly trust?: Trust;
  readonly lookup?: Lookup;
  /** Milliseconds for one call. */
  readonly deadline?: number;
};

const DEADLINE = 60_000;
const BYTE_LIMIT = 1024 * 1024;
const PROGRAMS: Readonly<Record<'hg' | 'svn', RevisionProgram>> = { hg: MERCURIAL, svn: SUBVERSION };

/** The one door to Mercurial and Subversion. Everything that may go wrong outside comes back as data; only an aborted signal rejects. */
export function createRevisions(setup: RevisionsSetup): Revisions {
  return {
    find: async (kind, url, name, signal) => {
      const program = PROGRAMS[kind];
      const place = await judge(program, url, setup);
      if (typeof place !== 'string') return place;
      let found: Revision | Fault | undefined;
      for (const word of program.namesFor(name)) {
        found = await ask(program, place, word, setup, signal);
        if (found.kind === 'revision' || found.reason !== 'not-found') return found;
      }
      return found ?? newFault('invalid', place, `"${name}" is no name of a revision`, 'check its spelling');
    },
  };
}

/** The URL that is asked: the user's mirror for its host, else itself. A fault where it may not be asked. */
async function judge(program: RevisionProgram, url: string, setup: RevisionsSetup): Promise<string | Fault> {
  const { trust = NO_TRUST, lookup = lookupAll } = setup;
  const refused = (what: string): Fault => newFault('refused', url, what, 'use another source, or a mirror');
  const scheme = /^([a-z+]+):\/\//.exec(url)?.[1] ?? '';
  const kin = program.schemes.get(scheme);
  if (kin === undefined) return refused(`its scheme is none of ${[...program.schemes.keys()].join(', ')}`);
  // The rules for git's URLs are strict enough for everybody's; only the name of the scheme differs.
  const written = parseGitUrl(url.replace(scheme, kin));
  if ('unusable' in written) return refused(written.unusable);
  if (written.user !== null && kin !== 'ssh') return refused('it holds a user or a password');
  const host = /^[a-z+]+:\/\/(?:[^@/]*@)?([^/]*)/.exec(url)?.[1]?.toLowerCase() ?? '';
  const mirror = trust.mirrors.get(host);
  if (trust.publicOnly && mirror === undefined && trust.hosts === null) {
    return refused(`${program.program} cannot be held to a public address, and --public-only was given`);
  }
  const target = mirror === undefined ? url : throughMirror(mirror, written.path);
  const asked = mirror === undefined ? written : parseGitUrl(target.replace(/^svn:/, 'git:'));
  if ('unusable' in asked) return refused(`the mirror of your configuration cannot be used: ${asked.unusable}`);
  const place = await judgePlace(written, asked, {
    lookup,
    isProxied: false,
    isMirror: mirror !== undefined,
    // The host was looked at with the scheme's own port.
    trust: { ...trust, hosts: trust.hosts?.includes(host) === true ? null : trust.hosts },
  });
  return place.kind === 'fault' ? place : target;
}

async function ask(
  { program, argumentsFor, env, read }: RevisionProgram,
  url: string,
  name: string,
  setup: RevisionsSetup,
  signal: AbortSignal | undefined,
): Promise<Revision | Fault> {
  const deadline = setup.deadline ?? DEADLINE;
  const result = await runProcess({
    program,
    args: argumentsFor(url, name),
    cwd: tmpdir(),
    env: { ...allowedEnvironment(setup.env), ...env },
    deadline,
    byteLimit: BYTE_LIMIT,
    signal,
  });
  signal?.throwIfAborted();
  const problem = faultOfProgram(program, result, url, deadline);
  if (problem !== null) return problem;
  const id = result.kind === 'exited' ? read(result.stdout) : undefined;
  return id === undefined
    ? newFault('invalid', url, `${program} answers without a revision`, 'look at the place yourself')
    : { kind: 'revision', id };
}
