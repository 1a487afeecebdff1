import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';

/** A bare repository for tests. Authors and dates are fixed, so the same calls give the same commit ids. */
export type Repository = {
  readonly folder: string;
  /** Adds a commit to a branch (made when missing, `from` says where); `files` are added to those of its parent. Returns its id. */
  readonly commit: (files: Readonly<Record<string, string>>, options?: CommitOptions) => string;
  readonly branch: (name: string, at: string) => void;
  /** A lightweight tag. */
  readonly tag: (name: string, at: string) => void;
  /** A tag object; returns its own id, which is not the commit's. `on`: as of a commit. */
  readonly annotatedTag: (name: string, at: string, on?: string) => string;
  /** What HEAD stands for: a branch, or a commit (detached). */
  readonly setHead: (target: { readonly branch: string } | { readonly commit: string }) => void;
  readonly git: (...args: readonly string[]) => string;
};

export type CommitOptions = {
  readonly branch?: string;
  readonly from?: string;
  readonly message?: string;
  /** Author's and committer's date, RFC 3339; a minute after the one before unless given. */
  readonly on?: string;
  /** A second parent. */
  readonly merge?: string;
};

/** 2019-10-16T00:00:00Z; every commit or tag is one minute later than the one before. */
const FIRST_INSTANT = 1_571_184_000;
const MINUTE = 60;
const PERSON = { name: 'Ada Example', email: 'ada@example.com' } as const;

/** Makes `root/OWNER/NAME.git`, empty, HEAD on `main`. */
export function createRepository(root: string, name: string): Repository {
  const folder = join(root, `${name}.git`);
  mkdirSync(folder, { recursive: true });
  let instant = FIRST_INSTANT;
  const run = (args: readonly string[], input = ''): string =>
    execFileSync('git', ['--git-dir', folder, ...args], { env: environment(instant), input, encoding: 'utf8' }).trim();
  run(['init', '--quiet', '--bare', '--template=', '--initial-branch=main']);
  const exists = (ref: string): boolean => run(['for-each-ref', ref]) !== '';
  return {
    folder,
    git: (...args) => run(args),
    commit: (files, options = {}) => {
      const branch = `refs/heads/${options.branch ?? 'main'}`;
      const parent = options.from ?? (exists(branch) ? branch : null);
      if (options.on !== undefined) instant = Date.parse(options.on) / 1000;
      run(['fast-import', '--quiet', '--force'], toStream(branch, parent, files, options, instant));
      instant += MINUTE;
      return run(['rev-parse', branch]);
    },
    branch: (branch, at) => void run(['update-ref', `refs/heads/${branch}`, at]),
    tag: (tag, at) => void run(['update-ref', `refs/tags/${tag}`, at]),
    annotatedTag: (tag, at, on) => {
      if (on !== undefined) instant = Date.parse(on) / 1000;
      run(['tag', '--annotate', '--message', tag, tag, at]);
      instant += MINUTE;
      return run(['rev-parse', `refs/tags/${tag}`]);
    },
    setHead: (target) => {
      if ('branch' in target) run(['symbolic-ref', 'HEAD', `refs/heads/${target.branch}`]);
      else run(['update-ref', '--no-deref', 'HEAD', target.commit]);
    },
  };
}

/** https://git-scm.com/docs/git-fast-import: one process instead of a work tree, an index and four. */
function toStream(
  branch: string,
  parent: string | null,
  files: Readonly<Record<string, string>>,
  { message = 'change', merge }: CommitOptions,
  instant: number,
): string {
  const person = `${PERSON.name} <${PERSON.email}> ${instant} +0000`;
  const lines = [`commit ${branch}`, `author ${person}`, `committer ${person}`, toData(message)];
  if (parent !== null) lines.push(`from ${parent}${parent.startsWith('refs/') ? '^0' : ''}`);
  if (merge !== undefined) lines.push(`merge ${merge}`);
  for (const [path, text] of Object.entries(files)) {
    lines.push(`M ${text.startsWith('#!') ? '100755' : '100644'} inline ${path}`, toData(text));
  }
  return `${lines.join('\n')}\n`;
}

function toData(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}

function environment(instant: number): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: devNull,
    LC_ALL: 'C',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: PERSON.name,
    GIT_AUTHOR_EMAIL: PERSON.email,
    GIT_COMMITTER_NAME: PERSON.name,
    GIT_COMMITTER_EMAIL: PERSON.email,
    GIT_AUTHOR_DATE: `${instant} +0000`,
    GIT_COMMITTER_DATE: `${instant} +0000`,
  };
}
