import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';

/** Debian's sshd on 127.0.0.1, which lets one key in as the user who runs the tests. */
export type SshServer = {
  readonly port: number;
  /** Who may log in. */
  readonly user: string;
  /** A line for known_hosts, for any name of the host. */
  readonly knownHost: (name: string) => string;
  /** The file of the key that opens. */
  readonly key: string;
  readonly close: () => Promise<void>;
};

/** One sshd for each connection, as inetd would start it: so no port has to be guessed. `folder` holds its keys and configuration. */
export async function startSshServer(folder: string): Promise<SshServer> {
  mkdirSync(folder);
  const [hostKey, key] = [join(folder, 'host'), join(folder, 'client')];
  for (const path of [hostKey, key]) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path]);
  }
  writeFileSync(join(folder, 'authorized'), readFileSync(`${key}.pub`));
  chmodSync(key, 0o600);
  const config = join(folder, 'sshd_config');
  writeFileSync(
    config,
    [
      `HostKey ${hostKey}`,
      `AuthorizedKeysFile ${join(folder, 'authorized')}`,
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin prohibit-password',
      '',
    ].join('\n'),
  );
  // sshd wants it when it is root; its package's service makes it.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const program = execFileSync('sh', ['-c', 'command -v sshd'], { encoding: 'utf8' }).trim();
  const children = new Set<ChildProcess>();
  const sockets = new Set<Socket>();
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    sockets.add(socket);
    const child = spawn(program, ['-i', '-f', config], { stdio: [socket, socket, 'ignore'] });
    children.add(child);
    child.on('close', () => {
      children.delete(child);
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: portOf(server.address()),
    user: userInfo().username,
    knownHost: (name) => `${name} ${readFileSync(`${hostKey}.pub`, 'utf8')}`,
    key,
    close: () =>
      new Promise((resolve) => {
        for (const child of children) child.kill('SIGKILL');
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
}
