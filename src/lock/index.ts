export { indexHolders, indexPins, indexUse, type PinMatch } from './find-pin.ts';
export { type JoinedLockfile, joinConflict, type PinConflict } from './join-conflict.ts';
export { LockfileError, type LockfileFault } from './lockfile-error.ts';
export { type MergeOptions, type MergeResult, mergeLockfile } from './merge.ts';
export { LOCKFILE_VERSION, type ParseOptions, parseLockfile } from './parse.ts';
export { printLockfile, printPin } from './print.ts';
export { splitKey } from './source-key.ts';
export { readLockfileText, removeUnfinishedLockfile, updateLockfile } from './write.ts';
