/** Builds from pinned copies: copies of trees, pins that stand in a tree for the time of a build, commands run there. */

export { buildkitPolicy } from './documents/buildkit-policy.ts';
export { cyclonedx } from './documents/cyclonedx.ts';
export type { HeldPlace, HeldSource, WriteDocument } from './documents/held-source.ts';
export { hermeto } from './documents/hermeto.ts';
export { slsa } from './documents/slsa.ts';
export { claimFolder, type Exported, exportTree } from './export-tree.ts';
export { finishInPlace, startInPlace } from './in-place.ts';
export { keepResults, toKeptPath } from './keep-results.ts';
export { type CommandEnd, runCommand, type Signals } from './run-command.ts';
export { needStateFolder, stateFolder } from './state-folder.ts';
export { makeTemporaryFolder } from './temporary-copy.ts';
export { readImageManifest } from './vendor/layout.ts';
export { EMPTY_MANIFEST, type VendoredRepository, type VendorManifest } from './vendor/manifest.ts';
export { openVendor } from './vendor/open-vendor.ts';
export { claimVendor, type VendorStore } from './vendor/store.ts';
