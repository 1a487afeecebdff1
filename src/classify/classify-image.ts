import type { Fetch } from '../model/fetch.ts';
import { lastName } from '../model/tree-path.ts';
import { flatten, HOLE, type Pieces, showPieces, slicePieces } from '../model/value.ts';
import { type ImageReference, isImageDigest, parseImageReference, splitImage } from './image-reference.ts';
import { dynamicMeaning, type Meaning, movingMeaning, unknownSentence } from './meaning.ts';
import { movingWord, movingWordBesideHole, readName } from './name-shape.ts';
import { IMAGE_VARIANTS } from './names.generated.ts';
import { imageSource } from './source-key.ts';
import { guessHoles } from './unknown-part.ts';

/** What an image reference means. Undefined for `scratch` and for images that can only be this machine's own (`localhost/x`). */
export function classifyImage(fetch: Fetch): Meaning | undefined {
  const pieces = fetch.url.pieces;
  const text = flatten(pieces);
  if (text === '' || text === 'scratch' || text.startsWith('localhost/')) return undefined;
  const base = { kind: 'image', url: showPieces(pieces) } as const;
  if (text.includes(HOLE)) return unknownImage(pieces, text);
  const image = parseImageReference(text);
  if (image === undefined) return dynamicMeaning(base, pieces, `${base.url} is no image reference`);
  const range = image.tagRange ?? image.digestRange;
  const source = imageSource(image);
  return {
    ...base,
    source,
    candidates: [source],
    ref: source.ref,
    refPieces: range === null ? [] : slicePieces(pieces, range.start, range.end),
    identity: image.digest === null ? null : { kind: 'digest', value: image.digest },
    forge: null,
    holes: [],
    ...judgeImage(image),
  };
}

/** A literal digest names the content whatever stands before it, and a rolling tag moves whatever image it is of; else nobody knows. */
function unknownImage(pieces: Pieces, text: string): Meaning {
  const { name, tag, digest } = splitImage(text);
  const value = digest === null ? '' : text.slice(digest.start, digest.end);
  const range = tag ?? digest;
  const refPieces = range === null ? [] : slicePieces(pieces, range.start, range.end);
  const ref = refPieces.length === 0 ? null : showPieces(refPieces);
  const base = { kind: 'image', url: showPieces(pieces), ref, refPieces } as const;
  if (isImageDigest(value)) {
    const unknown = dynamicMeaning(base, pieces, DIGEST);
    return { ...unknown, refKind: 'digest', verdict: 'exact', identity: { kind: 'digest', value } };
  }
  const moving = digest === null ? judgeUnknownTag(refPieces, text.slice(name.start, name.end)) : undefined;
  if (moving !== undefined) return movingMeaning(base, pieces, moving);
  return dynamicMeaning(base, pieces, unknownSentence(pieces, 'the image'));
}

/** `$REGISTRY/tool` has no tag, `$IMAGE` may hold one; `$IMAGE:latest` and `tool:nightly-$ARCH` say enough. */
function judgeUnknownTag(tag: Pieces, name: string): Judgement | undefined {
  const text = flatten(tag);
  if (text === '') return lastName(name).includes(HOLE) ? undefined : NO_TAG;
  if (!text.includes(HOLE)) {
    const known = judgeTag(text);
    return known.verdict === 'moving' ? known : undefined;
  }
  const { mayHoldDate } = guessHoles(tag);
  const moving = movingWordBesideHole(readName(text), 'image', { mayHoldVersion: true, mayHoldDate });
  return moving === undefined ? undefined : rollingTag(`tag '${moving.name}' ${moving.reason}`);
}

type Judgement = Pick<Meaning, 'refKind' | 'verdict' | 'why'>;

function judgeImage(image: ImageReference): Judgement {
  if (image.digest !== null) return { refKind: 'digest', verdict: 'exact', why: DIGEST };
  return image.tag === null ? NO_TAG : judgeTag(image.tag);
}

function judgeTag(tag: string): Judgement {
  const shape = readName(tag);
  const moving = movingWord(shape, 'image');
  if (moving !== undefined) return rollingTag(`tag '${moving.name}' ${moving.reason}`);
  if (shape.hasWildcard && !shape.hasDate)
    return rollingTag(`tag ${tag} names a line of versions, whose newest is taken`);
  if (isVariant(tag))
    return rollingTag(`tag '${tag}' names a variant and no version, so it follows the newest release`);
  return { refKind: 'tag', verdict: 'tag', why: 'a tag is fixed by convention only and can be pushed again' };
}

/** All its parts name variants: `slim`, `fpm-alpine`. */
function isVariant(tag: string): boolean {
  return tag.split(/[-_.]/).every((part) => IMAGE_VARIANTS.has(part.toLowerCase()));
}

function rollingTag(why: string): Judgement {
  return { refKind: 'rolling', verdict: 'moving', why };
}

const NO_TAG: Judgement = {
  refKind: 'default',
  verdict: 'moving',
  why: 'no tag is named, so latest is taken, which follows the newest push',
};

const DIGEST = 'a digest names one content for good';
