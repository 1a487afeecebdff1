import { impliedText, type Pieces } from '../model/value.ts';
import { decodePercent } from '../syntax/percent.ts';
import { matchTemplate } from '../syntax/template.ts';
import { sliceRange } from '../syntax/url.ts';
import { readDownloadAddress } from './locator.ts';
import { matchForge, type OwnForges } from './match-forge.ts';

/**
 * The release that a forge's pointer to the newest one (`releases/latest`) stands for, read from the URLs that its redirects led to, in
 * order. Undefined where the URL is no such pointer, or none of the others names a release.
 */
export function releaseLedTo(url: string, passed: readonly string[], own: OwnForges = new Map()): string | undefined {
  const address = readDownloadAddress(url);
  if (address.kind !== 'remote') return undefined;
  const pieces: Pieces = [impliedText(url, { file: '', start: 0, end: url.length })];
  const form = matchForge(pieces, address, 'download', own).find((match) => match.form.kind === 'latest')?.form;
  const host = sliceRange(url, address.parts.host).toLowerCase();
  for (const text of passed) {
    const target = readDownloadAddress(text);
    if (target.kind !== 'remote') continue;
    const name = sliceRange(text, target.parts.host).toLowerCase();
    for (const template of form?.leadsTo ?? []) {
      if (name !== (template.host === '{host}' ? host : template.host)) continue;
      const release = matchTemplate(template, text, target.parts)[0]?.get('release');
      if (release !== undefined) return decodePercent(sliceRange(text, release));
    }
  }
  return undefined;
}
