import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { usePinlock } from './pinlock.ts';

const { run, tree } = usePinlock();

const CLONE = 'git clone https://example.com/acme/';

type Files = Readonly<Record<string, string>>;

/** A tree whose findings of the moment all stand in its baseline. */
async function withBaseline(files: Files): Promise<string> {
  const folder = tree(files);
  const { exitCode, stderr } = await run(['init', '--yes', '--baseline'], { cwd: folder });
  expect([exitCode, stderr]).toEqual([0, '']);
  return folder;
}

async function check(folder: string, ...more: readonly string[]): Promise<readonly [number | null, number, number]> {
  const { exitCode, stdout, stderr } = await run(['check', '--format', 'json', ...more], { cwd: folder });
  if (stdout === '') throw new Error(stderr);
  const { counts, notices } = JSON.parse(stdout);
  return [exitCode, counts.known, notices.length];
}

function idsIn(folder: string): readonly string[] {
  return JSON.parse(readFileSync(join(folder, 'pinlock.baseline'), 'utf8')).findings.map(
    ({ id }: { readonly id: string }) => id,
  );
}

describe('a baseline', () => {
  // files then, files now: exit code, known, gone
  it.each<[string, Files, Files, number, number, number]>([
    ['what was there passes', { 'a.sh': `${CLONE}a\n` }, {}, 0, 1, 0],
    ['what is new fails', { 'a.sh': `${CLONE}a\n` }, { 'b.sh': `${CLONE}a\n` }, 1, 1, 0],
    ['lines move', { 'a.sh': `${CLONE}a\n` }, { 'a.sh': `# one\n\n${CLONE}a\n` }, 0, 1, 0],
    ['a file that cannot be read', { 'a.sh': 'git clone "\n' }, { 'a.sh': '# one\ngit clone "\n' }, 0, 1, 0],
    ['a second one that cannot', { 'a.sh': 'git clone "\n' }, { 'b.sh': 'git clone "\n' }, 1, 1, 0],
    ['what was mended is gone', { 'a.sh': `${CLONE}a\n${CLONE}b\n` }, { 'a.sh': `${CLONE}a\n` }, 0, 1, 1],
    ['what is pinned in the file is gone', { 'a.sh': 'wget https://example.com/t-1\n' }, { 'a.sh': 'true\n' }, 0, 0, 1],
  ])('%s', async (name, then, now, exitCode, known, gone) => {
    const folder = await withBaseline(name.startsWith('what is pinned') ? { 'a.sh': `${CLONE}a\n` } : then);
    for (const [path, text] of Object.entries(now)) writeFileSync(join(folder, path), text);
    expect(await check(folder)).toEqual([exitCode, known, gone]);
  });

  it('excuses no drift', async () => {
    const commits = ['0', '1'].map((digit) => digit.repeat(40));
    const fetch = (commit: string | undefined) =>
      `FROM scratch\nADD https://example.com/acme/tool.git#${commit} /tool\n`;
    const folder = await withBaseline({ Dockerfile: fetch('main') });
    const ids = idsIn(folder);
    expect(ids).toHaveLength(1);
    const [inFile, inLock] = commits;
    writeFileSync(join(folder, 'Dockerfile'), fetch(inFile));
    const pin = `{ "ref": "refs/heads/main", "commit": "${inLock}", "applied": ["Dockerfile"] }`;
    writeFileSync(
      join(folder, 'pinlock.lock'),
      `{\n  "lockfileVersion": 1,\n  "sources": {\n    "git+https://example.com/acme/tool@main": ${pin}\n  }\n}\n`,
    );
    const { stdout } = await run(['check', '--format', 'json'], { cwd: folder });
    const [found] = JSON.parse(stdout).fetches;
    expect(found.outcome).toBe('fail');
    writeFileSync(
      join(folder, 'pinlock.baseline'),
      `{"baselineVersion":1,"findings":[{"id":"${found.id}","path":"Dockerfile"}]}`,
    );
    expect((await check(folder))[0]).toBe(1);
  });

  it('is silent about what it knows', async () => {
    const folder = await withBaseline({ 'a.sh': `${CLONE}a\ngit clone "\n` });
    const { stdout } = await run(['check'], { cwd: folder });
    expect(stdout).toBe(
      '1 file read, 1 fetch (1 moving), 1 problem, 0 ignored, 0 excluded, 2 known\ncheck passed\n0 fetches locked (by pinlock run)\n',
    );
  });

  it('only shrinks, and only when the whole project was read', async () => {
    const folder = await withBaseline({ 'a.sh': `${CLONE}a\n${CLONE}b\n`, 'b.sh': `${CLONE}c\n` });
    const before = idsIn(folder);
    writeFileSync(join(folder, 'a.sh'), `${CLONE}b\n${CLONE}new\n`);
    expect((await run(['check', '--update-baseline', 'b.sh'], { cwd: folder })).exitCode).toBe(2);
    expect(idsIn(folder)).toEqual(before);
    const { exitCode, stderr } = await run(['check', '--update-baseline'], { cwd: folder });
    expect([exitCode, stderr]).toEqual([1, 'pinlock: pinlock.baseline: 1 entry was removed, 2 left\n']);
    expect(before).toEqual(expect.arrayContaining([...idsIn(folder)]));
    expect(idsIn(folder)).toHaveLength(2);
    // A file that could not be read hides what stands in it: nothing is called gone then.
    writeFileSync(join(folder, 'b.sh'), 'git clone "\n');
    expect(await check(folder)).toEqual([1, 1, 0]);
  });

  it('keeps what only --strict finds', async () => {
    const folder = tree({ Dockerfile: 'FROM debian:12.1\n' });
    const { stdout } = await run(['check', '--strict', '--format', 'json'], { cwd: folder });
    const [{ id }] = JSON.parse(stdout).fetches;
    writeFileSync(join(folder, 'known'), `{"baselineVersion":1,"findings":[{"id":"${id}","path":"Dockerfile"}]}`);
    expect(await check(folder, '--strict', '--baseline', 'known')).toEqual([0, 1, 0]);
    expect(await check(folder, '--baseline', 'known')).toEqual([0, 0, 0]);
  });

  it.each([
    ['a missing file', null, 'pinlock init --baseline makes pinlock.baseline'],
    ['another text', 'findings', 'is no baseline'],
    ['another version', '{"baselineVersion":2,"findings":[]}', 'baselineVersion'],
    ['an entry without an id', '{"baselineVersion":1,"findings":[{"path":"a"}]}', 'findings.0.id'],
    ['a link that leads out of the project', 'link', 'leads out of the root'],
  ])('is refused: %s', async (_, text, said) => {
    const folder = tree({ 'a.sh': 'true\n', 'pinlock.yml': 'baseline: known\n' });
    if (text === 'link') symlinkSync('/etc/hostname', join(folder, 'known'));
    else if (text !== null) writeFileSync(join(folder, 'known'), text);
    const { exitCode, stderr } = await run(['check'], { cwd: folder });
    expect([exitCode, stderr.includes(said)]).toEqual([2, true]);
  });

  it('comes from the revision of --policy-from, and new entries are told', async () => {
    const folder = await withBaseline({ 'a.sh': `${CLONE}a\n` });
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
        cwd: folder,
        stdio: 'ignore',
      });
    git('init', '--initial-branch=main');
    git('add', '--all');
    git('commit', '--message', 'one');
    writeFileSync(join(folder, 'b.sh'), `${CLONE}b\n`);
    unlinkSync(join(folder, 'pinlock.baseline'));
    unlinkSync(join(folder, 'pinlock.yml'));
    await run(['init', '--yes', '--baseline'], { cwd: folder });
    expect((await check(folder))[0]).toBe(0);
    expect(await check(folder, '--policy-from', 'main')).toEqual([1, 1, 1]);
  });
});
