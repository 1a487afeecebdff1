import type { ReportedProblem } from '../model/report.ts';
import { type Finding, isProblemRule } from './findings.ts';
import { toMarkdownText } from './markdown-text.ts';
import type { ReportOptions } from './report-format.ts';

/** A rule as SARIF's reportingDescriptor. */
export type SarifRule = { readonly id: string } & Readonly<Record<string, unknown>>;

const PROBLEMS: Readonly<Record<ReportedProblem['kind'], string>> = {
  unreadable: 'A file could not be read, so nothing is known of what it fetches.',
  syntax: 'A file, or a part of it, is not written as its kind asks, and was not read to its end.',
  bound: 'A bound of the reader was reached, and what lies behind it is not in the report.',
  binary: 'A build file is binary, so nothing is known of what it fetches.',
  'too-large': 'A build file is too large to be read.',
  'not-regular': 'What should be a build file is a device, a pipe or a socket.',
  'no-files': 'No build file of a known kind was found.',
  fallback: 'git could not list the files, so the folder was walked instead.',
  ignore: 'A comment that should ignore a fetch has no reason, or no such day.',
  lockfile: 'pinlock.lock cannot be used, so nothing is known to be locked.',
  rewrite: 'A pin could not be written into a file.',
};

/** The rules that the findings name, each once, in the order of their ids; texts come from the rule files. */
export function toSarifRules(findings: readonly Finding[], ruleOf: ReportOptions['ruleOf']): readonly SarifRule[] {
  const ids = [...new Set(findings.map(({ rule }) => rule))].sort();
  return ids.map((id) => (isProblemRule(id) ? toProblemRule(id) : toFetchRule(id, ruleOf)));
}

function toProblemRule(id: string): SarifRule {
  const [, text = id] = Object.entries(PROBLEMS).find(([kind]) => id === `problem-${kind}`) ?? [];
  return {
    id,
    shortDescription: { text },
    help: { text },
    properties: { tags: ['maintainability'] },
  };
}

function toFetchRule(id: string, ruleOf: ReportOptions['ruleOf']): SarifRule {
  const rule = ruleOf(id);
  const tags = { properties: { tags: ['security', 'supply-chain', 'reproducibility'], precision: 'high' } };
  if (rule === undefined || rule.why === '') return { id, shortDescription: { text: `fetched by ${id}` }, ...tags };
  const { why, fix } = rule;
  const links = rule.links.filter((link) => link.startsWith('https://'));
  const [first] = links;
  const text = [why, fix, ...links].filter((part) => part !== '').join('\n\n');
  const markdown = [
    toMarkdownText(why),
    ...(fix === '' ? [] : [`**What to do:** ${toMarkdownText(fix)}`]),
    ...(links.length === 0 ? [] : [links.map((link) => `- <${link}>`).join('\n')]),
  ].join('\n\n');
  return {
    id,
    shortDescription: { text: firstSentence(why) },
    fullDescription: { text: why },
    help: { text, markdown },
    ...(first === undefined ? {} : { helpUri: first }),
    defaultConfiguration: { level: 'error' },
    ...tags,
  };
}

/** Code hosts show it as the title of an alert. */
function firstSentence(text: string): string {
  const end = text.search(/\.\s/);
  return end < 0 ? text : text.slice(0, end + 1);
}
