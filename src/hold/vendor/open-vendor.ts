import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { openBundle } from '../../ports/git/bundle.ts';
import { isWhole } from './blobs.ts';
import { readManifest, type VendoredRepository, type VendorManifest } from './manifest.ts';
import { type Mirror, repositoryId, startMirror } from './mirror.ts';
import { printRegistries, type Surroundings, toSurroundings } from './surroundings.ts';

/** A vendor folder whose content is what its manifest says. */
export type OpenVendor = {
  readonly manifest: VendorManifest;
  readonly mirror: Mirror;
  /** The bytes of a file by its sha256, as the manifest has it. */
  readonly readFile: (sha256: string) => Buffer;
  /** The environment of a build that is to be led here. `written` are URLs of repositories in its texts. */
  readonly surround: (env: Surroundings, written: readonly { written: string; repository: string }[]) => Surroundings;
};

/**
 * Verifies everything in a vendor folder against its sha256, unpacks the bundles into `scratch` (absolute, empty; its owner removes it) and
 * serves it all. Throws a UserError for what is missing or damaged.
 */
export async function openVendor(folder: string, scratch: string, env: Surroundings): Promise<OpenVendor> {
  const manifest = readManifest(folder);
  if (manifest === undefined) {
    throw new UserError(`${folder}: is no folder that pinlock vendor made`, { hint: `pinlock vendor ${folder}` });
  }
  const blobs = join(folder, 'images', 'blobs', 'sha256');
  for (const { sha256, url } of manifest.files) demandWhole(join(folder, 'files'), sha256, url);
  for (const { digest, name } of manifest.images) demandWhole(blobs, digest.slice('sha256:'.length), name);
  const repositories = new Map<string, string>();
  for (const [index, repository] of manifest.git.entries()) {
    demandWhole(join(folder, 'git'), repository.bundle, repository.repository);
    const target = join(scratch, `repository${index}.git`);
    mkdirSync(target);
    const fault = await openBundle(env, join(folder, 'git', repository.bundle), target, toBundled(repository));
    if (fault !== null)
      throw new UserError(`${folder}: the bundle of ${repository.repository} cannot be used: ${fault}`);
    repositories.set(repositoryId(repository.repository), target);
  }
  const files = new Map(
    manifest.files.map(({ url, sha256 }) => [new URL(url).href, join(folder, 'files', sha256)] as const),
  );
  const mirror = await startMirror({ repositories, files, blobs, searchPath: env.PATH ?? '' });
  const registries = [...new Set(manifest.images.map(({ name }) => name.slice(0, name.indexOf('/'))))];
  const registriesFile = join(scratch, 'registries.conf');
  writeFileSync(registriesFile, printRegistries({ host: mirror.host, registries }));
  return {
    manifest,
    mirror,
    readFile: (sha256) => readFileSync(join(folder, 'files', sha256)),
    surround: (own, written) =>
      toSurroundings(own, { host: mirror.host, repositories: written, registries, registriesFile }),
  };
}

function toBundled({ refs, head, shallow }: VendoredRepository): Parameters<typeof openBundle>[3] {
  const ids = Object.values(refs);
  return { refs: new Map(Object.entries(refs)), head, shallow, format: ids[0]?.length === 64 ? 'sha256' : 'sha1' };
}

function demandWhole(folder: string, sha256: string, what: string): void {
  if (isWhole(folder, sha256)) return;
  throw new UserError(`${join(folder, sha256)}: is missing or damaged (${what})`, {
    hint: 'make it again while its host is there: pinlock vendor',
  });
}
