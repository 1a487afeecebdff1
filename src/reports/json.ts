import { toPrintableJson } from '../model/harmful.ts';
import type { ReportFormat } from './report-format.ts';

/** The report as it is, in the shape of schema/report.schema.json. Control and bidi characters are escaped, which JSON readers undo. */
export const json: ReportFormat = {
  id: 'json',
  title: 'every field, for programs (schema/report.schema.json)',
  render: (report) => `${toPrintableJson(JSON.stringify(report, null, 2))}\n`,
};
