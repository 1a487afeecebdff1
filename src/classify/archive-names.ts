import { flatten, type Pieces } from '../model/value.ts';
import { archiveFolder } from './forge-form.ts';
import { readDownloadAddress } from './locator.ts';
import { matchForge } from './match-forge.ts';

/** What a host calls what it serves, in slices of the URL's own pieces: names follow when the ref in the URL does. */
export const archiveNames = {
  /** The folder that everything in the archive lies in; undefined where the host does not say before, or several are possible. */
  folder(url: Pieces): Pieces | undefined {
    const address = readDownloadAddress(flatten(url));
    if (address.kind !== 'remote') return undefined;
    const matches = matchForge(url, address, 'download', new Map());
    const first = matches[0];
    return first === undefined || matches.length > 1 ? undefined : archiveFolder(first, url);
  },
} as const;
