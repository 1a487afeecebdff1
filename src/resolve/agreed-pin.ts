import type { Resolution } from '../model/resolution.ts';
import { unresolved } from './refs.ts';

/**
 * The pin of a source that commands read in different ways (`git clone -b x`, `git checkout x`): the one that all of them have; none where
 * they differ, because one pin cannot be two. Undefined without readings.
 */
export function agreedPin(readings: readonly Resolution[]): Resolution | undefined {
  const [first] = readings;
  if (first === undefined || first.kind === 'unresolved') return first;
  for (const reading of readings) {
    if (reading.kind === 'unresolved') return reading;
    if (identityOf(reading) === identityOf(first)) continue;
    const { ref } = first.source;
    const both = `${describe(first)} for one command and ${describe(reading)} for another`;
    return unresolved(
      first.source,
      'invalid',
      `"${ref}" is ${both}; write a full commit id or another name into one of them`,
    );
  }
  return first;
}

type Pinned = Extract<Resolution, { kind: 'pinned' }>;

function identityOf({ pin }: Pinned): string {
  return 'commit' in pin ? pin.commit : '';
}

function describe({ pin }: Pinned): string {
  if (!('commit' in pin)) return 'no commit';
  return pin.ref === undefined ? `the commit ${pin.commit}` : `${pin.ref} (${pin.commit})`;
}
