import { toPrintableJson } from '../model/harmful.ts';
import type { Lockfile, Pin } from '../model/pin.ts';
import { LOCKFILE_VERSION } from './parse.ts';
import { PIN_FIELDS } from './pin-schema.ts';
import { compareCodePoints } from './source-key.ts';

/**
 * The text of a lockfile: keys in code-point order, one line a pin, one trailing newline; equal lockfiles give equal bytes. People review
 * it: names from outside (a branch may be called anything) stand in it escaped where they would hide or turn text.
 */
export function printLockfile(lockfile: Lockfile): string {
  const pins = [...lockfile.sources].sort(([a], [b]) => compareCodePoints(a, b));
  const lines = pins.map(([key, pin]) => `    ${JSON.stringify(key)}: ${printPin(pin)}`);
  const sources = lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n  }`;
  return toPrintableJson(`{\n  "lockfileVersion": ${LOCKFILE_VERSION},\n  "sources": ${sources}\n}\n`);
}

/** One pin in one line. */
export function printPin(pin: Pin): string {
  const fields = 'commit' in pin ? PIN_FIELDS.git : 'digest' in pin ? PIN_FIELDS.image : PIN_FIELDS.file;
  const values = new Map<string, unknown>(Object.entries(pin));
  return printObject(fields.flatMap((field) => (values.get(field) === undefined ? [] : [[field, values.get(field)]])));
}

function printObject(entries: readonly (readonly [string, unknown])[]): string {
  const printed = entries.map(([name, value]) => `${JSON.stringify(name)}: ${printValue(value)}`);
  return printed.length === 0 ? '{}' : `{ ${printed.join(', ')} }`;
}

/** Lists and objects inside a pin (`applied`, `archives`) are sets: printed in code-point order. */
function printValue(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${[...new Set(value.map(String))]
      .sort(compareCodePoints)
      .map((item) => JSON.stringify(item))
      .join(', ')}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return printObject(Object.entries(value).sort(([a], [b]) => compareCodePoints(a, b)));
}
