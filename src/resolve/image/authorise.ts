import * as v from 'valibot';
import type { Credentials, DockerCredentials } from '../../ports/docker-credentials.ts';
import type { Fault } from '../../ports/fault.ts';
import { httpFault } from '../../ports/http/fault.ts';
import { faultOfStatus } from '../../ports/http/status.ts';
import { type Http, type HttpAnswer, type HttpRequest, HUB, type Place, showUrl } from '../../ports/http.ts';
import { type Challenge, parseChallenges } from './challenge.ts';

export type AuthorisePorts = {
  readonly http: Http;
  readonly credentials: DockerCredentials;
  /** Registry's host to the host of the realm that the user trusts with its credentials. */
  readonly realms: ReadonlyMap<string, string>;
  readonly now: () => Date;
};

/**
 * What a registry may be shown after it refused a request. `authorization` null: nothing. `remark` says what became of credentials, for
 * the case that this is refused as well.
 */
export type Grant = { readonly kind: 'grant'; readonly authorization: string | null; readonly remark: string };

const LIMITS = { deadline: 30_000, stall: 15_000, byteLimit: 1024 * 1024 } as const;
const TOKEN = /^[\x21-\x7e]{1,65536}$/;
const schema = v.object({ token: v.optional(v.string()), access_token: v.optional(v.string()) });

/**
 * Answers a registry's 401 (https://distribution.github.io/distribution/spec/auth/token/). Credentials go to the registry itself, and to
 * a realm of its own host, of Docker Hub's pair or of a pair that the user trusts; any other realm is asked anonymously. The scope is
 * ours: pulling this one repository, whatever the registry asks for.
 */
export async function authorise(
  refused: HttpAnswer,
  repository: string,
  ports: AuthorisePorts,
  signal: AbortSignal | undefined,
): Promise<Grant | Fault> {
  const { place } = refused;
  const challenges = parseChallenges(refused.headers.get('www-authenticate') ?? '');
  const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
  const found = await ports.credentials.find(place.url.host, signal);
  const remark =
    found.trouble ??
    (found.credentials === null ? `docker's configuration holds no credentials for ${place.url.host}` : USED);
  if (bearer !== undefined) return askToken(place, bearer, repository, { ...found, remark }, ports, signal);
  const isBasic = challenges.some(({ scheme }) => scheme === 'basic');
  if (!isBasic || found.credentials?.kind !== 'password') return { kind: 'grant', authorization: null, remark };
  return { kind: 'grant', authorization: toBasic(found.credentials), remark };
}

const USED = "the credentials of docker's configuration were refused";

async function askToken(
  registry: Place,
  { parameters }: Challenge,
  repository: string,
  known: { readonly credentials: Credentials | null; readonly remark: string },
  ports: AuthorisePorts,
  signal: AbortSignal | undefined,
): Promise<Grant | Fault> {
  const text = parameters.get('realm') ?? '';
  const shown = showUrl(registry.url);
  if (!URL.canParse(text)) return httpFault('invalid', shown, 'it asks for a token and does not say where to get one');
  const realm = new URL(text);
  if (registry.isSecure && realm.protocol !== 'https:' && realm.origin !== registry.url.origin) {
    return httpFault('refused', shown, `it asks for a token from ${showUrl(realm)}, away from https`, {
      advice: NO_HTTP,
    });
  }
  const isTrusted = mayShow(registry, realm, ports.realms);
  const credentials = isTrusted ? known.credentials : null;
  const remark = isTrusted || known.credentials === null ? known.remark : distrust(registry, realm);
  const request = tokenRequest(realm, parameters.get('service'), `repository:${repository}:pull`, credentials);
  const answer = await ports.http.send({ ...request, limits: LIMITS, from: registry, signal });
  if (answer.kind === 'fault') return answer;
  if (answer.status !== 200) {
    const advice = {
      'not-found': `check the registry ${registry.url.host}`,
      authentication: `${remark}: ${logIn(registry)}`,
    };
    return faultOfStatus(answer, ports.now().getTime(), advice);
  }
  const parsed = v.safeParse(schema, parseJson(answer.body));
  const token = parsed.success ? (parsed.output.token ?? parsed.output.access_token ?? '') : '';
  if (!TOKEN.test(token)) return httpFault('invalid', showUrl(realm), 'the answer holds no token');
  return { kind: 'grant', authorization: `Bearer ${token}`, remark };
}

const NO_HTTP = 'a token that anybody can read on its way is none: ask the registry to mend its realm';

/** What to do about credentials that are missing or refused. */
export function logIn({ url }: Place): string {
  const server = url.host === HUB.registry ? '' : ` ${url.host}`;
  return `it may not exist, or is not open to everybody: check the name, or log in by docker login${server}`;
}

function mayShow({ url }: Place, realm: URL, realms: ReadonlyMap<string, string>): boolean {
  if (realm.origin === url.origin) return true;
  if (realm.protocol !== 'https:') return false;
  return (url.host === HUB.registry && realm.host === HUB.realm) || realms.get(url.host) === realm.host;
}

function distrust(registry: Place, realm: URL): string {
  return `the credentials for ${registry.url.host} were not shown to ${realm.host}, which your configuration does not name under 'realms'`;
}

/** GET with a password or without anything; an identity token is a refresh token of OAuth2, and those are POSTed. */
function tokenRequest(
  realm: URL,
  service: string | undefined,
  scope: string,
  credentials: Credentials | null,
): Pick<HttpRequest, 'url' | 'method' | 'headers' | 'body'> {
  const asked = { ...(service === undefined ? {} : { service }), scope };
  if (credentials?.kind === 'identity-token') {
    const form = { grant_type: 'refresh_token', client_id: 'pinlock', refresh_token: credentials.token, ...asked };
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return { url: realm.href, method: 'POST', headers, body: new URLSearchParams(form).toString() };
  }
  const url = new URL(realm);
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  const headers = credentials === null ? {} : { authorization: toBasic(credentials) };
  return { url: url.href, method: 'GET', headers };
}

function toBasic({ user, password }: Extract<Credentials, { kind: 'password' }>): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}
