/** Some answers to one question: those listed, or all but those listed (`not`), because the full list is never known. */
export type Choice = {
  readonly site: string;
  /** Of the site, so that two are told apart without reading their texts. */
  readonly hash: number;
  readonly not: boolean;
  readonly names: readonly string[];
};

/** Where the same question is answered; -1 where it is not. */
export function indexOf(choices: readonly Choice[], { hash, site }: Choice): number {
  for (let index = 0; index < choices.length; index++) {
    const choice = choices[index];
    if (choice?.hash === hash && choice.site === site) return index;
  }
  return -1;
}

/** FNV-1a. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}

/** True when no answer is one of both; two that each leave something out always share one. */
export function excludes(a: Choice, b: Choice): boolean {
  if (a === b || (a.not && b.not)) return false;
  if (a.not) return b.names.every((name) => a.names.includes(name));
  return a.names.every((name) => b.names.includes(name) === b.not);
}

/** The answers that are in both. */
export function intersect(a: Choice, b: Choice): Choice {
  const { site, hash } = a;
  if (!a.not && !b.not) return { site, hash, not: false, names: a.names.filter((name) => b.names.includes(name)) };
  if (!a.not) return { site, hash, not: false, names: a.names.filter((name) => !b.names.includes(name)) };
  if (!b.not) return { site, hash, not: false, names: b.names.filter((name) => !a.names.includes(name)) };
  return { site, hash, not: true, names: sortedUnion(a.names, b.names) };
}

/** The answers that are in either. */
export function union(a: Choice, b: Choice): Choice {
  const { site, hash } = a;
  if (!a.not && !b.not) return { site, hash, not: false, names: sortedUnion(a.names, b.names) };
  if (!a.not) return { site, hash, not: true, names: b.names.filter((name) => !a.names.includes(name)) };
  if (!b.not) return { site, hash, not: true, names: a.names.filter((name) => !b.names.includes(name)) };
  return { site, hash, not: true, names: a.names.filter((name) => b.names.includes(name)) };
}

export function isSameAnswer(a: Choice, b: Choice): boolean {
  return (
    a.not === b.not && a.names.length === b.names.length && a.names.every((name, index) => name === b.names[index])
  );
}

function sortedUnion(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])].sort();
}
