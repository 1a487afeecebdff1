// The place where the demo's commands run: a folder of its own with a PATH, a home and a git configuration of its own.
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** Makes the folder; `bin` gets a wget that leads github.com to `server`, and `pinlock`, the program to show. */
export function createWorkshop() {
  const folder = mkdtempSync(join(tmpdir(), 'pinlock-demo-'));
  for (const name of ['bin', 'home', 'upstream']) mkdirSync(join(folder, name));
  const product = join(folder, 'product');
  cpSync(join(HERE, 'product'), product, { recursive: true });
  return { folder, product, upstream: join(folder, 'upstream') };
}

/** What every command of the demo gets as its environment, and nothing else. */
export function toEnvironment(folder) {
  return {
    PATH: [join(folder, 'bin'), process.env.PATH].join(delimiter),
    HOME: join(folder, 'home'),
    XDG_CACHE_HOME: join(folder, 'home', 'cache'),
    XDG_CONFIG_HOME: join(folder, 'home', 'config'),
    XDG_STATE_HOME: join(folder, 'home', 'state'),
    TMPDIR: process.env.TMPDIR ?? tmpdir(),
    LC_ALL: 'C',
    NO_COLOR: '1',
    no_proxy: '127.0.0.1',
    // The product's own commits have the same ids on every machine.
    GIT_AUTHOR_DATE: '2019-10-14T12:00:00Z',
    GIT_COMMITTER_DATE: '2019-10-14T12:00:00Z',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: join(folder, 'home', 'gitconfig'),
  };
}

/** Puts wget and pinlock on the PATH, and sends git's github.com to the server. */
export function furnish(folder, server, pinlock) {
  addCommand(folder, 'wget', join(HERE, 'wget.mjs'), server);
  addCommand(folder, 'pinlock', pinlock, server);
  const settings = `[url "${server}/"]
\tinsteadOf = https://github.com/
[user]
\tname = Grace Example
\temail = grace@example.com
[init]
\tdefaultBranch = main
[advice]
\tdetachedHead = false
`;
  writeFileSync(join(folder, 'home', 'gitconfig'), settings);
  // What git's own setting does for repositories, pinlock's does for their archives.
  mkdirSync(join(folder, 'home', 'config', 'pinlock'), { recursive: true });
  writeFileSync(join(folder, 'home', 'config', 'pinlock', 'config.yml'), `mirrors: { github.com: '${server}' }\n`);
}

/** Runs a shell line in the product's folder; resolves to its exit code and all that it printed. */
export function runLine(line, cwd, env) {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', line], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
    }
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, text }));
  });
}

function addCommand(folder, name, script, server) {
  const path = join(folder, 'bin', name);
  writeFileSync(path, `#!/bin/sh\nDEMO_SERVER=${server} exec "${process.execPath}" "${script}" "$@"\n`);
  chmodSync(path, 0o755);
}
