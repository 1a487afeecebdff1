import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { type SchemaName, schemaErrors } from '../reports/schema.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a person would see. */
export type Run = { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string };

export type RunOptions = {
  /** Folder to start in; a fresh empty one when not given. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Runs as the user nobody where the test runs as root, which may read everything. */
  readonly isUnprivileged?: true;
};

export type Pinlock = {
  /** Runs the built program in a clean environment: no colours, a home of its own, no configuration of git. */
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Run>;
  /** A folder with these files; a name that ends in `/` is an empty folder. */
  readonly tree: (files: Readonly<Record<string, string>>) => string;
  /** All files below a folder with their text, git's own left out. */
  readonly readTree: (folder: string) => Readonly<Record<string, string>>;
  /** The built program. */
  readonly program: () => string;
};

/** Builds pinlock once for a test file into a folder of its own, and cleans up after it. */
export function usePinlock(): Pinlock {
  let folder = '';
  const newFolder = (name: string): string => mkdtempSync(join(folder, `${name}-`));
  const program = (): string => join(folder, 'dist', 'pinlock.js');

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pinlock-cli-'));
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'home'));
    execFileSync(process.execPath, ['scripts/build.mjs', '--outdir', join(folder, 'dist')], { cwd: ROOT });
    // Outside of the repository an ES module needs to be told; in the package its package.json does.
    writeFileSync(join(folder, 'dist', 'package.json'), '{"type":"module"}');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  return {
    program,
    run: (args, options = {}) =>
      new Promise((resolve, reject) => {
        const cwd = options.cwd ?? newFolder('empty');
        const home = join(folder, 'home');
        const env = { PATH: process.env.PATH, HOME: home, GIT_CONFIG_NOSYSTEM: '1', ...options.env };
        execFile(
          process.execPath,
          [program(), ...args],
          { cwd, env, maxBuffer: 64 * 1024 * 1024, ...(options.isUnprivileged ? toUnprivileged() : {}) },
          (error, stdout, stderr) => {
            const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
            try {
              if (isJson(args) && stdout !== '') demandValid(stdout, schemaOf(args));
            } catch (fault) {
              reject(fault);
            }
            resolve({ exitCode, stdout, stderr: stderr.replaceAll(folder, '<folder>') });
          },
        );
      }),
    tree: (files) => {
      const top = newFolder('tree');
      chmodSync(top, 0o755);
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(join(top, path.endsWith('/') ? path : dirname(path)), { recursive: true });
        if (!path.endsWith('/')) writeFileSync(join(top, path), text);
      }
      return top;
    },
    readTree: (top) =>
      Object.fromEntries(
        readdirSync(top, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && !/\/\.git(?:\/|$)/.test(entry.parentPath))
          .map((entry) => join(entry.parentPath, entry.name))
          .sort()
          .map((path) => [path.slice(top.length + 1), readFileSync(path, 'utf8')]),
      ),
  };
}

function isJson(args: readonly string[]): boolean {
  return args[args.indexOf('--format') + 1] === 'json';
}

/** Whatever a test is about: JSON that leaves pinlock keeps its schema. */
function demandValid(stdout: string, schema: SchemaName): void {
  const errors = schemaErrors(JSON.parse(stdout), schema);
  if (errors.length > 0) throw new Error(`the output breaks schema/${schema}.schema.json: ${errors.join('; ')}`);
}

const COMMANDS: readonly string[] = ['scan', 'check', 'resolve', 'update', 'apply', 'unapply'];

function schemaOf(args: readonly string[]): SchemaName {
  const command = args.find((word) => COMMANDS.includes(word));
  if (command === 'update' || command === 'resolve') return command;
  return command === 'apply' || command === 'unapply' ? 'apply' : 'report';
}

const NOBODY = 65534;

function toUnprivileged(): { readonly uid?: number; readonly gid?: number } {
  return process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
}
