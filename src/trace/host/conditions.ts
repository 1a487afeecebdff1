import type { HostCondition, Template } from '../../model/program.ts';
import { flatten, knownText, type Pieces, pieceKey, type Value } from '../../model/value.ts';
import { isRegexMatch } from '../regex-operations.ts';
import {
  allHold,
  collect,
  collectPairs,
  compareTexts,
  FAILS,
  HOLDS,
  question,
  swap,
  type Truth,
  unlessOverridden,
} from '../truth.ts';

/** What judging a condition needs. */
export type ConditionPort = {
  readonly expand: (template: Template) => Value;
  /** Undefined where nobody set the variable. */
  readonly variable: (name: string) => Value | undefined;
};

/** Under which choices an arm of the host's language runs. */
export function judgeCondition(when: HostCondition | null, port: ConditionPort): Truth {
  if (when === null) return HOLDS;
  switch (when.kind) {
    case 'unknown':
      return question(`host:${when.text}`);
    case 'equal': {
      const truth = collectPairs(port.expand(when.left), port.expand(when.right), (a, b) => compareTexts(a, b, false));
      return when.negated ? swap(truth) : truth;
    }
    case 'matches': {
      const truth = collectPairs(port.expand(when.text), port.expand(when.pattern), judgeMatch);
      return when.negated ? swap(truth) : truth;
    }
    case 'defined': {
      const name =
        when.computedName === undefined ? when.name : knownText(port.expand(when.computedName)[0]?.pieces ?? []);
      const truth =
        name === undefined ? question(`defined:${when.name}`) : judgeDefined(port.variable(name), when.outside ?? name);
      return when.negated ? swap(truth) : truth;
    }
    case 'true': {
      const value = port.variable(when.name);
      const isUnset = value === undefined && when.isUnsetFalse === true;
      const truth = isUnset ? judgeDefined(value, when.name) : judgeTrue(value, when.name, when.falsy);
      return when.negated ? swap(truth) : truth;
    }
    case 'all':
      return allHold(when.of.map((part) => judgeCondition(part, port)));
    case 'any':
      return swap(allHold(when.of.map((part) => swap(judgeCondition(part, port)))));
    default:
      return when satisfies never;
  }
}

function judgeMatch(text: Pieces, pattern: Pieces): Truth {
  const [known, regex] = [knownText(text), knownText(pattern)];
  const isFound = known === undefined || regex === undefined ? undefined : isRegexMatch(regex, known);
  if (isFound === undefined) return question(`matches:${pieceKey(text)}:${pieceKey(pattern)}`);
  return isFound ? HOLDS : FAILS;
}

function judgeDefined(value: Value | undefined, name: string): Truth {
  if (value === undefined) return unlessOverridden(FAILS, [name]);
  return decided(value, () => HOLDS);
}

function judgeTrue(value: Value | undefined, name: string, falsy: readonly string[]): Truth {
  if (value === undefined) return question(`true:${name}`);
  return decided(value, (text) =>
    text !== undefined && (text === '' || falsy.includes(text.toUpperCase())) ? FAILS : HOLDS,
  );
}

/** An unset alternative fails, an unknown one is a question about what it is. */
function decided(value: Value, judge: (text: string | undefined) => Truth): Truth {
  const unset = new Set(value.filter((alternative) => alternative.unset !== undefined).map(({ pieces }) => pieces));
  return collect(value, (pieces) => {
    if (unset.has(pieces)) return FAILS;
    const text = knownText(pieces);
    return text === undefined && flatten(pieces).length === 1
      ? question(`true:${flatten(pieces)}:${pieces[0]?.at.start}`)
      : judge(text);
  });
}
