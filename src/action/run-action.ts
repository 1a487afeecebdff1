import { UserError } from '../errors.ts';
import { toPrintable } from '../reports/printable.ts';
import { runCheck } from './check-mode.ts';
import { postComment } from './comment.ts';
import { readEvent } from './event.ts';
import type { Host } from './host.ts';
import { readInputs } from './inputs.ts';
import { createJob, type Job, type ModeResult } from './job.ts';
import { createLog } from './log.ts';
import { writeOutputs, writeSummary } from './output-files.ts';
import { runResolve, runUpdate } from './pin-mode.ts';

const EXIT_BUG = 70;

/** Runs the action as its inputs say, and is the one place that catches. Ends with an exit code of the command line. */
export async function runAction(host: Host): Promise<number> {
  const log = createLog(host);
  try {
    const job = createJob(host, readInputs(host.env), readEvent(host.env), log);
    const result = await runMode(job);
    writeOutputs(host.env, { ...result.outputs, outcome: result.exitCode === 0 ? 'success' : 'failure' });
    if (job.inputs.summary) writeSummary(host.env, result.markdown);
    if (job.inputs.comment) await postComment(job, result.markdown);
    return result.exitCode;
  } catch (error) {
    if (error instanceof UserError) {
      const hint = error.hint === undefined ? '' : ` (${error.hint})`;
      log.annotate('error', `${error.message.replaceAll('\n', '; ')}${hint}`);
      return error.exitCode;
    }
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.annotate(
      'error',
      `this is a bug in pinlock ${host.version} (${host.node}), please report it with what the log says`,
    );
    for (const line of stack.split('\n')) log.line(toPrintable(line));
    return EXIT_BUG;
  }
}

function runMode(job: Job): Promise<ModeResult> {
  const { command } = job.inputs;
  if (command === 'update') return runUpdate(job);
  if (command === 'resolve') return runResolve(job);
  return runCheck(job, command);
}
