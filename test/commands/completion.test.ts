import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireProgram } from '../support/installed.ts';
import { usePinlock } from './pinlock.ts';

const { run, tree, program } = usePinlock();

/** A folder with a file, and `pinlock` on PATH. */
function shellIn(...command: readonly [string, ...string[]]): string {
  const folder = tree({ 'file.txt': '', 'bin/': '' });
  const path = join(folder, 'bin', 'pinlock');
  writeFileSync(path, `#!/bin/sh\nexec ${process.execPath} ${program()} "$@"\n`);
  chmodSync(path, 0o755);
  const [name, ...args] = command;
  const env = { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, HOME: folder, TERM: 'dumb' };
  return execFileSync(name, args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

// What is typed, and what must be among the proposals; the last word is being completed.
const TYPED: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['ch'], ['check']],
  [['check', '--sin'], ['--since']],
  [['check', '--format', 'js'], ['json']],
  [['-C', '.', 'explain', 'git-clon'], ['git-clone']],
  [['scan', 'fi'], ['file.txt']],
  [['completion', 'z'], ['zsh']],
];

describe('completion', () => {
  it('bash', () => {
    const lines = TYPED.map(([words]) => `complete_words ${words.map((word) => `'${word}'`).join(' ')}`);
    const script = `source <(pinlock completion bash)
complete_words() { COMP_WORDS=(pinlock "$@"); COMP_CWORD=$#; COMPREPLY=(); _pinlock; echo "\${COMPREPLY[*]}"; }
${lines.join('\n')}`;
    expect(shellIn('bash', '--norc', '-uc', script).trimEnd().split('\n')).toEqual(
      TYPED.map(([, found]) => found.join(' ')),
    );
  });

  it.runIf(requireProgram('fish'))('fish', () => {
    const lines = TYPED.map(([words]) => `complete -C 'pinlock ${words.join(' ')}'; echo ==`);
    const shown = shellIn('fish', '--no-config', '-c', `pinlock completion fish | source; ${lines.join('; ')}`);
    const proposals = shown
      .split('==\n')
      .slice(0, -1)
      .map((text) =>
        text
          .trimEnd()
          .split('\n')
          .map((line) => line.split('\t')[0]),
      );
    expect(proposals).toHaveLength(TYPED.length);
    for (const [index, [, found]] of TYPED.entries())
      expect(proposals[index]).toEqual(expect.arrayContaining([...found]));
  });

  it.runIf(requireProgram('zsh'))('zsh', () => {
    const typed = TYPED.map(
      ([words]) => `zpty -w -n shell $'pinlock ${words.join(' ')}\\t\\C-a\\C-kprint -r -- "GOT \\C-y"\\n'`,
    );
    const script = `zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PROMPT=; autoload -U compinit; compinit -u -D; source <(pinlock completion zsh); unsetopt ZLE_BRACKETED_PASTE; print REA""DY'
zpty -r -m shell shown '*READY*'
${typed.join('\n')}
zpty -w -n shell $'print EN""D\\n'
zpty -r -m shell shown '*END*'
print -r -- "$shown"`;
    const shown = shellIn('zsh', '-f', '-c', script);
    const got = [...shown.matchAll(/^GOT pinlock (.*?)\r?$/gm)].map(([, line]) => line?.trim());
    expect(got).toEqual(TYPED.map(([words, found]) => [...words.slice(0, -1), ...found].join(' ')));
  });

  it('names the shells where there is no script', async () => {
    const { exitCode, stderr } = await run(['completion', 'tcsh']);
    expect([exitCode, stderr]).toEqual([2, "pinlock: no completion for 'tcsh'\n  the shells are bash, zsh, fish\n"]);
  });
});
