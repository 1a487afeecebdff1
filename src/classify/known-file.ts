import { flatten, type Pieces } from '../model/value.ts';
import { parseTemplate } from '../syntax/parse-template.ts';
import { matchTemplate, type UrlTemplate } from '../syntax/template.ts';
import { sliceRange, type UrlParts } from '../syntax/url.ts';
import { KNOWN_FILES } from './known-files.generated.ts';

/** What is known of files at certain addresses (rules/known-files.yml). */
export type KnownFile = {
  /** URL templates (syntax/template.ts) as written: they are read when their host is met. */
  readonly match: readonly string[];
  /** `as-written`: the address decides how firm it is. */
  readonly verdict: 'moving' | 'as-written';
  /** An address that carries a version is judged by that. */
  readonly unlessVersioned: boolean;
  /** Why it moves, a sentence. */
  readonly why: string;
  /** What to write instead. */
  readonly instead: string;
};

/** The entry for an address, whose parts are given; unknown parts of it may be anything. */
export function findKnownFile(url: Pieces, parts: UrlParts): KnownFile | undefined {
  const text = flatten(url);
  const host = sliceRange(text, parts.host).toLowerCase();
  for (const { template, file } of entriesOf(host)) {
    if (matchTemplate(template, text, parts).length > 0) return file;
  }
  return undefined;
}

type Entry = { readonly template: UrlTemplate; readonly file: KnownFile };

const texts = new Map<string, (readonly [string, KnownFile])[]>();
for (const file of KNOWN_FILES) {
  for (const text of file.match) {
    const host = /^https:\/\/([^/]+)/.exec(text)?.[1] ?? '';
    const known = texts.get(host);
    if (known === undefined) texts.set(host, [[text, file]]);
    else known.push([text, file]);
  }
}
const entries = new Map<string, readonly Entry[]>();

function entriesOf(host: string): readonly Entry[] {
  const known = entries.get(host);
  if (known !== undefined) return known;
  const made = (texts.get(host) ?? []).map(([text, file]) => ({ template: parseTemplate(text), file }));
  if (made.length > 0) entries.set(host, made);
  return made;
}
