import type { Fetch } from '../model/fetch.ts';
import { flatten, HOLE, type Pieces, showPieces, slicePieces } from '../model/value.ts';
import { type ImageReference, isImageDigest, parseImageReference, splitImage } from './image-reference.ts';
import { dynamicMeaning, type Meaning, unknownSentence } from './meaning.ts';
import { movingWord, readName } from './name-shape.ts';
import { imageSource } from './source-key.ts';

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

/** A literal digest names the content whatever stands before it; everything else with a hole is not known. */
function unknownImage(pieces: Pieces, text: string): Meaning {
  const { tag, digest } = splitImage(text);
  const base = { kind: 'image', url: showPieces(pieces) } as const;
  const value = digest === null ? '' : text.slice(digest.start, digest.end);
  const range = tag ?? digest;
  const refPieces = range === null ? [] : slicePieces(pieces, range.start, range.end);
  const ref = refPieces.length === 0 ? null : showPieces(refPieces);
  const unknown = dynamicMeaning({ ...base, ref, refPieces }, pieces, unknownSentence(pieces, 'the image'));
  if (!isImageDigest(value)) return unknown;
  return { ...unknown, refKind: 'digest', verdict: 'exact', identity: { kind: 'digest', value }, why: DIGEST };
}

function judgeImage(image: ImageReference): Pick<Meaning, 'refKind' | 'verdict' | 'why'> {
  if (image.digest !== null) return { refKind: 'digest', verdict: 'exact', why: DIGEST };
  const { tag } = image;
  if (tag === null)
    return {
      refKind: 'default',
      verdict: 'moving',
      why: 'no tag is named, so latest is taken, which follows the newest push',
    };
  const shape = readName(tag);
  const moving = movingWord(shape, 'image');
  if (moving !== undefined)
    return { refKind: 'rolling', verdict: 'moving', why: `tag '${moving.name}' ${moving.reason}` };
  if (shape.hasWildcard && !shape.hasDate)
    return { refKind: 'rolling', verdict: 'moving', why: `tag ${tag} names a line of versions, whose newest is taken` };
  return { refKind: 'tag', verdict: 'tag', why: `tag ${tag} is fixed by convention only and can be pushed again` };
}

const DIGEST = 'a digest names one content for good';
