/** A regular expression literal of a source text. */
export type Literal = { readonly source: string; readonly flags: string; readonly line: number };

/** Tokens behind which a slash begins a regular expression, not a division. */
const BEFORE_PATTERN = /(?:[=(,:;!&|?{}[<>+\-*%~^]|\b(?:return|typeof|case|in|of|do|else))$/;

/** The regular expression literals of a TypeScript text, strings, templates and comments left out. */
export function literalsOf(text: string): readonly Literal[] {
  const result: Literal[] = [];
  let before = '';
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    const next = text.charAt(index + 1);
    if (character === '/' && (next === '/' || next === '*')) {
      const end = text.indexOf(next === '/' ? '\n' : '*/', index + 2);
      index = end < 0 ? text.length : next === '/' ? end : end + 1;
    } else if (character === '"' || character === "'") {
      index = closing(text, index, character);
      before = character;
    } else if (character === '`') {
      // What stands in `${ }` is looked at as well.
      index = templateEnd(text, index + 1, (inner) => result.push(...inner));
      before = character;
    } else if (character === '/' && BEFORE_PATTERN.test(before.trimEnd())) {
      const end = patternEnd(text, index);
      const flags = /^[a-z]*/.exec(text.slice(end + 1))?.[0] ?? '';
      result.push({ source: text.slice(index + 1, end), flags, line: text.slice(0, index).split('\n').length });
      index = end + flags.length;
      before = 'x';
    } else {
      before = (before + character).slice(-12);
    }
  }
  return result;
}

function closing(text: string, start: number, quote: string): number {
  let index = start + 1;
  while (index < text.length && text.charAt(index) !== quote) index += text.charAt(index) === '\\' ? 2 : 1;
  return index;
}

function templateEnd(text: string, start: number, found: (inner: readonly Literal[]) => void): number {
  let index = start;
  while (index < text.length && text.charAt(index) !== '`') {
    if (text.charAt(index) === '\\') index += 2;
    else if (text.startsWith('${', index)) {
      let depth = 1;
      let end = index + 2;
      while (end < text.length && depth > 0) {
        const character = text.charAt(end);
        if (character === '`') end = templateEnd(text, end + 1, () => undefined);
        else if (character === "'" || character === '"') end = closing(text, end, character);
        else if (character === '{') depth += 1;
        else if (character === '}') depth -= 1;
        end += 1;
      }
      found(literalsOf(`(${text.slice(index + 2, end - 1)}`));
      index = end;
    } else index += 1;
  }
  return index;
}

function patternEnd(text: string, start: number): number {
  let isClass = false;
  for (let index = start + 1; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '\\') index += 1;
    else if (character === '[') isClass = true;
    else if (character === ']') isClass = false;
    else if (character === '/' && !isClass) return index;
  }
  return text.length;
}

/** What repeats without end where a part begins and ends; `isEmpty` when the part may match nothing. */
type Part = { readonly heads: readonly string[]; readonly tails: readonly string[]; readonly isEmpty: boolean };

const NOTHING: Part = { heads: [], tails: [], isEmpty: true };
const PROBES = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).concat('\u00E9', '\u2028', '\uFFFC');

/**
 * Two endless repetitions that can share text, beside each other or in each other (`\s*\s*`, `(a+)+`, `.*x?.*`): they make a match take
 * quadratic time or worse. Undefined when the pattern has none.
 */
export function findSharedRepetition(source: string, flags = ''): string | undefined {
  const reader = new PatternReader(source, flags);
  reader.alternatives();
  return reader.fault;
}

const ATOM = /^(?:\[(?:\\[\s\S]|[^\]\\])*\]|\\(?:u\{[^}]*\}|u[\da-f]{4}|x[\da-f]{2}|[pP]\{[^}]*\}|[\s\S])|[\s\S])/i;

class PatternReader {
  fault: string | undefined;
  private at = 0;
  private readonly source: string;
  private readonly flags: string;

  constructor(source: string, flags: string) {
    this.source = source;
    this.flags = flags.replace(/[gy]/g, '');
  }

  alternatives(): Part {
    const parts = [this.sequence()];
    while (this.source.charAt(this.at) === '|') {
      this.at += 1;
      parts.push(this.sequence());
    }
    return {
      heads: parts.flatMap(({ heads }) => heads),
      tails: parts.flatMap(({ tails }) => tails),
      isEmpty: parts.some(({ isEmpty }) => isEmpty),
    };
  }

  private sequence(): Part {
    let result = NOTHING;
    while (this.at < this.source.length && !'|)'.includes(this.source.charAt(this.at))) {
      const part = this.quantified();
      this.compare(result.tails, part.heads);
      result = {
        heads: result.isEmpty ? [...result.heads, ...part.heads] : result.heads,
        tails: part.isEmpty ? [...result.tails, ...part.tails] : part.tails,
        isEmpty: result.isEmpty && part.isEmpty,
      };
    }
    return result;
  }

  private quantified(): Part {
    const start = this.at;
    const inner = this.atom();
    const atom = this.source.slice(start, this.at);
    const [quantifier = '', least, hasComma, most] =
      /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(this.source.slice(this.at)) ?? [];
    this.at += quantifier.length;
    const isEndless = /^[*+]/.test(quantifier) || (hasComma === ',' && most === '');
    const isOptional = /^[*?]/.test(quantifier) || least === '0';
    const isEmpty = isOptional || (inner?.isEmpty ?? false);
    if (inner === undefined) return isEndless ? { heads: [atom], tails: [atom], isEmpty } : { ...NOTHING, isEmpty };
    if (isEndless) this.compare(inner.tails, inner.heads);
    return { ...inner, isEmpty };
  }

  /** Reads one atom; a group gives its part, a single character undefined. */
  private atom(): Part | undefined {
    const rest = this.source.slice(this.at);
    const group = /^\((?:\?(?:<?[=!]|:|<\w+>))?/.exec(rest)?.[0];
    if (group !== undefined) {
      this.at += group.length;
      const inner = this.alternatives();
      this.at += 1;
      return /[=!]$/.test(group) ? NOTHING : inner;
    }
    if (/^(?:\^|\$|\\b|\\B)/.test(rest)) {
      this.at += rest.startsWith('\\') ? 2 : 1;
      return NOTHING;
    }
    const atom = ATOM.exec(rest);
    this.at += atom?.[0].length ?? 1;
    return undefined;
  }

  private compare(tails: readonly string[], heads: readonly string[]): void {
    for (const tail of tails) {
      for (const head of heads) {
        const [a, b] = [tail, head].map((atom) => new RegExp(`^(?:${atom})$`, this.flags));
        if (PROBES.some((probe) => a?.test(probe) === true && b?.test(probe) === true))
          this.fault ??= `${tail} and ${head} repeat without end and can share text`;
      }
    }
  }
}
