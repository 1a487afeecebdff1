import { toPrintableJson } from '../model/harmful.ts';
import type { ReportedFetch } from '../model/report.ts';
import { toFileUri } from './file-uri.ts';
import { type Finding, type Place, toFindings } from './findings.ts';
import { toPrintable } from './printable.ts';
import type { ReportFormat, ReportOptions } from './report-format.ts';
import { toSarifRules } from './sarif-rules.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
/** What relative paths are relative to; GitHub, and whoever else checked the repository out, knows where that is. */
const BASE_ID = '%SRCROOT%';

/**
 * SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), in the parts that code hosts read. Nothing of the run itself
 * stands in it: the same tree gives the same bytes.
 */
export const sarif: ReportFormat = {
  id: 'sarif',
  title: 'SARIF 2.1.0, for code scanning',
  render: (report, options) => {
    const findings = toFindings(report, options.command);
    const rules = toSarifRules(findings, options.ruleOf);
    const indexes = new Map(rules.map(({ id }, index) => [id, index]));
    const run = {
      tool: { driver: toDriver(rules, options) },
      columnKind: 'utf16CodeUnits',
      originalUriBaseIds: { [BASE_ID]: { description: { text: 'the top of the repository' } } },
      results: findings.map((finding) => toResult(finding, indexes.get(finding.rule) ?? -1)),
      properties: { command: options.command, counts: report.counts },
    };
    const log = { $schema: SCHEMA, version: '2.1.0', runs: [run] };
    return `${toPrintableJson(JSON.stringify(log, null, 2))}\n`;
  },
};

function toDriver(rules: ReturnType<typeof toSarifRules>, { version }: ReportOptions): unknown {
  return { name: 'pinlock', version, semanticVersion: version, rules };
}

function toResult(finding: Finding, ruleIndex: number): unknown {
  const { id, rule, level, related } = finding;
  return {
    ruleId: rule,
    ruleIndex,
    level,
    message: { text: toMessage(finding) },
    locations: [{ physicalLocation: toLocation(finding) }],
    ...(related.length === 0 ? {} : { relatedLocations: toRelated(finding), codeFlows: [toFlow(finding)] }),
    // GitHub knows an alert again by the first alone, and would hash the line's text where it is missing.
    partialFingerprints: { primaryLocationLineHash: `${id}:1`, 'pinlock/v1': id },
    ...(finding.fetch === null ? {} : { properties: toProperties(finding.fetch) }),
  };
}

function toMessage({ subject, message }: Finding): string {
  return withoutLinks(toPrintable(`${subject}: ${message}`));
}

/** In a message of SARIF `[text](target)` is a link (section 3.11.6); no text from outside makes one. */
function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

function toLocation(place: Place): unknown {
  const { path, line, column, endLine, endColumn } = place;
  const artifactLocation = { uri: toFileUri(path), uriBaseId: BASE_ID };
  if (line === null) return { artifactLocation };
  const columns =
    column === null || endLine === null || endColumn === null ? {} : { startColumn: column, endLine, endColumn };
  return { artifactLocation, region: { startLine: line, ...columns } };
}

const ROLES: Readonly<Record<ReportedFetch['related'][number]['role'], string>> = {
  definition: 'the value is written here',
  command: 'the command that fetches',
  call: 'the call that leads to it',
  check: 'what was fetched is checked here',
  pointer: 'the version is asked for here',
};

function toRelated({ related }: Finding): readonly unknown[] {
  return related.map((place, index) => ({
    id: index + 1,
    physicalLocation: toLocation(place),
    message: { text: ROLES[place.role] },
  }));
}

/** The way of the value: where it is written and asked for, the calls, the place of the fetch, what comes behind. */
function toFlow(finding: Finding): unknown {
  const step = (place: Place, text: string): unknown => ({
    location: { physicalLocation: toLocation(place), message: { text } },
  });
  const behind = finding.related.filter(({ role }) => role === 'command' || role === 'check');
  const before = finding.related.filter((place) => !behind.includes(place));
  const locations = [
    ...before.map((place) => step(place, ROLES[place.role])),
    step(finding, 'it is fetched here'),
    ...behind.map((place) => step(place, ROLES[place.role])),
  ];
  return { threadFlows: [{ locations }] };
}

function toProperties({ source, url, ref, verdict, reason, locked }: ReportedFetch): unknown {
  return { source, url, ref, verdict, reason, isLocked: locked !== null };
}
