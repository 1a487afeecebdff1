import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { usePinlock } from '../commands/pinlock.ts';
import { COMMIT, DIGEST } from './locked-tree.ts';

const SHA256 = 'd'.repeat(64);
const LOCKFILE = `{
  "lockfileVersion": 1,
  "sources": {
    "docker://docker.io/library/debian:bookworm": { "digest": "${DIGEST}" },
    "docker://registry.example.com:5000/acme/tool": { "digest": "${DIGEST}" },
    "git+https://example.com/acme/lib@main": { "ref": "refs/heads/main", "commit": "${COMMIT}" },
    "https://example.com/tool.tgz": { "sha256": "${SHA256}", "size": 1 }
  }
}
`;
const TREE = {
  Dockerfile: `FROM debian:bookworm
COPY --from=registry.example.com:5000/acme/tool /x /x
ADD https://example.com/tool.tgz /
ADD https://example.com/acme/lib.git#main:docs /docs
RUN git clone -b main https://example.com/acme/lib
`,
  'build.sh': `git clone $UNKNOWN\nwget https://example.com/tool.tgz\n`,
  'pinlock.lock': LOCKFILE,
} as const;

const pinlock = usePinlock();
const exported = async (form: string) => {
  const result = await pinlock.run(['export', '--as', form, '-'], { cwd: pinlock.tree(TREE) });
  expect(result.exitCode).toBe(0);
  return result;
};

describe('export --as', () => {
  it('buildkit-policy holds instructions by the identifiers that BuildKit makes of them, and names the rest', async () => {
    const { stdout, stderr } = await exported('buildkit-policy');
    const rule = (identifier: string, updates: object) => ({
      action: 'CONVERT',
      selector: { identifier, match_type: 'EXACT' },
      updates,
    });
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      rules: [
        rule('docker-image://docker.io/library/debian:bookworm', {
          identifier: `docker-image://docker.io/library/debian:bookworm@${DIGEST}`,
        }),
        rule('docker-image://registry.example.com:5000/acme/tool:latest', {
          identifier: `docker-image://registry.example.com:5000/acme/tool:latest@${DIGEST}`,
        }),
        rule('git://example.com/acme/lib.git#main:docs', {
          identifier: `git://example.com/acme/lib.git#${COMMIT}:docs`,
        }),
        rule('https://example.com/tool.tgz', { attrs: { 'http.checksum': `sha256:${SHA256}` } }),
      ],
    });
    expect(stderr).toMatchInlineSnapshot(`
      "pinlock: not held (unknown)  build.sh:1 $UNKNOWN: the address holds $UNKNOWN, which the text does not say
      pinlock: not held (out of reach)  Dockerfile:5 git+https://example.com/acme/lib@main: a policy of BuildKit is asked for FROM, COPY --from and ADD, never for what commands fetch
      pinlock: not held (out of reach)  build.sh:2 https://example.com/tool.tgz: a policy of BuildKit is asked for FROM, COPY --from and ADD, never for what commands fetch
      pinlock: 4 fetches held, 3 fetches not held
      "
    `);
  });

  it('hermeto lists the files', async () => {
    const { stdout, stderr } = await exported('hermeto');
    expect(parse(stdout)).toEqual({
      metadata: { version: '1.0' },
      artifacts: [{ download_url: 'https://example.com/tool.tgz', checksum: `sha256:${SHA256}`, filename: 'tool.tgz' }],
    });
    expect(stderr).toContain("hermeto's generic fetcher takes plain files alone");
    expect(stderr).toContain('2 fetches held, 5 fetches not held');
  });

  it.each(['slsa', 'cyclonedx'])('%s is what resolve --from reads', async (form) => {
    const { stdout, stderr } = await exported(form);
    expect(stderr).toContain('6 fetches held, 1 fetch not held');
    const { 'pinlock.lock': _lock, ...rest } = TREE;
    const tree = pinlock.tree({ ...rest, 'made-of.json': stdout });
    await pinlock.run(['resolve', '--from', 'made-of.json'], { cwd: tree });
    const read = readFileSync(join(tree, 'pinlock.lock'), 'utf8');
    for (const identity of [COMMIT, DIGEST, SHA256]) expect(read).toContain(identity);
    expect(read.split('\n')).toHaveLength(LOCKFILE.split('\n').length);
  });

  it.each([
    ['slsa', 'records'],
    ['cyclonedx', 'records'],
    ['buildkit-policy', 'holds'],
  ])('%s %s what apply cannot write, and counts it so', async (form, what) => {
    const files = { 'a.sh': 'git clone --bare -b main https://example.com/acme/lib\n', 'pinlock.lock': LOCKFILE };
    const { stderr } = await pinlock.run(['export', '--as', form, '-'], { cwd: pinlock.tree(files) });
    expect(stderr).toContain(what === 'records' ? 'not held (not written)' : 'not held (out of reach)');
    expect(stderr).toContain('0 fetches held, 1 fetch not held');
  });

  it('cyclonedx is a bill of materials', async () => {
    const { stdout } = await exported('cyclonedx');
    expect(JSON.parse(stdout)).toMatchInlineSnapshot(`
      {
        "bomFormat": "CycloneDX",
        "components": [
          {
            "bom-ref": "docker://docker.io/library/debian:bookworm",
            "hashes": [
              {
                "alg": "SHA-256",
                "content": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
              },
            ],
            "name": "docker.io/library/debian",
            "properties": [
              {
                "name": "pinlock:source",
                "value": "docker://docker.io/library/debian:bookworm",
              },
            ],
            "purl": "pkg:docker/library/debian@bookworm?digest=sha256%3Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "type": "container",
            "version": "bookworm",
          },
          {
            "bom-ref": "docker://registry.example.com:5000/acme/tool",
            "hashes": [
              {
                "alg": "SHA-256",
                "content": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
              },
            ],
            "name": "registry.example.com:5000/acme/tool",
            "properties": [
              {
                "name": "pinlock:source",
                "value": "docker://registry.example.com:5000/acme/tool",
              },
            ],
            "purl": "pkg:docker/acme/tool@latest?digest=sha256%3Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&repository_url=registry.example.com%3A5000",
            "type": "container",
            "version": "latest",
          },
          {
            "bom-ref": "git+https://example.com/acme/lib@main",
            "externalReferences": [
              {
                "type": "vcs",
                "url": "git+https://example.com/acme/lib@bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
              },
            ],
            "name": "lib",
            "properties": [
              {
                "name": "pinlock:source",
                "value": "git+https://example.com/acme/lib@main",
              },
            ],
            "type": "library",
            "version": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
          },
          {
            "bom-ref": "https://example.com/tool.tgz",
            "externalReferences": [
              {
                "hashes": [
                  {
                    "alg": "SHA-256",
                    "content": "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd",
                  },
                ],
                "type": "distribution",
                "url": "https://example.com/tool.tgz",
              },
            ],
            "hashes": [
              {
                "alg": "SHA-256",
                "content": "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd",
              },
            ],
            "name": "tool.tgz",
            "properties": [
              {
                "name": "pinlock:source",
                "value": "https://example.com/tool.tgz",
              },
            ],
            "type": "file",
          },
        ],
        "specVersion": "1.6",
        "version": 1,
      }
    `);
  });

  it('is the same each time', async () => {
    for (const form of ['buildkit-policy', 'hermeto', 'slsa', 'cyclonedx'])
      expect((await exported(form)).stdout).toBe((await exported(form)).stdout);
  });
});
