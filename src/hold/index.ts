/** Builds from pinned copies: copies of trees, pins that stand in a tree for the time of a build, commands run there. */

export { claimFolder, type Exported, exportTree } from './export-tree.ts';
export { finishInPlace, startInPlace } from './in-place.ts';
export { keepResults, toKeptPath } from './keep-results.ts';
export { type CommandEnd, runCommand, type Signals } from './run-command.ts';
export { needStateFolder, stateFolder } from './state-folder.ts';
export { makeTemporaryFolder } from './temporary-copy.ts';
