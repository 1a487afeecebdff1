import { describe, expect, it } from 'vitest';
import { readMaterials } from '../../../src/resolve/index.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const SUM = 'ab'.repeat(32);
const DIGEST = `sha256:${SUM}`;

/** What one entry of BuildKit's provenance is read as. */
const dependency = (entry: unknown): unknown => readMaterials(JSON.stringify({ materials: [entry] }));

describe('an entry of a provenance', () => {
  it.each([
    [
      'an image, as BuildKit writes it',
      { uri: 'pkg:docker/debian@bookworm?platform=linux%2Famd64', digest: { sha256: SUM } },
      { kind: 'image', name: 'debian', tag: 'bookworm', digest: DIGEST },
    ],
    [
      'an image of another registry',
      { uri: 'pkg:docker/registry.example.com%3A5000/acme/tool@1.2?platform=linux%2Famd64', digest: { sha256: SUM } },
      { kind: 'image', name: 'registry.example.com:5000/acme/tool', tag: '1.2', digest: DIGEST },
    ],
    [
      'an image by its digest',
      { uri: `pkg:docker/debian@${DIGEST}` },
      { kind: 'image', name: 'debian', tag: null, digest: DIGEST },
    ],
    [
      'a build context',
      { uri: 'https://example.com/acme/tool.git#refs/heads/main', digest: { sha1: COMMIT } },
      { kind: 'git', url: 'https://example.com/acme/tool.git', ref: 'refs/heads/main', commit: COMMIT },
    ],
    [
      'a build context in a folder',
      { uri: 'https://example.com/acme/tool.git#main:docker', digest: { sha1: COMMIT } },
      { kind: 'git', url: 'https://example.com/acme/tool.git', ref: 'main', commit: COMMIT },
    ],
    [
      'a repository, as GitHub writes it',
      { uri: 'git+https://github.com/acme/tool@refs/tags/v1.2', digest: { gitCommit: COMMIT } },
      { kind: 'git', url: 'https://github.com/acme/tool', ref: 'refs/tags/v1.2', commit: COMMIT },
    ],
    [
      'a repository over ssh, whose user is no ref',
      { uri: 'git+ssh://git@example.com/acme/tool', digest: { sha1: COMMIT } },
      { kind: 'git', url: 'ssh://git@example.com/acme/tool', ref: null, commit: COMMIT },
    ],
    [
      'a download',
      { uri: 'https://example.com/tool-1.2.tar.gz', digest: { sha256: SUM } },
      { kind: 'file', url: 'https://example.com/tool-1.2.tar.gz', sha256: SUM },
    ],
  ])('%s', (_name, entry, material) => {
    expect(dependency(entry)).toEqual([material]);
  });

  it.each([
    ['no digest', { uri: 'pkg:docker/debian@bookworm' }],
    ['a digest that is none', { uri: 'pkg:docker/debian@bookworm', digest: { sha256: 'x' } }],
    ['a package', { uri: 'pkg:npm/left-pad@1.0.0', digest: { sha256: SUM } }],
    ['a local path', { uri: 'file:///src', digest: { sha1: COMMIT } }],
    ['a shortened commit', { uri: 'git+https://example.com/acme/tool', digest: { sha1: '0123456' } }],
    ['text for a digest', { uri: 'https://example.com/a', digest: SUM }],
    ['nothing', null],
  ])('with %s says nothing', (_name, entry) => {
    expect(dependency(entry)).toEqual([]);
  });
});

describe('what holds a provenance', () => {
  const entry = { uri: 'https://example.com/a', digest: { sha256: SUM } };
  const statement = { _type: 'https://in-toto.io/Statement/v0.1', predicate: { materials: [entry] } };
  const envelope = {
    payloadType: 'application/vnd.in-toto+json',
    payload: Buffer.from(JSON.stringify(statement)).toString('base64'),
    signatures: [],
  };
  it.each([
    ['v0.2', JSON.stringify({ materials: [entry] })],
    ['v1', JSON.stringify({ buildDefinition: { resolvedDependencies: [entry] } })],
    ['a statement', JSON.stringify(statement)],
    ['an envelope', JSON.stringify(envelope)],
    ['a bundle', JSON.stringify({ mediaType: 'x', dsseEnvelope: envelope })],
    ['a list', JSON.stringify([{ predicate: { other: 1 } }, statement])],
    ['lines', `${JSON.stringify(envelope)}\n${JSON.stringify(envelope)}\n`],
    ['buildx imagetools', JSON.stringify({ SLSA: { materials: [entry] } })],
    ['buildx imagetools, by platform', JSON.stringify({ 'linux/arm64/v8': { SLSA: { materials: [entry] } } })],
    ['buildx --metadata-file', JSON.stringify({ 'buildx.build.provenance': { materials: [entry] } })],
    ['a byte order mark', `\uFEFF${JSON.stringify(statement)}`],
  ])('%s', (_name, text) => {
    expect(readMaterials(text)).toEqual([{ kind: 'file', url: 'https://example.com/a', sha256: SUM }]);
  });
});

describe('docker image inspect', () => {
  it.each([
    ['a tag and its digest', ['debian:bookworm'], [`debian@${DIGEST}`], 1],
    ['a tag of another repository', ['debian:bookworm', 'acme/x:1'], [`debian@${DIGEST}`], 1],
    ['two digests of one repository', ['debian:bookworm'], [`debian@${DIGEST}`, `debian@sha256:${'cd'.repeat(32)}`], 0],
    ['no tag', [], [`debian@${DIGEST}`], 0],
    ['a port and no tag', ['registry.example.com:5000/debian'], [`registry.example.com:5000/debian@${DIGEST}`], 0],
  ])('%s', (_name, RepoTags, RepoDigests, length) => {
    expect(readMaterials(JSON.stringify([{ Id: 'x', RepoTags, RepoDigests }]))).toHaveLength(length);
  });
});

describe('bills of materials', () => {
  it('CycloneDX: package URLs, repositories and downloads, at any depth', () => {
    const document = {
      bomFormat: 'CycloneDX',
      components: [
        {
          purl: `pkg:oci/debian@sha256%3A${SUM}?repository_url=docker.io/library/debian&tag=bookworm`,
          components: [{ purl: `pkg:github/acme/tool@${COMMIT}` }],
        },
        {
          externalReferences: [
            { type: 'vcs', url: `git+https://example.com/acme/other@${COMMIT}` },
            { type: 'distribution', url: 'https://example.com/a', hashes: [{ alg: 'SHA-256', content: SUM }] },
            { type: 'website', url: 'https://example.com/b', hashes: [{ alg: 'SHA-256', content: SUM }] },
          ],
        },
      ],
    };
    expect(readMaterials(JSON.stringify(document))).toEqual(
      expect.arrayContaining([
        { kind: 'image', name: 'docker.io/library/debian', tag: 'bookworm', digest: DIGEST },
        { kind: 'git', url: 'https://github.com/acme/tool', ref: null, commit: COMMIT },
        { kind: 'git', url: 'https://example.com/acme/other', ref: null, commit: COMMIT },
        { kind: 'file', url: 'https://example.com/a', sha256: SUM },
      ]),
    );
  });

  it('SPDX: download locations, checksums and package URLs', () => {
    const purl = `pkg:generic/tool@1?vcs_url=git%2Bhttps://example.com/acme/third%40${COMMIT}`;
    const document = {
      spdxVersion: 'SPDX-2.3',
      packages: [
        { downloadLocation: `git+https://example.com/acme/tool.git@${COMMIT}#src/lib` },
        { downloadLocation: 'https://example.com/a', checksums: [{ algorithm: 'SHA256', checksumValue: SUM }] },
        { downloadLocation: 'NOASSERTION', externalRefs: [{ referenceType: 'purl', referenceLocator: purl }] },
      ],
    };
    expect(readMaterials(JSON.stringify(document))).toEqual([
      { kind: 'git', url: 'https://example.com/acme/tool.git', ref: null, commit: COMMIT },
      { kind: 'file', url: 'https://example.com/a', sha256: SUM },
      { kind: 'git', url: 'https://example.com/acme/third', ref: null, commit: COMMIT },
    ]);
  });
});

describe('a document that is none', () => {
  it.each([
    ['no JSON', 'FROM debian', 'it is no JSON'],
    ['nothing', '', 'it is no JSON'],
    ['another JSON', '{"name":"pinlock"}', 'it is none of SLSA provenance'],
    ['a payload that is none', '{"payloadType":"x","payload":"%%%"}', 'it is none of'],
    ['keys of the prototype', '{"__proto__":{"materials":[]},"constructor":{"materials":[]}}', 'it is none of'],
    ['envelopes without end', `${'{"predicate":'.repeat(5000)}{"materials":[]}${'}'.repeat(5000)}`, 'it is none of'],
    ['lists without end', `${'['.repeat(5000)}${']'.repeat(5000)}`, 'it is none of'],
  ])('%s', (_name, text, why) => {
    expect(readMaterials(text)).toContain(why);
  });
});
