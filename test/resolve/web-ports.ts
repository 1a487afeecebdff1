import type { Cache } from '../../src/ports/cache.ts';
import type { Credentials } from '../../src/ports/docker-credentials.ts';
import { createHttp, type HttpSetup } from '../../src/ports/http.ts';
import type { ResolvePorts } from '../../src/resolve/index.ts';

export type WebSetup = {
  /** Host to the server of the test that stands for it. */
  readonly mirrors?: Readonly<Record<string, string>>;
  /** By the host that is really asked. */
  readonly credentials?: Readonly<Record<string, Credentials>>;
  readonly trouble?: string;
  readonly http?: Partial<HttpSetup>;
  /** Waits that the test expects; without it one is a fault. */
  readonly waits?: number[];
};

export const NOW = new Date('2026-01-01T00:00:00Z');

const noGit = (): Promise<never> => Promise.reject(new Error('no git was expected'));

/** For tests in which no history is asked for. */
export const NO_CACHE: Cache = {
  place: () => {
    throw new Error('no cache was expected');
  },
  discard: () => {
    throw new Error('no cache was expected');
  },
  close: () => {},
};

/** Ports without git: names are known by mirrors alone, and docker knows only the credentials that are given. */
export function webPorts({ mirrors = {}, credentials = {}, trouble, http = {}, waits }: WebSetup): ResolvePorts {
  const trust = { mirrors: new Map(Object.entries(mirrors)), ...http.trust };
  const lookup = async (host: string): Promise<readonly string[]> => {
    throw Object.assign(new Error(`${host} is not known`), { code: 'ENOTFOUND' });
  };
  return {
    revisions: { find: () => Promise.reject(new Error('no other repository was expected')) },
    git: { listRefs: noGit, fetch: noGit, cached: noGit },
    cache: NO_CACHE,
    http: createHttp({ env: {}, lookup, ...http, trust }),
    credentials: { find: async (host) => ({ credentials: credentials[host] ?? null, trouble: trouble ?? null }) },
    now: () => NOW,
    pause: async (milliseconds) => {
      if (waits === undefined) throw new Error('nothing transient was expected');
      waits.push(milliseconds);
    },
  };
}
