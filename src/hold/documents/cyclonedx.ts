import { lastName } from '../../model/tree-path.ts';
import { type HeldSource, type HoldDocument, imagePackageUrl, sourcesOf, type WriteDocument } from './held-source.ts';

/** A bill of materials (https://cyclonedx.org/docs/1.6/json/) without time and serial number: the same pins are the same bytes. */
export const cyclonedx: WriteDocument = (places): HoldDocument => {
  const components = sourcesOf(places).map(toComponent);
  const bom = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components };
  return { text: `${JSON.stringify(bom, null, 2)}\n`, unheld: new Map() };
};

function toComponent(source: HeldSource) {
  const shared = { 'bom-ref': source.key, properties: [{ name: 'pinlock:source', value: source.key }] };
  switch (source.kind) {
    case 'git': {
      const { repository, commit } = source;
      const externalReferences = [{ type: 'vcs', url: `git+${repository}@${commit}` }];
      return { type: 'library', ...shared, name: lastOf(repository), version: commit, externalReferences };
    }
    case 'image': {
      const hashes = [{ alg: 'SHA-256', content: source.digest.replace(/^sha256:/, '') }];
      const version = source.tag ?? source.digest;
      return { type: 'container', ...shared, name: source.name, version, hashes, purl: imagePackageUrl(source) };
    }
    case 'file': {
      const hashes = [{ alg: 'SHA-256', content: source.sha256 }];
      const externalReferences = [{ type: 'distribution', url: source.url, hashes }];
      return { type: 'file', ...shared, name: lastOf(source.url), hashes, externalReferences };
    }
    default:
      return source satisfies never;
  }
}

function lastOf(url: string): string {
  return lastName(url.replace(/[?#].*$/, '')) || url;
}
