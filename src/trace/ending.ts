/** How a node ended: `exit`, `return` and `loop` (break, continue) leave what follows. */
export type Ending = 'none' | 'loop' | 'return' | 'exit';

const STRENGTH: readonly Ending[] = ['none', 'loop', 'return', 'exit'];

/** Of two arms that both may run, the ending that surely happens. */
export function weakest(a: Ending, b: Ending): Ending {
  return STRENGTH.indexOf(a) <= STRENGTH.indexOf(b) ? a : b;
}
