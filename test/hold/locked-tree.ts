import { execFileSync } from 'node:child_process';
import type { Pinlock } from '../commands/pinlock.ts';

export const COMMIT = 'b'.repeat(40);
export const DIGEST = `sha256:${'a'.repeat(64)}`;
/** What the tree below is written as, and what its pins make of it. */
export const MOVING = 'FROM debian:bookworm\nRUN git clone -b main https://example.com/acme/lib\n';
export const PINNED = `FROM debian:bookworm@${DIGEST}\nRUN git clone -n https://example.com/acme/lib && git -C lib checkout -q ${COMMIT}\n`;

export const LOCKFILE = `{
  "lockfileVersion": 1,
  "sources": {
    "docker://docker.io/library/debian:bookworm": { "digest": "${DIGEST}" },
    "git+https://example.com/acme/lib@main": { "ref": "refs/heads/main", "commit": "${COMMIT}" }
  }
}
`;

/** A project with a lockfile and, besides, these files; `git`: a repository with one commit. */
export function lockedTree(
  pinlock: Pinlock,
  files: Readonly<Record<string, string>> = {},
  git: 'git' | 'plain' = 'plain',
): string {
  const tree = pinlock.tree({ Dockerfile: MOVING, 'pinlock.lock': LOCKFILE, ...files });
  if (git === 'git') {
    runGit(tree, 'init', '-q', '-b', 'main');
    runGit(tree, 'add', '-A');
    runGit(tree, 'commit', '-q', '-m', 'first');
  }
  return tree;
}

export function runGit(folder: string, ...args: readonly string[]): string {
  const env = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  const person = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  return execFileSync('git', ['-C', folder, ...person, ...args], { env, encoding: 'utf8' }).trim();
}
