import type { FactWord, Program, Step, TemplatePart } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { partsTemplate } from '../model/template.ts';
import type { Format } from './format.ts';
import { endOfRequirement } from './python-requirement.ts';
import { nameWord } from './yaml-reading.ts';

/** What pip is to install, a line each. https://pip.pypa.io/en/stable/reference/requirements-file-format/ */
export const requirements: Format = {
  id: 'requirements',
  title: 'pip requirements and constraints',
  reads: 'repositories and files by their address, included lists',
  writes: 'commits, `#sha256=`',
  matches,
  sign: /:\/\/|^[ \t]*-[rc-]/m,
  parse,
};

const NAME = /(?:^|[._-])(?:requirements?|constraints?)\d*(?:[._-][\w.-]*)?\.(?:txt|in|pip)$/i;

function matches(path: string): boolean {
  const [name = '', folder = ''] = path.split('/').reverse();
  return NAME.test(name) || (/^(?:requirements|constraints)$/i.test(folder) && /\.(?:txt|in|pip)$/i.test(name));
}

/** A line ends where no backslash stands before its break; a comment ends it in any case. */
const LOGICAL_LINE = /(?:[^\\\r\n]|\\(?:\r\n|[\s\S]))+/g;
const COMMENT = /(?:^|[ \t])#.*/g;
const CONTINUED = /\\\r?\n/g;
const OPTION = /^(?:(-r|-c|-e|--(?:requirement|constraint|editable))(?:[ \t]*=[ \t]*|[ \t]+|(?=[^-\s=])))/;
const SUM = /[ \t]--hash[ \t]*[= ][ \t]*(sha256:[0-9a-fA-F]{64})(?=\s|$)/g;

function parse(path: string, text: string): Program {
  const steps = [...text.matchAll(LOGICAL_LINE)].flatMap(({ 0: line, index }) => lineSteps(path, line, index));
  return { file: path, format: requirements.id, steps, problems: [] };
}

function lineSteps(file: string, written: string, offset: number): readonly Step[] {
  const line = written.replace(COMMENT, blanks).replace(CONTINUED, blanks);
  const start = line.length - line.trimStart().length;
  const option = OPTION.exec(line.slice(start));
  const from = start + (option?.[0].length ?? 0);
  const rest = line.slice(from);
  const value = rest.slice(0, endOfRequirement(rest)).trim();
  if (value === '' || (option === null && value.startsWith('-'))) return [];
  const quote = /^(["']).*\1$/.test(value) ? 1 : 0;
  const at = { file, start: offset + from + quote, end: offset + from + value.length - quote };
  const word = textWord(
    value.slice(quote, value.length - quote),
    written.slice(at.start - offset, at.end - offset),
    at,
  );
  if (option === null || /^--?e/.test(option[0])) return [fact('requirement', word, sumWords(file, line, offset))];
  if (value.includes('://')) return [fact('requirement-list', word, [])];
  return [{ kind: 'include', path: word.template, format: requirements.id, at }];
}

/** What the file must be; where several sums are allowed none of them says which file comes. */
function sumWords(file: string, line: string, offset: number): readonly FactWord[] {
  const [only, second] = [...line.matchAll(SUM)];
  if (only?.[1] === undefined || second !== undefined) return [];
  const end = offset + only.index + only[0].length;
  const at = { file, start: end - only[1].length, end };
  return [nameWord('hash', at), textWord(only[1], only[1], at)];
}

function fact(name: string, word: FactWord, more: readonly FactWord[]): Step {
  return { kind: 'fact', form: 'key', words: [nameWord(name, word.at), word, ...more], word: word.at, at: word.at };
}

const VARIABLE = /\$\{([A-Z0-9_]+)\}/g;

/** Text as it stands at `at`, there `written` with its continued lines, with `${NAME}` taken from the environment. */
function textWord(text: string, written: string, at: Span): FactWord {
  const parts: TemplatePart[] = [];
  let done = 0;
  const put = (start: number, end: number) => {
    const place = { ...at, start: at.start + start, end: at.start + end };
    if (end > start) parts.push({ kind: 'text', text: text.slice(start, end), at: place, verbatim: true });
  };
  // What was blanked, the break of a line or a comment, is no part of the word.
  const push = (end: number) => {
    let start = done;
    for (let index = done; index <= end; index++) {
      if (index < end && text[index] === written[index]) continue;
      put(start, index);
      start = index + 1;
    }
  };
  for (const { 0: reference, 1: name = '', index } of text.matchAll(VARIABLE)) {
    push(index);
    done = index + reference.length;
    const place = { ...at, start: at.start + index, end: at.start + done };
    parts.push({
      kind: 'variable',
      name,
      text: reference,
      why: 'environment',
      fallback: null,
      emptyIsUnset: false,
      many: false,
      at: place,
    });
  }
  push(text.length);
  return { template: partsTemplate(parts), at };
}

function blanks(text: string): string {
  return ' '.repeat(text.length);
}
