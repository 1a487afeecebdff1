import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readRuleFile } from '../src/match/compile-rules.ts';
import { allRules } from '../src/match/rule-table.ts';
import { judgeCatch, judgeMiss } from './support/judge-example.ts';
import { applyPins, fillPins } from './support/pin-example.ts';
import { CALL_HOSTS, INSTRUCTION_HOSTS, KEY_HOSTS, type RuleHost, SHELL_HOSTS } from './support/rule-hosts.ts';

const FOLDER = fileURLToPath(new URL('../rules/fetch', import.meta.url));

const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yml'))
  .sort()
  .map((name) => readRuleFile({ path: `rules/fetch/${name}`, text: readFileSync(join(FOLDER, name), 'utf8') }));

const HOSTS = {
  command: SHELL_HOSTS,
  instruction: INSTRUCTION_HOSTS,
  key: KEY_HOSTS,
  call: CALL_HOSTS,
} as const satisfies Record<(typeof allRules)[number]['form'], readonly RuleHost[]>;

describe('rules', () => {
  it('are all compiled', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(allRules.map(({ id }) => id)).toEqual(files.map(({ id }) => id));
  });

  it('say what to do where they find something that moves', () => {
    const silent = allRules.filter((rule) => rule.acts.some(({ kind }) => kind === 'fetch') && rule.fix === '');
    expect(silent.map(({ id }) => id)).toEqual([]);
  });
});

describe.each(files.map((file) => [file.id, file] as const))('%s', (id, { examples, pinned }) => {
  const rule = allRules.find((known) => known.id === id);
  if (rule === undefined) throw new Error(`${id} is not compiled: run npm run generate`);
  const hosts = HOSTS[rule.form];

  it.each(examples.catches.map((example) => [example.line, example] as const))('catches %s', (_, example) => {
    expect(inHosts(hosts, (host) => judgeCatch(rule, example, host))).toEqual([]);
  });

  it.each(examples['catches-not'].map((miss) => (typeof miss === 'string' ? miss : miss.line)))(
    'catches not %s',
    (line) => {
      expect(inHosts(hosts, (host) => judgeMiss(rule, line, host))).toEqual([]);
    },
  );

  it.each(pinned)('pins %s', (before, after) => {
    for (const { name, path, hold } of hosts) {
      const text = hold(before);
      // A host that cannot hold what is written gets other quotes there; test/rewrite has them.
      const wanted = hold(fillPins(after));
      if (text === undefined || wanted === undefined) continue;
      const { text: written, again, verdicts, refused } = applyPins(path, text);
      expect({ name, refused }).toEqual({ name, refused: [] });
      expect({ name, written: unfold(written) }).toEqual({ name, written: unfold(wanted) });
      expect({ name, again }).toEqual({ name, again: written });
      expect({ name, loose: verdicts.filter((verdict) => verdict !== 'exact') }).toEqual({ name, loose: [] });
    }
  });
});

/** Where a host folds a line is its own business: an edit may stand on either side of the fold. */
function unfold(text: string): string {
  return text.replace(/ \\\r?\n\s*/g, ' ');
}

/** The faults of every host that can hold the line; at least two must. */
function inHosts(hosts: readonly RuleHost[], judge: (host: RuleHost) => readonly string[] | undefined): string[] {
  const judged = hosts.map((host) => ({ host, faults: judge(host) }));
  expect(judged.filter(({ faults }) => faults !== undefined).length).toBeGreaterThanOrEqual(2);
  return judged.flatMap(({ host, faults }) => (faults ?? []).map((fault) => `${host.name}: ${fault}`));
}
