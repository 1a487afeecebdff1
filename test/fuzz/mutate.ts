/** Seeded mutation: the same seed and index give the same input on every machine. */

/** A small generator of pseudo-random numbers (mulberry32), 0 <= n < 1. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const TOKENS = [
  '$(',
  ')',
  '`',
  '"',
  "'",
  '\\',
  '\\\n',
  '\n',
  '\r\n',
  '\t',
  ' ',
  '${',
  '}',
  '$',
  '${V:-',
  '${V##*/}',
  '${#V}',
  '${!V}',
  '$((',
  '))',
  '[[ ',
  ' ]]',
  '[ ',
  ' ]',
  '{',
  '(',
  ';',
  ';;',
  '&',
  '&&',
  '||',
  '|',
  '!',
  '<<EOF\n',
  'EOF\n',
  '<<<',
  '<(',
  '>(',
  '> f',
  '>> f',
  '2>&1',
  '#',
  '*',
  '?',
  '~',
  '{a,b}',
  '{1..9}',
  'if ',
  'then ',
  'else ',
  'elif ',
  'fi\n',
  'for x in a b; do ',
  'while ',
  'do ',
  'done\n',
  'case $x in ',
  'esac\n',
  'a) ',
  '*) ',
  'f() { ',
  'function g { ',
  'local ',
  'export ',
  'declare -A ',
  'eval ',
  'set -e\n',
  'exit 1\n',
  'return\n',
  'wget ',
  'curl -fsSL ',
  'git clone ',
  'git checkout ',
  'sha256sum -c ',
  'bash -c ',
  'sudo ',
  'xargs ',
  'cd ',
  'tar xzf ',
  'https://example.com/a-1.2.tar.gz',
  'FROM ',
  'RUN ',
  'ARG V=',
  'ENV V=',
  'COPY ',
  'ADD ',
  'WORKDIR ',
  'AS x',
  '--from=',
  '--mount=',
  'SHELL ["a"]',
  '# escape=`\n',
  '["a", "b"]',
  '\uFEFF',
  '\uFFFC',
  '\u{1F600}',
  '\u0000',
  '\u202E',
];

/** One mutated input; `others` lends it pieces. */
export function mutate(text: string, others: readonly string[], random: () => number): string {
  let result = text;
  const rounds = 1 + Math.floor(random() * 4);
  for (let round = 0; round < rounds; round++) result = mutateOnce(result, others, random);
  return result.slice(0, 20_000);
}

function mutateOnce(text: string, others: readonly string[], random: () => number): string {
  const at = Math.floor(random() * (text.length + 1));
  const length = Math.floor(random() ** 3 * 80) + 1;
  switch (Math.floor(random() * 7)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at) + text.slice(at, at + length).repeat(1 + Math.floor(random() * 5)) + text.slice(at);
    case 2:
      return text.slice(0, at);
    case 3: {
      const other = others[Math.floor(random() * others.length)] ?? '';
      const from = Math.floor(random() * other.length);
      return text.slice(0, at) + other.slice(from, from + length * 4) + text.slice(at);
    }
    case 4:
      return text.slice(0, at) + String.fromCharCode(Math.floor(random() * 128)) + text.slice(at + 1);
    default: {
      const token = TOKENS[Math.floor(random() * TOKENS.length)] ?? '';
      return text.slice(0, at) + token + text.slice(at + (random() < 0.5 ? 0 : 1));
    }
  }
}
