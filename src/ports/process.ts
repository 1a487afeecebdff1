import { spawn } from 'node:child_process';
import { kill, platform } from 'node:process';

/** A program to run to its end. `env` is the whole environment; `deadline` in milliseconds, `byteLimit` counts both outputs. */
export type ProcessRequest = {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly deadline: number;
  readonly byteLimit: number;
  /** Standard input; empty when not given. */
  readonly input?: string;
  readonly signal?: AbortSignal | undefined;
  /** Bytes for each process of the group, where the system can hold to it (Linux): of its memory, and of any file that it writes. */
  readonly sizes?: ProcessSizes;
};

export type ProcessSizes = { readonly memory: number; readonly file: number };

/** How it ended. `code` is null when a signal ended it. Outputs are read as UTF-8; `bytes` is standard output as it came. */
export type ProcessResult =
  | {
      readonly kind: 'exited';
      readonly code: number | null;
      readonly stdout: string;
      readonly stderr: string;
      readonly bytes: Buffer;
    }
  | { readonly kind: 'stopped'; readonly why: 'deadline' | 'bytes' | 'aborted' }
  | { readonly kind: 'not-started'; readonly message: string };

/** A helper that outlives its parent (ssh with ControlPersist) keeps standard error open for ever; this long is waited for it, in ms. */
const STDERR_GRACE = 250;

/**
 * Runs a program in a session of its own and, when it has to stop, ends the whole group: killing git alone leaves
 * git-remote-http behind, which goes on talking to the server. Never throws for what the program does.
 */
export function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  return new Promise((resolve) => {
    if (request.signal?.aborted) {
      resolve({ kind: 'stopped', why: 'aborted' });
      return;
    }
    const [program, args] = toCommand(request);
    const child = spawn(program, args, {
      cwd: request.cwd,
      env: request.env,
      detached: true,
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const output: { readonly stdout: Buffer[]; readonly stderr: Buffer[] } = { stdout: [], stderr: [] };
    let bytes = 0;
    let code: number | null | undefined;
    let isStdoutOver = false;
    let grace: NodeJS.Timeout | undefined;

    const finish = (result: ProcessResult): void => {
      clearTimeout(deadline);
      clearTimeout(grace);
      request.signal?.removeEventListener('abort', abort);
      child.stdin.destroy();
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(result);
    };
    const stop = (why: 'deadline' | 'bytes' | 'aborted'): void => {
      if (child.pid !== undefined) killGroup(child.pid);
      finish({ kind: 'stopped', why });
    };
    const abort = (): void => stop('aborted');
    const complete = (): void => {
      if (code === undefined) return;
      if (program === SHELL && (code === 126 || code === 127)) {
        finish({ kind: 'not-started', message: `${request.program} was not found or cannot be run` });
        return;
      }
      const [bytes, stderr] = [Buffer.concat(output.stdout), Buffer.concat(output.stderr)];
      finish({ kind: 'exited', code, stdout: bytes.toString('utf8'), stderr: stderr.toString('utf8'), bytes });
    };
    const awaitStderr = (): void => {
      if (code !== undefined && isStdoutOver) grace ??= setTimeout(complete, STDERR_GRACE);
    };
    const deadline = setTimeout(() => stop('deadline'), request.deadline);

    request.signal?.addEventListener('abort', abort, { once: true });
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > request.byteLimit) stop('bytes');
        else output[name].push(chunk);
      });
    }
    // A program need not read what it is given (EPIPE).
    child.stdin.on('error', () => {});
    child.stdin.end(request.input);
    child.stdout.on('end', () => {
      isStdoutOver = true;
      awaitStderr();
    });
    child.on('error', (error) => finish({ kind: 'not-started', message: error.message }));
    child.on('exit', (exitCode) => {
      code = exitCode;
      awaitStderr();
    });
    child.on('close', complete);
  });
}

const SHELL = '/bin/sh';
/** RLIMIT_DATA counts what can be written to; RLIMIT_AS would end helpers of .NET and others, which only reserve much. */
const LIMITED = 'unset PWD OLDPWD SHLVL; ulimit -d "$0" 2>/dev/null; ulimit -f "$1" 2>/dev/null; shift; exec "$@"';

/** The program itself, or a shell that limits itself and then becomes the program: node cannot set limits for what it starts. */
function toCommand({ program, args, sizes }: ProcessRequest): readonly [string, readonly string[]] {
  if (sizes === undefined || platform !== 'linux') return [program, args];
  // By POSIX the one counts kilobytes, the other blocks of 512 bytes.
  const [memory, file] = [Math.ceil(sizes.memory / 1024), Math.ceil(sizes.file / 512)];
  return [SHELL, ['-c', LIMITED, String(memory), String(file), program, ...args]];
}

/** The group may be gone already; that is what was wanted. Windows has no groups of this kind: there the program alone is ended. */
function killGroup(id: number): void {
  try {
    kill(platform === 'win32' ? id : -id, 'SIGKILL');
  } catch {
    // ESRCH: nothing left to end.
  }
}
