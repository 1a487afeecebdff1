import type { ForgeForm } from '../model/source.ts';
import { flatten, type Pieces } from '../model/value.ts';
import { type Filler, fillPieces, fillText } from '../syntax/filler.ts';
import { type Range, sliceRange, type UrlParts } from '../syntax/url.ts';
import { captureValue, type ForgeMatch } from './match-forge.ts';

/** How a forge writes a URL: where its ref stands, and the same URL with a gap for a commit. `parts` are those of the flattened URL. */
export function toForgeForm(match: ForgeMatch, url: Pieces, parts: UrlParts): ForgeForm {
  return {
    forge: match.forge.id,
    form: match.form.id,
    ref: match.refRange,
    pinned: match.form.pinned === null ? null : pinnedUrl(match, url, parts, match.form.pinned),
    archive: match.form.kind === 'archive' ? archiveNames(match, url, parts) : null,
  };
}

/** The folder that everything in the archive lies in, as slices of the URL's pieces; undefined where the host does not say before. */
export function archiveFolder(match: ForgeMatch, url: Pieces): Pieces | undefined {
  // The folder of an abbreviated commit carries the full one, and that of the default branch its name.
  if (match.form.folder === null || match.ref === null || match.ref === 'HEAD') return undefined;
  if (/^[0-9a-f]{7,39}$/.test(match.ref)) return undefined;
  return fillPieces(match.form.folder, (name, filters) => captureValue(match, url, name, filters));
}

/** Where the name of the file stands under which a download without options is saved: the last component, with the query as wget keeps it. */
function fileNameRange(text: string, parts: UrlParts): Range | undefined {
  const start = text.lastIndexOf('/', parts.path.end - 1) + 1;
  if (start <= parts.path.start || start >= parts.path.end) return undefined;
  return { start, end: parts.query === null ? parts.path.end : parts.query.end };
}

/**
 * Scheme, user and host stay as written, so that an edit is no larger than the pin; so do the parameters that the form does not speak
 * of, and the fragment.
 */
function pinnedUrl(match: ForgeMatch, url: Pieces, parts: UrlParts, pinned: Filler): string | null {
  const text = flatten(url);
  const filled = fillText(pinned, (name) => {
    if (name === 'commit') return '{commit}';
    if (name === 'host') return sliceRange(text, parts.host);
    const value = captureValue(match, url, name, []);
    return value === undefined ? undefined : flatten(value);
  });
  if (filled === undefined) return null;
  const path = filled.slice(filled.indexOf('/', filled.indexOf('://') + 3));
  const mark = path.indexOf('?');
  const query = mark < 0 ? [] : path.slice(mark + 1).split('&');
  const written = parts.query === null ? [] : sliceRange(text, parts.query).split('&');
  const merged = mergeQuery(written, query);
  const fragment = parts.fragment === null ? '' : `#${sliceRange(text, parts.fragment)}`;
  const search = merged.length === 0 ? '' : `?${merged.join('&')}`;
  return `${text.slice(0, parts.path.start)}${mark < 0 ? path : path.slice(0, mark)}${search}${fragment}`;
}

/** The written parameters in their order, with the pinned ones in the place of their namesakes or behind. */
function mergeQuery(written: readonly string[], pinned: readonly string[]): readonly string[] {
  const nameOf = (parameter: string): string => parameter.split('=', 1)[0] ?? '';
  const kept = written.map((one) => pinned.find((other) => nameOf(other) === nameOf(one)) ?? one);
  const added = pinned.filter((one) => !written.some((other) => nameOf(other) === nameOf(one)));
  return [...kept, ...added];
}

/** File and folder with `{ref}` where they carry it. */
function archiveNames(match: ForgeMatch, url: Pieces, parts: UrlParts): ForgeForm['archive'] {
  const text = flatten(url);
  const file = fileNameRange(text, parts);
  const folder =
    match.form.folder === null
      ? undefined
      : fillText(match.form.folder, (name, filters) => {
          if (name === 'ref') return '{ref}';
          const value = captureValue(match, url, name, filters);
          return value === undefined ? undefined : flatten(value);
        });
  return { file: file === undefined ? null : gapFor(text, file, match.refRange), folder: folder ?? null };
}

/** The text of a range, with `{ref}` for the part of the ref that stands in it. */
function gapFor(text: string, range: Range, ref: Range | null): string {
  const whole = sliceRange(text, range);
  if (ref === null || ref.end <= range.start || ref.start >= range.end) return whole;
  const start = Math.max(ref.start, range.start);
  return `${text.slice(range.start, start)}{ref}${text.slice(Math.min(ref.end, range.end), range.end)}`;
}
