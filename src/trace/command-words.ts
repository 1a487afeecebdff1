import type * as shell from '../syntax/shell.ts';

/** A simple command taken apart: the assignments before it, and its words, of which an assignment behind the name is one. */
export type CommandParts = { readonly assignments: readonly shell.Assignment[]; readonly words: readonly shell.Word[] };

const known = new WeakMap<shell.Command, CommandParts>();

/** Takes a command apart, once for each place in a file. */
export function partsOf(node: shell.Command): CommandParts {
  const before = known.get(node);
  if (before !== undefined) return before;
  const words: shell.Word[] = node.name === undefined ? [] : [node.name];
  for (const part of node.suffix) {
    if (part.type === 'Word') words.push(part);
    else if (part.type === 'Assignment') words.push(asWord(part));
  }
  const parts = { assignments: node.prefix.filter((part) => part.type === 'Assignment'), words };
  known.set(node, parts);
  return parts;
}

/** `A=b` behind a command's name is an ordinary word. */
function asWord(assignment: shell.Assignment): shell.Word {
  const { text, pos, end, value } = assignment;
  const name = {
    type: 'Literal',
    pos,
    end: value.pos,
    value: text.slice(0, value.pos - pos),
    text: text.slice(0, value.pos - pos),
  } as const;
  if (value.type === 'ArrayValue') return { type: 'Word', text, value: text, pos, end };
  const rest: readonly shell.WordPart[] =
    value.parts ??
    (value.text === ''
      ? []
      : [{ type: 'Literal', pos: value.pos, end: value.end, value: value.value, text: value.text }]);
  return { type: 'Word', text, value: text, pos, end, parts: [name, ...rest] };
}
