/** What pins look like under a key. */
export type PinKind = 'git' | 'hg' | 'svn' | 'image' | 'file';

/** `base` is the key without ref, tag and digest: two keys with one base name one repository. `ref` is decoded. */
export type KeyParts = { readonly kind: PinKind; readonly base: string; readonly ref: string | null };

const SCHEMES: readonly (readonly [RegExp, PinKind])[] = [
  [/^git\+[a-z]+(?:\+[a-z]+)?:\/\//, 'git'],
  [/^hg\+[a-z]+(?:\+[a-z]+)?:\/\//, 'hg'],
  [/^svn\+[a-z]+(?:\+[a-z]+)?:\/\//, 'svn'],
  [/^docker:\/\//, 'image'],
  [/^(?:https?|ftps?):\/\//, 'file'],
];

/**
 * Takes a lockfile key apart, as far as the lockfile needs it; undefined for one that cannot be a key. Inside path and ref `@` and blanks
 * stand percent-encoded, so the first `@` behind the host begins the ref.
 */
export function splitKey(key: string): KeyParts | undefined {
  const kind = SCHEMES.find(([scheme]) => scheme.test(key))?.[1];
  if (kind === undefined || /[\s\u0000-\u001f\u007f]/u.test(key)) return undefined;
  const pathStart = key.indexOf('/', key.indexOf('://') + 3);
  if (pathStart < 0) return undefined;
  if (kind === 'file') return { kind, base: key, ref: null };
  if (pathStart === key.length - 1) return undefined;
  const at = key.indexOf('@', pathStart);
  const name = at < 0 ? key : key.slice(0, at);
  if (kind !== 'image') {
    const ref = at < 0 ? null : decode(key.slice(at + 1));
    return ref === undefined || ref === '' ? undefined : { kind, base: name, ref };
  }
  const colon = name.indexOf(':', name.lastIndexOf('/'));
  return { kind, base: colon < 0 ? name : name.slice(0, colon), ref: colon < 0 ? null : name.slice(colon + 1) };
}

/** Less than, equal or greater than zero by Unicode code points: UTF-16 order puts U+FFFD behind the emoji. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return isSurrogate(left) === isSurrogate(right) ? left - right : isSurrogate(left) ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
