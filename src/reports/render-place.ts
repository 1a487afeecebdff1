import type { ReportedFetch } from '../model/report.ts';
import type { HoleReason } from '../model/value.ts';
import { describePin } from './describe-pin.ts';
import { type Paint, paintWith, wrap } from './layout.ts';
import { toInertLine, toPrintable } from './printable.ts';
import type { RuleText } from './render-rule.ts';

/** A part of a value with the line on which it was written; `unknown` says why the text does not tell what it is. */
export type PieceStory = {
  readonly text: string;
  readonly path: string;
  readonly line: number;
  readonly unknown: HoleReason | null;
};

/** What apply would make of a fetch: a unified diff, or why nothing. */
export type WhatApplyWrites =
  | { readonly kind: 'diff'; readonly text: string }
  | { readonly kind: 'nothing'; readonly why: string };

/** A fetch with where its parts come from; `ref` is null where it is a part of the URL, or none. */
export type FetchStory = {
  readonly fetch: ReportedFetch;
  readonly url: readonly PieceStory[];
  readonly ref: readonly PieceStory[] | null;
  readonly applied: WhatApplyWrites;
};

/** What is fetched on a line; `others` are the lines of the file on which something is. */
export type PlaceStory = {
  readonly path: string;
  readonly line: number;
  readonly others: readonly number[];
  readonly wasRead: boolean;
  readonly fetches: readonly FetchStory[];
};

type Look = { readonly color: boolean; readonly width: number };

/** The fetches of a line: where each part was written, the rule, policy and lockfile, and what apply would write. */
export function renderPlace(story: PlaceStory, ruleById: (id: string) => RuleText | undefined, look: Look): string {
  const paint = paintWith(look.color);
  const blocks = story.fetches.map((one) => renderFetch(one, ruleById(one.fetch.rule), paint, look.width));
  const lines =
    blocks.length === 0 ? nothingHere(story) : blocks.flatMap((block, index) => (index === 0 ? block : ['', ...block]));
  return `${lines.map(toInertLine).join('\n')}\n`;
}

function nothingHere({ path, line, others, wasRead }: PlaceStory): readonly string[] {
  const place = toPrintable(`${path}:${line}`);
  if (!wasRead) return [`${place}: the file is not read: no word of a fetch stands in it, or its kind is not known`];
  const lines = [...others].sort((a, b) => a - b).join(', ');
  const where =
    others.length === 0
      ? 'nothing in this file is a fetch'
      : `this file fetches on ${others.length === 1 ? 'line' : 'lines'} ${lines}`;
  return [`${place}: nothing is fetched here, and nothing here goes into a fetch; ${where}`];
}

const UNKNOWN: Readonly<Record<HoleReason, string>> = {
  environment: 'a variable that the text never sets',
  argument: 'an argument that the caller gives',
  'build-argument': 'an argument of the build',
  output: 'what a command prints',
  loop: 'what a loop builds',
  pattern: 'a pattern',
  operation: 'computed from what is not known',
  placeholder: 'a placeholder of another language',
  bound: 'a bound of the reader',
};

function renderFetch(
  { fetch, url, ref, applied }: FetchStory,
  rule: RuleText | undefined,
  paint: Paint,
  width: number,
): readonly string[] {
  const paragraph = (text: string, margin = 2): readonly string[] =>
    wrap(toPrintable(text), Math.max(width - margin, 30)).map((line) => ' '.repeat(margin) + line);
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', title, ...lines];
  const roles = fetch.related.map(({ path, line, role }) => `  ${toPrintable(`${path}:${line}`)}  ${role}`);
  return [
    `${paint('bold', toPrintable(`${fetch.path}:${fetch.line}:${fetch.column}`))}  ${fetch.verdict}  ${toPrintable(fetch.source ?? fetch.url)}`,
    ...paragraph(fetch.why),
    ...(fetch.overridable.length === 0
      ? []
      : paragraph(`can be changed from outside: ${fetch.overridable.join(', ')}`)),
    ...section('put together from', renderPieces(url)),
    ...section('its ref', ref === null ? [] : renderPieces(ref)),
    ...section('has to do with it', [...new Set(roles)]),
    ...section(`rule ${fetch.rule}`, rule === undefined ? [] : [...paragraph(rule.why), ...paragraph(rule.fix)]),
    ...section('policy', paragraph(`${fetch.outcome}: ${fetch.reason}`)),
    ...section('lockfile', paragraph(fetch.locked === null ? 'no pin' : describePin(fetch.locked))),
    ...section(
      'apply would write',
      applied.kind === 'nothing' ? paragraph(`nothing: ${applied.why}`) : renderDiff(applied.text, paint),
    ),
  ];
}

function renderPieces(pieces: readonly PieceStory[]): readonly string[] {
  const places = pieces.map(({ path, line }) => toPrintable(`${path}:${line}`));
  const wide = Math.max(...places.map((place) => place.length), 0);
  return pieces.map(({ text, unknown }, index) => {
    const why = unknown === null ? '' : `  (not known: ${UNKNOWN[unknown]})`;
    return `  ${(places[index] ?? '').padEnd(wide)}  ${toPrintable(text)}${why}`;
  });
}

function renderDiff(diff: string, paint: Paint): readonly string[] {
  return diff
    .trimEnd()
    .split('\n')
    .map((line) => {
      const shown = `  ${toPrintable(line)}`;
      if (line.startsWith('+')) return paint('green', shown);
      return line.startsWith('-') ? paint('red', shown) : shown;
    });
}
