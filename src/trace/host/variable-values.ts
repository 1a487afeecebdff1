import { ALWAYS } from '../../model/guard.ts';
import type { Template } from '../../model/program.ts';
import type { Span } from '../../model/span.ts';
import { partsOf } from '../../model/template.ts';
import { impliedText, type Value } from '../../model/value.ts';
import { holeValue } from '../values.ts';

/** Automatic variables, parameters of a call, and make itself: nobody sets them. */
export const OF_MAKE = /^(?:[@<^*+?%|]|\d+|MAKE)$/;

/** What a text that nobody can read made of a variable. */
export function unreadValue(name: string, at: Span): Value {
  return holeValue(`evaluated:${name}:${at.file}:${at.start}`, `$(${name})`, 'operation', at);
}

/** The environment may say it. */
export function notSet(name: string, at: Span): Value {
  return holeValue(`host:${name}`, `$${name}`, 'environment', at).map((alternative) => ({
    ...alternative,
    unset: 'never-set' as const,
  }));
}

/** One text behind the other, with a blank between. */
export function behind(first: Template, second: Template, at: Span): Template {
  return { language: 'parts', parts: [...partsOf(first), ...blank(at)[0].pieces, ...partsOf(second)] };
}

/** The blank between what is appended. */
export function blank(at: Span) {
  return [{ guard: ALWAYS, pieces: [impliedText(' ', at)] }] as const;
}
