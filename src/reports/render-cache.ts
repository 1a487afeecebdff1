import { count } from './layout.ts';
import { toInertLine, toPrintable } from './printable.ts';

/** What stands in the cache; `bytes` on disk. */
export type ShownCache = { readonly folder: string; readonly repositories: number; readonly bytes: number };

/** One line: the folder and what is, or was, in it. Null: there is no place for one. */
export function renderCache(content: ShownCache | null, isCleared: boolean): string {
  if (content === null) return 'there is no cache: neither XDG_CACHE_HOME nor HOME names a folder\n';
  const { folder, repositories, bytes } = content;
  const what = `${count(repositories, 'history', 'histories')}, ${showBytes(bytes)}${isCleared ? ' deleted' : ''}`;
  return `${toInertLine(`${toPrintable(folder)}: ${what}`)}\n`;
}

function showBytes(bytes: number): string {
  return bytes < 100_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
