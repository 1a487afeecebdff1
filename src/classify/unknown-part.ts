import { holesOf, type Pieces } from '../model/value.ts';

/** What the holes of a name may hold, as their own names let one guess. */
export type UnknownPart = { readonly mayHoldVersion: boolean; readonly mayHoldDate: boolean };

/** `lsb_release` says which distribution this is, and a stage is no tag. */
const VERSION = /version|(?<!lsb_)release|(?<!s)tag|build|commit|revision/i;
const DATE = /date|today|timestamp|%Y|%F/;

/** Reads the names of the holes: `$KAFKA_VERSION` holds a version, `$(uname -m)` and `$X` say nothing of one. */
export function guessHoles(pieces: Pieces): UnknownPart {
  const names = holesOf(pieces).map(({ name }) => name);
  return {
    mayHoldVersion: names.some((name) => VERSION.test(name)),
    mayHoldDate: names.some((name) => DATE.test(name) || DATE.test(name.toLowerCase())),
  };
}
