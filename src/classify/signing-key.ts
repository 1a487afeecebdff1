import type { Fetch } from '../model/fetch.ts';
import type { Meaning } from './meaning.ts';

/** Files that hold keys: armoured or binary key rings, and the names under which package repositories publish theirs. */
const KEY_FILE =
  /(?:^|[/_.-])(?:gpg|pgp|gpgkey|gpg-key|pgp-key|keys?|keyring|pubkey|signing-key|release-key|archive-key)$/i;
const KEY_EXTENSION = /\.(?:gpg|pgp|key|pub)$/i;
/** What a proof system proves or checks with is data that a program reads, hundreds of megabytes at times. */
const PROOF_KEY = /(?:proving|verifying)[._-]?key$/i;
const ARMOURED = /\.asc$/i;
/** `tool-1.2.tar.gz.asc` is a signature of the file before it. */
const SIGNATURE = /\.(?:tar|tgz|gz|xz|bz2|zst|zip|deb|rpm|jar|exe|txt|sums?|sha\d+|iso|img)(?:\.\w+)?\.(?:asc|gpg)$/i;
const KEY_NAME = /RPM-GPG-KEY|gpg-pubkey|\/pks\/lookup/i;

/**
 * True for the download of a package repository's signing key: it says who may publish, and no byte of it gets into the build. What the build
 * does with it says more than its address: it goes into a keyring, or something is read out of it by its own signature.
 */
export function isSigningKey(
  meaning: Pick<Meaning, 'kind' | 'url'>,
  fetch: Pick<Fetch, 'feedsKeyring' | 'checks'>,
): boolean {
  if (meaning.kind !== 'file' && meaning.kind !== 'git') return false;
  if (fetch.feedsKeyring) return true;
  if (fetch.checks.some(({ kind }) => kind === 'signature')) return false;
  const path = meaning.url.split(/[?#]/, 1)[0] ?? '';
  if (KEY_NAME.test(meaning.url)) return true;
  if (SIGNATURE.test(path) || PROOF_KEY.test(path)) return false;
  return KEY_EXTENSION.test(path) || ARMOURED.test(path) || KEY_FILE.test(path);
}
