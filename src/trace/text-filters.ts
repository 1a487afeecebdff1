/**
 * Small programs that build scripts put behind a pipe to cut a version into shape (`echo $V | cut -d. -f1-2`). Text in, text out; undefined
 * for everything that is not plainly one of the forms below. No pattern of a script becomes a regular expression.
 */
export const TEXT_FILTERS: Readonly<Record<string, (args: readonly string[], text: string) => string | undefined>> = {
  cut: cutFields,
  tr: translate,
  sed: substitute,
  awk: printField,
  head: (args, text) => takeLines(args, text, true),
  tail: (args, text) => takeLines(args, text, false),
};

/** `-d X -f LIST` or `-c LIST`; a list has numbers and ranges. */
function cutFields(args: readonly string[], text: string): string | undefined {
  let delimiter = '\t';
  let list: string | undefined;
  let isByCharacter = false;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    const value = arg.length > 2 ? arg.slice(2) : (args[index + 1] ?? '');
    if (!/^-[dfc]/.test(arg)) return undefined;
    if (arg.startsWith('-d')) delimiter = value;
    else list = value;
    if (arg.startsWith('-c')) isByCharacter = true;
    if (arg.length === 2) index += 1;
  }
  const isWanted = list === undefined ? undefined : parseList(list);
  if (isWanted === undefined || (!isByCharacter && delimiter.length !== 1)) return undefined;
  return mapLines(text, (line) => {
    const fields = isByCharacter ? [...line] : line.split(delimiter);
    if (!isByCharacter && fields.length === 1) return line;
    return fields.filter((_, index) => isWanted(index + 1)).join(isByCharacter ? '' : delimiter);
  });
}

function parseList(list: string): ((field: number) => boolean) | undefined {
  const ranges: (readonly [number, number])[] = [];
  for (const part of list.split(',')) {
    const match = /^(\d*)(?:(-)(\d*))?$/.exec(part);
    if (match === null || part === '' || part === '-') return undefined;
    const from = match[1] === '' ? 1 : Number(match[1]);
    const to = match[2] === undefined ? from : match[3] === '' ? Number.POSITIVE_INFINITY : Number(match[3]);
    ranges.push([from, to]);
  }
  return (field) => ranges.some(([from, to]) => field >= from && field <= to);
}

const CLASSES: Readonly<Record<string, string>> = {
  '[:upper:]': 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  '[:lower:]': 'abcdefghijklmnopqrstuvwxyz',
  '[:digit:]': '0123456789',
  '[:space:]': ' \t\n\r\f\v',
};

/** `tr A B`, `tr -d A`. */
function translate(args: readonly string[], text: string): string | undefined {
  const [first, second, ...rest] = args;
  if (first === undefined || second === undefined || rest.length > 0) return undefined;
  if (first === '-d') {
    const gone = characters(second);
    return gone === undefined ? undefined : [...text].filter((character) => !gone.includes(character)).join('');
  }
  if (first.startsWith('-') && first !== '-') return undefined;
  const [from, to] = [characters(first), characters(second)];
  if (from === undefined || to === undefined || to.length === 0) return undefined;
  return [...text]
    .map((character) => (from.includes(character) ? (to[from.indexOf(character)] ?? to.at(-1) ?? '') : character))
    .join('');
}

function characters(set: string): readonly string[] | undefined {
  const named = CLASSES[set];
  if (named !== undefined) return [...named];
  if (set.includes('[:')) return undefined;
  const range = /^(\w)-(\w)$/.exec(set);
  if (range?.[1] !== undefined && range[2] !== undefined) {
    const [from, to] = [range[1].charCodeAt(0), range[2].charCodeAt(0)];
    return Array.from({ length: Math.max(to - from + 1, 0) }, (_, index) => String.fromCharCode(from + index));
  }
  if (/.-./.test(set)) return undefined;
  return [...set.replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\\\', '\\')];
}

/** `s/A/B/` and `s/A/B/g` where A is literal text, with `^` before or `$` behind it; several with `-e` or `;`. */
function substitute(args: readonly string[], text: string): string | undefined {
  const scripts = args.filter((arg) => arg !== '-e' && arg !== '-E' && arg !== '-r');
  if (scripts.length === 0 || (scripts.length > 1 && !args.includes('-e'))) return undefined;
  let result: string | undefined = text;
  for (const script of scripts.flatMap((part) => part.split(';'))) {
    result = result === undefined ? undefined : substituteOnce(script.trim(), result);
  }
  return result;
}

function substituteOnce(script: string, text: string): string | undefined {
  const separator = script.charAt(1);
  if (!script.startsWith('s') || !/[/|,#@:!%]/.test(separator)) return undefined;
  const [pattern, replacement, flags, ...rest] = script.slice(2).split(separator);
  if (pattern === undefined || replacement === undefined || rest.length > 0 || !(flags === '' || flags === 'g'))
    return undefined;
  if (pattern.endsWith('\\') || replacement.includes('\\') || replacement.includes('&')) return undefined;
  const isAtStart = pattern.startsWith('^');
  const isAtEnd = pattern.endsWith('$');
  const literal = unescapePattern(pattern.slice(isAtStart ? 1 : 0, isAtEnd ? -1 : undefined));
  if (literal === undefined || literal === '') return undefined;
  return mapLines(text, (line) => {
    if (isAtStart && isAtEnd) return line === literal ? replacement : line;
    if (isAtStart) return line.startsWith(literal) ? replacement + line.slice(literal.length) : line;
    if (isAtEnd) return line.endsWith(literal) ? line.slice(0, -literal.length) + replacement : line;
    return flags === 'g' ? line.replaceAll(literal, () => replacement) : line.replace(literal, () => replacement);
  });
}

/** The text of a pattern that has no special character but escaped ones; undefined for a real pattern. */
function unescapePattern(pattern: string): string | undefined {
  const bare = pattern.replaceAll(/\\[./\-_\][*^$]/g, '');
  if (/[\\.*[\]^$+?(){}|]/.test(bare)) return undefined;
  return pattern.replaceAll(/\\(.)/g, '$1');
}

/** `awk [-F X] '{print $N}'`. */
function printField(args: readonly string[], text: string): string | undefined {
  let separator: string | undefined;
  let program: string | undefined;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg === '-F') {
      separator = args[index + 1];
      index += 1;
    } else if (arg.startsWith('-F')) {
      separator = arg.slice(2);
    } else if (program === undefined) {
      program = arg;
    } else {
      return undefined;
    }
  }
  const field = /^\s*\{\s*print\s+\$(\d|NF)\s*(?:;\s*)?\}\s*$/.exec(program ?? '')?.[1];
  if (field === undefined || (separator !== undefined && separator.length !== 1)) return undefined;
  return mapLines(text, (line) => {
    if (field === '0') return line;
    const fields = separator === undefined ? line.trim().split(/[ \t]+/) : line.split(separator);
    return (field === 'NF' ? fields.at(-1) : fields[Number(field) - 1]) ?? '';
  });
}

/** `head -n 1`, `head -1`, `tail -n1`. */
function takeLines(args: readonly string[], text: string, isHead: boolean): string | undefined {
  const joined = args.join('');
  const count = joined === '' ? 10 : Number(/^-n?(\d+)$/.exec(joined)?.[1]);
  if (!Number.isInteger(count)) return undefined;
  const lines = text.replace(/\n$/, '').split('\n');
  return `${(isHead ? lines.slice(0, count) : lines.slice(Math.max(lines.length - count, 0))).join('\n')}\n`;
}

function mapLines(text: string, change: (line: string) => string): string {
  const hasEnd = text.endsWith('\n');
  const lines = (hasEnd ? text.slice(0, -1) : text).split('\n').map(change).join('\n');
  return hasEnd ? `${lines}\n` : lines;
}
