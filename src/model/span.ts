/** A half-open range of UTF-16 offsets in one file; `file` is the root-relative path with `/`. */
export type Span = { readonly file: string; readonly start: number; readonly end: number };
