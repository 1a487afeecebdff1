import { isChecksum, isCommit, isDigest, type Pin } from '../../src/model/pin.ts';
import type { ClassifiedFetch } from '../../src/model/source.ts';
import { rewrite } from '../../src/rewrite/index.ts';
import { readHost } from './read-host.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const SUM = '89abcdef'.repeat(8);

/** The line with what stands for a pin filled in: `{commit}`, `{digest}`, `{sha256}`. */
export function fillPins(line: string): string {
  return line.replaceAll('{commit}', COMMIT).replaceAll('{digest}', `sha256:${SUM}`).replaceAll('{sha256}', SUM);
}

/**
 * What apply makes of a file in which every source has a pin, with the verdicts of the new text, and the reasons where nothing is written.
 * A second time it must change nothing: then `again` is the same text.
 */
export function applyPins(
  path: string,
  text: string,
): {
  readonly text: string;
  readonly again: string;
  readonly verdicts: readonly string[];
  readonly refused: readonly string[];
} {
  const once = applyOnce(path, text);
  return {
    text: once.text,
    again: applyOnce(path, once.text).text,
    verdicts: readHost(path, once.text).fetches.map(({ verdict }) => verdict),
    refused: once.refused,
  };
}

function applyOnce(path: string, text: string): { readonly text: string; readonly refused: readonly string[] } {
  const { fetches, steps } = readHost(path, text);
  const { files, refused } = rewrite(
    { fetches, steps, read: (file) => (file === path ? text : undefined) },
    pinOf,
    (texts) => readHost(path, texts.get(path) ?? text).fetches,
  );
  return { text: files[0]?.after ?? text, refused: refused.map(({ reason }) => reason) };
}

function pinOf({ kind, verdict }: ClassifiedFetch): Pin | undefined {
  if (verdict === 'exact') return undefined;
  const digest = `sha256:${SUM}`;
  if (kind === 'git' && isCommit(COMMIT)) return { commit: COMMIT };
  if (kind === 'image' && isDigest(digest)) return { digest };
  return isChecksum(SUM) ? { sha256: SUM, size: 1 } : undefined;
}
