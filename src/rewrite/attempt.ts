import type { Edit } from '../model/edit.ts';
import type { Pin } from '../model/pin.ts';
import type { ClassifiedFetch } from '../model/source.ts';
import type { Edited } from './evaluate.ts';
import type { Proposal, Texts } from './proposal.ts';
import { groupByFile, orderEdits } from './splice.ts';
import type { Use } from './uses.ts';

/** A fetch with the proposal that is being tried for it. */
export type Attempt = { readonly fetch: ClassifiedFetch; readonly pin: Pin; readonly proposal: Proposal };

/** What surrounds the attempts: all fetches of the scan and every place where text is read. */
export type Surroundings = {
  readonly fetches: readonly ClassifiedFetch[];
  readonly uses: readonly Use[];
  readonly texts: Texts;
};

/** The commit, digest or checksum of a pin. */
export function identityOf(pin: Pin): string {
  return 'commit' in pin ? pin.commit : 'digest' in pin ? pin.digest : pin.sha256;
}

/** The edits of values of all attempts, which is what words then say. */
export function valueEdits(attempts: readonly Attempt[]): Edited {
  const result = new Map<string, readonly Edit[]>();
  for (const [file, edits] of groupByFile(attempts.flatMap(({ proposal }) => proposal.values)))
    result.set(file, orderEdits(edits).ordered);
  return result;
}

/** Edits of values and of commands. */
export function allEdits({ values, commands }: Proposal): readonly Edit[] {
  return [...values, ...commands];
}

/** A fetch's source as reports name it. */
export function showSource({ source, url }: ClassifiedFetch): string {
  return source?.key ?? url;
}
