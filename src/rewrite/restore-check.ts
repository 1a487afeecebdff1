import type { Edit } from '../model/edit.ts';
import type { Escaping } from '../model/escaping.ts';
import type { Fetch } from '../model/fetch.ts';
import type { Invocation } from '../model/invocation.ts';
import type { MatchedEvent } from '../model/step.ts';
import { flatten } from '../model/value.ts';
import { KEYWORD, removeKeyword } from './call-keyword.ts';
import { writeAt, writeQuote } from './escaping.ts';
import { type Proposal, propose, type Refusal, refuse, type Texts } from './proposal.ts';
import { removePart } from './restore-package.ts';
import { withoutBraces } from './shell-command.ts';

/** Takes away a checksum that apply put beside a download; one that somebody else wrote in another form stays. */
export function removeCheck({ act }: Fetch, _steps: readonly MatchedEvent[], texts: Texts): Proposal | Refusal {
  const { invocation } = act;
  const where = texts.place(invocation.word);
  if (act.kind !== 'fetch') return refuse(`the command at ${where} is no download`);
  const content = texts.read(invocation.word.file) ?? '';
  if (invocation.form === 'instruction') {
    const option = ADD_OPTION.exec(content.slice(invocation.word.end));
    if (option === null) return refuse(`the checksum of the download at ${where} was not written by apply`);
    const span = { ...invocation.word, start: invocation.word.end, end: invocation.word.end + option[0].length };
    return propose({ commands: [{ span, text: '', why: 'check' }], exclusive: [invocation.word] });
  }
  if (act.pin !== undefined && act.expected !== null && KEYWORD.test(act.pin))
    return (
      removeKeyword(act, act.expected, act.pin, texts) ??
      refuse(`the hash of the download at ${where} was not written by apply`)
    );
  if (act.pin !== undefined && act.expected !== null)
    return removePart(act, act.pin + flatten(act.expected.pieces).replace(/^sha256:/, ''), texts);
  const { span } = invocation;
  // The checks of all that one command brings go together: what they leave is proven, so that none goes that is to stay.
  const check = checkPattern(invocation.escaping).exec(content.slice(span.end, span.end + 2000));
  if (check === null) return refuse(`the check of the download at ${where} was not written by apply`);
  const piped = removePipe(content, invocation, check[0].length);
  const commands = piped ?? withoutBraces({ ...span, end: span.end + check[0].length }, span, invocation, content);
  return propose({ commands, exclusive: [act.url.at ?? invocation.word] });
}

const ADD_OPTION = /^ --checksum=sha256:[0-9a-f]{64}(?=\s)/;

/** What apply writes behind a download at such a place. */
function checkPattern(escaping: Escaping | undefined): RegExp {
  const lines = (["'", '"'] as const).flatMap((sign) => {
    const quote = writeQuote(sign, escaping);
    return quote === undefined
      ? []
      : [`${quoted(quote)}[0-9a-f]{64} {2}(?:(?!${quoted(quote)})[^\\n])+${quoted(quote)}`];
  });
  return new RegExp(`^(?:(?: && |; )echo (?:${lines.join('|')}) \\| sha256sum -c - >/dev/null(?: \\|\\| exit 1)?)+`);
}

function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** A download that goes through a file of its own goes through a pipe again; undefined for another one. */
function removePipe(content: string, invocation: Invocation, length: number): readonly Edit[] | undefined {
  const { span, escaping } = invocation;
  const command = writeAt('$(mktemp)', escaping) ?? '';
  const made = new RegExp(`(\\w+)=${quoted(command)}(?: && |; )$`).exec(content.slice(0, span.start));
  const variable = made?.[1];
  const name = writeAt(`"$${variable}"`, escaping);
  const output = ` > ${name}`;
  if (made === null || variable === undefined || name === undefined) return undefined;
  if (!content.slice(span.start, span.end).endsWith(output)) return undefined;
  const { file } = span;
  const checked = span.end + length;
  const joint = /^([ \t]*(?:\\?\r?\n[ \t]*)?)(&&|;)/.exec(content.slice(checked));
  const input = content.indexOf(` < ${name}`, checked);
  const cleanup = new RegExp(`(?: && |; )rm -f ${quoted(name)}`).exec(content.slice(checked));
  if (joint === null || input < 0 || cleanup === null) return undefined;
  const bar = checked + (joint[1]?.length ?? 0);
  const isSameLine = !joint[1]?.includes('\n');
  const removed = checked + cleanup.index;
  const start = span.end - output.length;
  const edit = (from: number, to: number, text: string): Edit => ({
    span: { file, start: from, end: to },
    text,
    why: 'check',
  });
  const end = removed + cleanup[0].length;
  const whole = withoutBraces(
    { file, start: made.index, end },
    { start: made.index, end: removed },
    invocation,
    content,
  );
  const [head, ...rest] = whole;
  const last = rest.at(-1) ?? head;
  const joined = isSameLine
    ? [edit(start, bar + (joint[2]?.length ?? 0), ' |')]
    : [edit(start, checked, ''), edit(bar, bar + (joint[2]?.length ?? 0), '|')];
  const opening = rest.length > 0 && head !== undefined ? head.span.start : made.index;
  const closing = last?.span.end ?? end;
  const reader = edit(input, input + ` < ${name}`.length, '');
  const tail = edit(removed, closing, '');
  const merged = reader.span.end === tail.span.start ? [edit(reader.span.start, closing, '')] : [reader, tail];
  return [edit(opening, span.start, ''), ...joined, ...merged];
}
