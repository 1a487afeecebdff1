import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { kill } from 'node:process';
import { Writable } from 'node:stream';

/** How the signals that reach pinlock are heard; from the first call on they no longer end it. */
export type Signals = {
  /** Calls `hear` for each signal until the returned function is called. */
  readonly listen: (hear: (signal: NodeJS.Signals) => void) => () => void;
  /** A terminal sends Ctrl-C to the command as well: it must not come twice. */
  readonly isTerminal: boolean;
};

/** A command and where it runs. `env` is its whole environment; `onStart`, if given, is told its process id before it begins. */
export type CommandRequest = {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signals: Signals;
  readonly onStart: ((id: number) => void) | null;
};

/** What shells answer for a command that was not found, and for one that cannot be started. */
const NOT_FOUND = 127;
const NOT_STARTED = 126;

/** How it ended: its own status, 128 and the signal's number, or why it did not start. */
export type CommandEnd = { readonly code: number; readonly fault: string | null };

/** Runs a command with pinlock's own standard input, output and error, and hands it every signal that pinlock gets. */
export function runCommand({ program, args, cwd, env, signals, onStart }: CommandRequest): Promise<CommandEnd> {
  return new Promise((resolve) => {
    // Before the command runs: a signal that comes in between would end pinlock alone.
    const stop = signals.listen((signal) => {
      const isFromTerminal = signals.isTerminal && (signal === 'SIGINT' || signal === 'SIGQUIT');
      if (!isFromTerminal && child.pid !== undefined) send(child.pid, signal);
    });
    const [file, words] = onStart === null ? [program, args] : [SHELL, ['-c', GATE, 'pinlock', program, ...args]];
    const stdio = ['inherit', 'inherit', 'inherit', ...(onStart === null ? [] : (['pipe'] as const))] as const;
    const child = spawn(file, words, { cwd, env: { ...env, PWD: cwd }, stdio: [...stdio] });
    const end = (result: CommandEnd): void => {
      stop();
      resolve(result);
    };
    if (onStart !== null && child.pid !== undefined) {
      onStart(child.pid);
      openGate(child.stdio[3]);
    }
    child.once('error', (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === 'ENOENT';
      const fault = isMissing ? `${program}: no such command` : `${program}: cannot be started (${error.code ?? ''})`;
      end({ code: isMissing ? NOT_FOUND : NOT_STARTED, fault });
    });
    child.once('exit', (code, signal) => {
      end({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), fault: null });
    });
  });
}

/**
 * Waits for a line before it becomes the command, and ends when pinlock does: no moment at which the command runs and nobody has written
 * down which process it is.
 */
const GATE = 'read -r PINLOCK_GATE <&3 || exit 125; exec 3<&-; unset PINLOCK_GATE; exec "$@"';
const SHELL = '/bin/sh';

function openGate(gate: unknown): void {
  if (!(gate instanceof Writable)) throw new Error('the gate is no stream');
  // The shell may have ended before.
  gate.on('error', () => {});
  gate.end('\n');
}

function send(id: number, signal: NodeJS.Signals): void {
  try {
    kill(id, signal);
  } catch {
    // It is gone already.
  }
}
