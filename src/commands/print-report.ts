import { resolve } from 'node:path';
import { UserError } from '../errors.ts';
import type { Outcome, Report } from '../model/report.ts';
import { reports } from '../reports/index.ts';
import type { ReportFormat, ReportOptions } from '../reports/report-format.ts';
import type { Call, World } from './command.ts';
import { toFolder, toLook } from './run-options.ts';
import { writeResult } from './write-result.ts';

/** A report that goes to a file beside the one on stdout. */
type Target = { readonly format: ReportFormat; readonly file: string };

/** Where a command's report goes. Made before the run, so that a misspelt `--report` does not cost one. */
export type Printer = { readonly print: (report: Report) => void };

/** Reads `--format` and `--report FORMAT=FILE`; throws a UserError for a format that does not exist. */
export function newPrinter(
  command: 'scan' | 'check',
  call: Call,
  world: World,
  ruleOf: ReportOptions['ruleOf'],
): Printer {
  const shown = toFormat(call.text('format') ?? 'text');
  const targets = call.list('report').map(toTarget);
  const look = toLook(call, world);
  const folder = toFolder(call, world);
  // Programs read the other formats: to them nothing is an answer, too.
  const isSilent = command === 'check' && shown.id === 'text' && call.flag('quiet');
  const about = { command, ruleOf, version: world.version };
  return {
    print: (report) => {
      for (const { format, file } of targets) {
        const text = format.render(report, { ...about, color: false, width: 100 });
        writeResult(resolve(folder, file), Buffer.from(text), 'the report');
      }
      if (isSilent && isClean(report)) return;
      world.stdout.write(shown.render(report, { ...about, ...look }));
    },
  };
}

function isClean({ fetches, problems, notices }: Report): boolean {
  const isAccepted = (outcome: Outcome): boolean => outcome === 'pass' || outcome === 'ignored';
  return notices.length === 0 && [...fetches, ...problems].every(({ outcome }) => isAccepted(outcome));
}

function toFormat(id: string): ReportFormat {
  const format = reports.find((candidate) => candidate.id === id);
  if (format === undefined) {
    throw new UserError(`there is no report '${id}'`, {
      hint: `the reports are ${reports.map((known) => known.id).join(', ')}`,
    });
  }
  return format;
}

function toTarget(value: string): Target {
  const equals = value.indexOf('=');
  if (equals <= 0 || equals === value.length - 1) {
    throw new UserError(`--report ${value}: expected FORMAT=FILE`, { hint: 'for example --report json=pinlock.json' });
  }
  return { format: toFormat(value.slice(0, equals)), file: value.slice(equals + 1) };
}
