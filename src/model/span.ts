/** A half-open range of UTF-16 offsets in one file; `file` is the root-relative path with `/`. */
export type Span = { readonly file: string; readonly start: number; readonly end: number };

/** Of text that stands in no file. */
export const NO_PLACE: Span = { file: '', start: 0, end: 0 };

/** Of what a file as a whole says. */
export function startOfFile(file: string): Span {
  return { file, start: 0, end: 0 };
}
