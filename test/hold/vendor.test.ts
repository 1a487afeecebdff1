import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usePinlock } from '../commands/pinlock.ts';
import { answerFiles } from '../support/file-answers.ts';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { requireProgram } from '../support/installed.ts';
import { createRepository } from '../support/repositories.ts';

const BUILD = `set -e
git clone -q -b main https://example.com/acme/lib lib
git clone -q --depth 1 -b dev https://example.com/acme/part part
curl -sSfO https://example.com/files/tool.txt
curl -sSf https://example.com/files/pinned-by-hash -o pinned
`;

/** Without images: what a script on this machine fetches. */
describe.skipIf(!requireProgram('curl'))('a vendor folder (curl)', () => {
  const pinlock = usePinlock();
  const files = new Map([
    ['/files/tool.txt', 'tool one\n'],
    ['/files/pinned-by-hash', 'hash\n'],
  ]);
  let world: GitWorld;
  let env: Readonly<Record<string, string>>;
  let [tree, vendor] = ['', ''];
  const run = (...args: readonly string[]) => pinlock.run(args, { cwd: tree, env });
  const offline = (script: string, ...options: readonly string[]) =>
    run('run', '--offline', '--vendor', vendor, ...options, '--', 'sh', '-c', script);

  beforeAll(async () => {
    world = await createGitWorld({ intercept: answerFiles(files) });
    const lib = createRepository(world.root, 'acme/lib');
    lib.commit({ version: 'zero' });
    lib.commit({ version: 'one' });
    const part = createRepository(world.root, 'acme/part');
    part.commit({ version: 'main' });
    part.commit({ version: 'part one' }, { branch: 'dev', from: 'main' });
    const trusted = join(world.folder, 'trusted.yml');
    writeFileSync(trusted, `mirrors:\n  example.com: ${world.server.url}\n`);
    env = { ...world.env, PINLOCK_TRUSTED_CONFIG: trusted };
    tree = pinlock.tree({ 'build.sh': BUILD });
    vendor = join(world.folder, 'vendor');
    expect(await run('resolve')).toMatchObject({ exitCode: 0 });
    expect(await run('vendor', vendor)).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('4 sources kept'),
    });
    lib.commit({ version: 'two' });
    files.set('/files/tool.txt', 'tool two\n');
  });
  afterAll(() => world.close());

  it('asks for nothing that it has', async () => {
    const before = world.server.requests.length;
    expect(await run('vendor', vendor)).toMatchObject({ exitCode: 0 });
    expect(world.server.requests.length).toBe(before);
  });

  it('is the same folder whoever makes it', async () => {
    files.set('/files/tool.txt', 'tool one\n');
    const other = join(world.folder, 'other');
    await run('vendor', other);
    files.set('/files/tool.txt', 'tool two\n');
    expect(readFileSync(join(other, 'vendor.json'), 'utf8')).toBe(readFileSync(join(vendor, 'vendor.json'), 'utf8'));
    expect(readdirSync(other, { recursive: true }).sort()).toEqual(readdirSync(vendor, { recursive: true }).sort());
  });

  it('keeps nothing that is not what was pinned, and says so', async () => {
    const other = join(world.folder, 'late');
    const { exitCode, stderr } = await run('vendor', other);
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('the bytes there are not those of the pin')]);
    expect(readdirSync(join(other, 'files'))).toHaveLength(1);
  });

  it('is not made where something else lies', async () => {
    const { exitCode, stderr } = await run('vendor', tree);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('is not empty, and pinlock did not make it')]);
  });

  it('is what the build gets, with the history that it asks for', async () => {
    const before = world.server.requests.length;
    const { exitCode, stdout, stderr } = await offline(
      'sh build.sh; cat lib/version part/version tool.txt pinned; git -C lib rev-list --count HEAD; git -C part rev-list --count HEAD',
    );
    expect([exitCode, stdout]).toEqual([0, 'onepart onetool one\nhash\n2\n1\n']);
    expect(stderr).toContain('2 addresses of https led to this machine in build.sh');
    expect(world.server.requests.length).toBe(before);
    expect(readFileSync(join(tree, 'build.sh'), 'utf8')).toBe(BUILD);
  });

  it('lets nothing through that it does not have', async () => {
    const { exitCode, stderr } = await offline(
      'curl -sSf http://example.com/files/tool.txt || curl -sSf https://example.com/x',
    );
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain('asked for, and not vendored: ');
    expect(stderr).toContain('http://example.com/files/tool.txt');
    expect(stderr).toContain('https://example.com:443');
  });

  it('is refused when a fetch is not in it', async () => {
    const own = pinlock.tree({
      'build.sh': `${BUILD}git clone https://example.com/acme/late\n`,
      'pinlock.lock': readFileSync(join(tree, 'pinlock.lock'), 'utf8').replace(
        '    "git+https://example.com/acme/lib@main"',
        `    "git+https://example.com/acme/late": { "ref": "refs/heads/main", "commit": "${'c'.repeat(40)}" },\n    "git+https://example.com/acme/lib@main"`,
      ),
    });
    const args = ['run', '--offline', '--vendor', vendor, '--', 'echo', 'ran'];
    const { exitCode, stdout, stderr } = await pinlock.run(args, { cwd: own, env });
    expect([exitCode, stdout]).toEqual([125, '']);
    expect(stderr).toContain('not held (no copy)  build.sh:6 git+https://example.com/acme/late');
  });

  it.each([
    ['a bundle', 'git'],
    ['a file', 'files'],
  ])('is refused when %s is damaged or missing', async (_name, folder) => {
    const [name = ''] = readdirSync(join(vendor, folder));
    const path = join(vendor, folder, name);
    const bytes = readFileSync(path);
    appendFileSync(path, 'x');
    for (const how of ['damaged', 'missing']) {
      if (how === 'missing') rmSync(path);
      const { exitCode, stdout, stderr } = await offline('echo ran');
      expect([exitCode, stdout, stderr]).toEqual([125, '', expect.stringContaining(`${name}: is missing or damaged`)]);
    }
    writeFileSync(path, bytes);
  });

  it('is refused when it is none', async () => {
    const empty = mkdtempSync(join(world.folder, 'empty-'));
    const { exitCode, stderr } = await run('run', '--offline', '--vendor', empty, '--', 'true');
    expect([exitCode, stderr]).toEqual([125, expect.stringContaining('is no folder that pinlock vendor made')]);
  });
});
