import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { usePinlock } from '../commands/pinlock.ts';
import { startWebServer, type WebServer } from '../support/web-server.ts';
import { createCheckout, events, runStep, type StepResult } from './runner.ts';

type Comment = {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly login: string; readonly type: string };
};

const BOT = { login: 'github-actions[bot]', type: 'Bot' };
const TOKEN = 'ghs_0123456789';
const pinlock = usePinlock();
let server: WebServer;
let comments: Comment[] = [];
let mayWrite = true;

// As https://docs.github.com/rest/issues/comments, for the token of a job.
beforeAll(async () => {
  server = await startWebServer((request, response) => {
    const answer = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    const { method, url = '' } = request;
    if (url === '/user') return answer(403, { message: 'Resource not accessible by integration' });
    if (method === 'GET') {
      const page = Number(/[?&]page=(\d+)/.exec(url)?.[1] ?? 1);
      return answer(200, comments.slice((page - 1) * 100, page * 100));
    }
    if (!mayWrite) return answer(403, { message: 'Resource not accessible by integration' });
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on('end', () => {
      const { body }: { readonly body: string } = JSON.parse(text);
      const id = Number(/\/comments\/(\d+)$/.exec(url)?.[1] ?? comments.length + 1);
      comments = [...comments.filter((comment) => comment.id !== id), { id, body, user: BOT }];
      answer(method === 'POST' ? 201 : 200, { id });
    });
  });
});
afterAll(() => server.close());
beforeEach(() => {
  comments = [];
  mayWrite = true;
});

function comment(token: string): Promise<StepResult> {
  const checkout = createCheckout(pinlock, {}, { 'build.sh': 'git clone https://example.com/acme/tool\n' });
  return runStep(pinlock, {
    workspace: checkout.folder,
    event: events.pullRequest(checkout),
    inputs: { comment: 'true', token },
    env: { GITHUB_API_URL: server.url },
  });
}

function written(): readonly string[] {
  return server.requests.filter(({ method }) => method !== 'GET').map(({ method, url }) => `${method} ${url}`);
}

describe('comment', () => {
  it('keeps one comment, behind the first page too, and none that somebody else has marked', async () => {
    comments = Array.from({ length: 120 }, (_, index) => ({
      id: index + 1,
      body: 'talk',
      user: { login: 'ada', type: 'User' },
    }));
    expect(await comment(TOKEN)).toMatchObject({ exitCode: 1 });
    const [own] = comments.slice(-1);
    expect(own?.body).toMatch(/^<!-- pinlock check \S+ -->\n## pinlock check failed: 1 finding\n/);
    comments = [{ id: 999, body: own?.body ?? '', user: { login: 'mallory', type: 'User' } }, ...comments];
    await comment(TOKEN);
    expect(comments).toHaveLength(122);
    expect(written()).toEqual([
      'POST /repos/acme/product/issues/7/comments',
      `PATCH /repos/acme/product/issues/comments/${own?.id}`,
    ]);
    expect(server.requests.every(({ headers }) => headers.authorization === `Bearer ${TOKEN}`)).toBe(true);
  });

  it('fails nothing where the token may not write, and never shows it', async () => {
    mayWrite = false;
    const result = await comment(TOKEN);
    expect(result.exitCode).toBe(1);
    expect(result.commands).toContainEqual(
      expect.stringMatching(/^::notice title=pinlock::comment: it could not be written \(POST \S+: status 403\)/),
    );
    expect(JSON.stringify(result)).not.toContain(TOKEN);
  });

  it('asks nobody without a token', async () => {
    const before = server.requests.length;
    expect((await comment('')).commands).toContainEqual(expect.stringContaining('comment: there is no token'));
    expect(server.requests).toHaveLength(before);
  });
});
