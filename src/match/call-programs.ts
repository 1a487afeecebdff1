import type { Capture } from '../model/act.ts';
import type { CallProgram } from '../model/call-program.ts';
import { flatten, knownText, type Word } from '../model/value.ts';
import { evaluate, holds } from './evaluate.ts';
import { keywordRoles } from './keyword-roles.ts';
import { namesIn } from './parse-expression.ts';
import { nameOf, readCall } from './read-rule.ts';
import type { Reading } from './reading.ts';
import { replaceText } from './replace-text.ts';
import type { Rule, RunSpecification } from './rule.ts';
import { ANY_CALL, groupsOf } from './rule-table.ts';

type ProgramSpecification = Extract<RunSpecification, { kind: 'program' }>;

/** What parts programs in the words of one, where a shell runs them. */
const BETWEEN = new Set(['&&', '||', ';']);

/** A `CallProgramLookup` (src/model/call-program.ts). */
export function callPrograms(name: Word): readonly CallProgram[] {
  const text = nameOf([name]) ?? ANY_CALL;
  const known = groupsOf('call', text) === undefined ? ANY_CALL : text;
  const groups = groupsOf('call', known) ?? [];
  return groups.flatMap(({ rules }) =>
    rules.flatMap((rule) => rule.runs.flatMap((run) => (run.kind === 'program' ? [callProgram(rule, run)] : []))),
  );
}

function callProgram(rule: Rule, run: ProgramSpecification): CallProgram {
  const places = Object.entries(rule.places ?? {});
  const expressions = [...run.in, ...places.flatMap(([, place]) => place)];
  const roles = new Set([run.program, ...expressions.flatMap(namesIn), ...run.when.flat().map(({ name }) => name)]);
  return {
    narrow: ([name, ...words]) => [
      ...(name === undefined ? [] : [name]),
      ...keywordRoles(words, rule.keywords ?? {})
        .filter(({ word, role, option }) => role === undefined || word === option || (role !== null && roles.has(role)))
        .map(({ word }) => word),
    ],
    read: (words) => {
      const reading = readCall(rule, words);
      if (reading === undefined || !holds(run.when, reading)) return { folder: null, programs: [], atOnce: false };
      const scope = { reading, splits: {}, each: null };
      const replaced = places.flatMap(([text, place]) => {
        const word = evaluate(place, scope);
        return word === undefined ? [] : [{ text, word }];
      });
      const fill = (word: Word) =>
        replaced.reduce((made, { text, word: { pieces } }) => replaceText(made, text, pieces), word);
      const folder = evaluate(run.in, scope);
      return {
        folder: folder === undefined ? null : fill(folder),
        atOnce: run.atOnce,
        programs: programsOf(reading, run.program).map((program) => program.map(fill)),
      };
    },
  };
}

/** Behind each keyword a program, and behind each `&&`; a keyword with an empty word runs none. */
function programsOf({ words }: Reading, role: string): readonly (readonly Word[])[] {
  const programs: Word[][] = [];
  let option: Capture['option'] = null;
  for (const capture of words.get(role) ?? []) {
    const isBetween = BETWEEN.has(knownText(capture.word.pieces) ?? '');
    if (capture.option !== option || isBetween || programs.length === 0) programs.push([]);
    option = capture.option;
    if (!isBetween) programs.at(-1)?.push(capture.word);
  }
  return programs.filter(([first]) => first !== undefined && flatten(first.pieces) !== '');
}
