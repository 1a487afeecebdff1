import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';

/** A unified diff that `git apply` and `patch -p1` read; empty when nothing differs. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const patch = structuredPatch(`a/${path}`, `b/${path}`, before, after, '', '', { context: 3 });
  return formatPatch(patch, FILE_HEADERS_ONLY);
}
