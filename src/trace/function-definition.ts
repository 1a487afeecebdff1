import type { Guard } from '../model/guard.ts';
import type { Span } from '../model/span.ts';
import type * as shell from '../syntax/shell.ts';

/** A function as the script defined it, and under which choices. */
export type FunctionDefinition = {
  readonly guard: Guard;
  readonly name: string;
  readonly body: shell.Function['body'];
  readonly source: shell.ShellSource;
  readonly at: Span;
};

/** Where a function is defined, the same in each run of the file; text that commands built may be another each time. */
export function keyOfFunction({ name, at, source, body }: FunctionDefinition): string {
  const text = source.slice?.isVerbatim === true ? '' : source.text.slice(body.pos, body.end);
  return `${name} ${at.file}:${at.start}-${at.end} ${text}`;
}
