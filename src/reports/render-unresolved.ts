import type { UnresolvedReason } from '../model/resolution.ts';
import { count } from './layout.ts';

/** A source without a pin, and why. */
export type Unresolved = { readonly source: string; readonly reason: UnresolvedReason; readonly message: string };

/** What is said once: of one source, or of all of a host that gave no answer. */
export type UnresolvedNote = { readonly title: string; readonly remarks: readonly string[] };

/** From here on, the sources of a host that is not reached are told of together: without a network there are hundreds. */
const MANY = 4;

/** One note for each source, but one alone for a host that gave no answer to many; in the order of the first. */
export function groupUnresolved(all: readonly Unresolved[]): readonly UnresolvedNote[] {
  const silent = new Map<string, Unresolved[]>();
  for (const one of all) {
    if (one.reason !== 'unreachable') continue;
    const host = hostOf(one.source);
    silent.set(host, [...(silent.get(host) ?? []), one]);
  }
  const told = new Set<string>();
  return all.flatMap((one): readonly UnresolvedNote[] => {
    const host = hostOf(one.source);
    const group = one.reason === 'unreachable' ? (silent.get(host) ?? []) : [];
    if (group.length < MANY) return [{ title: one.source, remarks: [`${one.reason}: ${one.message}`] }];
    if (told.has(host)) return [];
    told.add(host);
    const title = `${count(group.length, 'source')} of ${host}`;
    return [{ title, remarks: [`${one.reason}: ${one.message}`, ...group.map(({ source }) => source)] }];
  });
}

/** `git+https://example.com/o/r@v1` to `example.com`. */
function hostOf(source: string): string {
  return URL.canParse(source) ? new URL(source).host : source;
}
