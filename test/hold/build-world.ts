import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { createGitWorld } from '../support/git-world.ts';
import { type Registry, startRegistry } from '../support/registry.ts';
import { createRepository, type Repository } from '../support/repositories.ts';
import { startWebServer } from '../support/web-server.ts';

/**
 * All that a build of images needs on loopback: buildah with a storage of its own, a registry, git and a file server. The build knows them
 * by names of example.com alone, as it would know real hosts: the user's settings lead to loopback.
 */
export type BuildWorld = {
  readonly folder: string;
  /** Of the user who builds. */
  readonly env: Readonly<Record<string, string>>;
  /** The library that the build fetches as repository and as archive. */
  readonly lib: Repository;
  /** What http://files.example.com/tool.sh is. */
  readonly setTool: (text: string) => void;
  /** Makes registry.example.com/acme/base:1 anew, with this text in it. */
  readonly pushBase: (text: string) => Promise<void>;
  /** A clone of the product's repository in a folder of its own. */
  readonly clone: () => string;
  readonly product: Repository;
  /** Runs the build's script in a folder; the digest of the image, or what it said when it failed. */
  readonly build: (folder: string, command?: readonly string[]) => Promise<Built>;
  /** Closes registry, git server and file server, and takes their data away. */
  readonly disappear: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** `layers` are the hashes of all files of the image, whatever commands its history names; both are empty where the build failed. */
export type Built = {
  readonly digest: string;
  readonly layers: string;
  readonly output: string;
  readonly exitCode: number;
};

/**
 * The product: a repository on the building machine; in the image a base, a file, a file of a branch and an archive of one, whose top folder is
 * left out because hosts name it after the ref.
 */
export const PRODUCT = {
  Dockerfile: `FROM registry.example.com/acme/base:1
RUN wget -q -O /bin/tool http://files.example.com/tool.sh
RUN wget -q -O /srv/changes http://git.example.com/acme/lib/raw/branch/main/version
RUN wget -q -O - http://git.example.com/acme/lib/archive/main.tar.gz | tar xz --strip-components=1 -C /srv
COPY lib /srv/lib
`,
  'build.sh': `#!/bin/sh
set -e
git clone -q -b main https://example.com/acme/lib lib
rm -rf lib/.git
buildah bud -q --isolation chroot --network host --timestamp 0 --iidfile image.id .
`,
  'pinlock.yml': 'forges:\n  git.example.com: gitea\n',
} as const;

export async function createBuildWorld(): Promise<BuildWorld> {
  const git = await createGitWorld();
  let registry: Registry | undefined = await startRegistry();
  let tool = '';
  // What comes for git.example.com goes on to the git server, as behind a proxy of a company.
  const proxy = await startWebServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://proxy.invalid');
    if (url.pathname === '/tool.sh') {
      response.writeHead(200).end(tool);
      return;
    }
    // Gitea says what kind of ref it is, the server takes any.
    const path = url.pathname.replace(/\/raw\/(?:branch|commit)\//, '/raw/');
    const { method = 'GET', headers } = request;
    const onward = http.request(`${git.server.url}${path}${url.search}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward.on('error', () => response.destroy()));
  });
  const { folder } = git;
  const containers = writeContainerSettings(folder, registry);
  const newStorage = (): string => writeStorage(mkdtempSync(join(folder, 'storage-')));
  const trusted = join(folder, 'trusted.yml');
  writeFileSync(
    trusted,
    `http: [files.example.com, git.example.com]
mirrors:
  registry.example.com: ${registry.url}
  git.example.com: ${proxy.url}
  files.example.com: ${proxy.url}
`,
  );
  const env = {
    ...git.env,
    ...containers,
    http_proxy: proxy.url,
    no_proxy: '127.0.0.1',
    PINLOCK_TRUSTED_CONFIG: trusted,
    XDG_STATE_HOME: join(folder, 'state'),
  };
  const product = createRepository(git.root, 'acme/product');
  const buildah = async (...args: readonly string[]) => {
    const { exitCode, output } = await run('buildah', args, folder, env);
    if (exitCode !== 0) throw new Error(`buildah ${args.join(' ')}: ${output}`);
  };
  return {
    folder,
    env,
    product,
    lib: createRepository(git.root, 'acme/lib'),
    setTool: (text) => {
      tool = text;
    },
    pushBase: async (text) => {
      const context = mkdtempSync(join(folder, 'base-'));
      copyFileSync('/bin/busybox', join(context, 'busybox'));
      chmodSync(join(context, 'busybox'), 0o755);
      writeFileSync(join(context, 'version'), text);
      const setup = 'RUN ["/bin/busybox", "sh", "-c", "mkdir -p /srv /tmp && /bin/busybox --install -s /bin"]';
      writeFileSync(
        join(context, 'Dockerfile'),
        `FROM scratch\nCOPY busybox /bin/busybox\nCOPY version /version\n${setup}\n`,
      );
      // Settings that lead elsewhere are for what is pulled.
      const name = `${registry?.host}/acme/base:1`;
      await buildah('bud', '-q', ...ISOLATION, '--timestamp', '0', '-t', name, context);
      await buildah('push', '-q', '--tls-verify=false', name);
    },
    clone: () => {
      const target = mkdtempSync(join(folder, 'clone-'));
      execFileSync('git', ['clone', '-q', product.folder, target], { env });
      return target;
    },
    build: async (cwd, command = ['sh', 'build.sh']) => {
      const [program = '', ...args] = command;
      // As on a machine that never built it: buildah writes into an image by which names it knows its base.
      const own = { ...env, CONTAINERS_STORAGE_CONF: newStorage() };
      const result = await run(program, args, cwd, own);
      const id = join(cwd, 'image.id');
      const inspect = (format: string) => (existsSync(id) ? inspectImage(readFileSync(id, 'utf8'), format, own) : '');
      // The id is a hash over the configuration, which names the layers; the manifest's digest follows from both.
      return { ...result, digest: inspect('{{.FromImageDigest}}'), layers: inspect('{{.OCIv1.RootFS.DiffIDs}}') };
    },
    disappear: async () => {
      await registry?.close();
      registry = undefined;
      await Promise.all([proxy.close(), git.server.close()]);
      rmSync(git.root, { recursive: true });
    },
    close: async () => {
      if (registry !== undefined) await Promise.all([registry.close(), proxy.close()]);
      await git.close();
    },
  };
}

const ISOLATION = ['--isolation', 'chroot', '--network', 'host'] as const;

/** Not synchronous: the servers live in this process. */
function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly exitCode: number; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd, env, encoding: 'utf8' }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ exitCode, output: stdout + stderr });
    });
  });
}

function inspectImage(id: string, format: string, env: Readonly<Record<string, string>>): string {
  return execFileSync('buildah', ['inspect', '--type', 'image', '--format', format, id.trim()], {
    env,
    encoding: 'utf8',
  }).trim();
}

function writeStorage(folder: string): string {
  const file = join(folder, 'storage.conf');
  writeFileSync(file, `[storage]\ndriver = "vfs"\ngraphroot = "${folder}/graph"\nrunroot = "${folder}/run"\n`);
  return file;
}

function writeContainerSettings(folder: string, registry: Registry): Readonly<Record<string, string>> {
  const storage = join(folder, 'storage');
  mkdirSync(storage);
  const registries = join(folder, 'registries.conf');
  writeFileSync(
    registries,
    `[[registry]]\nprefix = "registry.example.com"\nlocation = "${registry.host}"\ninsecure = true\n`,
  );
  return {
    CONTAINERS_STORAGE_CONF: writeStorage(storage),
    CONTAINERS_REGISTRIES_CONF: registries,
    STORAGE_DRIVER: 'vfs',
  };
}
