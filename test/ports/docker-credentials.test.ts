import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDockerCredentials } from '../../src/ports/docker-credentials.ts';

let folder: string;
let home: string;
let programs: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinlock-docker-'));
  [home, programs] = [join(folder, 'home'), join(folder, 'bin')];
  for (const path of [join(home, '.docker'), programs, join(folder, 'tree')]) mkdirSync(path, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function configure(config: unknown, path = join(home, '.docker')): void {
  writeFileSync(join(path, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config));
}

/** A helper that runs this shell text; standard input is the server's name. */
function helper(name: string, script: string, path = programs): void {
  const program = join(path, `docker-credential-${name}`);
  writeFileSync(program, `#!/bin/sh\nserver=$(cat)\n${script}\n`);
  chmodSync(program, 0o755);
}

function open(env: Readonly<Record<string, string>> = {}) {
  const path = [programs, process.env.PATH].join(delimiter);
  return createDockerCredentials({ env: { HOME: home, PATH: path, ...env }, roots: [join(folder, 'tree')] });
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const ADA = { kind: 'password', user: 'ada', password: 's3:cret' } as const;
const AUTH = { auth: base64('ada:s3:cret') } as const;
const HUB_KEY = 'https://index.docker.io/v1/';

describe('credentials in the file', () => {
  it.each([
    ['a host', 'example.com', { 'example.com': AUTH }, ADA],
    ['a host with a port', 'example.com:5000', { 'example.com:5000': AUTH }, ADA],
    ['a URL', 'example.com', { 'https://example.com/v1/': AUTH }, ADA],
    ['another port', 'example.com', { 'example.com:5000': AUTH }, null],
    ['a host that only ends alike', 'example.com', { 'anexample.com': AUTH }, null],
    ['Docker Hub', 'registry-1.docker.io', { [HUB_KEY]: AUTH }, ADA],
    ['Docker Hub as others write it', 'registry-1.docker.io', { 'docker.io': AUTH }, ADA],
    ["Docker Hub's are for Docker Hub", 'example.com', { [HUB_KEY]: AUTH }, null],
    ['user and password apart', 'example.com', { 'example.com': { username: 'ada', password: 's3:cret' } }, ADA],
    [
      'an identity token',
      'example.com',
      { 'example.com': { ...AUTH, identitytoken: 't0ken' } },
      { kind: 'identity-token', token: 't0ken' },
    ],
    ['NULs behind the password', 'example.com', { 'example.com': { auth: base64('ada:s3:cret\0\0') } }, ADA],
    ['nothing in it', 'example.com', { 'example.com': {} }, null],
    ['no pair', 'example.com', { 'example.com': { auth: base64('ada') } }, null],
    ['a key of every object', '__proto__', {}, null],
  ])('%s', async (_name, host, auths, credentials) => {
    configure({ auths, proxies: { default: {} } });
    expect(await open().find(host)).toEqual({ credentials, trouble: null });
  });
});

describe('which file', () => {
  it('none is none', async () => {
    expect(await open().find('example.com')).toEqual({ credentials: null, trouble: null });
    expect(await open({ HOME: '' }).find('example.com')).toEqual({ credentials: null, trouble: null });
  });

  it('DOCKER_CONFIG comes before the home folder', async () => {
    configure({ auths: { 'example.com': { auth: base64('home:x') } } });
    const own = join(folder, 'own');
    mkdirSync(own);
    configure({ auths: { 'example.com': AUTH } }, own);
    expect(await open({ DOCKER_CONFIG: own }).find('example.com')).toMatchObject({ credentials: ADA });
  });

  it.each([
    ['in the tree', (tree: string) => ({ DOCKER_CONFIG: tree })],
    ['in a folder of the tree', (tree: string) => ({ DOCKER_CONFIG: join(tree, 'deep') })],
    [
      'behind a link into the tree',
      (tree: string, outside: string) => {
        symlinkSync(tree, join(outside, 'link'));
        return { DOCKER_CONFIG: join(outside, 'link') };
      },
    ],
  ])('one %s is not used, and its helper not run', async (_name, toEnv) => {
    const tree = join(folder, 'tree');
    const mark = join(folder, 'mark');
    mkdirSync(join(tree, 'deep'));
    for (const path of [tree, join(tree, 'deep')])
      configure({ credsStore: 'evil', auths: { 'example.com': AUTH } }, path);
    helper('evil', `touch ${mark}`);
    const answer = await open(toEnv(tree, folder)).find('example.com');
    expect(answer).toEqual({ credentials: null, trouble: expect.stringContaining('lies in the tree') });
    expect(existsSync(mark)).toBe(false);
  });

  it('a relative DOCKER_CONFIG is not looked for where one stands', async () => {
    configure({ auths: { 'example.com': AUTH } }, join(folder, 'tree'));
    expect(await open({ DOCKER_CONFIG: '.' }).find('example.com')).toEqual({ credentials: null, trouble: null });
  });

  it.each([
    ['broken JSON', '{'],
    ['a text', '"x"'],
    ['auths of another kind', { auths: 'x' }],
    ['a helper of another kind', { credsStore: ['sh', '-c', 'x'] }],
    ['17 MB', `"${'x'.repeat(17 * 1024 * 1024)}"`],
  ])('%s is named, and nothing of it shown', async (_name, config) => {
    configure(config);
    const { credentials, trouble } = await open().find('example.com');
    expect(credentials).toBeNull();
    expect(trouble).toMatch(/config\.json cannot be used: [^x]*$/);
  });
});

describe('credential helpers', () => {
  const SAYS_ADA = `printf '{"ServerURL":"x","Username":"ada","Secret":"s3:cret"}'`;

  it('is asked for the host by standard input, with nothing in its arguments', async () => {
    configure({ credsStore: 'store' });
    const log = join(folder, 'log');
    helper('store', `echo "$server|$*" >> ${log}\n${SAYS_ADA}`);
    for (const host of ['example.com:5000', 'registry-1.docker.io']) {
      expect(await open().find(host)).toEqual({ credentials: ADA, trouble: null });
    }
    expect(readFileSync(log, 'utf8')).toBe(`example.com:5000|get\n${HUB_KEY}|get\n`);
  });

  it('of a host comes before the store', async () => {
    configure({ credsStore: 'store', credHelpers: { 'example.com': 'own' } });
    helper('store', `printf '{"Username":"store","Secret":"x"}'`);
    helper('own', SAYS_ADA);
    expect(await open().find('example.com')).toMatchObject({ credentials: ADA });
    expect(await open().find('example.org')).toMatchObject({ credentials: { user: 'store' } });
  });

  it('an identity token', async () => {
    configure({ credsStore: 'store' });
    helper('store', `printf '{"Username":"<token>","Secret":"t0ken"}'`);
    expect(await open().find('example.com')).toMatchObject({ credentials: { kind: 'identity-token', token: 't0ken' } });
  });

  it('that knows nothing leaves it to the file', async () => {
    configure({ credsStore: 'store', auths: { 'example.com': AUTH } });
    helper('store', 'echo "credentials not found in native keychain"; exit 1');
    expect(await open().find('example.com')).toEqual({ credentials: ADA, trouble: null });
    expect(await open().find('example.org')).toEqual({ credentials: null, trouble: null });
  });

  it.each([
    ['fails', 'echo s3cret; echo s3cret >&2; exit 3', 'docker-credential-store failed (exit 3)'],
    ['says no JSON', 'echo s3cret', 'gave no credentials'],
    ['says other JSON', `printf '{"password":"s3cret"}'`, 'gave no credentials'],
    ['says too much', 'yes s3cret', 'said too much'],
  ])('that %s is named, and nothing of what it said', async (_name, script, words) => {
    configure({ credsStore: 'store' });
    helper('store', script);
    const answer = await open().find('example.com');
    expect(answer).toEqual({ credentials: null, trouble: expect.stringContaining(words) });
    expect(answer.trouble).not.toContain('s3cret');
  });

  it('that is not installed', async () => {
    configure({ credsStore: 'gone' });
    expect(await open().find('example.com')).toEqual({
      credentials: null,
      trouble: expect.stringContaining('could not be started'),
    });
  });

  it.each(['../evil', 'evil;touch x', 'a b', '-x/y', 'EVIL', 'a\nb', '/bin/sh'])(
    'of the name %j is not run',
    async (name) => {
      configure({ credHelpers: { 'example.com': name } });
      const answer = await open().find('example.com');
      expect(answer).toEqual({ credentials: null, trouble: expect.stringContaining('which is no name') });
    },
  );

  it.each([
    ['in a folder of the tree on PATH', () => join(folder, 'tree')],
    ['in the folder where one stands', () => '.'],
    ['behind an empty entry', () => ''],
  ])('%s is not run', async (_name, toEntry) => {
    configure({ credsStore: 'evil' });
    const mark = join(folder, 'mark');
    helper('evil', `touch ${mark}`, join(folder, 'tree'));
    const path = [toEntry(), '/usr/bin', '/bin'].join(delimiter);
    expect(await open({ PATH: path }).find('example.com')).toMatchObject({ credentials: null });
    expect(existsSync(mark)).toBe(false);
  });

  it('ends with the caller', async () => {
    configure({ credsStore: 'slow' });
    helper('slow', 'exec sleep 60');
    const caller = new AbortController();
    const asked = open().find('example.com', caller.signal);
    setImmediate(() => caller.abort(new Error('enough')));
    await expect(asked).rejects.toThrow('enough');
  });
});
