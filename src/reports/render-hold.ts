import { count } from './layout.ts';
import { toInertLine, toPrintable } from './printable.ts';

/** What a pinned copy holds and what not. */
export type HoldSummary = {
  /** Fetches that stand at an identity. */
  readonly held: number;
  /**
   * Fetches that do not. `unpinned`: the lockfile has no pin; `refused`: the pin cannot be written; `dynamic`: the text does not say what it
   * is; `ignored`: the project allows it to move; `out-of-reach`: the form that was asked for has no
   * word for it; `not-vendored`: no copy was kept; `overridden`: the build sets a variable that names it.
   */
  readonly unheld: readonly {
    readonly kind: 'unpinned' | 'refused' | 'dynamic' | 'ignored' | 'out-of-reach' | 'not-vendored' | 'overridden';
    readonly path: string;
    readonly line: number | null;
    readonly source: string;
    readonly reason: string;
  }[];
  /** What else a person should know, in sentences. */
  readonly notes: readonly string[];
};

const LABELS = {
  unpinned: 'no pin',
  refused: 'not written',
  dynamic: 'unknown',
  ignored: 'ignored',
  'out-of-reach': 'out of reach',
  'not-vendored': 'no copy',
  overridden: 'set from outside',
} as const satisfies Readonly<Record<HoldSummary['unheld'][number]['kind'], string>>;

/** For people, on stderr: each fetch that is not held with its reason, then the counts. */
export function renderHold({ held, unheld, notes }: HoldSummary): string {
  const lines = unheld.map(({ kind, path, line, source, reason }) => {
    const place = line === null ? path : `${path}:${line}`;
    return `not held (${LABELS[kind]})  ${toPrintable(`${place} ${source}: ${reason}`)}`;
  });
  lines.push(...notes.map((note) => `note  ${toPrintable(note)}`));
  const rest = unheld.length === 0 ? 'nothing is left open' : `${count(unheld.length, 'fetch', 'fetches')} not held`;
  lines.push(`${count(held, 'fetch', 'fetches')} held, ${rest}`);
  return `${lines.map((line) => toInertLine(`pinlock: ${line}`)).join('\n')}\n`;
}
