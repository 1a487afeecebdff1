import type { Fault } from './fault.ts';
import { newFault } from './fault.ts';
import type { Git } from './git.ts';
import type { Http } from './http.ts';
import type { Revisions } from './revisions.ts';

/** Git whose calls to hosts are not made; questions about work trees are answered as usual. */
export function offlineGit(git: Git): Git {
  return { ...git, listRefs: async (url) => notAsked(url), fetch: async (url) => notAsked(url) };
}

/** HTTP that asks nobody. */
export const OFFLINE_HTTP: Http = {
  schemeOf: () => 'https:',
  send: async ({ url }) => notAsked(url),
};

/** Mercurial and Subversion that ask nobody. */
export const OFFLINE_REVISIONS: Revisions = { find: async (_kind, url) => notAsked(url) };

/** `refused`: it was the person who did not want it asked. */
function notAsked(place: string): Fault {
  return newFault('refused', place, 'not asked, because of --offline', 'run it again without it');
}
