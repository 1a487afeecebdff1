/** One challenge of a WWW-Authenticate header: its scheme and the names of its parameters in lower case. */
export type Challenge = { readonly scheme: string; readonly parameters: ReadonlyMap<string, string> };

const SKIPPED = /[\s,]*/y;
const TOKEN = /[A-Za-z0-9!#$%&'*+.^_`|~/-]+/y;
const EQUALS = /\s*=\s*/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;

/** Parses `Bearer realm="...",service="..."` and several such in one line (RFC 9110, 11.6.1). What is no such thing ends it. */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { readonly scheme: string; readonly parameters: Map<string, string> }[] = [];
  let offset = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = offset;
    const match = pattern.exec(header);
    if (match !== null) offset = pattern.lastIndex;
    return match;
  };
  for (;;) {
    take(SKIPPED);
    const [name] = take(TOKEN) ?? [];
    if (name === undefined) return challenges;
    if (take(EQUALS) === null) {
      challenges.push({ scheme: name.toLowerCase(), parameters: new Map() });
      continue;
    }
    const quoted = take(QUOTED);
    const value = quoted === null ? (take(TOKEN)?.[0] ?? '') : (quoted[1] ?? '').replace(/\\(.)/g, '$1');
    const parameters = challenges.at(-1)?.parameters;
    // Of two realms the first one counts, whoever added the second.
    if (parameters !== undefined && !parameters.has(name.toLowerCase())) parameters.set(name.toLowerCase(), value);
  }
}
