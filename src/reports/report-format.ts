import type { Report } from '../model/report.ts';

/** What a report may depend on beside the report itself. */
export type ReportOptions = {
  /** Which command asks: `check` shows what the policy does not accept, `scan` everything. */
  readonly command: 'scan' | 'check';
  /** Columns that a line may take. */
  readonly width: number;
  readonly color: boolean;
  /** What to do about a fetch that this rule found, one sentence; undefined when the rule gives no advice. */
  readonly fixOf: (rule: string) => string | undefined;
};

/** One way to show a report: its id is the word behind `--format`. The text ends with one newline. */
export type ReportFormat = {
  readonly id: string;
  readonly title: string;
  readonly render: (report: Report, options: ReportOptions) => string;
};
