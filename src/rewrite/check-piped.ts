import type { FetchAct } from '../model/act.ts';
import type { Edit } from '../model/edit.ts';
import type { Invocation } from '../model/invocation.ts';
import type { Span } from '../model/span.ts';
import type { MatchedEvent } from '../model/step.ts';
import { writeAt } from './escaping.ts';
import { type Proposal, propose, type Refusal, refuse, type Texts } from './proposal.ts';
import { writeCheck } from './quoting.ts';
import { type Part, readShellCommand } from './shell-command.ts';
import { isSameSpan } from './splice.ts';

/**
 * `curl URL | tar xz` becomes `f=$(mktemp) && curl URL > "$f" && CHECK && tar xz < "$f" && rm -f "$f"`: nothing reads what was not
 * checked. Only a pipe that leads straight into the next command is written so.
 */
export function pinPiped(
  act: FetchAct,
  sha256: string,
  steps: readonly MatchedEvent[],
  texts: Texts,
): Proposal | Refusal {
  const { invocation } = act;
  const where = texts.place(invocation.word);
  const pipe = readPipe(invocation, steps, texts);
  if (pipe === undefined)
    return refuse(`the output of the download at ${where} is read by what no file can be put before`);
  const first = invocation.span;
  const reader = pipe[0]?.span;
  const end = pipe.at(-1);
  const last = end?.span;
  if (reader === undefined || end === undefined || last === undefined)
    return refuse(`the output of the download at ${where} becomes text of another command`);
  const command = readShellCommand(invocation, texts, toPart(invocation, end));
  if (command.kind === 'refusal') return command;
  const content = texts.read(first.file) ?? '';
  const variable = freeName(content);
  const { escaping } = invocation;
  const [made, name] = [writeAt('$(mktemp)', escaping), writeAt(`"$${variable}"`, escaping)];
  const check = name === undefined ? undefined : writeCheck(sha256, { kind: 'copied', text: name }, escaping);
  if (check === undefined || made === undefined)
    return refuse(`the download at ${where} goes into a pipe, in text where no variable of its own can stand`);
  const { needsBraces, joint } = command;
  const cleanup = `${joint}rm -f ${name}${needsBraces ? '; }' : ''}`;
  const input = ` < ${name}`;
  const edits: Edit[] = [
    insert(first.file, first.start, `${needsBraces ? '{ ' : ''}${variable}=${made}${joint}`),
    ...replaceBar(first, content, ` > ${name}${joint}${check}`, joint.trim()),
  ];
  if (reader.end === last.end) edits.push(insert(first.file, last.end, `${input}${cleanup}`));
  else edits.push(insert(first.file, reader.end, input), insert(first.file, last.end, cleanup));
  return propose({ commands: edits, exclusive: [invocation.word] });
}

/** The commands of the pipeline that stand behind the download; undefined where something else reads it. */
function readPipe(
  invocation: Invocation,
  steps: readonly MatchedEvent[],
  texts: Texts,
): readonly Invocation[] | undefined {
  const content = texts.read(invocation.span.file) ?? '';
  const result: Invocation[] = [];
  for (let current = invocation; ; ) {
    const readers = readersOf(current, steps);
    const [next] = readers;
    const { file, end } = current.span;
    if (next === undefined) return result;
    const isBehind = next.span.file === file && BAR.test(content.slice(end, Math.max(next.span.start, end)));
    if (!isBehind) return result.length > 0 ? result : undefined;
    if (readers.some(({ span }) => span.start !== next.span.start)) return undefined;
    result.push(next);
    current = next;
  }
}

/** A whole pipeline stands where its list has it; a part of one is still read or written by the rest. */
function toPart({ span: first, pipeline }: Invocation, { span: last, word }: Invocation): Part {
  const span = { ...first, end: last.end };
  const isWhole = pipeline !== undefined && isSameSpan(pipeline.span, span);
  return isWhole ? { ...pipeline, word } : { place: 'guarded', span, word };
}

/** The bar becomes `&&` or `;`; on a later line it stays there. */
function replaceBar({ file, end }: Span, content: string, behind: string, joint: string): readonly Edit[] {
  const bar = content.indexOf('|', end);
  const blank = /\s/.test(content[bar + 1] ?? '') ? '' : ' ';
  if (content.slice(end, bar).includes('\n'))
    return [insert(file, end, behind), { span: { file, start: bar, end: bar + 1 }, text: joint + blank, why: 'check' }];
  const text = `${behind}${joint === ';' ? '' : ' '}${joint}${blank}`;
  return [{ span: { file, start: end, end: bar + 1 }, text, why: 'check' }];
}

/** A bar alone between blanks and continued lines. */
const BAR = /^[\s\\]*\|[\s\\]*$/;

function readersOf(invocation: Invocation, steps: readonly MatchedEvent[]): readonly Invocation[] {
  const start = steps.findIndex(({ event }) => event === invocation);
  const result: Invocation[] = [];
  for (const { event } of start < 0 ? [] : steps.slice(start + 1)) {
    if (event.id < invocation.id) break;
    if (event.kind !== 'invocation' || event.stdin?.kind !== 'output') continue;
    if (event.stdin.producers.includes(invocation.id)) result.push(event);
  }
  return result;
}

/** A name that the file does not use. */
function freeName(content: string): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'download' : `download_${number}`;
    if (!new RegExp(`\\b${name}\\b`).test(content)) return name;
  }
}

function insert(file: string, offset: number, text: string): Edit {
  return { span: { file, start: offset, end: offset }, text, why: 'check' };
}
