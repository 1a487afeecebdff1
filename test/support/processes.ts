import { readdirSync, readFileSync } from 'node:fs';

/** Ids of running processes whose command line holds `text` (Linux). */
export function processesWith(text: string): readonly string[] {
  return readdirSync('/proc').filter((id) => {
    if (!/^[0-9]+$/.test(id)) return false;
    try {
      return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(text);
    } catch {
      return false;
    }
  });
}
