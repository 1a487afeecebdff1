import { ALWAYS, AS_WRITTEN, both, type Guard, guardKey, guardOf, otherwise, overrideSite } from '../model/guard.ts';
import { flatten, HOLE, knownText, type Pieces, pieceKey, type Value } from '../model/value.ts';
import { compilePattern, isMatch } from './pattern.ts';
import { unite } from './values.ts';

/**
 * Under which choices a condition holds and fails; undefined when it never does. Where one side cannot be said as one guard the question
 * itself stands for both, and `exact` has what can be said: for what goes on when the other side has left.
 */
export type Truth = {
  readonly yes: Guard | undefined;
  readonly no: Guard | undefined;
  readonly exact?: { readonly yes: Guard | undefined; readonly no: Guard | undefined };
};

export const HOLDS: Truth = { yes: ALWAYS, no: undefined };

export const FAILS: Truth = { yes: undefined, no: ALWAYS };

export function answer(site: string, arm: string): Truth {
  return { yes: guardOf(site, [arm]), no: guardOf(site, [arm], true) };
}

export function question(site: string): Truth {
  return answer(site, 'yes');
}

export function swap({ yes, no, exact }: Truth): Truth {
  return exact === undefined ? { yes: no, no: yes } : { yes: no, no: yes, exact: { yes: exact.no, no: exact.yes } };
}

/** An answer that rests on a value which can be set from outside: as written it is this one, overridden it may be the other. */
export function unlessOverridden(truth: Truth, names: readonly string[]): Truth {
  const isDecided = (truth.yes === undefined) !== (truth.no === undefined);
  if (names.length === 0 || !isDecided) return truth;
  const site = overrideSite([...new Set(names)]);
  const [written, other] = [guardOf(site, [AS_WRITTEN]), guardOf(site, [AS_WRITTEN], true)];
  return truth.yes === undefined ? { yes: other, no: written } : { yes: written, no: other };
}

export function allHold(parts: readonly Truth[]): Truth {
  let yes: Guard | undefined = ALWAYS;
  const no: Guard[] = [];
  for (const part of parts) {
    if (yes === undefined) break;
    const fails: Guard | undefined = part.no === undefined ? undefined : both(yes, part.no);
    if (fails !== undefined) no.push(fails);
    yes = part.yes === undefined ? undefined : both(yes, part.yes);
  }
  return fromGuards(
    yes === undefined ? [] : [yes],
    no,
    () =>
      `all:${parts.map((part) => [part.yes, part.no].map((guard) => (guard === undefined ? '' : guardKey(guard)))).join()}`,
  );
}

export function compareTexts(left: Pieces, right: Pieces, isPattern: boolean): Truth {
  const [a, b] = [knownText(left), knownText(right)];
  if (a !== undefined && b !== undefined) {
    const pattern = isPattern ? compilePattern(b) : undefined;
    if (isPattern && pattern === undefined) return question(`test:${a}=${b}`);
    return (pattern === undefined ? a === b : isMatch(pattern, a)) ? HOLDS : FAILS;
  }
  if (pieceKey(left) === pieceKey(right)) return HOLDS;
  if (b !== undefined) return answer(`is:${pieceKey(left)}`, b);
  if (a !== undefined) return answer(`is:${pieceKey(right)}`, a);
  return question(`test:${pieceKey(left)}=${pieceKey(right)}`);
}

export const NUMERIC: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
};

export function collect(value: Value, judge: (pieces: Pieces) => Truth): Truth {
  return collectPairs(value, [{ guard: ALWAYS, pieces: [] }], judge);
}

export function collectPairs(left: Value, right: Value, judge: (a: Pieces, b: Pieces) => Truth): Truth {
  const yes: Guard[] = [];
  const no: Guard[] = [];
  for (const a of left) {
    for (const b of right) {
      const guard = both(a.guard, b.guard);
      if (guard === undefined) continue;
      const truth = unlessOverridden(judge(a.pieces, b.pieces), [...(a.overridable ?? []), ...(b.overridable ?? [])]);
      const holds = truth.yes === undefined ? undefined : both(guard, truth.yes);
      const fails = truth.no === undefined ? undefined : both(guard, truth.no);
      if (holds !== undefined) yes.push(holds);
      if (fails !== undefined) no.push(fails);
    }
  }
  return fromGuards(yes, no, () => `test:${keyOf(left)}:${keyOf(right)}`);
}

/** Both sides as one guard each; where that cannot be said exactly, the question itself becomes the site. */
export function fromGuards(yes: readonly Guard[], no: readonly Guard[], site: () => string): Truth {
  if (yes.length === 0)
    return no.length === 0 ? { yes: undefined, no: undefined } : { yes: undefined, no: unite(no) ?? ALWAYS };
  if (no.length === 0) return { yes: unite(yes) ?? ALWAYS, no: undefined };
  const [holds, fails] = [unite(yes), unite(no)];
  if (holds !== undefined && fails !== undefined) return { yes: holds, no: fails };
  const [only, more] = holds?.choices ?? [];
  if (only !== undefined && more === undefined) return { yes: holds, no: otherwise(only) };
  return { ...question(site()), exact: { yes: holds, no: fails } };
}

export function keyOf(value: Value): string {
  return value.map((alternative) => pieceKey(alternative.pieces)).join('|');
}

export function numberOf(pieces: Pieces): number | undefined {
  const text = flatten(pieces).trim();
  return !text.includes(HOLE) && /^-?\d+$/.test(text) ? Number(text) : undefined;
}
