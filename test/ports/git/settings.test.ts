import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readNetworkSettings } from '../../../src/ports/git/settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinlock-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function read(config: string, env: Readonly<Record<string, string>> = {}) {
  const path = join(folder, 'gitconfig');
  writeFileSync(path, config);
  const caller = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: path, ...env };
  return readNetworkSettings(caller, { outside: folder, folder: undefined, trustLocal: false });
}

const OPENSSH = '-oBatchMode=yes -oConnectTimeout=15';

describe('the ssh command', () => {
  it.each([
    ['nothing configured', '', `ssh ${OPENSSH}`],
    ['an own command', '[core]\n\tsshCommand = ssh -i ~/.ssh/id\n', `ssh -i ~/.ssh/id ${OPENSSH}`],
    ['the last of two', '[core]\n\tsshCommand = a\n\tsshCommand = b\n', `b ${OPENSSH}`],
    [
      'PuTTY',
      "[core]\n\tsshCommand = '/c/Program Files/PuTTY/plink.exe' -v\n",
      "'/c/Program Files/PuTTY/plink.exe' -v -batch",
    ],
    ['PuTTY by name of the variant', '[core]\n\tsshCommand = mine\n[ssh]\n\tvariant = plink\n', 'mine -batch'],
    ['a program that takes no options', '[core]\n\tsshCommand = mine\n[ssh]\n\tvariant = simple\n', 'mine'],
    ['a folder that is called plink', '[core]\n\tsshCommand = /plink/ssh\n', `/plink/ssh ${OPENSSH}`],
  ])('%s', async (_name, config, command) => {
    expect((await read(config)).sshCommand).toBe(command);
  });
});

describe('a proxy', () => {
  it.each([
    ['none', '', {}, false],
    ['for all', '[http]\n\tproxy = http://p\n', {}, true],
    ['switched off', '[http]\n\tproxy =\n', {}, false],
    ['for this host', '[http "https://example.com"]\n\tproxy = http://p\n', {}, true],
    ['for another host', '[http "https://other.example"]\n\tproxy = http://p\n', {}, false],
    ['of the environment', '', { HTTPS_PROXY: 'http://p' }, true],
    ['in the environment, empty', '', { HTTPS_PROXY: '' }, false],
  ])('%s', async (_name, config, env, expected) => {
    expect((await read(config, env)).isProxied('https://example.com/acme/library')).toBe(expected);
  });
});

it('hosts that the user has tied to an address', async () => {
  const { tiedHosts } = await read(
    '[http]\n\tcurloptResolve = Example.com:443:192.0.2.1\n\tcurloptResolve = +b.example:80:::1\n',
  );
  expect(tiedHosts).toEqual(new Set(['example.com:443', 'b.example:80']));
});

it('a configuration that git cannot read gives the defaults', async () => {
  expect(await read('[core\n')).toMatchObject({ extra: [], sshCommand: `ssh ${OPENSSH}` });
});
