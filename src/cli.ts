#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import packageJson from '../package.json' with { type: 'json' };
import type { Output, World } from './commands/command.ts';
import { OwnFailure, UserError } from './errors.ts';
import { toPrintable } from './reports/printable.ts';

/** A bug: an error that nobody expected. */
const EXIT_BUG = 70;
const EXIT_INTERRUPTED = 130;
/** What a person or a CI sends to end a build, or to tell it something. */
const HANDED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;

process.exitCode = await main(process.argv.slice(2));

/** Answers the version without loading anything, hands everything else to the commands, and is the one place that catches. */
async function main(argv: readonly string[]): Promise<number> {
  const interruption = new AbortController();
  ignoreClosedPipe(process.stdout);
  ignoreClosedPipe(process.stderr);
  try {
    if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
      process.stdout.write(`${packageJson.version}\n`);
      return 0;
    }
    const [{ runCommandLine }, { commands }] = await Promise.all([
      import('./commands/parse.ts'),
      import('./commands/index.ts'),
    ]);
    return await runCommandLine(argv, commands, toWorld(interruption));
  } catch (error) {
    if (interruption.signal.aborted) return EXIT_INTERRUPTED;
    if (!(error instanceof OwnFailure)) return report(error);
    report(error.cause);
    return error.exitCode;
  }
}

function report(error: unknown): number {
  if (error instanceof UserError) {
    const hint = error.hint === undefined ? '' : `  ${toPrintable(error.hint)}\n`;
    process.stderr.write(`pinlock: ${toLines(error.message)}\n${hint}`);
    return error.exitCode;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const where = `pinlock ${packageJson.version}, node ${process.version}, ${process.platform}`;
  process.stderr.write(`pinlock: this is a bug in pinlock, please report it with what follows\n${where}\n${stack}\n`);
  return EXIT_BUG;
}

/** A message may hold one line for each fault. */
function toLines(message: string): string {
  return message.split('\n').map(toPrintable).join('\n  ');
}

function toWorld(interruption: AbortController): World {
  return {
    env: process.env,
    cwd: process.cwd(),
    stdout: toOutput(process.stdout),
    stderr: toOutput(process.stderr),
    ask: process.stdin.isTTY && process.stderr.isTTY ? (question) => ask(question, interruption) : null,
    now: () => new Date(),
    version: packageJson.version,
    self: { node: process.execPath, script: fileURLToPath(import.meta.url) },
    interruption: () => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interruption.abort());
      return interruption.signal;
    },
    signals: {
      isTerminal: process.stdin.isTTY === true || process.stderr.isTTY === true,
      listen: (hear) => {
        for (const signal of HANDED_ON) process.on(signal, hear);
        return () => {
          for (const signal of HANDED_ON) process.off(signal, hear);
        };
      },
    },
  };
}

/** Questions go to stderr: stdout carries the result alone. Ctrl-C and the end of input end the run, with nothing decided. */
async function ask(question: string, interruption: AbortController): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<never>((_resolve, reject) => {
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => {
      interruption.abort();
      reject(new Error('nobody answers'));
    });
  });
  const answer = await Promise.race([lines.question(question), ended]);
  lines.removeAllListeners('close');
  lines.close();
  return answer;
}

function toOutput(stream: NodeJS.WriteStream): Output {
  return {
    write: (result) => void stream.write(result),
    isTerminal: stream.isTTY === true,
    // A terminal that does not know its width says 0.
    columns: stream.isTTY === true && stream.columns > 0 ? stream.columns : undefined,
  };
}

/** `pinlock scan | head`: whoever closed the pipe has read enough; the exit code stays what the run found. */
function ignoreClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
