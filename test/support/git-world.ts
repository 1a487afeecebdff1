import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GitServer, type GitServerOptions, startGitServer } from './git-server.mjs';

/** A folder of its own, a server over its repositories, and the environment of a user whose git leads https://example.com there. */
export type GitWorld = {
  readonly folder: string;
  /** Where `createRepository` puts repositories. */
  readonly root: string;
  readonly server: GitServer;
  /** HOME, PATH, GIT_CONFIG_GLOBAL (with `url.insteadOf`) and nothing of the machine's own configuration. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes the global git configuration anew; the way from https://example.com/ to the server is kept. */
  readonly configure: (text: string) => void;
  readonly close: () => Promise<void>;
};

/** Starts one; to be closed by the test. */
export async function createGitWorld(options: Omit<GitServerOptions, 'root'> = {}): Promise<GitWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'pinlock-git-'));
  const [root, home] = [join(folder, 'repositories'), join(folder, 'home')];
  for (const path of [root, home]) mkdirSync(path);
  const server = await startGitServer({ ...options, root });
  const config = join(home, 'gitconfig');
  const configure = (text: string): void =>
    writeFileSync(config, `[url "${server.url}/"]\n\tinsteadOf = https://example.com/\n${text}`);
  configure('');
  return {
    folder,
    root,
    server,
    env: { HOME: home, PATH: process.env.PATH ?? '', GIT_CONFIG_GLOBAL: config, GIT_CONFIG_NOSYSTEM: '1' },
    configure,
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
