import type { Pin } from '../model/pin.ts';

/** `refs/heads/main at 0123456789ab`, `sha256:...`: enough for a person to tell two pins apart. */
export function describePin(pin: Pin): string {
  if ('commit' in pin) {
    const commit = pin.commit.slice(0, 12);
    return pin.ref === undefined ? `commit ${commit}` : `${pin.ref} at ${commit}`;
  }
  return 'digest' in pin ? pin.digest : `sha256 ${pin.sha256}`;
}
