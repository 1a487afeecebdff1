/** Where a name stands: a git ref, the name of a release, a part of a download's path, an image's tag. */
export type NamePlace = 'ref' | 'release' | 'url' | 'image';

/** A word that makes a name move, from `rules/moving-names.yml` and `rules/image-tags.yml`. */
export type MovingName = {
  readonly name: string;
  /** A predicate: `latest` ... `follows the newest release`. */
  readonly reason: string;
  /** Where the word by itself moves. */
  readonly alone: readonly NamePlace[];
  /** Where it moves although a version stands in the same name. */
  readonly besideVersion: readonly NamePlace[];
};
