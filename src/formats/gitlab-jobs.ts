import type { YamlEntry, YamlList, YamlMap, YamlNode } from '../syntax/yaml.ts';
import { entriesOf, entryOf, extendMap, itemsOf, mapOf, nodeAt, textOf } from '../syntax/yaml-access.ts';

/** What `!reference [job, key, ...]` stands for; undefined where the file does not say. */
export type ResolveReference = (reference: YamlList) => YamlNode | undefined;

/** Keys at the top that are no jobs: https://docs.gitlab.com/ci/yaml/#unavailable-names-for-jobs */
const RESERVED = new Set([
  ...['default', 'include', 'stages', 'types', 'variables', 'workflow', 'spec', 'image', 'services', 'cache'],
  ...['before_script', 'after_script'],
]);

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
    return holder === undefined ? undefined : nodeAt(extended(holder, document), ...keys);
  };
  const jobs = all
    .filter(({ key }) => !(key.startsWith('.') && taken.has(key)))
    .map((entry): YamlEntry => {
      const map = mapOf(entry.value);
      return map === undefined ? entry : { ...entry, value: extended(map, document) };
    });
  return { jobs, resolve };
}

/** Whether a job has what stands for all jobs under this name: `inherit: { variables: false, default: [image] }`. */
export function inherits(job: YamlNode | null, what: 'variables' | 'default', name: string): boolean {
  const asked = nodeAt(job, 'inherit', what);
  if (asked?.kind === 'list') return asked.items.some((item) => textOf(item) === name);
  return !/^(?:false|no|off)$/i.test(textOf(asked) ?? '');
}

function basesOf(job: YamlNode | null): readonly string[] {
  return itemsOf(nodeAt(job, 'extends')).flatMap((name) => textOf(name) ?? []);
}

function extended(job: YamlMap, document: YamlNode | null): YamlMap {
  return extendMap(job, basesOf, (name) => mapOf(entryOf(document, name)?.value));
}
