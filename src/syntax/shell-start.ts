/** How a shell is started: by a script's first line, or by the words of Docker's SHELL. */
export type ShellStart = {
  /** Base name of the program: `bash`, `sh`, `python3`. */
  readonly program: string;
  readonly isShell: boolean;
  readonly errexit: boolean;
  readonly pipefail: boolean;
};

/** Shells whose text the shell reader reads, and what actions that set up a system call the one in it (`shell: msys2 {0}`). */
const SHELLS: ReadonlySet<string> = new Set([
  ...['sh', 'bash', 'dash', 'ash', 'ksh', 'ksh93', 'mksh', 'zsh', 'busybox'],
  ...['msys2', 'alpine.sh', 'micromamba-shell', 'wsl-bash'],
]);

const SHEBANG = /^\uFEFF?#![ \t]*(\S[^\r\n]*)/;

/** What a first line of the form `#!/bin/bash -e` starts, through `env` and `env -S` too; undefined when it is no such line. */
export function readShebang(firstLine: string): ShellStart | undefined {
  const match = SHEBANG.exec(firstLine);
  if (match?.[1] === undefined) return undefined;
  const words = match[1].trim().split(/[ \t]+/);
  if (nameOf(words[0] ?? '') !== 'env') return readShellWords(words);
  const rest = words.slice(1).map((word) => word.replace(/^-S(?=.)/, ''));
  const first = rest.findIndex((word) => !word.startsWith('-') && !word.includes('='));
  return readShellWords(first < 0 ? [] : rest.slice(first));
}

/**
 * What a list of words starts (`/bin/bash -eo pipefail -c`). A shell may stand behind a launcher (`conda run -n x bash -c`); the options
 * behind the last one count.
 */
export function readShellWords(words: readonly string[]): ShellStart | undefined {
  if (words.length === 0) return undefined;
  const at = words.findLastIndex((word) => SHELLS.has(nameOf(word)));
  if (at < 0) return { program: nameOf(words[0] ?? ''), isShell: false, errexit: false, pipefail: false };
  const options = words.slice(at + 1);
  return {
    program: nameOf(words[at] ?? ''),
    isShell: true,
    errexit: hasOption(options, 'e', 'errexit'),
    pipefail: hasOption(options, undefined, 'pipefail'),
  };
}

/** `-eo pipefail`, `-euxo pipefail`, `-o errexit`: a letter in a cluster, or a name behind a cluster that ends in `o`. */
function hasOption(options: readonly string[], letter: string | undefined, name: string): boolean {
  return options.some(
    (word, index) =>
      (letter !== undefined && /^-[a-zA-Z]+$/.test(word) && word.includes(letter)) ||
      (word === name && /^-[a-zA-Z]*o$/.test(options[index - 1] ?? '')),
  );
}

function nameOf(word: string): string {
  return (word.split(/[/\\]/).at(-1) ?? '').toLowerCase().replace(/\.exe$/, '');
}
