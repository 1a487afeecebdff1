import type { Filler } from '../syntax/filler.ts';
import type { UrlTemplate } from '../syntax/template.ts';

/** A code host as data: `rules/forges/*.yml`, compiled. */
export type Forge = {
  readonly id: string;
  readonly title: string;
  /** Host names, lower-case; `gitlab.*` stands for any name that begins so, `*.example.com` for any that ends so. Names without a star fold every way in to https. */
  readonly hosts: readonly string[];
  /** Other names of these hosts (`www.github.com`, `ssh.github.com:443`), name and what it stands for. */
  readonly aliases: readonly (readonly [string, string])[];
  /** The page that shows what lies between commit `{from}` and commit `{to}` of `{repository}`; null where the host has none. */
  readonly compare: Filler | null;
  readonly forms: readonly ForgeFormRule[];
};

/**
 * What a URL of this form brings: `repository` is cloned; `archive` and `raw` are a repository at a ref; `release` is a file under a
 * release's name (capture `release`), `latest` a file that follows the newest release or build, or whatever `why` says, `compare` what lies
 * between two refs (capture `range`).
 */
export type ForgeFormKind = 'repository' | 'archive' | 'raw' | 'release' | 'latest' | 'compare';

export type ForgeFormRule = {
  readonly id: string;
  readonly kind: ForgeFormKind;
  /** Why a file of kind `latest` moves, a sentence; null for the newest release or build. */
  readonly why: string | null;
  /** The shape is so particular that it is believed on any host. */
  readonly anyHost: boolean;
  readonly match: readonly UrlTemplate[];
  /** What the ref is for certain: `refs/heads/`, `refs/tags/` or nothing. */
  readonly refPrefix: string;
  /** The server takes `1.2` for `v1.2` as well. */
  readonly orWithV: boolean;
  /** Captures that must equal a text made of the others. */
  readonly where: readonly { readonly capture: string; readonly equals: Filler }[];
  /** The repository's https URL; `{remote}` is the URL itself. Null for files. */
  readonly repository: Filler | null;
  /** The URL that holds `{commit}`. */
  readonly pinned: Filler | null;
  /** The folder that everything in an archive lies in. */
  readonly folder: Filler | null;
  /** Of kind `latest`: where the host's redirect leads, with the capture `release`. */
  readonly leadsTo: readonly UrlTemplate[];
};
