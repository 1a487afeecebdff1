import { UserError } from '../../errors.ts';
import type { openVendor } from '../../hold/index.ts';
import { findOtherContent } from '../../resolve/index.ts';
import type { WantedFile } from './wanted.ts';

type OpenVendor = Pick<Awaited<ReturnType<typeof openVendor>>, 'manifest' | 'readFile'>;

/**
 * A vendor folder says itself what is in it: its copies have to be what the lockfile pins as well, in bytes or, for the archive of a commit,
 * in what it holds. Throws a UserError for the first that is not.
 */
export async function demandPinned(
  files: readonly WantedFile[],
  folder: string,
  { manifest, readFile }: OpenVendor,
): Promise<void> {
  const kept = new Map(manifest.files.map((file) => [file.url, file.sha256]));
  for (const { url, sha256, content } of files) {
    const own = kept.get(url);
    if (own === undefined) continue;
    if (sha256 !== null && sha256 !== own) throw unlike(folder, url, `its sha256 is ${own}, the pin's ${sha256}`);
    const other = content === null ? null : await findOtherContent(readFile(own), content);
    if (other !== null) throw unlike(folder, url, other);
  }
}

function unlike(folder: string, url: string, why: string): UserError {
  return new UserError(`${folder}: its copy of ${url} is not what is pinned: ${why}`, {
    hint: 'pinlock vendor makes it again while its host is there; a folder belongs to the lockfile that it was made with',
  });
}
