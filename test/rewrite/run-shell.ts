import { spawn } from 'node:child_process';

/** How a script ended: `status` null when it was killed, `output` both streams together. */
export type Run = { readonly status: number | null; readonly output: string };

/** Runs a script by `sh` in a folder. The servers answer from this very process, so nothing here blocks. */
export async function runShell(script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Run> {
  const child = spawn('sh', ['-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 30_000 });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (part: string) => {
      output += part;
    });
  }
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { status, output };
}
