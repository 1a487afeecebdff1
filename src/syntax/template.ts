import { isCommit } from '../model/pin.ts';
import { pathComponents, queryParameters, type Range, sliceRange, type UrlParts } from './url.ts';

/**
 * A linear URL template: `https://github.com/{owner}/{name}/archive/{ref...}.{extension:tar.gz|zip}`. It is data, so that it can be
 * compiled at build time.
 *
 * `{name}` takes one path component or part of one, `{name...}` one component or more, `{name:a|b}` one of these texts, `{name:@commit}`
 * a full object id, `{name:@encoded}` a component that holds an escaped slash, `{name:@same}` the text of an earlier `{name}`. `?a={b}&c=d` asks for parameters in any order; others
 * may stand beside them. The host is literal or `{host}`.
 */
export type UrlTemplate = {
  readonly scheme: string;
  readonly host: string;
  readonly path: readonly Segment[];
  readonly query: readonly { readonly name: string; readonly tokens: readonly Token[] }[];
};

/** One path component, or with `rest` several: `before` and `after` are then fixed text around the capture. */
export type Segment =
  | { readonly kind: 'one'; readonly tokens: readonly Token[] }
  | {
      readonly kind: 'rest';
      readonly name: string;
      readonly before: readonly Token[];
      readonly after: readonly Token[];
    };

export type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'choice'; readonly name: string; readonly texts: readonly string[] }
  | { readonly kind: 'capture'; readonly name: string; readonly only: 'commit' | 'encoded' | null }
  /** The text of an earlier capture once more. */
  | { readonly kind: 'same'; readonly name: string };

/** Name of a capture to its offsets in the matched text. */
export type Captures = ReadonlyMap<string, Range>;

/**
 * Every way in which the template fits `text`, whose parts are given; scheme and host are the caller's to judge. There is more than
 * one way only where two `...` captures stand side by side: the first result then has the longest first capture.
 */
export function matchTemplate(template: UrlTemplate, text: string, parts: UrlParts): readonly Captures[] {
  const fixed = new Map<string, Range>();
  if (!matchQuery(template, text, parts, fixed)) return [];
  const results: Captures[] = [];
  matchPath(
    { segments: template.path, text, components: pathComponents(text, parts.path), results },
    { segment: 0, component: 0, captures: fixed },
  );
  return results.reverse();
}

function matchQuery(template: UrlTemplate, text: string, parts: UrlParts, captures: Map<string, Range>): boolean {
  if (template.query.length === 0) return true;
  const given = queryParameters(text, parts.query);
  for (const { name, tokens } of template.query) {
    const parameter = given.find((one) => one.name === name);
    if (parameter === undefined || !matchTokens(tokens, text, parameter.value, captures)) return false;
  }
  return true;
}

type PathMatch = {
  readonly segments: readonly Segment[];
  readonly text: string;
  readonly components: readonly Range[];
  readonly results: Captures[];
};

type Progress = { readonly segment: number; readonly component: number; readonly captures: Map<string, Range> };

/** Left to right. A `...` capture ends where what follows it first fits; nothing is tried twice, so the time is linear in the path. */
function matchPath(match: PathMatch, from: Progress): void {
  const { segments, text, components } = match;
  const { captures } = from;
  let component = from.component;
  for (let index = from.segment; index < segments.length; index++) {
    const segment = segments[index];
    if (segment === undefined) return;
    if (segment.kind === 'one') {
      const range = components[component];
      if (range === undefined || !matchTokens(segment.tokens, text, range, captures)) return;
      component++;
      continue;
    }
    const nextRest = segments.findIndex((other, position) => position > index && other.kind === 'rest');
    if (nextRest === index + 1) return splitRests(match, segment, { segment: index, component, captures });
    const end = endOfRest(match, index, nextRest, component);
    if (end === undefined || !captureRest(match, segment, component, end, captures)) return;
    component = end;
  }
  if (component === components.length) match.results.push(captures);
}

/** Readings of one URL; no ref has that many slashes, and each reading costs the length of the URL. */
const MOST_READINGS = 64;

/** Two `...` captures side by side: every boundary between them is one reading. */
function splitRests(match: PathMatch, segment: RestSegment, from: Progress): void {
  const last = Math.min(match.components.length, from.component + 1 + MOST_READINGS);
  for (let end = from.component + 1; end < last; end++) {
    const captures = new Map(from.captures);
    if (captureRest(match, segment, from.component, end, captures))
      matchPath(match, { segment: from.segment + 1, component: end, captures });
  }
}

type RestSegment = Extract<Segment, { kind: 'rest' }>;

/** The index of the component behind the capture. */
function endOfRest(match: PathMatch, index: number, nextRest: number, start: number): number | undefined {
  const { segments, text, components } = match;
  if (nextRest < 0) {
    const end = components.length - (segments.length - index - 1);
    return end > start ? end : undefined;
  }
  const middle = segments.slice(index + 1, nextRest);
  for (let end = start + 1; end + middle.length <= components.length; end++) {
    const fits = middle.every((one, offset) => {
      const range = components[end + offset];
      return one.kind === 'one' && range !== undefined && matchTokens(one.tokens, text, range, new Map());
    });
    if (fits) return end;
  }
  return undefined;
}

function captureRest(
  match: PathMatch,
  segment: RestSegment,
  start: number,
  end: number,
  captures: Map<string, Range>,
): boolean {
  const first = match.components[start];
  const last = match.components[end - 1];
  if (first === undefined || last === undefined) return false;
  const inner = trimTokens(segment.before, segment.after, match.text, { start: first.start, end: last.end }, captures);
  if (inner === undefined || inner.start >= inner.end) return false;
  captures.set(segment.name, inner);
  return true;
}

/** A free capture ends at the first place where the text behind it stands; the last one at the fixed end. */
function matchTokens(tokens: readonly Token[], text: string, range: Range, captures: Map<string, Range>): boolean {
  const last = tokens.findLastIndex((token) => token.kind === 'capture');
  const rest = trimTokens([], tokens.slice(last + 1), text, range, captures);
  if (rest === undefined) return false;
  let position = rest.start;
  for (const [index, token] of tokens.slice(0, last + 1).entries()) {
    if (token.kind !== 'capture') {
      const length = lengthAt(token, text, position, rest.end, captures);
      if (length === undefined) return false;
      position += length;
      continue;
    }
    const next = tokens[index + 1];
    const end = index === last || next?.kind !== 'text' ? rest.end : text.indexOf(next.text, position);
    if (end <= position || end > rest.end || !isAllowed(token, text.slice(position, end))) return false;
    captures.set(token.name, { start: position, end });
    position = end;
  }
  return position === rest.end;
}

/** Takes fixed tokens off both ends; what is left may be empty. */
function trimTokens(
  before: readonly Token[],
  after: readonly Token[],
  text: string,
  range: Range,
  captures: Map<string, Range>,
): Range | undefined {
  let { start, end } = range;
  for (const token of after.toReversed()) {
    const length = lengthBefore(token, text, start, end, captures);
    if (length === undefined) return undefined;
    end -= length;
  }
  for (const token of before) {
    const length = lengthAt(token, text, start, end, captures);
    if (length === undefined) return undefined;
    start += length;
  }
  return { start, end };
}

function lengthAt(token: Token, text: string, start: number, end: number, captures: Map<string, Range>) {
  for (const option of textsOf(token, text, captures)) {
    if (start + option.length > end || !text.startsWith(option, start)) continue;
    if (token.kind === 'choice') captures.set(token.name, { start, end: start + option.length });
    return option.length;
  }
  return undefined;
}

function lengthBefore(token: Token, text: string, start: number, end: number, captures: Map<string, Range>) {
  for (const option of textsOf(token, text, captures)) {
    if (end - option.length < start || !text.startsWith(option, end - option.length)) continue;
    if (token.kind === 'choice') captures.set(token.name, { start: end - option.length, end });
    return option.length;
  }
  return undefined;
}

function textsOf(token: Token, text: string, captures: Captures): readonly string[] {
  switch (token.kind) {
    case 'text':
      return [token.text];
    case 'choice':
      return token.texts;
    case 'same': {
      const known = captureText(captures, token.name, text);
      return known === undefined ? [] : [known];
    }
    case 'capture':
      return [];
    default:
      return token satisfies never;
  }
}

function isAllowed(token: Extract<Token, { kind: 'capture' }>, value: string): boolean {
  if (token.only === 'commit') return isCommit(value);
  return token.only === null || /%2f/i.test(value);
}

/** The text of a capture, or undefined when the template has none of that name. */
export function captureText(captures: Captures, name: string, text: string): string | undefined {
  const range = captures.get(name);
  return range === undefined ? undefined : sliceRange(text, range);
}
