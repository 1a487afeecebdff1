import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { archiveNames } from '../src/classify/archive-names.ts';
import { toForgeForm } from '../src/classify/forge-form.ts';
import { forgeSchema } from '../src/classify/forge-schema.ts';
import { FORGES } from '../src/classify/forges.generated.ts';
import { readCloneAddress, readDownloadAddress } from '../src/classify/locator.ts';
import { type ForgeMatch, matchForge } from '../src/classify/match-forge.ts';
import { readYaml } from '../src/classify/read-yaml.ts';
import { releaseLedTo } from '../src/classify/release-led-to.ts';
import { type Pieces, showPieces } from '../src/model/value.ts';

/** Every example of every forge in rules/forges, in both columns. */

const FOLDER = 'rules/forges';
const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yml'))
  .map((name) => readYaml({ path: `${FOLDER}/${name}`, text: readFileSync(`${FOLDER}/${name}`, 'utf8') }, forgeSchema));

it('reads the forges that are built in', () => {
  expect(files.map(({ id }) => id).sort()).toEqual(FORGES.map(({ id }) => id).sort());
  expect(files.length).toBeGreaterThan(2);
});

describe.each(files)('$id', ({ id, forms, examples }) => {
  it.each(examples.is)('$form is $url', (example) => {
    const url = toPieces(example.url);
    const matches = matchAddress(url, example.url, example.clone);
    const first = matches[0];
    expect({ forge: first?.forge.id, form: first?.form.id }).toEqual({ forge: id, form: example.form });
    if (first === undefined) return;
    expect(first.repository).toBe(example.repository ?? null);
    if (example.ref !== undefined) expect(refsOf(matches)).toEqual([example.ref].flat());
    const address = readDownloadAddress(example.url);
    if (example.pinned !== undefined) {
      if (address.kind !== 'remote') throw new Error('an example with a pinned form is a URL');
      expect(toForgeForm(first, url, address.parts).pinned).toBe(example.pinned);
      const commit = '89abcdef0123456789abcdef0123456789abcdef';
      const pinned = example.pinned.replaceAll('{commit}', commit);
      const again = matchAddress(toPieces(pinned), pinned, false);
      expect(again.map(({ repository, ref }) => ({ repository, ref }))).toEqual([
        { repository: example.repository, ref: commit },
      ]);
    }
    const ledTo = example['led-to'];
    if (ledTo !== undefined) {
      expect(releaseLedTo(example.url, ['https://example.com/', ledTo.url])).toBe(ledTo.release);
      expect(releaseLedTo(example.url, [ledTo.url.replace('://', '://not-')])).toBeUndefined();
    }
    if (example.folder !== undefined) expect(showPieces(archiveNames.folder(url) ?? [])).toBe(example.folder);
  });

  it.each(examples['is-not'])('$url is none: $because', ({ url, clone }) => {
    expect(matchAddress(toPieces(url), url, clone).map(({ forge }) => forge.id)).not.toContain(id);
  });

  it('says where each pointer to the newest leads', () => {
    const shown = new Set(examples.is.filter((example) => example['led-to'] !== undefined).map(({ form }) => form));
    expect(forms.filter((form) => form['leads-to'] !== undefined && !shown.has(form.id))).toEqual([]);
  });

  it('has an example for each form', () => {
    const seen = new Set(examples.is.map(({ form }) => form));
    expect(forms.map((form) => form.id).filter((form) => !seen.has(form))).toEqual([]);
  });
});

function matchAddress(url: Pieces, text: string, clone: boolean): readonly ForgeMatch[] {
  const address = clone ? readCloneAddress(text) : readDownloadAddress(text);
  return address.kind === 'remote' ? matchForge(url, address, clone ? 'clone' : 'download', new Map()) : [];
}

function refsOf(matches: readonly ForgeMatch[]): readonly (string | null)[] {
  return matches.map(({ ref }) => (ref === 'HEAD' ? null : ref));
}

function toPieces(text: string): Pieces {
  return [{ kind: 'text', text, at: { file: 'build.sh', start: 0, end: text.length }, verbatim: true }];
}
