import type { Problem } from '../model/problem.ts';

/** An id for each problem, in their order: hashes of path, kind, message and the ordinal among those that are the same, no line numbers. */
export function problemIds(problems: readonly Problem[], hash: (text: string) => string): readonly string[] {
  const seen = new Map<string, number>();
  return problems.map(({ path, kind, message }) => {
    const key = JSON.stringify([path, kind, message]);
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    return hash(`${key}${ordinal}`);
  });
}
