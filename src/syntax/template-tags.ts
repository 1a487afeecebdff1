/** A word of a template language in a text, with the blanks of its line that it takes away; offsets are UTF-16. */
export type TemplateTag = {
  readonly start: number;
  readonly end: number;
  /**
   * `value`: text comes in here. `open`, `middle`, `close`: what lies between is there or not. `whole`: the same, always there once (a
   * block with a name). `silent`: nothing comes of it (a comment, an assignment).
   */
  readonly kind: 'value' | 'open' | 'whole' | 'middle' | 'close' | 'silent';
  /** What it says, without its brackets. */
  readonly body: string;
};

/** How a tag begins. `@` is `@NAME@`, `%%` is `%%NAME%%`. */
export type TagMark = '{{' | '{%' | '{#' | '<%' | '@' | '%%';

/** Which tags a template has, by its ending. */
const MARKS: Readonly<Record<string, readonly TagMark[]>> = {
  j2: ['{{', '{%', '{#'],
  jinja: ['{{', '{%', '{#'],
  jinja2: ['{{', '{%', '{#'],
  tmpl: ['{{', '{%', '@', '%%'],
  tpl: ['{{', '{%', '<%'],
  gotmpl: ['{{'],
  mustache: ['{{'],
  hbs: ['{{'],
  erb: ['<%'],
  ejs: ['<%'],
  template: ['{{', '{%', '<%', '@', '%%'],
  in: ['@'],
};

const OPENINGS: Readonly<Record<TagMark, string>> = {
  '{{': String.raw`\{\{`,
  '{%': '\\{%',
  '{#': '(?<!\\$)\\{#',
  '<%': '<%',
  '@': '@[A-Za-z_][\\w-]*@',
  '%%': '%%[A-Za-z_][A-Za-z0-9_]*%%',
};

/** Characters of one tag; what is longer is none. */
const LONGEST = 16_384;

/**
 * The tags of a template, in order. `ending` is its file's (`j2`), `own` how words begin that look like tags and are the text's own (`${{`
 * in a workflow). What never closes is text.
 */
export function readTags(text: string, ending: string, own?: string): readonly TemplateTag[] {
  const marks = MARKS[ending] ?? [];
  if (marks.length === 0) return [];
  const opening = new RegExp(marks.map((mark) => OPENINGS[mark]).join('|'), 'g');
  const readBraces = marks.includes('{#') ? always : bracesKind;
  const closings = new Map<string, number>();
  const tags: TemplateTag[] = [];
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const [mark] = match;
    const { index } = match;
    if (own !== undefined && text.startsWith(own, index + mark.length - own.length)) continue;
    const close = CLOSINGS.get(mark);
    if (close !== undefined && !isNear(text, index, close, closings)) continue;
    const tag = readTag(text, index, mark, readBraces);
    if (tag === undefined) continue;
    opening.lastIndex = tag.end;
    const raw = mark === '{%' && tag.body === 'raw' ? endOfRaw(text, tag.end) : undefined;
    if (raw === undefined) tags.push(tag);
    else {
      tags.push({ ...tag, kind: 'silent' }, raw);
      opening.lastIndex = raw.end;
    }
  }
  return tags;
}

const CLOSINGS: ReadonlyMap<string, string> = new Map([
  ['{{', '}}'],
  ['{%', '%}'],
  ['{#', '#}'],
  ['<%', '%>'],
]);

/** True where `close` follows within the bound; `known` keeps where each stands next, so that a text full of openings is read once. */
function isNear(text: string, start: number, close: string, known: Map<string, number>): boolean {
  let next = known.get(close) ?? -1;
  if (next < start + 2) {
    const found = text.indexOf(close, start + 2);
    next = found < 0 ? Number.POSITIVE_INFINITY : found;
    known.set(close, next);
  }
  return next - start < LONGEST;
}

type Kind = TemplateTag['kind'];

function readTag(
  text: string,
  start: number,
  mark: string,
  readBraces: (body: string) => Kind,
): TemplateTag | undefined {
  const close = CLOSINGS.get(mark);
  if (close === undefined) return { start, end: start + mark.length, kind: 'value', body: mark };
  const extent = mark === '{{' ? endOfBraces(text, start) : endOf(text, start, close);
  switch (mark) {
    case '{{':
      return toTag(text, start, extent, readBraces);
    case '{%':
      return toTag(text, start, extent, statementKind);
    case '{#':
      return toTag(text, start, extent, () => 'silent');
    default:
      return toTag(text, start, extent, codeKind);
  }
}

function toTag(
  text: string,
  start: number,
  extent: Extent | undefined,
  kindOf: (body: string, inner: string) => Kind,
): TemplateTag | undefined {
  if (extent === undefined) return undefined;
  const inner = text.slice(extent.from, extent.to);
  const body = inner
    .replace(/^[-~+_]/, '')
    .replace(/[-~+_]$/, '')
    .trim();
  const kind = kindOf(body, inner);
  if (kind === 'value') return { start, end: extent.end, kind, body };
  let from = start;
  while (/[ \t]/.test(text[from - 1] ?? '')) from -= 1;
  // A tag that begins a line leaves that line where it is.
  if (from === 0 || text[from - 1] === '\n') return { start, end: extent.end, kind, body };
  let to = extent.end;
  if (/[-~]$/.test(inner)) while (/\s/.test(text[to] ?? '')) to += 1;
  return { start: /^[-~]/.test(inner) ? from : start, end: to, kind, body };
}

type Extent = { readonly from: number; readonly to: number; readonly end: number };

function endOf(text: string, start: number, close: string): Extent | undefined {
  const to = text.slice(start, start + LONGEST).indexOf(close, 2);
  return to < 0 ? undefined : { from: start + 2, to: start + to, end: start + to + close.length };
}

const LONGEST_COMMENT = 4096;

/** Comments may hold anything; so may a text in quotes, if it ends on its line. */
const BRACES_COMMENT = /^\{\{[-~]?[ \t]*(?:\/\*[\s\S]*?\*\/|!--[\s\S]*?--)[ \t]*[-~]?\}\}/;
const QUOTED = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`\n]*`|\}\}/g;

function endOfBraces(text: string, start: number): Extent | undefined {
  const rest = text.slice(start, start + LONGEST);
  const comment = BRACES_COMMENT.exec(rest.slice(0, LONGEST_COMMENT))?.[0];
  if (comment !== undefined) return { from: start + 2, to: start + comment.length - 2, end: start + comment.length };
  const isTriple = rest[2] === '{';
  for (const { 0: found, index } of rest.slice(2).matchAll(QUOTED)) {
    if (found !== '}}') continue;
    const to = start + 2 + index;
    return isTriple && text[to + 2] === '}'
      ? { from: start + 3, to, end: to + 3 }
      : { from: start + 2, to, end: to + 2 };
  }
  return endOf(text, start, '}}');
}

/** Jinja and its kin: control has brackets of its own. */
function always(): Kind {
  return 'value';
}

/** Go, Mustache and jq write control in the brackets of values. */
function bracesKind(body: string): Kind {
  if (/^(?:\/\*|!)/.test(body)) return 'silent';
  if (/^(?:define|block)\b/.test(body)) return 'whole';
  if (/^(?:end\b|\/)/.test(body)) return 'close';
  if (/^(?:else\b|\^$)/.test(body)) return 'middle';
  if (/^[#^]/.test(body)) return 'open';
  if (body.startsWith(')')) return body.endsWith('(') ? 'middle' : 'close';
  if (body.endsWith('(')) return 'open';
  if (/^(?:if|range|with)\b/.test(body) && !/\bend$/.test(body)) return 'open';
  return /^(?:def\b|\$\w+[ \t]*:?=)/.test(body) ? 'silent' : 'value';
}

/** Statements of Jinja and Liquid. */
function statementKind(body: string): Kind {
  const word = /^\w+/.exec(body)?.[0] ?? '';
  if (word.startsWith('end')) return 'close';
  if (/^(?:else|elif|elsif|elseif|when|pluralize)$/.test(word)) return 'middle';
  if (/^(?:if|for|unless|case|ifchanged)$/.test(word)) return 'open';
  if (/^(?:block|filter|call|macro|with|autoescape|trans|capture)$/.test(word)) return 'whole';
  if (word === 'set') return body.includes('=') ? 'silent' : 'whole';
  return 'silent';
}

/** Ruby's and JavaScript's code between text. */
function codeKind(body: string, inner: string): Kind {
  if (inner.startsWith('#')) return 'silent';
  if (inner.startsWith('=')) return 'value';
  if (/^(?:else|elsif|when)\b|^\}[\s\S]*\{$/.test(body)) return 'middle';
  if (/^(?:end\b|\})/.test(body)) return 'close';
  if (/^(?:if|unless|case|for|while|until|begin)\b|\bdo(?:\s*\|[^|]*\|)?$|\{$/.test(body)) return 'open';
  return 'silent';
}

const END_OF_RAW = /\{%[-+]?[ \t]*endraw[ \t]*[-+]?%\}/g;

/** What stands between is text, whatever it looks like. */
function endOfRaw(text: string, from: number): TemplateTag | undefined {
  END_OF_RAW.lastIndex = from;
  const match = END_OF_RAW.exec(text);
  if (match === null) return undefined;
  return { start: match.index, end: match.index + match[0].length, kind: 'silent', body: 'endraw' };
}
