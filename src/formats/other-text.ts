import type { Step } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { literalTemplate } from '../model/template.ts';
import { impliedText } from '../model/value.ts';
import { powerShellFetch } from '../syntax/powershell.ts';
import type { YamlReading } from './yaml-reading.ts';

/** Text for an interpreter that is no shell. PowerShell is not read: where it fetches, that is a problem at its place. */
export function otherText(reading: YamlReading, text: string, program: string, at: Span): readonly Step[] {
  const isPowerShell = program === 'pwsh' || program === 'powershell';
  const word = isPowerShell ? powerShellFetch(text) : undefined;
  if (word !== undefined)
    reading.problems.push({
      at,
      kind: 'unreadable',
      message: `PowerShell is not read yet, and this step fetches something with it (${word})`,
    });
  if (isPowerShell || program === 'cmd') return [];
  const words = [program, '-c'].map((name) => literalTemplate([impliedText(name, at)]));
  const script = literalTemplate([impliedText(text, at)]);
  return [{ kind: 'exec', words: [...words, script], at }];
}
