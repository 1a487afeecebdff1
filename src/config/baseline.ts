import * as v from 'valibot';
import { UserError } from '../errors.ts';

/** The file that `init --baseline` makes; beside pinlock.yml, which names it under `baseline`. */
export const BASELINE_NAME = 'pinlock.baseline';

/** A finding that was there when the baseline was made. `source` is what it fetches, `problem` the kind of what could not be read. */
export type BaselineEntry = {
  /** As in reports: it outlives lines that move. */
  readonly id: string;
  /** Relative to the root. */
  readonly path: string;
  readonly source?: string;
  readonly problem?: string;
};

const entry = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/, 'expected 16 hex digits')),
  path: v.string(),
  source: v.exactOptional(v.string()),
  problem: v.exactOptional(v.string()),
});
const schema = v.strictObject({ baselineVersion: v.literal(1), findings: v.array(entry) });

/** Reads a baseline; `path` is for messages. Throws a UserError. */
export function parseBaseline(text: string, path: string): readonly BaselineEntry[] {
  const result = v.safeParse(schema, toJson(text, path));
  if (result.success) return result.output.findings;
  const [issue] = result.issues;
  const where = (issue.path ?? []).map((item) => String(item.key)).join('.');
  throw new UserError(`${path}: is no baseline: ${where === '' ? '' : `${where}: `}${issue.message}`, { hint: HINT });
}

/** One line for each finding, in the order of path and id: merges are by line, and the same findings give the same bytes. */
export function printBaseline(entries: readonly BaselineEntry[]): string {
  const lines = [...entries]
    .sort((a, b) => compare(a.path, b.path) || compare(a.id, b.id))
    .map(({ id, path, source, problem }) => {
      const fields = Object.entries({ id, path, source, problem }).filter(([, value]) => value !== undefined);
      return `    { ${fields.map(([name, value]) => `"${name}": ${JSON.stringify(value)}`).join(', ')} }`;
    });
  const findings = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "baselineVersion": 1,\n  "findings": ${findings}\n}\n`;
}

const HINT = 'take the file back from version control; pinlock init --baseline makes a new one where there is none';

function toJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path}: is no baseline: ${error instanceof Error ? error.message : String(error)}`, {
      hint: HINT,
      cause: error,
    });
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
