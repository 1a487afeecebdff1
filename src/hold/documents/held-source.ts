/** One thing that a build fetches and what it is held to. `key` is the lockfile's for it. */
export type HeldSource = { readonly key: string } & (
  | { readonly kind: 'git'; readonly repository: string; readonly commit: string }
  | { readonly kind: 'image'; readonly name: string; readonly tag: string | null; readonly digest: string }
  | { readonly kind: 'file'; readonly url: string; readonly sha256: string }
);

/** A place that fetches it. `index` is the caller's, by which it knows the fetch again. */
export type HeldPlace = {
  readonly index: number;
  readonly source: HeldSource;
  /** As the place writes it. */
  readonly written: string;
  /** It is an instruction of a Dockerfile, which the builder itself carries out. */
  readonly isInstruction: boolean;
  /** The text there names the identity already. */
  readonly isExact: boolean;
};

/** A document, and the places that it cannot hold, by their index, with the reason. */
export type HoldDocument = { readonly text: string; readonly unheld: ReadonlyMap<number, string> };

/** A way to write down what a build is held to. */
export type WriteDocument = (places: readonly HeldPlace[]) => HoldDocument;

/** Each source once, in the order of keys, whoever fetches it. */
export function sourcesOf(places: readonly HeldPlace[]): readonly HeldSource[] {
  const sources = new Map(places.map(({ source }) => [JSON.stringify(source), source]));
  return [...sources.values()].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** https://github.com/package-url/purl-spec, type docker. */
export function imagePackageUrl({ name, tag, digest }: Extract<HeldSource, { kind: 'image' }>): string {
  const slash = name.indexOf('/');
  const [registry, path] = [name.slice(0, slash), name.slice(slash + 1)];
  const place = registry === 'docker.io' ? '' : `&repository_url=${encodeURIComponent(registry)}`;
  return `pkg:docker/${path}@${encodeURIComponent(tag ?? digest)}?digest=${encodeURIComponent(digest)}${place}`;
}
