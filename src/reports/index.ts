import { json } from './json.ts';
import type { ReportFormat } from './report-format.ts';
import { text } from './text.ts';

/** Every report that `--format` and `--report` know; a new one is its file and its line here. */
export const reports: readonly ReportFormat[] = [text, json];
