import type { Rule } from './rule.ts';

/** What a rule looks at, for people: `docker, podman: pull, image pull`, `FROM`, `uses:`. */
export function describeReading({
  form,
  names,
  path,
  subcommands = [],
}: Pick<Rule, 'form' | 'names' | 'path' | 'subcommands'>): string {
  if (path === true) return 'any program that is named by its path';
  switch (form) {
    case 'command':
      return subcommands.length === 0
        ? names.join(', ')
        : `${names.join(', ')}: ${subcommands.map((words) => words.join(' ')).join(', ')}`;
    case 'instruction':
      return names.join(', ');
    case 'key':
      return names.map((name) => `${name}:`).join(', ');
    case 'call':
      return names.map((name) => `${name}()`).join(', ');
    default:
      return form satisfies never;
  }
}
