import type { Pin } from '../model/pin.ts';

/** `refs/heads/main at 0123456789ab`, `sha256:...`: enough for a person to tell two pins apart. */
export function describePin(pin: Pin): string {
  if ('commit' in pin) {
    const commit = pin.commit.slice(0, 12);
    return pin.ref === undefined ? `commit ${commit}` : `${pin.ref} at ${commit}`;
  }
  if ('digest' in pin) return pin.digest;
  return pin.version === undefined ? `sha256 ${pin.sha256}` : `${pin.version}, sha256 ${pin.sha256}`;
}

/** What the archives of a pin hold, one line each: `content of its tar.gz sha256-...`. */
export function describeArchives(pin: Pin): readonly string[] {
  if (!('commit' in pin)) return [];
  return Object.entries(pin.archives ?? {}).map(([format, hash]) => `content of its ${format} ${hash}`);
}
