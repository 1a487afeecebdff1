import { judgeFileUrl } from './file-version.ts';
import { readDownloadAddress } from './locator.ts';

/** True for the address of a file that names a version, a day or a content's id, so that its bytes should never change. */
export function isVersionedFile(locator: string): boolean {
  const address = readDownloadAddress(locator);
  return address.kind === 'remote' && judgeFileUrl(locator, address.parts).verdict === 'versioned';
}
