import type { WordTemplate, WordToken } from './word-template.ts';

/** Reads the written form of a template (see word-template.ts). Throws an Error with one sentence when it is not well formed. */
export function parseWordTemplate(text: string): WordTemplate {
  const tokens: WordToken[] = [];
  const open: string[] = [];
  let at = 0;
  while (at < text.length) {
    const token = GAP.exec(text.slice(at)) ?? OPEN.exec(text.slice(at));
    if (token !== null) {
      const [whole, name = '', more = ''] = token;
      if (whole.startsWith('(')) {
        open.push(name);
        tokens.push({ kind: 'open', name });
      } else tokens.push(toGap(name, more));
      at += whole.length;
      continue;
    }
    const name = text[at] === ')' ? open.pop() : undefined;
    if (name !== undefined) {
      tokens.push({ kind: 'close', name });
      at++;
      continue;
    }
    if (text[at] === '{' || text[at] === '}') throw new Error(`'${text}': expected {name}, {name...} or {name:a|b}`);
    addText(tokens, text.charAt(at));
    at++;
  }
  if (open.length > 0) throw new Error(`'${text}': expected ')' behind '(${open.join(', (')}'`);
  checkGaps(text, tokens);
  return tokens;
}

/** Names of all parts of a template. */
export function partNames(template: WordTemplate): readonly string[] {
  return template.flatMap((token) => (token.kind === 'text' || token.kind === 'close' ? [] : [token.name]));
}

const GAP = /^\{([a-z][a-z0-9-]*)(\.\.\.|:[^{}]+)?\}/;
const OPEN = /^\(([a-z][a-z0-9-]*):/;

function toGap(name: string, more: string): WordToken {
  if (more === '') return { kind: 'gap', name, takes: 'component' };
  if (more === '...') return { kind: 'gap', name, takes: 'anything' };
  if (more === ':plain') return { kind: 'gap', name, takes: 'plain' };
  if (more === ':word') return { kind: 'gap', name, takes: 'word' };
  // Longest first, so that `https` wins over `http`.
  const texts = more.slice(1).split('|');
  return { kind: 'choice', name, texts: texts.sort((a, b) => b.length - a.length) };
}

function addText(tokens: WordToken[], text: string): void {
  const last = tokens.at(-1);
  if (last?.kind === 'text') tokens[tokens.length - 1] = { kind: 'text', text: last.text + text };
  else tokens.push({ kind: 'text', text });
}

/** A gap ends where fixed text stands, so between two gaps there must be some. */
function checkGaps(text: string, tokens: WordTemplate): void {
  const solid = tokens.filter(({ kind }) => kind !== 'open' && kind !== 'close');
  for (const [index, token] of solid.entries()) {
    const next = solid[index + 1];
    if (token.kind === 'gap' && next !== undefined && next.kind !== 'text')
      throw new Error(`'${text}': fixed text must stand behind {${token.name}}`);
  }
}
