import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Run, usePinlock } from './pinlock.ts';

const pinlock = usePinlock();

const COMMIT = 'a'.repeat(40);
const OTHER = 'b'.repeat(40);
const SUM = 'c'.repeat(64);
const U = 'https://github.com/acme/tool';
const FILE = 'https://example.com/a-1.2.tgz';

/** The lockfile's text, one line for each source. */
function lock(sources: Readonly<Record<string, string>>): string {
  const lines = Object.entries(sources).map(([key, pin]) => `    ${JSON.stringify(key)}: ${pin}`);
  return `{\n  "lockfileVersion": 1,\n  "sources": {\n${lines.join(',\n')}\n  }\n}\n`;
}

const LOCK = lock({
  'docker://docker.io/library/debian:12': `{ "digest": "sha256:${SUM}" }`,
  'git+https://github.com/acme/tool@main': `{ "ref": "refs/heads/main", "commit": "${COMMIT}" }`,
  [FILE]: `{ "sha256": "${SUM}", "size": 3 }`,
});
const DOCKERFILE = `FROM debian:12\nRUN git clone -b main ${U} && \\\n    wget ${FILE} && tar xf a-1.2.tgz\n`;

function run(args: readonly string[], cwd: string): Promise<Run> {
  return pinlock.run(args, { cwd });
}

const read = (cwd: string, path: string) => readFileSync(join(cwd, path), 'utf8');

describe('unapply', () => {
  it('puts back what apply wrote, and apply writes the same bytes again', async () => {
    const cwd = pinlock.tree({ Dockerfile: DOCKERFILE, 'pinlock.lock': LOCK });
    expect((await run(['apply'], cwd)).exitCode).toBe(0);
    const applied = [read(cwd, 'Dockerfile'), read(cwd, 'pinlock.lock')];
    expect(applied[1]).toContain('"applied": ["Dockerfile"]');

    const preview = await run(['unapply', '--dry-run'], cwd);
    expect({ exitCode: preview.exitCode, last: preview.stdout.trimEnd().split('\n').at(-1) }).toEqual({
      exitCode: 1,
      last: '1 file would be written, 0 refused',
    });
    expect([read(cwd, 'Dockerfile'), read(cwd, 'pinlock.lock')]).toEqual(applied);

    expect(await run(['unapply'], cwd)).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: 'written  Dockerfile (3 refs)\n\n1 file written, 0 refused\n',
    });
    expect([read(cwd, 'Dockerfile'), read(cwd, 'pinlock.lock')]).toEqual([DOCKERFILE, LOCK]);
    expect((await run(['unapply'], cwd)).stdout).toBe('nothing to write\n');

    expect((await run(['apply'], cwd)).exitCode).toBe(0);
    expect([read(cwd, 'Dockerfile'), read(cwd, 'pinlock.lock')]).toEqual(applied);
  });

  it('writes the ref that the lockfile knows into what was pinned by hand', async () => {
    const cwd = pinlock.tree({ 'build.sh': `git clone ${U} d && git -C d checkout ${COMMIT}\n`, 'pinlock.lock': LOCK });
    expect((await run(['unapply'], cwd)).exitCode).toBe(0);
    expect(read(cwd, 'build.sh')).toBe(`git clone ${U} d && git -C d checkout main\n`);
  });

  it('refuses where two refs stand at one commit, and takes the one that apply wrote', async () => {
    const twins = (applied: string) =>
      lock({
        'git+https://github.com/acme/tool@main': `{ "ref": "refs/heads/main", "commit": "${COMMIT}"${applied} }`,
        'git+https://github.com/acme/tool@v1': `{ "ref": "refs/tags/v1", "commit": "${COMMIT}" }`,
      });
    const text = `git clone ${U} d && git -C d checkout ${COMMIT}\n`;
    const cwd = pinlock.tree({ 'build.sh': text, 'pinlock.lock': twins('') });
    const refused = await run(['unapply'], cwd);
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout.replace(/\s+/g, ' ')).toContain('nobody can tell which of them is meant');
    expect(read(cwd, 'build.sh')).toBe(text);

    writeFileSync(join(cwd, 'pinlock.lock'), twins(', "applied": ["build.sh"]'));
    expect((await run(['unapply'], cwd)).exitCode).toBe(0);
    expect(read(cwd, 'build.sh')).toContain('checkout main');
  });

  it('leaves a file alone that names another commit than the lockfile, as apply does', async () => {
    const text = `git clone ${U} d && git -C d checkout ${OTHER}\n`;
    const cwd = pinlock.tree({
      'build.sh': text,
      'pinlock.lock': LOCK.replace(`"${COMMIT}"`, `"${COMMIT}", "applied": ["build.sh"]`),
    });
    expect((await run(['check'], cwd)).stdout).toContain('drift');
    for (const command of ['apply', 'unapply']) await run([command], cwd);
    expect(read(cwd, 'build.sh')).toBe(text);
  });
});
