import * as v from 'valibot';
import { UserError } from '../errors.ts';
import type { Job } from './job.ts';

const comments = v.array(
  v.looseObject({
    id: v.pipe(v.number(), v.integer()),
    body: v.nullish(v.string()),
    user: v.nullish(v.looseObject({ login: v.string(), type: v.string() })),
  }),
);
const person = v.looseObject({ login: v.string() });

const PER_PAGE = 100;
const MOST_PAGES = 30;
const DEADLINE = 20_000;

/**
 * Keeps one comment at the pull request, found again by an invisible mark. Without a pull request or a token nothing is said; where the token may
 * not write (a pull request of a fork) a notice tells, and nothing fails: the result stands in the summary.
 */
export async function postComment(job: Job, markdown: string): Promise<void> {
  const { event, inputs, host, log } = job;
  const repository = host.env.GITHUB_REPOSITORY ?? '';
  if (event.pullRequest === null) return log.line('comment: this run belongs to no pull request');
  if (inputs.token === null) return log.annotate('notice', 'comment: there is no token, the result is in the summary');
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) throw new UserError('GITHUB_REPOSITORY names no repository');
  const api = createApi(toApiUrl(host.env.GITHUB_API_URL), inputs.token);
  const { command, workingDirectory } = inputs;
  const mark = `<!-- pinlock ${command} ${Buffer.from(workingDirectory).toString('base64url')} -->`;
  const body = `${mark}\n${markdown}`;
  const issues = `/repos/${repository}/issues`;
  try {
    const own = await findOwn(api, `${issues}/${event.pullRequest.number}/comments`, mark);
    if (own === null) await api('POST', `${issues}/${event.pullRequest.number}/comments`, { body });
    else await api('PATCH', `${issues}/comments/${own}`, { body });
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    log.annotate('notice', `comment: it could not be written (${what}), the result is in the summary`);
  }
}

type Api = (method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown) => Promise<unknown>;

/** The mark alone proves nothing: anybody can write it, and must not be given a comment to change afterwards. */
async function findOwn(api: Api, path: string, mark: string): Promise<number | null> {
  const login = await findLogin(api);
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const found = v.parse(comments, await api('GET', `${path}?per_page=${PER_PAGE}&page=${page}`));
    const own = found.find(
      ({ body, user }) =>
        body?.startsWith(mark) === true && (login === null ? user?.type === 'Bot' : user?.login === login),
    );
    if (own !== undefined) return own.id;
    if (found.length < PER_PAGE) return null;
  }
  return null;
}

/** Null for the token of an app (such as the job's own), which belongs to no person. */
async function findLogin(api: Api): Promise<string | null> {
  try {
    return v.parse(person, await api('GET', '/user')).login;
  } catch {
    return null;
  }
}

function createApi(url: string, token: string): Api {
  return async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(DEADLINE),
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'user-agent': 'pinlock',
        'x-github-api-version': '2022-11-28',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`${method} ${path.replace(/\?.*/, '')}: status ${response.status}`);
    }
    return response.json();
  };
}

/** The token goes nowhere in the clear, but to a server of this machine. */
function toApiUrl(text = 'https://api.github.com'): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLocal = url?.protocol === 'http:' && url.hostname === '127.0.0.1';
  if (url?.protocol === 'https:' || isLocal) return text.replace(/\/+$/, '');
  throw new UserError('GITHUB_API_URL is no https URL');
}
