import { decode, type Material, toFile, toGit, toImage } from './material.ts';

const PACKAGE_URL = /^pkg:\/*([a-z][a-z0-9.+-]*)\/([^@?#]+)(?:@([^?#]*))?(?:\?([^#]*))?(?:#.*)?$/i;
/** Kinds whose packages are repositories of a host. */
const HOSTS: ReadonlyMap<string, string> = new Map([
  ['github', 'https://github.com'],
  ['gitlab', 'https://gitlab.com'],
  ['bitbucket', 'https://bitbucket.org'],
  ['codeberg', 'https://codeberg.org'],
]);

/**
 * What a package URL (https://github.com/package-url/purl-spec) says of an image, a repository or a file; `sha256` is the hash that stands
 * beside it in the document, empty for none.
 */
export function readPackageUrl(text: string, sha256: string): readonly Material[] {
  const [, type = '', path = '', version = '', query = ''] = PACKAGE_URL.exec(text) ?? [];
  const qualifiers = new URLSearchParams(query);
  const qualifier = (name: string): string => qualifiers.get(name) ?? '';
  const name = decode(path);
  const named = decode(version);
  switch (type.toLowerCase()) {
    case 'docker': {
      const isDigest = named.startsWith('sha256:');
      const registry = qualifier('repository_url');
      const digest = isDigest ? named : qualifier('digest') || sha256;
      return toImage(registry === '' ? name : `${registry}/${name}`, isDigest || named === '' ? null : named, digest);
    }
    case 'oci': {
      const tag = qualifier('tag');
      return toImage(qualifier('repository_url') || name, tag === '' ? null : tag, named || sha256);
    }
    default: {
      const host = HOSTS.get(type.toLowerCase());
      const checksum = /(?:^|,)sha256:([0-9a-fA-F]{64})/.exec(qualifier('checksum'))?.[1] ?? '';
      return [
        ...(host === undefined ? [] : toGit(`${host}/${name}@${named}`, '')),
        ...toGit(qualifier('vcs_url'), ''),
        ...toFile(qualifier('download_url'), checksum),
      ];
    }
  }
}
