import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { usePinlock } from './pinlock.ts';

const pinlock = usePinlock();
const A = 'a'.repeat(40);
const B = 'b'.repeat(40);
const SUM = 'c'.repeat(64);

/** Nobody may be asked: the proxy is a port that takes no connection. */
const NOBODY = { https_proxy: 'http://127.0.0.1:9', http_proxy: 'http://127.0.0.1:9', GIT_ALLOW_PROTOCOL: 'none' };

async function resolveFrom(files: Readonly<Record<string, string>>, materials: unknown, args: readonly string[] = []) {
  const cwd = pinlock.tree({ ...files, 'old.json': JSON.stringify({ materials }) });
  const run = await pinlock.run(['resolve', '--from', 'old.json', ...args], { cwd, env: NOBODY });
  return { ...run, lockfile: pinlock.readTree(cwd)['pinlock.lock'] ?? '' };
}

describe('resolve --from', () => {
  it('pins what the old build was made of, line by line, and asks nobody', async () => {
    const { exitCode, stdout, stderr, lockfile } = await resolveFrom(
      {
        Dockerfile: 'FROM debian:bookworm\nADD https://example.com/tool-1.2.tar.gz /\n',
        'build.sh':
          'git clone https://example.com/acme/library\nwget https://github.com/acme/tool/archive/master.tar.gz\n',
      },
      [
        { uri: 'pkg:docker/debian@bookworm?platform=linux%2Famd64', digest: { sha256: SUM } },
        { uri: 'https://example.com/acme/library.git', digest: { sha1: A } },
        { uri: `git+https://github.com/acme/tool@refs/heads/master`, digest: { sha1: B } },
        { uri: 'https://example.com/tool-1.2.tar.gz', digest: { sha256: SUM } },
        { uri: 'pkg:docker/alpine@3', digest: { sha256: SUM } },
      ],
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(lockfile).toBe(
      `{
  "lockfileVersion": 1,
  "sources": {
    "docker://docker.io/library/debian:bookworm": { "digest": "sha256:${SUM}" },
    "git+https://example.com/acme/library": { "commit": "${A}" },
    "git+https://github.com/acme/tool@master": { "ref": "refs/heads/master", "commit": "${B}" },
    "https://example.com/tool-1.2.tar.gz": { "sha256": "${SUM}" }
  }
}
`,
    );
    expect(stdout.match(/from old\.json/g)).toHaveLength(4);
    expect(stdout).toContain('5 materials read, 4 of them belong to a source that had no pin\n');
  });

  it('names each pin that is there and is not what the file says', async () => {
    const other = 'd'.repeat(64);
    const { exitCode, stdout, lockfile } = await resolveFrom(
      {
        Dockerfile: 'FROM debian:bookworm\nCOPY --from=alpine:3 /a /b\n',
        'pinlock.lock': `{
  "lockfileVersion": 1,
  "sources": {
    "docker://docker.io/library/alpine:3": { "digest": "sha256:${SUM}" },
    "docker://docker.io/library/debian:bookworm": { "digest": "sha256:${other}" }
  }
}
`,
      },
      [
        { uri: 'pkg:docker/alpine@3', digest: { sha256: SUM } },
        { uri: 'pkg:docker/debian@bookworm', digest: { sha256: SUM } },
      ],
    );
    expect(exitCode).toBe(3);
    expect(stdout.match(/^stays/gm)).toHaveLength(1);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      `stays docker://docker.io/library/debian:bookworm sha256:${other}, pinned by an earlier run; --from old.json asks for sha256:${SUM} take its line out of pinlock.lock and run pinlock resolve --from old.json again`,
    );
    expect(lockfile).toContain(other);
  });

  it('leaves alone what the file does not name, and says so', async () => {
    const { exitCode, stdout, lockfile } = await resolveFrom(
      { Dockerfile: 'FROM debian:bookworm\nCOPY --from=alpine:3 /a /b\n' },
      [{ uri: 'pkg:docker/alpine@3', digest: { sha256: SUM } }],
    );
    expect(exitCode).toBe(3);
    expect(stdout).toContain('not pinned  docker://docker.io/library/debian:bookworm\n');
    expect(stdout.replace(/\s+/g, ' ')).toContain('old.json does not name it; add --ask-rest');
    expect(lockfile).toContain('alpine:3');
    expect(lockfile).not.toContain('debian');
  });

  it.each([
    ['another tag', 'FROM debian:bookworm\n', [{ uri: 'pkg:docker/debian@bullseye', digest: { sha256: SUM } }]],
    [
      'another branch',
      'ADD https://example.com/a/b.git#main /\n',
      [{ uri: 'https://example.com/a/b#dev', digest: { sha1: A } }],
    ],
    [
      'another repository',
      'ADD https://example.com/a/b.git#main /\n',
      [{ uri: 'https://example.com/a/c#main', digest: { sha1: A } }],
    ],
    [
      'a commit alone, and two branches to choose from',
      'ADD https://example.com/a/b.git#main /\nADD https://example.com/a/b.git#dev /\n',
      [{ uri: 'https://example.com/a/b', digest: { sha1: A } }],
    ],
  ])('pins nothing by %s', async (_name, dockerfile, materials) => {
    const { exitCode, lockfile } = await resolveFrom({ Dockerfile: `FROM scratch\n${dockerfile}` }, materials);
    expect({ exitCode, lockfile }).toEqual({ exitCode: 3, lockfile: '' });
  });

  it('names a source of which the file says two things', async () => {
    const { exitCode, stdout, lockfile } = await resolveFrom(
      { 'build.sh': 'git clone -b main https://example.com/a/b\n' },
      [
        { uri: 'https://example.com/a/b#main', digest: { sha1: A } },
        { uri: 'https://example.com/a/b#refs/heads/main', digest: { sha1: B } },
      ],
    );
    expect({ exitCode, lockfile }).toEqual({ exitCode: 3, lockfile: '' });
    expect(stdout.replace(/\s+/g, ' ')).toContain('old.json names 2 different ones of it');
  });

  it('takes the name for what it looks like where the file says the commit alone, and says so', async () => {
    const { stdout, lockfile } = await resolveFrom({ 'build.sh': 'git clone -b v1.2 https://example.com/a/b\n' }, [
      { uri: 'https://example.com/a/b', digest: { sha1: A } },
    ]);
    expect(lockfile).toContain(`{ "ref": "refs/tags/v1.2", "commit": "${A}" }`);
    expect(stdout.replace(/\s+/g, ' ')).toContain('whether v1.2 is a branch or a tag: refs/tags/v1.2 by its name');
  });

  it('says in JSON how much of the file was of use', async () => {
    const materials = [
      { uri: 'pkg:docker/debian@bookworm', digest: { sha256: SUM } },
      { uri: 'pkg:docker/alpine@3', digest: { sha256: SUM } },
    ];
    const { stdout } = await resolveFrom({ Dockerfile: 'FROM debian:bookworm\n' }, materials, ['--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ lockfiles: [{ materials: { matched: 1, total: 2 } }] });
  });

  it('a present pin stays', async () => {
    const cwd = pinlock.tree({
      Dockerfile: 'FROM debian:bookworm\n',
      'old.json': JSON.stringify({ materials: [{ uri: 'pkg:docker/debian@bookworm', digest: { sha256: SUM } }] }),
    });
    expect((await pinlock.run(['resolve', '--from', 'old.json'], { cwd })).exitCode).toBe(0);
    const other = { materials: [{ uri: 'pkg:docker/debian@bookworm', digest: { sha256: 'd'.repeat(64) } }] };
    writeFileSync(join(cwd, 'old.json'), JSON.stringify(other));
    expect((await pinlock.run(['resolve', '--from', 'old.json'], { cwd })).stdout).toContain('0 pinned, 1 kept');
    expect(pinlock.readTree(cwd)['pinlock.lock']).toContain(SUM);
  });

  it.each([
    ['a file that is not there', ['--from', 'gone.json'], 3, 'gone.json: no such file'],
    ['a folder', ['--from', '.'], 3, 'is no regular file'],
    ['no JSON', ['--from', 'Dockerfile'], 2, 'cannot be used: it is no JSON'],
    [
      'another JSON',
      ['--from', 'package.json'],
      2,
      'none of SLSA provenance, docker image inspect, CycloneDX or SPDX 2',
    ],
    ['--ask-rest alone', ['--ask-rest'], 2, '--ask-rest is for --from FILE'],
  ])('%s is wrong use', async (_name, args, exitCode, words) => {
    const cwd = pinlock.tree({ Dockerfile: 'FROM debian:bookworm\n', 'package.json': '{"name":"x"}' });
    const run = await pinlock.run(['resolve', ...args], { cwd, env: NOBODY });
    expect(run).toMatchObject({ exitCode, stdout: '' });
    expect(run.stderr).toContain(words);
  });
});
