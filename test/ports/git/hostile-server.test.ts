import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGit, type GitSetup } from '../../../src/ports/git.ts';
import { createGitWorld, type GitWorld } from '../../support/git-world.ts';
import { processesWith } from '../../support/processes.ts';
import { createRepository } from '../../support/repositories.ts';

const URL_OF_LIBRARY = 'https://example.com/acme/library';
const ID = 'a'.repeat(40);
const MEGABYTE = 1024 * 1024;

let world: GitWorld;
let intercept: (request: IncomingMessage, response: ServerResponse) => boolean;
beforeEach(async () => {
  intercept = () => false;
  world = await createGitWorld({ intercept: (request, response) => intercept(request, response) });
});
afterEach(() => world.close());

function ask(setup: Partial<GitSetup> = {}) {
  return createGit({ env: world.env, ...setup }).listRefs(URL_OF_LIBRARY, ['HEAD']);
}

function limits(own: Partial<NonNullable<GitSetup['limits']>>): Partial<GitSetup> {
  return { limits: own };
}

/** https://git-scm.com/docs/protocol-common#_pkt_line_format */
function packet(text: string): string {
  return (Buffer.byteLength(text) + 4).toString(16).padStart(4, '0') + text;
}

/** The old protocol, in which the server says all refs whatever was asked for. */
function advertise(response: ServerResponse, ...refs: readonly string[]): void {
  response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' });
  const first = packet(`${ID} HEAD\0symref=HEAD:refs/heads/main agent=x\n`);
  response.write(`${packet('# service=git-upload-pack\n')}0000${first}${refs.map(packet).join('')}`);
}

/** Ids of processes that were started with the server's address. */
function processesOfServer(): readonly string[] {
  return processesWith(`127.0.0.1:${world.server.port}`);
}

describe('a flood of refs', () => {
  /** Sends as fast as it is read, without end. Returns the bytes that went out. */
  const flood = (response: ServerResponse): (() => number) => {
    let [sent, number] = [0, 0];
    const pump = (): void => {
      if (response.destroyed) return;
      const refs = Array.from({ length: 5_000 }, () => {
        number += 1;
        return packet(`${ID} refs/heads/branch-${number}\n`);
      }).join('');
      sent += refs.length;
      if (response.write(refs)) setImmediate(pump);
      else response.once('drain', pump);
    };
    advertise(response);
    pump();
    return () => sent;
  };

  it.runIf(process.platform === 'linux')('ends git when its memory is used up, not the machine', async () => {
    let sent = (): number => 0;
    intercept = (_request, response) => {
      sent = flood(response);
      return true;
    };
    const sizes = { memory: 48 * MEGABYTE, file: MEGABYTE };
    expect(await ask(limits({ sizes }))).toMatchObject({ kind: 'fault', reason: 'too-large', isTransient: false });
    expect(sent()).toBeLessThan(200 * MEGABYTE);
    await expect.poll(processesOfServer).toEqual([]);
  });

  it('that is large and has an end is cut at the limit of what is read', async () => {
    intercept = (_request, response) => {
      advertise(response, ...Array.from({ length: 2_000 }, (_, index) => `${ID} refs/heads/branch-${index}\n`));
      response.end('0000');
      return true;
    };
    const answer = await createGit({ env: world.env, limits: { byteLimit: 50_000 } }).listRefs(URL_OF_LIBRARY, []);
    expect(answer).toMatchObject({ kind: 'fault', reason: 'too-large' });
  });
});

describe('a slow server', () => {
  const drip = (response: ServerResponse): void => {
    advertise(response);
    const timer = setInterval(() => response.write('0'), 20);
    response.on('close', () => clearInterval(timer));
  };

  it('that drips is left at the deadline, which counts all', async () => {
    intercept = (_request, response) => {
      drip(response);
      return true;
    };
    expect(await ask(limits({ deadline: 700 }))).toMatchObject({ kind: 'fault', reason: 'timed-out' });
    await expect.poll(processesOfServer).toEqual([]);
  });

  it('that says nothing more is left by git itself', async () => {
    intercept = (_request, response) => {
      advertise(response);
      return true;
    };
    expect(await ask(limits({ stall: 1 }))).toMatchObject({ kind: 'fault', reason: 'timed-out' });
    await expect.poll(processesOfServer).toEqual([]);
  });
});

describe('what a server says of itself', () => {
  it.each([
    ['is no object id', `${'z'.repeat(40)} refs/heads/main\n`],
    ['is too short for one', `${'a'.repeat(39)} refs/heads/main\n`],
    ['breaks off in a packet', null],
    ['is a request to come to another place', 'ERR come to ext::sh -c date\n'],
  ])('%s', async (_name, ref) => {
    intercept = (_request, response) => {
      if (ref === null) {
        response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' });
        response.end(`${packet('# service=git-upload-pack\n')}00000fff`);
      } else {
        advertise(response, ref);
        response.end('0000');
      }
      return true;
    };
    expect(await ask()).toMatchObject({ kind: 'fault' });
  });

  it('refs with names that git does not allow are none', async () => {
    intercept = (_request, response) => {
      advertise(response, `${ID} refs/heads/\u001b[2J\n`, `${ID} refs/heads/a b\n`, `${ID} ../../config\n`);
      response.end('0000');
      return true;
    };
    const answer = await createGit({ env: world.env }).listRefs(URL_OF_LIBRARY, []);
    const names = answer.kind === 'refs' ? [...answer.refs.keys()] : [];
    expect(names.filter((name) => /\s/.test(name))).toEqual([]);
  });
});

describe('where one stands in a hostile repository, over the network too', () => {
  it('none of its settings counts, and nothing of it runs', async () => {
    const commit = createRepository(world.root, 'acme/library').commit({ 'a.txt': 'one' });
    const [tree, mark, program] = ['tree', 'mark', 'program'].map((name) => join(world.folder, name));
    if (tree === undefined || mark === undefined || program === undefined) throw new Error('unreachable');
    mkdirSync(tree);
    writeFileSync(program, `#!/bin/sh\ntouch ${mark}\n`);
    chmodSync(program, 0o755);
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: tree, env: world.env });
    git('init', '--quiet');
    for (const [key, value] of [
      [`remote.${URL_OF_LIBRARY}.url`, URL_OF_LIBRARY],
      [`remote.${URL_OF_LIBRARY}.uploadpack`, program],
      [`remote.${URL_OF_LIBRARY}.vcs`, 'evil'],
      [`url.ext::${program} .insteadOf`, 'https://example.com/'],
      ['protocol.ext.allow', 'always'],
      ['core.sshCommand', program],
      ['core.gitProxy', program],
      ['core.askPass', program],
      ['core.fsmonitor', program],
      ['credential.helper', `!${program}`],
      ['http.proxy', 'http://127.0.0.1:1'],
      ['http.extraHeader', 'X-Evil: yes'],
      ['alias.ls-remote', `!${program}`],
    ] as const) {
      git('config', key, value);
    }
    expect(await ask({ folder: tree })).toMatchObject({ kind: 'refs', refs: new Map([['HEAD', commit]]) });
    expect(existsSync(mark)).toBe(false);
    expect(JSON.stringify(world.server.requests)).not.toContain('evil');
  });
});
