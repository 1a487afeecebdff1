import type { Pieces } from '../model/value.ts';

/** What a host calls an archive and the folder inside it, as slices of the URL's own pieces; undefined for what is no archive of a forge. */
export type ArchiveNames = {
  readonly file: (url: Pieces) => Pieces | undefined;
  readonly folder: (url: Pieces) => Pieces | undefined;
};
