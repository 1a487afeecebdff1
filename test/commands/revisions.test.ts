import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireProgram } from '../support/installed.ts';
import { type OtherServer, startMercurial } from '../support/other-servers.ts';
import { type Pinlock, usePinlock } from './pinlock.ts';

/** Environment of a user whose settings lead example.com to the server. */
function trusting(pinlock: Pinlock, server: OtherServer): Readonly<Record<string, string>> {
  const folder = pinlock.tree({ 'trusted.yml': `mirrors:\n  example.com: ${server.url}\n` });
  return { PINLOCK_TRUSTED_CONFIG: join(folder, 'trusted.yml') };
}

const lockOf = (cwd: string): string => readFileSync(join(cwd, 'pinlock.lock'), 'utf8');

describe.skipIf(!requireProgram('hg'))('a branch of Mercurial (hg)', () => {
  const pinlock = usePinlock();
  let server: OtherServer;
  beforeAll(async () => {
    server = await startMercurial();
  });
  afterAll(() => server.close());

  it('is pinned, and moves with update', async () => {
    const cwd = pinlock.tree({ 'build.sh': 'hg clone -u release-1 https://example.com/library\n' });
    const env = trusting(pinlock, server);
    const node = () => server.run('log', '--rev', 'release-1', '--template', '{node}');
    expect(await pinlock.run(['resolve'], { cwd, env })).toMatchObject({ exitCode: 0 });
    const first = node();
    expect(lockOf(cwd)).toContain(first);
    expect(await pinlock.run(['update', '--dry-run'], { cwd, env })).toMatchObject({ exitCode: 0 });
    writeFileSync(join(server.folder, 'a.txt'), 'four');
    server.run('commit', '--quiet', '--message', 'four');
    expect(await pinlock.run(['update', '--dry-run'], { cwd, env })).toMatchObject({ exitCode: 1 });
    expect(lockOf(cwd)).toContain(first);
    expect(await pinlock.run(['update'], { cwd, env })).toMatchObject({ exitCode: 0 });
    expect(node()).not.toBe(first);
    expect(lockOf(cwd)).toContain(node());
  });
});
