import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { createRepository } from '../support/repositories.ts';
import { usePinlock } from './pinlock.ts';

const pinlock = usePinlock();
let world: GitWorld;
let commit: string;
beforeAll(async () => {
  world = await createGitWorld();
  commit = createRepository(world.root, 'acme/tool').commit({ a: 'a' });
});
afterAll(() => world.close());

function treeWith(trusted: string): string {
  return pinlock.tree({ 'build.sh': 'git clone https://git.example.com/acme/tool\n', 'trusted.yml': trusted });
}

describe('a mirror of repositories', () => {
  const settings = () => `mirrors: { git.example.com: "${world.server.url}" }\n`;

  it('is asked instead of the host; the lockfile keeps the name of the host', async () => {
    const cwd = treeWith(settings());
    const run = await pinlock.run(['resolve', '--trusted-config', 'trusted.yml'], { cwd });
    expect({ exitCode: run.exitCode, stderr: run.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(pinlock.readTree(cwd)['pinlock.lock']).toContain(
      `"git+https://git.example.com/acme/tool": { "ref": "refs/heads/main", "commit": "${commit}" }`,
    );
  });

  it('may be named by a variable, which must hold a whole path', async () => {
    const cwd = treeWith(settings());
    const run = await pinlock.run(['resolve'], { cwd, env: { PINLOCK_TRUSTED_CONFIG: join(cwd, 'trusted.yml') } });
    expect(run.exitCode).toBe(0);
    const relative = await pinlock.run(['resolve'], { cwd, env: { PINLOCK_TRUSTED_CONFIG: 'trusted.yml' } });
    expect(relative.exitCode).toBe(2);
    expect(relative.stderr).toContain('PINLOCK_TRUSTED_CONFIG: expected an absolute path, not trusted.yml');
  });

  it('a token is taken from the variable that is named, and shown nowhere', async () => {
    const host = new URL(world.server.url).host;
    const cwd = treeWith(`${settings()}tokens: { "${host}": ACME_TOKEN }\n`);
    const before = world.server.requests.length;
    const run = await pinlock.run(['resolve', '--trusted-config', 'trusted.yml'], {
      cwd,
      env: { ACME_TOKEN: 's3cret' },
    });
    expect(run.exitCode).toBe(0);
    expect(world.server.requests.slice(before)[0]?.headers.authorization).toMatch(/^Basic /);
    expect(JSON.stringify([run, pinlock.readTree(cwd)])).not.toContain('s3cret');
    const unset = await pinlock.run(['resolve', '--trusted-config', 'trusted.yml'], { cwd });
    expect(unset.stderr).toContain('names ACME_TOKEN for the token of');
  });
});

describe('--offline', () => {
  it('pins what needs nobody, names the rest, asks nobody and exits with 3', async () => {
    const other = 'b'.repeat(40);
    const cwd = pinlock.tree({
      'build.sh': [
        'git clone https://git.example.com/acme/tool',
        `wget https://git.example.com/a/archive/latest.tar.gz`,
        '',
      ].join('\n'),
      Dockerfile: 'FROM registry.example.com/acme/base:1\n',
      'trusted.yml': `mirrors: { git.example.com: "${world.server.url}", registry.example.com: "${world.server.url}" }\n`,
      'pinlock.lock': `{\n  "lockfileVersion": 1,\n  "sources": {\n    "git+https://git.example.com/acme/tool": { "ref": "refs/heads/main", "commit": "${other}" }\n  }\n}\n`,
    });
    const before = world.server.requests.length;
    const run = await pinlock.run(['resolve', '--offline', '--trusted-config', 'trusted.yml'], { cwd });
    expect(run.exitCode).toBe(3);
    expect(world.server.requests).toHaveLength(before);
    const text = run.stdout.replace(/\s+/g, ' ');
    expect(text).toContain('not pinned docker://registry.example.com/acme/base:1 refused:');
    expect(text).toContain('not asked, because of --offline; run it again without it');
    expect(text).toContain('0 pinned, 1 kept, 0 dropped, 2 sources without a pin');
  });
});

it('--public-only refuses what is private, but where the settings lead', async () => {
  const cwd = treeWith(`mirrors: { git.example.com: "${world.server.url}" }\n`);
  const run = await pinlock.run(['resolve', '--public-only', '--trusted-config', 'trusted.yml'], { cwd });
  expect(run.exitCode).toBe(0);
  const ssh = pinlock.tree({ 'build.sh': 'git clone git@git.example.org:acme/tool\n' });
  const refused = await pinlock.run(['resolve', '--public-only'], { cwd: ssh });
  expect(refused.exitCode).toBe(3);
  expect(refused.stdout.replace(/\s+/g, ' ')).toContain('ssh cannot be held to a public address');
});
