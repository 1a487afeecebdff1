/**
 * A point in time behind which nothing is taken. `as-of`: pins are reconstructed for that moment. `min-age`: what is younger is left
 * alone for now; `age` is what the person wrote (`3d`). `seconds` since 1970.
 */
export type Cutoff =
  | { readonly kind: 'as-of'; readonly seconds: number }
  | { readonly kind: 'min-age'; readonly seconds: number; readonly age: string };

/** RFC 3339 in UTC without fractions: `2019-10-16T00:00:00Z`. What no calendar has is shown as a number. */
export function showInstant(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `second ${seconds}` : date.toISOString().replace(/\.\d+Z$/, 'Z');
}
