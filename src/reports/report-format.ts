import type { Report } from '../model/report.ts';
import type { RuleText } from './render-rule.ts';

/** What a report may depend on beside the report itself. */
export type ReportOptions = {
  /** Which command asks: `check` shows what the policy does not accept, `scan` everything. */
  readonly command: 'scan' | 'check';
  /** Columns that a line may take. */
  readonly width: number;
  readonly color: boolean;
  /** What people are told about the rule of a fetch; its texts are empty where it says nothing. */
  readonly ruleOf: (rule: string) => RuleText | undefined;
  /** Of pinlock itself. */
  readonly version: string;
};

/** The words behind `--format`. */
export const REPORT_IDS = ['text', 'json', 'sarif', 'github', 'markdown', 'codeclimate', 'junit'] as const;

/** One way to show a report: its id is the word behind `--format`. The text ends with one newline. */
export type ReportFormat = {
  readonly id: (typeof REPORT_IDS)[number];
  readonly title: string;
  readonly render: (report: Report, options: ReportOptions) => string;
};
