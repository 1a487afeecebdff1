import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemaErrors } from '../reports/schema.ts';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { createRepository } from '../support/repositories.ts';
import { type Run, usePinlock } from './pinlock.ts';

const pinlock = usePinlock();
let world: GitWorld;
let first = '';

beforeAll(async () => {
  world = await createGitWorld();
  const tool = createRepository(world.root, 'acme/tool');
  first = tool.commit({ 'README.md': 'one\n' });
  tool.annotatedTag('v1.0', first);
});
afterAll(() => world.close());

const SCRIPT = '#!/bin/sh\nset -e\ngit clone -b main https://example.com/acme/tool\n';

function run(args: readonly string[], cwd: string): Promise<Run> {
  return pinlock.run(args, { cwd, env: world.env });
}

function withCommit(text: string): string {
  return text
    .replaceAll(first.slice(0, 12), '<commit>')
    .replaceAll('<commit>'.concat(first.slice(12)), '<full commit>');
}

describe('resolve, check and apply', () => {
  it('pins a branch, holds it, and writes it into the script', async () => {
    const cwd = pinlock.tree({ 'build.sh': SCRIPT });
    expect((await run(['check'], cwd)).exitCode).toBe(1);

    const resolved = await run(['resolve'], cwd);
    expect({ ...resolved, stdout: withCommit(resolved.stdout) }).toMatchInlineSnapshot(`
      {
        "exitCode": 0,
        "stderr": "",
        "stdout": "pinned      git+https://example.com/acme/tool@main
                  refs/heads/main at <commit>
                  newest release v1.0

      pinlock.lock written: 1 pinned, 0 kept, 0 dropped, 0 sources without a pin
      ",
      }
    `);
    expect(withCommit(readFileSync(join(cwd, 'pinlock.lock'), 'utf8'))).toMatchInlineSnapshot(`
      "{
        "lockfileVersion": 1,
        "sources": {
          "git+https://example.com/acme/tool@main": { "ref": "refs/heads/main", "commit": "<full commit>" }
        }
      }
      "
    `);

    const locked = await run(['check'], cwd);
    expect({ ...locked, stdout: withCommit(locked.stdout) }).toMatchInlineSnapshot(`
      {
        "exitCode": 0,
        "stderr": "",
        "stdout": "build.sh
        3:1  moving     git+https://example.com/acme/tool@main
                        main does not read like a version, so it is taken for a branch, which moves with
                        every commit
                        locked (by pinlock run): refs/heads/main at <commit>
                        warn: locked (by pinlock run): a plain build reads no lockfile

      1 file read, 1 fetch (1 moving), 0 problems, 0 ignored, 0 excluded
      check passed
      1 fetch locked (by pinlock run): a build that does not go through pinlock reads no lockfile
      ",
      }
    `);
    expect((await run(['check', '--strict'], cwd)).exitCode).toBe(1);

    const dry = await run(['apply', '--dry-run'], cwd);
    expect({ ...dry, stdout: withCommit(dry.stdout) }).toMatchInlineSnapshot(`
      {
        "exitCode": 1,
        "stderr": "",
        "stdout": "--- a/build.sh
      +++ b/build.sh
      @@ -1,3 +1,3 @@
       #!/bin/sh
       set -e
      -git clone -b main https://example.com/acme/tool
      +git clone -n https://example.com/acme/tool; git -C tool checkout -q <full commit>

      1 file would be written, 0 refused
      ",
      }
    `);
    expect(readFileSync(join(cwd, 'build.sh'), 'utf8')).toBe(SCRIPT);

    expect(await run(['apply'], cwd)).toMatchInlineSnapshot(`
      {
        "exitCode": 0,
        "stderr": "",
        "stdout": "written  build.sh (1 pin)

      1 file written, 0 refused
      ",
      }
    `);
    expect(withCommit(readFileSync(join(cwd, 'pinlock.lock'), 'utf8'))).toContain('"applied": ["build.sh"]');
    const exact = await run(['check', '--strict', '--format', 'json'], cwd);
    expect(exact.exitCode).toBe(0);
    const report = JSON.parse(exact.stdout);
    expect(schemaErrors(report)).toEqual([]);
    expect(report.fetches).toMatchObject([{ verdict: 'exact', outcome: 'pass', locked: { commit: first } }]);

    const before = pinlock.readTree(cwd);
    expect((await run(['apply'], cwd)).exitCode).toBe(0);
    expect((await run(['resolve'], cwd)).exitCode).toBe(0);
    expect(pinlock.readTree(cwd)).toEqual(before);
  });

  it('pins the newest release on request, within the range of pinlock.yml', async () => {
    const library = createRepository(world.root, 'acme/library');
    const released = library.commit({ a: 'a' });
    library.annotatedTag('v1.2.0', released);
    library.tag('v2.0.0', library.commit({ a: 'b' }));
    library.tag('v3.0.0-rc1', library.commit({ a: 'c' }));
    const key = 'git+https://example.com/acme/library';
    const script = 'git clone https://example.com/acme/library\n';
    const cwd = pinlock.tree({ 'build.sh': script, 'pinlock.yml': `ranges:\n  ${key}: ^1\n` });
    const resolved = await run(['resolve', '--prefer', 'release'], cwd);
    expect(resolved).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('the newest release') });
    const pin = `"${key}": { "ref": "refs/tags/v1.2.0", "commit": "${released}", "by": "release" }`;
    expect(readFileSync(join(cwd, 'pinlock.lock'), 'utf8')).toContain(pin);
    expect((await run(['check'], cwd)).stdout).toContain('refs/tags/v1.2.0 at');
    const other = pinlock.tree({ 'build.sh': script });
    const json = await run(['resolve', '--prefer', 'release', '--pre', '--format', 'json'], other);
    expect(JSON.parse(json.stdout)).toMatchObject({ lockfiles: [{ added: [{ newestRelease: 'v3.0.0-rc1' }] }] });
    expect(readFileSync(join(other, 'pinlock.lock'), 'utf8')).toContain('"refs/tags/v3.0.0-rc1"');
    expect((await run(['resolve', '--prefer', 'branch'], other)).exitCode).toBe(2);
  });

  it('a name that looks like a tag and is a branch is judged as one once it is locked', async () => {
    const tool = createRepository(world.root, 'acme/branched');
    tool.branch('1.5', tool.commit({ a: 'a' }));
    const cwd = pinlock.tree({ 'build.sh': SCRIPT.replace('main', '1.5').replace('tool', 'branched') });
    expect((await run(['check'], cwd)).exitCode).toBe(0);
    expect((await run(['resolve'], cwd)).exitCode).toBe(0);
    writeFileSync(join(cwd, 'pinlock.yml'), 'hold: file\n');
    const held = await run(['check'], cwd);
    expect(held.exitCode).toBe(1);
    expect(held.stdout).toContain('1.5 is a branch in its repository');
  });

  it('hold: pinlock accepts what only the lockfile holds, and counts it', async () => {
    const cwd = pinlock.tree({ 'build.sh': SCRIPT, 'pinlock.yml': 'hold: pinlock\n' });
    expect((await run(['resolve'], cwd)).exitCode).toBe(0);
    const checked = await run(['check', '--strict'], cwd);
    expect(checked.exitCode).toBe(0);
    expect(checked.stdout).toContain('1 fetch locked (by pinlock run)');
  });

  it('names pins that nothing uses, and resolve drops them', async () => {
    const cwd = pinlock.tree({ 'build.sh': SCRIPT });
    await run(['resolve'], cwd);
    writeFileSync(join(cwd, 'build.sh'), SCRIPT.replace('-b main', '-b v1.0'));
    expect((await run(['check'], cwd)).stderr).toContain('pinlock.lock: 1 pin is used by no fetch');
    const resolved = await run(['resolve'], cwd);
    expect(resolved.stdout).toContain('dropped     git+https://example.com/acme/tool@main');
    expect(readFileSync(join(cwd, 'pinlock.lock'), 'utf8')).toContain(`"refs/tags/v1.0", "commit": "${first}"`);
  });

  it('a lockfile in a folder of its own serves that folder', async () => {
    const empty = '{\n  "lockfileVersion": 1,\n  "sources": {}\n}\n';
    const cwd = pinlock.tree({ 'build.sh': SCRIPT, 'inner/build.sh': SCRIPT, 'inner/pinlock.lock': empty });
    expect((await run(['resolve'], cwd)).exitCode).toBe(0);
    expect((await run(['apply'], cwd)).exitCode).toBe(0);
    for (const path of ['pinlock.lock', 'inner/pinlock.lock']) {
      expect(readFileSync(join(cwd, path), 'utf8')).toContain('"applied": ["build.sh"]');
    }
    expect((await run(['check', '--strict'], cwd)).exitCode).toBe(0);
  });

  it('joins the two sides of a merge, and asks where both moved one source', async () => {
    const other = first.replaceAll(/[0-9a-f]/g, '1');
    const pin = (commit: string): string =>
      `    "git+https://example.com/acme/tool@main": { "ref": "refs/heads/main", "commit": "${commit}" }\n`;
    const conflict = `{\n  "lockfileVersion": 1,\n  "sources": {\n<<<<<<< ours\n${pin(first)}=======\n${pin(other)}>>>>>>> theirs\n  }\n}\n`;
    const cwd = pinlock.tree({ 'build.sh': SCRIPT, 'pinlock.lock': conflict });
    const asked = await run(['resolve'], cwd);
    expect(asked.exitCode).toBe(2);
    expect(asked.stderr).toContain('git+https://example.com/acme/tool@main');
    expect(readFileSync(join(cwd, 'pinlock.lock'), 'utf8')).toBe(conflict);
    expect((await run(['resolve', '--theirs'], cwd)).exitCode).toBe(0);
    expect(readFileSync(join(cwd, 'pinlock.lock'), 'utf8')).toContain(other);
    expect(readFileSync(join(cwd, 'pinlock.lock'), 'utf8')).not.toContain(first);
  });
});

describe('a source that cannot be pinned', () => {
  it.each([
    ['a repository that is not there', { 'a.sh': 'git clone https://example.com/acme/missing\n' }, 'not-found'],
    ['a ref that is not there', { 'a.sh': 'git clone -b nosuch https://example.com/acme/tool\n' }, 'not-found'],
    ['an image on this machine', { Dockerfile: 'FROM 127.0.0.1:5000/acme/tool:1\n' }, 'refused'],
    ['a file by plain http', { 'a.sh': 'wget http://example.com/tool.tar.gz\n' }, 'refused'],
  ])('%s: exit 3 with the reason, and what can be pinned is pinned', async (_name, files, reason) => {
    const cwd = pinlock.tree({ ...files, 'build.sh': SCRIPT });
    const resolved = await run(['resolve'], cwd);
    expect(resolved.exitCode).toBe(3);
    expect(resolved.stdout).toContain(`${reason}: `);
    expect(resolved.stdout).toContain('1 source without a pin');
    expect(readFileSync(join(cwd, 'pinlock.lock'), 'utf8')).toContain(first);
  });

  it('a host that is down, and one that refuses access', async () => {
    const guarded = await createGitWorld({ authentication: { user: 'ada', password: 'secret' } });
    createRepository(guarded.root, 'acme/tool').commit({ a: 'a' });
    const cwd = pinlock.tree({ 'build.sh': SCRIPT });
    const refused = await pinlock.run(['resolve'], { cwd, env: guarded.env });
    expect(refused.exitCode).toBe(3);
    expect(refused.stdout).toContain('authentication: ');
    await guarded.close();
    const gone = await createGitWorld();
    await gone.server.close();
    const unreachable = await pinlock.run(['resolve'], { cwd, env: gone.env });
    expect(unreachable.exitCode).toBe(3);
    expect(unreachable.stdout).toContain('unreachable: ');
    expect(pinlock.readTree(cwd)).toEqual({ 'build.sh': SCRIPT });
  });

  it('a host that the user does not allow is not asked', async () => {
    const cwd = pinlock.tree({ 'build.sh': SCRIPT, 'trusted.yml': 'hosts: [git.example.com]\n' });
    const asked = world.server.requests.length;
    const resolved = await run(['resolve', '--trusted-config', 'trusted.yml'], cwd);
    expect(resolved.exitCode).toBe(3);
    expect(resolved.stdout).toContain('refused: example.com is not among the hosts');
    expect(world.server.requests.length).toBe(asked);
  });

  it('an interrupt ends the run and its children, and writes nothing', async () => {
    let hasAsked = (): void => {};
    const asked = new Promise<void>((resolve) => {
      hasAsked = resolve;
    });
    const silent = await createGitWorld({
      intercept: () => {
        hasAsked();
        return true;
      },
    });
    const cwd = pinlock.tree({ 'build.sh': SCRIPT });
    const child = spawn(process.execPath, [pinlock.program(), 'resolve'], { cwd, env: silent.env });
    const ended = new Promise((resolve) => child.on('close', resolve));
    await asked;
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    await silent.close();
    expect(pinlock.readTree(cwd)).toEqual({ 'build.sh': SCRIPT });
  });
});
