import type { HoldDocument, WriteDocument } from './held-source.ts';

/**
 * artifacts.lock.yaml of Hermeto's generic fetcher (https://github.com/hermetoproject/hermeto, docs/generic.md): plain files alone. JSON
 * texts are YAML texts, so nothing in a URL can be taken for syntax.
 */
export const hermeto: WriteDocument = (places): HoldDocument => {
  const unheld = new Map<number, string>();
  const files = new Map<string, string>();
  for (const { index, source } of places) {
    if (source.kind === 'file') files.set(source.url, source.sha256);
    else unheld.set(index, "hermeto's generic fetcher takes plain files alone");
  }
  const taken = new Set<string>();
  const lines = [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([url, sha256]) => {
      const name = freeName(new URL(url).pathname.split('/').pop() ?? '', sha256, taken);
      return [
        `  - download_url: ${JSON.stringify(url)}`,
        `    checksum: "sha256:${sha256}"`,
        `    filename: ${JSON.stringify(name)}`,
      ];
    });
  const artifacts = lines.length === 0 ? ['artifacts: []'] : ['artifacts:', ...lines];
  return { text: ['---', 'metadata:', '  version: "1.0"', ...artifacts, ''].join('\n'), unheld };
};

/** Two files of one name would lie over each other. */
function freeName(name: string, sha256: string, taken: Set<string>): string {
  const plain = name === '' ? 'index' : decodeURIComponent(name).replaceAll('/', '_');
  const free = taken.has(plain) ? `${sha256.slice(0, 12)}-${plain}` : plain;
  taken.add(free);
  return free;
}
