import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseTrustedConfig } from '../../src/config.ts';
import type { Source } from '../../src/model/source.ts';
import { loadTrust, refusal, toTrust } from '../../src/run/trust.ts';

const GIT: Source = {
  kind: 'git',
  key: 'git+https://git.example.com/a/b',
  locator: 'https://git.example.com/a/b',
  ref: null,
};
const IMAGE: Source = {
  kind: 'image',
  key: 'docker://registry.example.com:5000/a/b',
  locator: 'registry.example.com:5000/a/b',
  ref: null,
};
const HUB: Source = {
  kind: 'image',
  key: 'docker://docker.io/library/debian',
  locator: 'docker.io/library/debian',
  ref: null,
};
const FILE: Source = {
  kind: 'file',
  key: 'https://example.com:8443/a',
  locator: 'https://example.com:8443/a',
  ref: null,
};

describe('hosts that may be asked', () => {
  it.each([
    ['git', GIT, 'git.example.com', 'git.example.org'],
    ['an image', IMAGE, 'registry.example.com:5000', 'registry.example.com'],
    ["an image of Docker Hub's", HUB, 'docker.io', 'example.com'],
    ['a file', FILE, 'example.com:8443', 'example.com'],
  ])('%s', async (_name, source, allowed, other) => {
    expect(refusal(source, await parseTrustedConfig(`hosts: ["${allowed}"]`, 'x'))).toBeUndefined();
    expect(refusal(source, await parseTrustedConfig('', 'x'))).toBeUndefined();
    expect(refusal(source, await parseTrustedConfig(`hosts: ["${other}"]`, 'x'))).toMatchObject({ reason: 'refused' });
  });
});

describe('tokens', () => {
  const settings = 'tokens: { git.example.com: ACME_TOKEN, example.org: OTHER }';

  it('come out of their variables; one that is not set is named', async () => {
    const warnings: string[] = [];
    const folder = mkdtempSync(join(tmpdir(), 'pinlock-trust-'));
    const path = join(folder, 'config.yml');
    writeFileSync(path, settings);
    const env = { ACME_TOKEN: 's3cret\n' };
    const trusted = await loadTrust(path, { env, warn: (message) => warnings.push(message) });
    rmSync(folder, { recursive: true });
    expect(warnings).toEqual(["the user's configuration names OTHER for the token of example.org, and it is not set"]);
    const trust = toTrust(trusted, env, { publicOnly: true });
    expect(trust).toMatchObject({ tokens: new Map([['git.example.com', 's3cret']]), publicOnly: true });
  });

  it('that would end a header line are refused, and not shown', async () => {
    const trusted = await parseTrustedConfig(settings, 'x');
    const make = () => toTrust(trusted, { ACME_TOKEN: 's3cret\r\nX-Other: a' }, { publicOnly: false });
    expect(make).toThrow(/^ACME_TOKEN: (?!.*s3cret)/);
  });
});

describe('what cannot be trusted together', () => {
  it.each([
    [
      'a mirror of plain http',
      'mirrors: { example.com: "http://m.example.com" }',
      'x:1:1: mirrors: a mirror of plain http',
    ],
    ['a token over plain http', 'http: [a.example.com]\ntokens: { a.example.com: T }', 'x:2:1: tokens: a host under'],
  ])('%s', async (_name, text, message) => {
    await expect(parseTrustedConfig(text, 'x')).rejects.toThrow(message);
  });

  it.each([
    [
      'the host is named for plain http',
      'mirrors: { example.com: "http://m.example.com:81" }\nhttp: ["m.example.com:81"]',
    ],
    ['the mirror is this machine', 'mirrors: { example.com: "http://127.0.0.1:81/a" }'],
  ])('but %s', async (_name, text) => {
    expect((await parseTrustedConfig(text, 'x')).mirrors.size).toBe(1);
  });
});
