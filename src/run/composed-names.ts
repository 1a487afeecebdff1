/** A part of a name that does not stand in the text. */
const VARIABLE = '\u0000';
const COMMANDS = /\$\(([^()]*)\)|`([^`\n]*)`/g;
const VARIABLES = /\$\{[^{}]*\}|\$\w+|\$[@*#]|\{\{[^{}]*\}\}/g;
const SEPARATORS = /[\s"'\\;|&<>(){},=]+/;
/** Commands inside of commands that are looked into. */
const DEPTH = 3;

/** True for a path of the tree, `/` between its components, that a text may put together. */
export type ComposesPath = (path: string) => boolean;

/**
 * The names that a text puts together out of parts (`env/$T.sh`, `$(T).mk`), as a test of paths: what is written of the last component has to
 * stand in the path's, in order. One variable alone is a name that is written elsewhere; addresses are no names; and a pattern (`conf/*.sh`)
 * is followed by no reader. More fits than the text means, which costs a look at one more file.
 */
export function composedNames(text: string): ComposesPath {
  const names = new Set<string>();
  for (const token of tokensOf(text)) {
    if (token.includes('://')) continue;
    const components = token.split('/');
    const last = components.pop() ?? '';
    const folder = components.pop() ?? '';
    if (PATTERN.test(last)) continue;
    if (isComposed(last)) names.add(last);
    else if (isComposed(folder) && last !== '' && last !== VARIABLE) names.add(`${folder}/${last}`);
  }
  const patterns = [...names].map((name) => name.split(VARIABLE));
  return (path) => {
    const [name = '', parent = ''] = path.split('/').reverse();
    return patterns.some((parts) => fits(parts, name) || fits(parts, `${parent}/${name}`));
  };
}

const PATTERN = /[*?[]/;

/** Words with a part that is not said, those inside of commands as well. */
function tokensOf(text: string): readonly string[] {
  const texts = [text];
  let outer = text;
  for (let depth = 0; depth < DEPTH && /[`(]/.test(outer); depth += 1) {
    outer = outer.replace(COMMANDS, (_all, inner: string | undefined, quoted: string | undefined) => {
      texts.push(inner ?? quoted ?? '');
      return VARIABLE;
    });
  }
  texts[0] = outer;
  return texts.flatMap((one) =>
    one
      .replace(VARIABLES, VARIABLE)
      .split(SEPARATORS)
      .filter((token) => token.includes(VARIABLE)),
  );
}

function isComposed(component: string): boolean {
  return component.length > 1 && component.includes(VARIABLE);
}

/** The written parts stand in the name in their order, the first at its start and the last at its end. */
function fits(parts: readonly string[], name: string): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop() ?? '';
  if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last)) return false;
  const end = name.length - last.length;
  let offset = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, offset);
    if (found < 0 || found + part.length > end) return false;
    offset = found + part.length;
  }
  return true;
}
