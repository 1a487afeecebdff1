import type { Invocation, Success } from '../model/invocation.ts';
import type * as shell from '../syntax/shell.ts';
import { enderFailure } from './enders.ts';
import type { Context, Machine } from './machine.ts';

/** In `if a || b; then exit 1; fi` the success of each of these `nodes` leads to `success`; it says nothing about any other. */
export type Asked = { readonly nodes: readonly shell.SyntaxNode[]; readonly success: Success };

/** A context in which the success of each of these nodes leads to `statements`, if those are an end. */
export function asking(machine: Machine, { nodes, statements, site }: Question, context: Context): Context {
  const leadsTo = nodes.length === 0 ? undefined : enderFailure(machine, statements, context);
  if (leadsTo === undefined) return context;
  return { ...context, asked: { nodes, success: site === undefined ? { leadsTo } : { leadsTo, site } } };
}

/** A question: whether one of these nodes succeeds, upon which `statements` run. */
type Question = {
  readonly nodes: readonly shell.SyntaxNode[];
  readonly statements: readonly shell.Statement[];
  readonly site?: string;
};

/** What the success of a command leads to, for the invocation that it becomes. */
export function successOf({ asked }: Context, node: shell.SyntaxNode): Pick<Invocation, 'success'> {
  return asked?.nodes.includes(node) === true ? { success: asked.success } : {};
}

/** The commands of which each by its own success makes a node succeed: the last of a pipe or of a chain of `&&`, all of a chain of `||`. */
export function decidersOf(machine: Machine, node: shell.SyntaxNode): readonly shell.SyntaxNode[] {
  switch (node.type) {
    case 'Command':
    case 'TestCommand':
      return [node];
    case 'Redirected':
      return decidersOf(machine, node.command);
    case 'Pipeline': {
      const last = node.commands.at(-1);
      return last === undefined || node.prefixes.some(({ type }) => type === 'Negation')
        ? []
        : decidersOf(machine, last);
    }
    case 'AndOr':
      return decidersOfChain(machine, node, node.commands.length - 1);
    default:
      return [];
  }
}

/** The same of the first `last + 1` members of a chain. */
export function decidersOfChain(machine: Machine, node: shell.AndOr, last: number): readonly shell.SyntaxNode[] {
  const result: shell.SyntaxNode[] = [];
  for (let index = last; index >= 0; index -= 1) {
    const member = node.commands[index];
    if (member !== undefined) result.push(...decidersOf(machine, member));
    if (node.operators[index - 1] === '&&' && !alwaysSucceeds(machine, member)) break;
  }
  return result;
}

/** True for a command that says something to a person, which nobody expects to fail, and for a function that does so at last. */
export function alwaysSucceeds(
  { functions }: Pick<Machine, 'functions'>,
  node: shell.SyntaxNode | undefined,
  depth = 0,
): boolean {
  if (node?.type === 'Redirected') return alwaysSucceeds({ functions }, node.command, depth);
  if (node?.type !== 'Command' || depth > MAX_DEPTH) return false;
  const name = node.name?.value ?? '';
  if (SAYING.has(name)) return name !== 'cat' || node.suffix.length === 0;
  const body = functions.get(name)?.at(-1)?.body;
  if (body?.type !== 'BraceGroup') return false;
  return alwaysSucceeds({ functions }, body.body.commands.at(-1)?.command, depth + 1);
}

const SAYING: ReadonlySet<string> = new Set(['echo', 'printf', ':', 'true', 'cat']);
const MAX_DEPTH = 4;
