import { execFileSync } from 'node:child_process';

const PERSON = ['-c', 'user.name=Ada Example', '-c', 'user.email=ada@example.com', '-c', 'protocol.file.allow=always'];

/** Runs git in a folder as a person of its own; what it prints, without the last line break. */
export function git(folder: string, ...args: readonly string[]): string {
  const text = execFileSync('git', [...PERSON, ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return text.trim();
}
