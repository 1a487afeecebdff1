import type { Environment } from '../model/invocation.ts';
import { NO_PLACE } from '../model/span.ts';
import { type HoleReason, impliedText, knownText, type Pieces, type Word } from '../model/value.ts';
import { assignOperands, fitsWord } from './assign-operands.ts';
import { cutCalls } from './cut-calls.ts';
import { holds } from './evaluate.ts';
import { keywordRoles } from './keyword-roles.ts';
import { readOptions } from './read-options.ts';
import { addCapture, isVague, newReading, type Reading } from './reading.ts';
import type { OptionTable, Rule } from './rule.ts';
import { ANY_CALL, groupsOf } from './rule-table.ts';

/** A rule that fits the words, and how it read them. */
export type RuleReading = { readonly rule: Rule; readonly reading: Reading };

/** What the words before the subcommand say, with the words behind it still to be read. */
type Begun = { readonly reading: Reading; readonly next: number };

/**
 * The name of the program that the words run, or undefined when nobody knows it. A folder of programs (`/usr/bin/git`, `.venv/bin/pip`) is left
 * out; elsewhere (`./install`) a program of that name is one of the tree's own, and no rule knows what it does.
 */
export function nameOf(words: readonly Word[]): string | undefined {
  const [first] = words;
  const text = first === undefined ? undefined : (knownText(first.pieces) ?? namedByVariable(first));
  if (text === undefined || !text.includes('/')) return text?.endsWith('.exe') ? text.slice(0, -4) : text;
  const match = IN_PROGRAM_FOLDER.exec(text);
  return match === null ? text : text.slice(match[0].length);
}

/** `Scripts` is what Python calls it on Windows. */
const IN_PROGRAM_FOLDER = /^(?:.*\/)?(?:s?bin|Scripts)\/(?=[^/]+$)/;

/** `$GIT`, `"$CURL_BIN"`, `$(WGET)` that the caller sets: whichever it is, it is a program of that kind. Nothing else of the word is unknown. */
function namedByVariable({ pieces: [only, more] }: Word): string | undefined {
  if (only?.kind !== 'hole' || more !== undefined || !FROM_OUTSIDE.has(only.why)) return undefined;
  const name = PROGRAM_VARIABLE.exec(only.name)?.[1]?.toLowerCase();
  return name === undefined ? undefined : groupsOf('command', name) && name;
}

const FROM_OUTSIDE: ReadonlySet<HoleReason> = new Set(['environment', 'build-argument']);
const PROGRAM_VARIABLE = /^\$[{(]?([A-Z][A-Z0-9]*?)(?:_?(?:BIN|CMD|EXE))?[)}]?$/;

/** Every rule of the program that fits these words and passes `isWanted`; `environment`: variables that it reads as options. */
export function readRules(
  form: Rule['form'],
  words: readonly Word[],
  isWanted: (rule: Rule) => boolean,
  environment: Environment = NO_VARIABLES,
): readonly RuleReading[] {
  const name = nameOf(words);
  const groups = name === undefined ? undefined : groupsOf(form, name);
  if (name === undefined || groups === undefined) return [];
  const result: RuleReading[] = [];
  for (const group of groups) {
    const begun = group.before === null ? undefined : begin(group.before, words, environment);
    for (const rule of group.rules) {
      if (!isWanted(rule)) continue;
      const reading = readRule(rule, words, begun, name, environment);
      if (reading !== undefined) result.push({ rule, reading });
    }
  }
  return result;
}

/** Every rule for calls that no rule knows by their names which fits these words and passes `isWanted`. */
export function readAnyCall(words: readonly Word[], isWanted: (rule: Rule) => boolean): readonly RuleReading[] {
  const rules = groupsOf('call', ANY_CALL)?.flatMap((group) => group.rules.filter(isWanted)) ?? [];
  return rules.flatMap((rule) => {
    const reading = readCall(rule, words);
    return reading === undefined ? [] : [{ rule, reading }];
  });
}

/** The words of a call as this rule reads them, whatever the call's name is; undefined when they do not fit. */
export function readCall(rule: Rule, words: readonly Word[]): Reading | undefined {
  return readRule(rule, words, undefined, nameOf(words) ?? '');
}

/** The words as a rule reads them; undefined when it does not fit. */
function readRule(
  rule: Rule,
  words: readonly Word[],
  begun: Begun | undefined,
  name: string,
  environment: Environment = NO_VARIABLES,
): Reading | undefined {
  const found = behindSubcommand(rule.subcommands, words, begun?.next ?? 1);
  if (found === undefined) return undefined;
  const { rest, subcommand } = found;
  const reading = newReading();
  if (begun !== undefined) continueReading(reading, begun.reading);
  addCapture(reading, 'program', { word: nameWord(words, name), option: null, prefix: '' });
  if (subcommand !== null) addCapture(reading, 'subcommand', { word: subcommand, option: null, prefix: '' });
  if (rule.form === 'key') readPairs(rest, rule.keywords ?? {}, reading);
  else if (rule.form === 'call') readKeywords(rest, rule.keywords ?? {}, reading);
  else {
    const end = readOptions(rest, 0, rule.options, reading);
    if (rule.options.stops === true)
      for (const word of rest.slice(end)) reading.operands.push({ word, isVague: false });
  }
  addVariables(rule.options, environment, reading);
  if (reading.marks.has('rejected')) return undefined;
  if (reading.unknown.length > 0) reading.marks.add('unknown-option');
  for (const mark of rule.marks ?? []) reading.marks.add(mark);
  if (rule.calls !== undefined) cutCalls(rule.calls, reading);
  keepFittingValues(rule, reading);
  if (!assignOperands(rule.operands, reading, rule.splits)) return undefined;
  return holds(rule.when, reading, rule.splits) ? reading : undefined;
}

/** The value of a key, then the names and values of others that stand with it; those that the rule does not know are passed over. */
function readPairs(
  [value, ...pairs]: readonly Word[],
  keywords: NonNullable<Rule['keywords']>,
  reading: Reading,
): void {
  if (value !== undefined) reading.operands.push({ word: value, isVague: isVague(value) });
  for (const [index, name] of pairs.entries()) {
    const word = pairs[index + 1];
    const text = knownText(name.pieces);
    const role = text !== undefined && Object.hasOwn(keywords, text) ? keywords[text] : undefined;
    if (index % 2 === 0 && role && word !== undefined) addCapture(reading, role, { word, option: name, prefix: '' });
  }
}

/** Words before the first keyword are operands, those behind one have its role. */
function readKeywords(words: readonly Word[], keywords: NonNullable<Rule['keywords']>, reading: Reading): void {
  for (const { word, role, option } of keywordRoles(words, keywords)) {
    if (word === option) continue;
    // An unknown list in the place of one word (`file(DOWNLOAD ${URL} ${FILE})`) is that word far more often than several.
    if (role === undefined) reading.operands.push({ word, isVague: false });
    else if (role !== null) addCapture(reading, role, { word, option, prefix: '' });
  }
}

/** Values of options that are not of the shape which the rule asks for have no role. */
function keepFittingValues({ valueShapes, splits, operands }: Rule, reading: Reading): void {
  for (const [role, captures] of reading.words) {
    const shape = valueShapes?.[role];
    const split = operands.some(({ name }) => name === role) ? undefined : splits?.[role];
    if (shape === undefined && split === undefined) continue;
    const fitting = captures.filter(({ word }) => fitsWord(shape, split, word) !== 'no');
    if (fitting.length > 0) reading.words.set(role, fitting);
    else reading.words.delete(role);
  }
}

function begin(before: OptionTable, words: readonly Word[], environment: Environment): Begun {
  const reading = newReading();
  const next = readOptions(words, 1, stopping(before), reading);
  addVariables(before, environment, reading);
  return { reading, next };
}

const NO_VARIABLES: Environment = new Map();

/** What no option says, a variable does. */
function addVariables({ environment: roles = {} }: OptionTable, environment: Environment, reading: Reading): void {
  if (environment.size === 0) return;
  for (const [role, names] of Object.entries(roles)) {
    const word = names.flatMap((name) => environment.get(name) ?? [])[0];
    if (word !== undefined && !reading.words.has(role)) addCapture(reading, role, { word, option: null, prefix: '' });
  }
}

const stoppingTables = new WeakMap<OptionTable, OptionTable>();

function stopping(table: OptionTable): OptionTable {
  const known = stoppingTables.get(table) ?? { ...table, stops: true };
  stoppingTables.set(table, known);
  return known;
}

function continueReading(reading: Reading, begun: Reading): void {
  for (const [role, captures] of begun.words) {
    if (role === 'into-folder') for (const { word } of captures) reading.folders.push(word);
    else for (const capture of captures) addCapture(reading, role, capture);
  }
  for (const mark of begun.marks) reading.marks.add(mark);
  reading.unknown.push(...begun.unknown);
}

/**
 * What stands behind the subcommand, and its last word; options between its words (`git submodule --quiet update`) come first. Undefined
 * when none of them stands there.
 */
function behindSubcommand(
  subcommands: Rule['subcommands'],
  words: readonly Word[],
  start: number,
): { readonly rest: readonly Word[]; readonly subcommand: Word | null } | undefined {
  if (subcommands === undefined) return { rest: words.slice(start), subcommand: null };
  for (const sequence of subcommands) {
    const between: Word[] = [];
    let subcommand: Word | null = null;
    let index = start;
    let found = 0;
    for (; index < words.length && found < sequence.length; index++) {
      const word = words[index];
      const text = word === undefined ? undefined : knownText(word.pieces);
      if (word === undefined || text === undefined) break;
      if (text === sequence[found]) {
        found++;
        subcommand = word;
      } else if (found > 0 && text.startsWith('-')) between.push(word);
      else break;
    }
    if (found === sequence.length) return { rest: [...between, ...words.slice(index)], subcommand };
  }
  return undefined;
}

function nameWord(words: readonly Word[], name: string): Word {
  const at = words[0]?.at ?? null;
  const pieces: Pieces = [impliedText(name, at ?? NO_PLACE)];
  return { pieces, at };
}
