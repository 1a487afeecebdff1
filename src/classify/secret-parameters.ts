import { HOLE } from '../model/value.ts';
import { queryParameters, type Range, sliceRange, type UrlParts } from '../syntax/url.ts';

/** A query parameter that lets its owner in; `value` is its range in the text. */
export type SecretParameter = { readonly name: string; readonly value: Range };

/** A word of a parameter's name that says so: `private_token`, `X-Amz-Signature`, `sig` (Azure's shared access signature). */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  ...['token', 'secret', 'password', 'passwd', 'passphrase', 'pwd', 'signature', 'sig', 'credential', 'credentials'],
  ...['auth', 'authorization', 'authkey', 'jwt', 'bearer', 'apikey', 'apitoken', 'accesstoken', 'licensekey'],
]);
/** What stands before `key` where that is no name of an entry: `api_key`, `license_key`, `AWSAccessKeyId`. */
const SECRET_KEYS: ReadonlySet<string> = new Set([
  ...['api', 'access', 'license', 'private', 'account', 'subscription', 'deploy', 'feed', 'session', 'auth', 'secret'],
]);
const NAME_WORDS = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g;
/** `key` alone is as often an entry's name or a fingerprint; one that lets somebody in is long and mixed. */
const LONG_KEY = /^(?=.*[g-z])(?=.*\d)[\w-]{20,}$/i;

/** The parameters of an address whose values nobody may show or keep; of some the value is a hole. Empty ones are none. */
export function secretParameters(text: string, parts: UrlParts): readonly SecretParameter[] {
  return queryParameters(text, parts.query).filter(({ name, value }) => {
    const written = sliceRange(text, value);
    return written !== '' && isSecret(name, written);
  });
}

/** True when a range lies in the value of one of them. */
export function isInSecret(secrets: readonly SecretParameter[], range: Range): boolean {
  return secrets.some(({ value }) => value.start <= range.start && range.end <= value.end);
}

/** Why an address with a secret has no source: a lockfile is shown to everybody. */
export function withSecret(why: string, secrets: readonly SecretParameter[]): string {
  const names = [...new Set(secrets.map(({ name }) => name))];
  return `${why}; the address carries a secret (${names.join(', ')}), which no lockfile may hold, so it gets no pin`;
}

function isSecret(name: string, value: string): boolean {
  const words = (name.match(NAME_WORDS) ?? []).map((word) => word.toLowerCase());
  if (words.some((word) => SECRET_WORDS.has(word))) return true;
  const key = words.indexOf('key');
  if (key > 0 && SECRET_KEYS.has(words[key - 1] ?? '')) return true;
  return words.length === 1 && key === 0 && !value.includes(HOLE) && LONG_KEY.test(value);
}
