import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { atomicWrite } from '../../ports/atomic-write.ts';
import { errorCode } from '../../ports/read-file.ts';
import { adoptBlob, type BlobWriter, isWhole, startBlob } from './blobs.ts';
import { mediaTypeOf, writeLayout } from './layout.ts';
import { MANIFEST, printManifest, readManifest, type VendoredRepository, type VendorManifest } from './manifest.ts';

/** A vendor folder that is being filled. What lies there under its hash, and has it, is not written again. */
export type VendorStore = {
  readonly fileOf: (url: string) => VendorManifest['files'][number] | undefined;
  /** The bytes of a file that `fileOf` named. */
  readonly readFile: (sha256: string) => Buffer;
  readonly startFile: () => BlobWriter;
  readonly hasBlob: (digest: string) => boolean;
  readonly readBlob: (digest: string) => Buffer | undefined;
  /** False when the bytes have another digest: nothing is written then. */
  readonly writeBlob: (digest: string, body: Uint8Array) => boolean;
  readonly startBlob: () => BlobWriter;
  readonly repositoryOf: (
    repository: string,
    refs: ReadonlyMap<string, string>,
    isShallow: boolean,
  ) => VendoredRepository | undefined;
  /** Moves a bundle in; its sha256. */
  readonly adoptBundle: (file: string) => string;
  /** The commits at which the history of a bare repository is cut off. */
  readonly readShallow: (repository: string) => readonly string[];
  readonly makeScratch: () => string;
  readonly removeScratch: (folder: string) => void;
  /** Writes the manifest, last and all or nothing, and removes what it does not name. */
  readonly finish: (manifest: VendorManifest) => void;
};

/** Opens a vendor folder for writing: a new one, an empty one, or one that pinlock made. Throws a UserError for any other. */
export function claimVendor(folder: string): VendorStore {
  const known = demandOwn(folder);
  const [files, bundles, images] = [join(folder, 'files'), join(folder, 'git'), join(folder, 'images')];
  const blobs = join(images, 'blobs', 'sha256');
  const hexOf = (digest: string): string => digest.slice('sha256:'.length);
  const hasBlob = (digest: string): boolean => isWhole(blobs, hexOf(digest));
  return {
    fileOf: (url) => known?.files.find((file) => file.url === url && isWhole(files, file.sha256)),
    readFile: (sha256) => readFileSync(join(files, sha256)),
    startFile: () => startBlob(files),
    hasBlob,
    readBlob: (digest) => (hasBlob(digest) ? readFileSync(join(blobs, hexOf(digest))) : undefined),
    writeBlob: (digest, body) => {
      const blob = startBlob(blobs);
      blob.write(body);
      return blob.finish(hexOf(digest)) !== null;
    },
    startBlob: () => startBlob(blobs),
    repositoryOf: (repository, refs, isShallow) =>
      known?.git.find(
        (one) =>
          one.repository === repository &&
          one.shallow.length > 0 === isShallow &&
          JSON.stringify(Object.entries(one.refs).sort()) === JSON.stringify([...refs].sort()) &&
          isWhole(bundles, one.bundle),
      ),
    adoptBundle: (file) => adoptBlob(file, bundles),
    readShallow: (repository) => {
      const file = join(repository, 'shallow');
      return existsSync(file)
        ? readFileSync(file, 'utf8')
            .split('\n')
            .filter((line) => line !== '')
        : [];
    },
    makeScratch: () => mkdtempSync(join(folder, '.scratch-')),
    removeScratch: (scratch) => rmSync(scratch, { recursive: true, force: true }),
    finish: (manifest) => {
      if (manifest.images.length > 0) {
        writeLayout(images, manifest.images, (digest) => {
          const path = join(blobs, hexOf(digest));
          return { mediaType: mediaTypeOf(readFileSync(path)), size: statSync(path).size };
        });
      }
      atomicWrite(join(folder, MANIFEST), Buffer.from(printManifest(manifest)), { keep: null });
      keepOnly(files, new Set(manifest.files.map(({ sha256 }) => sha256)));
      keepOnly(bundles, new Set(manifest.git.map(({ bundle }) => bundle)));
    },
  };
}

function demandOwn(folder: string): VendorManifest | undefined {
  try {
    const status = lstatSync(folder, { throwIfNoEntry: false });
    if (status === undefined) mkdirSync(folder, { recursive: true });
    else if (!status.isDirectory()) throw new UserError(`${folder}: is no folder`);
    const known = readManifest(folder);
    if (known === undefined && readdirSync(folder).length > 0) {
      throw new UserError(`${folder}: is not empty, and pinlock did not make it`, {
        hint: 'name a folder that does not exist yet',
      });
    }
    return known;
  } catch (error) {
    if (errorCode(error) === '') throw error;
    throw new UserError(`${folder}: cannot be made (${errorCode(error)})`, { cause: error });
  }
}

function keepOnly(folder: string, names: ReadonlySet<string>): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) if (!names.has(name)) rmSync(join(folder, name), { force: true });
}
