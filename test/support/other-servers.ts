import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server of the program's own on 127.0.0.1. `run` is the program's client in the folder of the repository. */
export type OtherServer = {
  readonly url: string;
  readonly host: string;
  /** Where its repository lies. */
  readonly folder: string;
  readonly run: (...args: readonly string[]) => string;
  readonly close: () => Promise<void>;
};

/** `hg serve` over a repository with two branches and a tag. */
export async function startMercurial(): Promise<OtherServer> {
  const folder = mkdtempSync(join(tmpdir(), 'pinlock-hg-'));
  const env = { PATH: process.env.PATH, HOME: folder, HGRCPATH: '', HGUSER: 'ada', LC_ALL: 'C' };
  const run = (...args: readonly string[]): string =>
    execFileSync('hg', args, { cwd: folder, env, encoding: 'utf8' }).trim();
  run('init');
  for (const [text, branch] of [
    ['one', 'default'],
    ['two', 'default'],
    ['three', 'release-1'],
  ] as const) {
    writeFileSync(join(folder, 'a.txt'), text);
    if (branch !== 'default') run('branch', '--quiet', branch);
    run('commit', '--quiet', '--addremove', '--message', text);
    if (text === 'one') run('tag', '--local', 'v1.0');
  }
  const port = await freePort();
  const child = spawn('hg', ['serve', '--address', '127.0.0.1', '--port', String(port), '--prefix', 'library'], {
    cwd: folder,
    env,
    stdio: 'ignore',
  });
  return opened(child, folder, port, 'http', run);
}

/** `svnserve` over a repository whose trunk changed in revision 2 and whose tags changed in revision 3. */
export async function startSubversion(): Promise<OtherServer> {
  const folder = mkdtempSync(join(tmpdir(), 'pinlock-svn-'));
  const root = join(folder, 'repository');
  const env = { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C' };
  const run = (program: string, ...args: readonly string[]): string =>
    execFileSync(program, args, { cwd: folder, env, encoding: 'utf8' }).trim();
  run('svnadmin', 'create', root);
  for (const names of [['trunk', 'tags'], ['trunk/source'], ['tags/1.0']]) {
    run('svn', 'mkdir', '--quiet', '--message', 'x', ...names.map((name) => `file://${root}/${name}`));
  }
  const port = await freePort();
  const where = ['--listen-host', '127.0.0.1', '--listen-port', String(port)];
  const child = spawn('svnserve', ['--daemon', '--foreground', ...where, '--root', root], { env, stdio: 'ignore' });
  return opened(child, folder, port, 'svn', (...args) => run('svn', ...args));
}

async function opened(
  child: ChildProcess,
  folder: string,
  port: number,
  scheme: string,
  run: OtherServer['run'],
): Promise<OtherServer> {
  let isGone = false;
  child.once('exit', () => {
    isGone = true;
  });
  while (!(await answers(port))) if (isGone) throw new Error(`the server for ${scheme} did not start`);
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    folder,
    run,
    close: async () => {
      const gone = isGone ? Promise.resolve() : new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A port that was free a moment ago: both programs want a number. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address === null || typeof address === 'string' ? reject(new Error('no port')) : resolve(address.port),
      );
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    const end = (isOpen: boolean) => (): void => {
      socket.destroy();
      setImmediate(() => resolve(isOpen));
    };
    socket.once('connect', end(true));
    socket.once('error', end(false));
  });
}
