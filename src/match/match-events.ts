import type { Act, FetchAct } from '../model/act.ts';
import { both, enclosing, type Guard } from '../model/guard.ts';
import type { Invocation, TraceEvent, Variant } from '../model/invocation.ts';
import { type Path, resolvePath } from '../model/path.ts';
import type { MatchedEvent } from '../model/step.ts';
import { flatten, pieceKey } from '../model/value.ts';
import { buildActs } from './build-acts.ts';
import { nameOf, type RuleReading, readAnyCall, readRules } from './read-rule.ts';
import { newReading } from './reading.ts';
import type { Rule } from './rule.ts';
import { groupsOf, isPackageRule, pathRule } from './rule-table.ts';

const NO_ACTS: readonly Act[] = [];

/** What else is wanted: `packages` that are installed by name and version alone, which are the business of their own lockfiles. */
export type MatchOptions = { readonly packages?: boolean };

/** What the rules make of a trace: each event with its acts, in the same order. Pure. */
export function matchEvents(events: readonly TraceEvent[], { packages }: MatchOptions = {}): readonly MatchedEvent[] {
  const isWanted = packages === true ? hasActs : hasOwnActs;
  return events.map((event) => ({
    event,
    acts: event.kind === 'invocation' ? matchInvocation(event, isWanted) : NO_ACTS,
  }));
}

/** An option that a rule of a known program does not know. */
type UnknownOption = { readonly rule: string; readonly option: string; readonly invocation: Invocation };

/** The gaps of the option tables, for whoever mends them: options that the rules which fit do not know. */
export function unknownOptions(events: readonly TraceEvent[]): readonly UnknownOption[] {
  const result: UnknownOption[] = [];
  for (const event of events) {
    if (event.kind !== 'invocation') continue;
    const { form } = event;
    for (const { words } of event.variants) {
      for (const { rule, reading } of readRules(form, words, hasActs))
        for (const option of new Set(reading.unknown)) result.push({ rule: rule.id, option, invocation: event });
    }
  }
  return result;
}

function matchInvocation(invocation: Invocation, isWanted: (rule: Rule) => boolean): readonly Act[] {
  const { form } = invocation;
  let acts: Act[] | undefined;
  for (const variant of invocation.variants) {
    for (const reading of readingsOf(form, variant, isWanted)) {
      for (const act of actsOf(invocation, variant, reading)) {
        if (acts === undefined) acts = [act];
        else acts.push(act);
      }
    }
  }
  return acts === undefined ? NO_ACTS : mergeFetches(acts);
}

/** Above this many acts of one command those that bring in the same are one. */
const MOST_SEPARATE = 4;

/**
 * A command that brings the same to the same place under many choices does so once, wherever one of them holds: its other words and its folder
 * are what tells them apart. What comes in may be said to come in more often than it does, never less.
 */
function mergeFetches(acts: readonly Act[]): readonly Act[] {
  if (acts.length <= MOST_SEPARATE) return acts;
  const result = new Map<string, Act>();
  for (const [index, act] of acts.entries()) {
    const key = act.kind === 'fetch' ? fetchKey(act) : String(index);
    const known = result.get(key);
    result.set(key, known === undefined ? act : { ...known, guard: enclosing(known.guard, act.guard) });
  }
  return [...result.values()];
}

function fetchKey({ rule, url, ref, refKind, into, expected, marks, lost }: FetchAct): string {
  const words = [url, ref, expected].map((word) => (word === null ? null : pieceKey(word.pieces)));
  return JSON.stringify([rule, words, refKind, into?.key ?? null, [...marks], lost.length]);
}

function readingsOf(form: Rule['form'], variant: Variant, isWanted: (rule: Rule) => boolean): readonly RuleReading[] {
  const [first] = variant.words;
  if (first === undefined) return [];
  const name = nameOf(variant.words);
  if (name !== undefined && groupsOf(form, name) !== undefined)
    return readRules(form, variant.words, isWanted, variant.environment);
  if (form === 'call') return readAnyCall(variant.words, isWanted);
  if (form !== 'command' || pathRule === undefined || !flatten(first.pieces).includes('/')) return [];
  const reading = newReading();
  reading.words.set('program', [{ word: first, option: null, prefix: '' }]);
  return [{ rule: pathRule, reading }];
}

/** One act for each folder that the command may stand in; one for all where none of its paths depends on the folder. */
function actsOf(invocation: Invocation, variant: Variant, { rule, reading }: RuleReading): readonly Act[] {
  const { guard, lost } = variant;
  const build = (folder: Path, met: Guard) =>
    buildActs({ rule, invocation, guard: met, lost, folder: move(folder, reading.folders) }, reading);
  const [first, second] = invocation.cwd;
  if (first === undefined) return build(ROOT, guard);
  if (second === undefined) return build(first.path, both(guard, first.guard) ?? guard);
  const once = build(first.path, guard);
  if (isSameFiles(once, build(second.path, guard))) return once;
  return invocation.cwd.flatMap(({ guard: folderGuard, path }) => {
    const met = both(guard, folderGuard);
    return met === undefined ? [] : build(path, met);
  });
}

/** The same acts on the same paths: they were absolute. */
function isSameFiles(a: readonly Act[], b: readonly Act[]): boolean {
  return a.length === b.length && a.every((act, index) => pathKeys(act).join('\n') === pathKeys(b[index]).join('\n'));
}

function pathKeys(act: Act | undefined): readonly string[] {
  return Object.values(act ?? {})
    .flat()
    .flatMap((value) => (isPath(value) ? [value.key] : []));
}

function isPath(value: unknown): value is Path {
  return typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string';
}

const ROOT: Path = resolvePath({ key: '/', pieces: [] }, []);

function move(folder: Path, words: RuleReading['reading']['folders']): Path {
  return words.reduce((from, word) => resolvePath(from, word.pieces), folder);
}

function hasActs(rule: Rule): boolean {
  return rule.acts.length > 0;
}

function hasOwnActs(rule: Rule): boolean {
  return rule.acts.length > 0 && !isPackageRule(rule);
}
