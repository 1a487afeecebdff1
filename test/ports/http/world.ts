import { createHttp, type Http, type HttpRequest, type HttpSetup } from '../../../src/ports/http.ts';

/** No name is known but these; a test that looks up others is wrong. */
export function lookupIn(names: Readonly<Record<string, readonly string[]>>) {
  return async (host: string): Promise<readonly string[]> => {
    const addresses = names[host];
    if (addresses !== undefined) return addresses;
    throw Object.assign(new Error(`${host} is not known`), { code: 'ENOTFOUND' });
  };
}

/** HTTP for a user whose settings lead these hosts to servers of the test; nothing of the machine's own settings. */
export function httpWith(mirrors: Readonly<Record<string, string>>, setup: Partial<HttpSetup> = {}): Http {
  const trust = { mirrors: new Map(Object.entries(mirrors)), ...setup.trust };
  return createHttp({ env: {}, lookup: lookupIn({}), ...setup, trust });
}

export const LIMITS = { deadline: 20_000, stall: 10_000, byteLimit: 1_000_000 } as const;

export function get(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { url, method: 'GET', limits: LIMITS, ...more };
}
