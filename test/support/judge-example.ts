import type { Rule } from '../../src/match/rule.ts';
import type { RuleSource } from '../../src/match/rule-schema.ts';
import { isPackageRule } from '../../src/match/rule-table.ts';
import type { Act } from '../../src/model/act.ts';
import { type HostReading, readHost } from './read-host.ts';
import { misplaced, type Shown, showAct, showCommand } from './rule-example.ts';
import type { RuleHost } from './rule-hosts.ts';

export type Catch = RuleSource['examples']['catches'][number];

/**
 * What is wrong with an example in one host, each fault by its name: `missing` (the rule does not find it), `noisy` (it finds more),
 * `stolen` (another rule has it), `claimed twice` (two rules have it), `wrong` (it took something else from it), `misplaced` (a span does
 * not slice back). Empty when all is well; undefined when the host cannot hold the line.
 */
export function judgeCatch(rule: Rule, example: Catch, host: RuleHost): readonly string[] | undefined {
  const text = host.hold(example.line);
  if (text === undefined) return undefined;
  const reading = readHost(host.path, text, { packages: isPackageRule(rule) });
  const faults = reading.problems.map((problem) => `problem: ${problem}`);
  if (example.runs !== undefined) return [...faults, ...judgeRun(example.runs, reading)];
  const kind = example.act ?? rule.acts[0]?.kind;
  const acts = actsOf(reading).filter((act) => act.kind === kind && (!isPackageRule(rule) || act.rule === rule.id));
  const own = acts.filter((act) => act.rule === rule.id);
  const { expected, count } = expectationsOf(example);
  faults.push(...judgeOwners(rule, acts, own, count));
  for (const [index, act] of own.entries()) {
    faults.push(...compare(expected[index] ?? {}, showAct(act, reading)));
    if (act.kind === 'fetch') faults.push(...misplaced([...act.url.pieces, ...(act.ref?.pieces ?? [])], text));
  }
  if (kind === 'fetch') faults.push(...judgeFetches(rule, reading, count));
  return faults;
}

/** As `judgeCatch`, for a line that the rule must leave alone. */
export function judgeMiss(rule: Rule, line: string, host: RuleHost): readonly string[] | undefined {
  const text = host.hold(line);
  if (text === undefined) return undefined;
  const reading = readHost(host.path, text, { packages: isPackageRule(rule) });
  const acts = actsOf(reading).filter((act) => act.rule === rule.id);
  const faults = acts.map((act) => `noisy: ${act.kind} by ${act.rule}`);
  if (rule.acts.length > 0) return faults;
  const isAlone = reading.steps.some(({ event }) => event.kind === 'invocation' && showCommand(event) === line);
  return isAlone ? faults : [...faults, 'noisy: something is run by it'];
}

function judgeRun(runs: string, { steps }: HostReading): readonly string[] {
  const commands = steps.flatMap(({ event }) => (event.kind === 'invocation' ? [showCommand(event)] : []));
  const count = commands.filter((command) => command === runs).length;
  if (count === 0) return [`missing: '${runs}' among ${JSON.stringify(commands)}`];
  return count > 1 ? [`noisy: '${runs}' is run ${count} times`] : [];
}

function judgeOwners(rule: Rule, acts: readonly Act[], own: readonly Act[], count: number): readonly string[] {
  const others = [...new Set(acts.filter((act) => act.rule !== rule.id).map((act) => act.rule))];
  if (own.length === 0) return others.length > 0 ? [`stolen: by ${others.join(', ')}`] : ['missing'];
  const twice = others.filter((other) =>
    own.some((act) => acts.some((one) => one.rule === other && one.invocation === act.invocation)),
  );
  const faults = twice.map((other) => `claimed twice: by ${other} too`);
  if (own.length > count) faults.push(`noisy: ${own.length} acts instead of ${count}`);
  if (own.length < count) faults.push(`missing: ${count - own.length} of ${count}`);
  return faults;
}

/** After the whole way of the data there is one fetch for each, and nobody else's. */
function judgeFetches(rule: Rule, { fetches }: HostReading, count: number): readonly string[] {
  const found = fetches.map((fetch) => fetch.rule);
  return found.length === count && found.every((id) => id === rule.id)
    ? []
    : [`wrong: the fetches are ${JSON.stringify(found)} instead of ${count} of ${rule.id}`];
}

function actsOf({ steps }: HostReading): readonly Act[] {
  return steps.flatMap(({ acts }) => acts);
}

/** `url` and `into` may be lists: one act for each. */
function expectationsOf({ line: _line, act: _act, url, into, ...rest }: Catch): {
  readonly expected: readonly Shown[];
  readonly count: number;
} {
  const urls = Array.isArray(url) ? url : [url];
  const places = Array.isArray(into) ? into : [into];
  const expected = urls.map((one, index) => withoutUndefined({ ...rest, url: one, into: places[index] }));
  return { expected, count: urls.length };
}

function withoutUndefined(shown: Shown): Shown {
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined));
}

function compare(expected: Shown, actual: Shown): readonly string[] {
  return Object.entries(expected).flatMap(([key, value]) => {
    const found = actual[key];
    const isSame =
      key === 'marks' && Array.isArray(value) && Array.isArray(found)
        ? value.every((mark) => found.includes(mark))
        : JSON.stringify(value) === JSON.stringify(found);
    return isSame ? [] : [`wrong: ${key} is ${JSON.stringify(found)} instead of ${JSON.stringify(value)}`];
  });
}
