import type { Pieces } from '../model/value.ts';

/** What a host calls the folder inside an archive, as slices of the URL's own pieces; undefined for what is no archive of a forge. */
export type ArchiveNames = {
  readonly folder: (url: Pieces) => Pieces | undefined;
};
