import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGitWorld, type GitWorld } from '../support/git-world.ts';
import { createRepository } from '../support/repositories.ts';
import { type Run, usePinlock } from './pinlock.ts';

const pinlock = usePinlock();
let world: GitWorld;

beforeAll(async () => {
  world = await createGitWorld();
  world.configure(`[url "${world.server.url}/"]\n\tinsteadOf = https://github.com/\n`);
});
afterAll(() => world.close());

function run(args: readonly string[], cwd: string): Promise<Run> {
  return pinlock.run(args, { cwd, env: world.env });
}

function pinsOf(cwd: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(cwd, 'pinlock.lock'), 'utf8')).sources;
}

describe('version queries of Go', () => {
  it('are resolved as Go does, written as commits, and moved with the releases', async () => {
    const repository = createRepository(world.root, 'acme/modules');
    const first = repository.commit({ a: '1' });
    repository.tag('v1.0.0', first);
    const old = repository.commit({ a: 'old' });
    repository.tag('old/v0.1.0', old);
    const sub = repository.commit({ a: '2' });
    repository.tag('sub/v0.3.0', sub);
    repository.commit({ a: '3' });
    const plain = createRepository(world.root, 'acme/plain');
    const tip = plain.commit({ a: '1' });
    const script = [
      'set -e',
      'go install github.com/acme/modules/cmd/tool@latest',
      'go install github.com/acme/modules/sub/cmd/tool@latest',
      'go install github.com/acme/modules/old@v0.1.0',
      'go install github.com/acme/plain@latest',
      '',
    ].join('\n');
    const cwd = pinlock.tree({ 'build.sh': script });
    expect(await run(['resolve'], cwd)).toMatchObject({ exitCode: 0 });
    const at = 'git+https://github.com/acme';
    expect(pinsOf(cwd)).toEqual({
      [`${at}/modules@latest`]: { ref: 'refs/tags/v1.0.0', commit: first, by: 'release' },
      [`${at}/modules@sub/latest`]: { ref: 'refs/tags/sub/v0.3.0', commit: sub, by: 'release' },
      [`${at}/modules@old/v0.1.0`]: { ref: 'refs/tags/old/v0.1.0', commit: old },
      [`${at}/plain@latest`]: { ref: 'refs/heads/main', commit: tip },
    });
    expect(await run(['check'], cwd)).toMatchObject({ exitCode: 0 });
    const next = repository.commit({ a: '4' });
    repository.tag('v1.1.0', next);
    expect(await run(['update'], cwd)).toMatchObject({ exitCode: 0 });
    expect(pinsOf(cwd)).toMatchObject({ [`${at}/modules@latest`]: { ref: 'refs/tags/v1.1.0', commit: next } });
    expect(await run(['apply'], cwd)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(cwd, 'build.sh'), 'utf8')).toBe(
      [
        'set -e',
        `go install github.com/acme/modules/cmd/tool@${next}`,
        `go install github.com/acme/modules/sub/cmd/tool@${sub}`,
        `go install github.com/acme/modules/old@${old}`,
        `go install github.com/acme/plain@${tip}`,
        '',
      ].join('\n'),
    );
    expect(await run(['check', '--strict'], cwd)).toMatchObject({ exitCode: 0 });
    const unapply = await run(['unapply'], cwd);
    expect(unapply).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(cwd, 'build.sh'), 'utf8')).toBe(script);
  });
});
