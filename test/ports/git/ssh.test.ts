import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGit, type GitSetup } from '../../../src/ports/git.ts';
import { createGitWorld, type GitWorld } from '../../support/git-world.ts';
import { requireProgram } from '../../support/installed.ts';
import { createRepository } from '../../support/repositories.ts';
import { type SshServer, startSshServer } from '../../support/ssh-server.ts';

describe.skipIf(!requireProgram('sshd'))('a real sshd (openssh-server)', () => {
  let world: GitWorld;
  let server: SshServer;
  let commit: string;
  beforeAll(async () => {
    world = await createGitWorld();
    server = await startSshServer(join(world.folder, 'sshd'));
    commit = createRepository(world.root, 'acme/library').commit({ 'a.txt': 'one' });
  });
  afterAll(async () => {
    await server.close();
    await world.close();
  });

  /** The user's own ssh configuration: `git.example.com` is an alias, which DNS does not know. */
  const ask = (
    path: string,
    own: { readonly lines?: string; readonly known?: string; readonly port?: number } = {},
  ) => {
    const [config, hosts] = [join(world.folder, 'ssh_config'), join(world.folder, 'known_hosts')];
    writeFileSync(hosts, own.known ?? server.knownHost('git.example.com'));
    writeFileSync(
      config,
      [
        'Host git.example.com',
        '  HostName 127.0.0.1',
        '  HostKeyAlias git.example.com',
        `  Port ${own.port ?? server.port}`,
        `  UserKnownHostsFile ${hosts}`,
        '  GlobalKnownHostsFile none',
        '  IdentitiesOnly yes',
        own.lines ?? `  IdentityFile ${server.key}`,
        '',
      ].join('\n'),
    );
    world.configure(`[core]\n\tsshCommand = ssh -F ${config}\n[safe]\n\tdirectory = *\n`);
    const setup: GitSetup = { env: world.env, limits: { deadline: own.port === undefined ? 30_000 : 1_000 } };
    return createGit(setup).listRefs(`ssh://${server.user}@git.example.com${world.root}/${path}`, ['HEAD']);
  };

  it('answers by the key and the alias of the user', async () => {
    expect(await ask('acme/library.git')).toMatchObject({ kind: 'refs', refs: new Map([['HEAD', commit]]) });
  });

  it('whose key nobody knows is refused without a question', async () => {
    const answer = await ask('acme/library.git', { known: '' });
    expect(answer).toMatchObject({ kind: 'fault', reason: 'refused' });
    expect(answer).toHaveProperty('message', expect.stringContaining('ssh does not know the key of the host'));
  });

  it('that shows another key than the known one is refused', async () => {
    const other = await startSshServer(join(world.folder, 'other'));
    const known = other.knownHost('git.example.com');
    await other.close();
    expect(await ask('acme/library.git', { known })).toMatchObject({ kind: 'fault', reason: 'refused' });
  });

  it('that does not know the key of the user lets nobody in', async () => {
    expect(await ask('acme/library.git', { lines: '  IdentityFile none' })).toMatchObject({
      kind: 'fault',
      reason: 'authentication',
    });
  });

  it('has no such repository', async () => {
    expect(await ask('acme/missing.git')).toMatchObject({ kind: 'fault', reason: 'not-found' });
  });

  it('that is silent is left at the deadline', async () => {
    const silent = createServer((socket) => void socket.resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await ask('acme/library.git', { port })).toMatchObject({ kind: 'fault', reason: 'timed-out' });
    await new Promise((resolve) => silent.close(resolve));
  });
});
