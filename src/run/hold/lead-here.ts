import type { Edit } from '../../model/edit.ts';
import type { ClassifiedFetch } from '../../model/source.ts';
import type { Pieces } from '../../model/value.ts';

/** A text with its downloads led to a mirror, and the fetches whose address could not be edited. */
export type Led = {
  readonly edits: ReadonlyMap<string, readonly Edit[]>;
  readonly refused: readonly ClassifiedFetch[];
};

const ORIGIN = /^https:\/\/[^/?#]+/i;

/**
 * Splices that make `https://host/...` of downloads `http://MIRROR/web/https/host/...`: all behind the host stays, and with it every name
 * that a command makes of it. Only where scheme and host are written out in one place.
 */
export function leadHere(fetches: readonly ClassifiedFetch[], mirror: string): Led {
  const edits = new Map<string, Map<number, Edit>>();
  const refused: ClassifiedFetch[] = [];
  for (const fetch of fetches) {
    const found = fetch.outcomes.map(({ url }) => originOf(url.pieces, mirror));
    if (found.some((edit) => edit === undefined)) refused.push(fetch);
    for (const edit of found) {
      if (edit === undefined) continue;
      const inFile = edits.get(edit.span.file) ?? new Map<number, Edit>();
      edits.set(edit.span.file, inFile.set(edit.span.start, edit));
    }
  }
  const ordered = [...edits].map(
    ([file, found]) => [file, [...found.values()].sort((a, b) => a.span.start - b.span.start)] as const,
  );
  return { edits: new Map(ordered), refused };
}

function originOf([first]: Pieces, mirror: string): Edit | undefined {
  if (first?.kind !== 'text' || !first.verbatim) return undefined;
  const origin = ORIGIN.exec(first.text)?.[0];
  // The host goes on in another piece where this one ends with it.
  if (origin === undefined || origin.length === first.text.length) return undefined;
  const { file, start } = first.at;
  return {
    span: { file, start, end: start + origin.length },
    text: `http://${mirror}/web/https/${origin.slice('https://'.length)}`,
    why: 'ref',
  };
}
