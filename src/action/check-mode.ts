import { resolve } from 'node:path';
import { ruleById } from '../match/index.ts';
import { toPrintableJson } from '../model/harmful.ts';
import type { Report } from '../model/report.ts';
import { github } from '../reports/github.ts';
import { markdown } from '../reports/markdown.ts';
import type { ReportOptions } from '../reports/report-format.ts';
import { sarif } from '../reports/sarif.ts';
import { text } from '../reports/text.ts';
import { type CheckOptions, NO_CHECK } from '../run/ports.ts';
import { check, scan } from '../run.ts';
import { isInClone, toBase } from './event.ts';
import type { Job, ModeResult } from './job.ts';
import { writeFileOf } from './output-files.ts';

/** Findings in the output of that name; the counts count all. */
const MOST_FINDINGS = 100;

/** Reports what the checkout fetches; `check` fails for what the policy does not accept. Opens no connection. */
export async function runCheck(job: Job, command: 'check' | 'scan'): Promise<ModeResult> {
  const { inputs, options, ports, host, folder } = job;
  const report = command === 'scan' ? await scan(options, ports) : await check(await toCheckOptions(job), ports);
  const about: ReportOptions = { command, width: 100, color: false, ruleOf: ruleById, version: host.version };
  host.write((inputs.annotate ? github : text).render(report, about));
  if (inputs.sarifFile !== null) {
    writeFileOf('sarif-file', inputs.sarifFile, sarif.render(report, about), host.env, folder);
  }
  const isFailed = command === 'check' && report.counts.failing > 0;
  return {
    exitCode: isFailed ? 1 : 0,
    markdown: markdown.render(report, about),
    outputs: { ...toOutputs(report), 'sarif-file': inputs.sarifFile ?? '', 'lockfile-changed': 'false' },
  };
}

async function toCheckOptions(job: Job): Promise<CheckOptions> {
  const { inputs, options, event, host, folder, log } = job;
  const { since, policyFrom } = inputs;
  const needsBase = since === 'base' || policyFrom === 'base';
  const base = needsBase ? await toBase(event, host.env, folder) : null;
  const isThere = base === null || event.isProposal || (await isInClone(base, host.env, folder));
  if (since === 'base' && base === null) {
    log.annotate('notice', `since: there is no base in this run (${event.name || 'no event'}): everything is checked`);
  } else if (since === 'base' && !isThere) {
    const what = `what was there before the push, ${base}, is not in this checkout (fetch-depth: 0 brings it)`;
    log.annotate('notice', `since: ${what}: everything is checked`);
  }
  const policyBase = event.isProposal ? base : null;
  return {
    ...options,
    ...NO_CHECK,
    since: since !== 'base' ? since : isThere ? base : null,
    policyFrom: policyFrom === 'base' ? policyBase : policyFrom === 'head' ? null : policyFrom,
    baseline: inputs.baseline === null ? null : resolve(folder, inputs.baseline),
  };
}

function toOutputs(report: Report): Readonly<Record<string, string>> {
  const failing = report.fetches.filter(({ outcome }) => outcome === 'fail');
  const findings = failing.slice(0, MOST_FINDINGS).map((fetch) => {
    const { id, path, line, column, rule, source, url, verdict, reason, root } = fetch;
    return { id, root, path, line, column, rule, source, url, verdict, reason };
  });
  return {
    failing: String(report.counts.failing),
    counts: JSON.stringify(report.counts),
    findings: toPrintableJson(JSON.stringify(findings)),
  };
}
