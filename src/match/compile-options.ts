import { checkOptions } from './check-rule.ts';
import type { OptionTable } from './rule.ts';
import type { RuleDocument } from './rule-file.ts';
import type { OptionsSource } from './rule-schema.ts';

/** The table at `keys` with what it includes from `shared`; what it says itself comes last and wins. Throws an Error naming file and line. */
export function toTable(
  document: RuleDocument,
  source: OptionsSource,
  shared: ReadonlyMap<string, OptionsSource>,
  keys: readonly string[],
): OptionTable {
  const parts = [source];
  for (const name of source.include) {
    const included = shared.get(name);
    if (included === undefined)
      throw document.fault([...keys, 'include'], `no table '${name}'${document.advice(name, [...shared.keys()])}`);
    parts.unshift(included);
  }
  const list = (key: 'flags' | 'values' | 'optional' | 'operand' | 'reject') => parts.flatMap((part) => part[key]);
  const roles = (key: 'capture' | 'cumulative' | 'named' | 'environment' | 'marks') =>
    Object.fromEntries(parts.flatMap((part) => Object.entries(part[key])));
  const has = (key: 'dashes' | 'bundled-first-word' | 'stops' | 'plus' | 'none') =>
    parts.some((part) => part[key] !== undefined);
  const rejected = list('reject');
  const outputs = parts.findLast((part) => part.outputs !== undefined)?.outputs;
  const table = {
    ...(has('dashes') ? { dashes: 'single' as const } : {}),
    ...(has('bundled-first-word') ? { bundledFirstWord: true as const } : {}),
    ...(has('stops') ? { stops: true as const } : {}),
    ...(has('plus') ? { plus: true as const } : {}),
    ...(has('none') ? { none: true as const } : {}),
    flags: list('flags'),
    values: list('values'),
    optional: list('optional'),
    capture: roles('capture'),
    cumulative: roles('cumulative'),
    named: roles('named'),
    environment: roles('environment'),
    operand: list('operand'),
    ...(outputs === undefined ? {} : { outputs }),
    marks: { ...roles('marks'), ...(rejected.length === 0 ? {} : { rejected }) },
    byValue: parts.flatMap((part) => part['by-value']).map(withoutUndefined),
  };
  checkOptions(document, keys, source);
  return withoutEmpty(table);
}

function withoutUndefined({ options, values, except, mark }: OptionsSource['by-value'][number]) {
  return { options, ...(values === undefined ? {} : { values }), ...(except === undefined ? {} : { except }), mark };
}

/** Tables are printed: what is empty is left out. */
function withoutEmpty(table: OptionTable): OptionTable {
  return Object.fromEntries(
    Object.entries(table).filter(([, value]) => typeof value !== 'object' || Object.keys(value).length > 0),
  );
}
