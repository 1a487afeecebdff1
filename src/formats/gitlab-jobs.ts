import type { YamlEntry, YamlList, YamlMap, YamlNode } from '../syntax/yaml.ts';
import { entriesOf, entryOf, itemsOf, mapOf, nodeAt, textOf } from '../syntax/yaml-access.ts';

/** What `!reference [job, key, ...]` stands for; undefined where the file does not say. */
export type ResolveReference = (reference: YamlList) => YamlNode | undefined;

/** Keys at the top that are no jobs: https://docs.gitlab.com/ci/yaml/#unavailable-names-for-jobs */
const RESERVED = new Set([
  ...['default', 'include', 'stages', 'types', 'variables', 'workflow', 'spec', 'image', 'services', 'cache'],
  ...['before_script', 'after_script'],
]);
const DEEPEST = 11;

export function isJobName(key: string): boolean {
  return !RESERVED.has(key);
}

/**
 * The jobs of a file with what they extend in place: maps are merged, everything else is replaced. A hidden job (`.name`) is only read by
 * itself where no other takes it.
 */
export function jobsOf(document: YamlNode | null): {
  readonly jobs: readonly YamlEntry[];
  readonly resolve: ResolveReference;
} {
  const all = entriesOf(document).filter(({ key, value }) => isJobName(key) && value?.kind === 'map');
  const taken = new Set(all.flatMap(({ value }) => basesOf(value)));
  const resolve: ResolveReference = (reference) => {
    const [job, ...keys] = reference.items.flatMap((item) => textOf(item) ?? []);
    const entry = job === undefined ? undefined : entryOf(document, job);
    const holder = mapOf(entry?.value);
    return holder === undefined ? undefined : nodeAt(extended(holder, document, 0), ...keys);
  };
  const jobs = all
    .filter(({ key }) => !(key.startsWith('.') && taken.has(key)))
    .map((entry): YamlEntry => {
      const map = mapOf(entry.value);
      return map === undefined ? entry : { ...entry, value: extended(map, document, 0) };
    });
  return { jobs, resolve };
}

function basesOf(job: YamlNode | null): readonly string[] {
  return itemsOf(nodeAt(job, 'extends')).flatMap((name) => textOf(name) ?? []);
}

function extended(job: YamlMap, document: YamlNode | null, depth: number): YamlMap {
  if (depth >= DEEPEST) return job;
  let result: YamlMap | undefined;
  for (const name of basesOf(job)) {
    const base = mapOf(entryOf(document, name)?.value);
    if (base === undefined) continue;
    const whole = extended(base, document, depth + 1);
    result = result === undefined ? whole : merged(result, whole);
  }
  return result === undefined ? job : merged(result, job);
}

function merged(base: YamlMap, own: YamlMap): YamlMap {
  const entries = new Map(base.entries.map((entry) => [entry.key, entry]));
  for (const entry of own.entries) {
    const [below, above] = [mapOf(entries.get(entry.key)?.value), mapOf(entry.value)];
    const value = below !== undefined && above !== undefined ? merged(below, above) : entry.value;
    entries.set(entry.key, { ...entry, value });
  }
  return { ...own, entries: [...entries.values()] };
}
