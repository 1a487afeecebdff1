import { codeclimate } from './codeclimate.ts';
import { github } from './github.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import type { ReportFormat } from './report-format.ts';
import { sarif } from './sarif.ts';
import { text } from './text.ts';

/** Every report that `--format` and `--report` know; a new one is its file and its line here. */
export const reports: readonly ReportFormat[] = [text, json, sarif, github, markdown, codeclimate, junit];
