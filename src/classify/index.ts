/** Fetch to source and verdict: what is fetched, and how firmly the text names it. */

export { archiveNames } from './archive-names.ts';
export { classify, settleSource } from './classify.ts';
export { compareLink } from './compare-link.ts';
export { forgeIds } from './forge-ids.ts';
export { leaveOutMade } from './made-images.ts';
export { materialSource } from './material-source.ts';
export type { ClassifyOptions } from './meaning.ts';
export { mergeContexts, mergeVariants } from './merge-contexts.ts';
export { toRepositoryKey } from './own-repository.ts';
export { parseSourceKey } from './parse-source-key.ts';
export { withPinnedRef } from './pinned-ref.ts';
export { releaseLedTo } from './release-led-to.ts';
export { isVersionedFile } from './versioned-file.ts';
