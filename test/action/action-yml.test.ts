import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { INPUT_DEFAULTS } from '../../src/action/inputs.ts';

type Described = { readonly description?: string; readonly default?: string };
type ActionFile = {
  readonly inputs: Readonly<Record<string, Described>>;
  readonly outputs: Readonly<Record<string, Described>>;
  readonly runs: unknown;
};

const action: ActionFile = parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8'));

describe('action.yml', () => {
  it('has the inputs that the program reads, with its defaults', () => {
    const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default]);
    expect(Object.fromEntries(defaults)).toEqual(INPUT_DEFAULTS);
  });

  it('describes every input and output, and runs the bundle by itself', () => {
    const described = [...Object.values(action.inputs), ...Object.values(action.outputs)];
    expect(described.every(({ description = '' }) => description.length > 10)).toBe(true);
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/action.js' });
  });
});
