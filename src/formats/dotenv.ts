import type { Program, Step } from '../model/program.ts';
import { literalTemplate } from '../model/template.ts';
import type { TextPiece } from '../model/value.ts';
import { composeTemplate } from '../syntax/compose-template.ts';
import type { Format } from './format.ts';

/** `.env` beside a Compose file: the values of its variables. */
export const dotenv: Format = {
  id: 'dotenv',
  title: '.env',
  reads: 'values for a Compose file beside it',
  writes: 'references that the Compose file takes from it as a whole',
  matches,
  parse,
};

function matches(path: string): boolean {
  return path === '.env' || path.endsWith('/.env');
}

const LINE = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=(.*)$/;

function parse(path: string, text: string): Program {
  const steps: Step[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const match = LINE.exec(line.replace(/\r$/, ''));
    const [, name, behind] = match ?? [];
    if (name !== undefined && behind !== undefined) {
      const written = behind.trim();
      const { value, isLiteral } = unquote(written);
      const from = start + line.indexOf(written, line.indexOf('=') + 1) + (value === written ? 0 : 1);
      const at = { file: path, start: from, end: from + value.length };
      const piece: TextPiece = { kind: 'text', text: value, at, verbatim: text.slice(at.start, at.end) === value };
      const template = isLiteral ? literalTemplate([piece]) : composeTemplate([piece]);
      steps.push({
        kind: 'assign',
        scope: 'variable',
        name,
        value: value === '' ? null : template,
        at,
        overridable: true,
      });
    }
    start += line.length + 1;
  }
  return { file: path, format: dotenv.id, steps, problems: [] };
}

/** Quotes go; without them a comment behind a blank goes too. */
function unquote(written: string): { readonly value: string; readonly isLiteral: boolean } {
  const quote = written[0];
  const close = quote === '"' || quote === "'" ? written.indexOf(quote, 1) : -1;
  if (close > 0) return { value: written.slice(1, close), isLiteral: quote === "'" };
  return { value: written.replace(/[ \t]+#.*$/, ''), isLiteral: false };
}
