import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A repository with everything that archives tell apart, and the same archives as git makes them. */
export type ArchiveWorld = {
  readonly folder: string;
  readonly commit: string;
  /** `git archive` of the commit in the format that git knows (`tar`, `tar.gz`, `zip`), below a top folder unless `prefix` is empty. */
  readonly archive: (format: string, prefix?: string) => Buffer;
  /** The NAR hash of a folder on disk, by another way than the one under test. */
  readonly narOfFolder: (folder: string) => string;
  /** Where the tree lies on disk, without `.git`. */
  readonly tree: string;
  readonly close: () => void;
};

const LONG = `${'a-folder-with-a-long-name/'.repeat(8)}${'x'.repeat(120)}.txt`;

export function createArchiveWorld(): ArchiveWorld {
  const folder = mkdtempSync(join(tmpdir(), 'pinlock-archive-'));
  const tree = join(folder, 'tree');
  const gitDir = join(folder, 'git');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  };
  // git sorts a folder as if its name ended in a slash: `lib-a` and `lib.c` come before `lib/`, in a NAR behind `lib`.
  for (const path of ['lib-a', 'lib.c', 'lib/a.c', 'lib0', 'empty', 'größe.txt', 'a b', LONG]) write(path, `${path}\n`);
  write('empty', '');
  write('bin/run', '#!/bin/sh\n');
  write('eight', '12345678');
  chmodSync(join(tree, 'bin/run'), 0o755);
  symlinkSync('lib/a.c', join(tree, 'link'));
  symlinkSync(`${'../'.repeat(40)}nowhere`, join(tree, 'far'));
  const git = (...args: readonly string[]): Buffer =>
    execFileSync('git', [`--git-dir=${gitDir}`, `--work-tree=${tree}`, ...args], {
      env: { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' },
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  git('init', '--quiet');
  git('add', '--all');
  git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '--message=all');
  const commit = git('rev-parse', 'HEAD').toString().trim();
  return {
    folder,
    tree,
    commit,
    archive: (format, prefix = 'library-master/') => git('archive', `--format=${format}`, `--prefix=${prefix}`, commit),
    narOfFolder: (path) =>
      `sha256-${createHash('sha256')
        .update(Buffer.concat([text('nix-archive-1'), nodeOf(path)]))
        .digest('base64')}`,
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Straight from the definition: https://nix.dev/manual/nix/stable/protocols/nix-archive */
function nodeOf(path: string): Buffer {
  const status = lstatSync(path);
  const inside = status.isSymbolicLink()
    ? [text('symlink'), text('target'), text(readlinkSync(path))]
    : status.isDirectory()
      ? [
          text('directory'),
          ...readdirSync(path, 'buffer')
            .sort(Buffer.compare)
            .flatMap((name) => [
              text('entry'),
              text('('),
              text('name'),
              padded(name),
              text('node'),
              nodeOf(join(path, name.toString())),
              text(')'),
            ]),
        ]
      : [
          text('regular'),
          ...((status.mode & 0o100) === 0 ? [] : [text('executable'), text('')]),
          text('contents'),
          padded(readFileSync(path)),
        ];
  return Buffer.concat([text('('), text('type'), ...inside, text(')')]);
}

function text(value: string): Buffer {
  return padded(Buffer.from(value));
}

function padded(bytes: Buffer): Buffer {
  const whole = Buffer.alloc(8 + Math.ceil(bytes.length / 8) * 8);
  whole.writeUInt32LE(bytes.length);
  bytes.copy(whole, 8);
  return whole;
}
