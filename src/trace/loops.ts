import type * as shell from '../syntax/shell.ts';
import { forEachChild } from '../syntax/shell.ts';

/** Names that are assigned somewhere in a node, without looking into commands that are run by name. */
export function assignedIn(node: shell.SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(node, (child) => {
    if (child.type === 'Assignment') names.add(child.name);
  });
  return names;
}

/** True when some assignment to `name` in the node appends to it or uses its own value. */
export function isSelfFed(node: shell.CompoundList, name: string): boolean {
  let isFound = false;
  visit(node, (child) => {
    if (child.type !== 'Assignment' || child.name !== name) return;
    if (child.append === true || usesName(child.text, name)) isFound = true;
  });
  return isFound;
}

function usesName(text: string, name: string): boolean {
  for (let index = text.indexOf(name, name.length); index >= 0; index = text.indexOf(name, index + 1)) {
    const before = text.charAt(index - 1);
    const after = text.charAt(index + name.length);
    const isWhole = !/\w/.test(after);
    if (isWhole && (before === '$' || before === '{' || before === '(' || before === ' ')) return true;
  }
  return false;
}

function visit(root: shell.SyntaxNode, look: (node: shell.SyntaxNode) => void): void {
  const open: shell.SyntaxNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    look(node);
    if (node.type !== 'Word') forEachChild(node, (child) => open.push(child));
  }
}
