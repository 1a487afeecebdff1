import { type HeldSource, type HoldDocument, imagePackageUrl, sourcesOf, type WriteDocument } from './held-source.ts';

/** `resolvedDependencies` of SLSA provenance, in their place (https://slsa.dev/spec/v1.0/provenance); `pinlock resolve --from` reads them. */
export const slsa: WriteDocument = (places): HoldDocument => {
  const resolvedDependencies = sourcesOf(places).map(toDescriptor);
  return { text: `${JSON.stringify({ buildDefinition: { resolvedDependencies } }, null, 2)}\n`, unheld: new Map() };
};

function toDescriptor(source: HeldSource) {
  switch (source.kind) {
    case 'git':
      return { uri: source.key, digest: { gitCommit: source.commit } };
    case 'image':
      return { uri: imagePackageUrl(source), digest: { sha256: source.digest.replace(/^sha256:/, '') } };
    case 'file':
      return { uri: source.url, digest: { sha256: source.sha256 } };
    default:
      return source satisfies never;
  }
}
