import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isDigest, type Pin } from '../../src/model/pin.ts';
import type { ClassifiedFetch } from '../../src/model/source.ts';
import { type Rewrite, rewrite } from '../../src/rewrite/index.ts';
import { mutate, randomOf } from '../fuzz/mutate.ts';
import { DIGEST } from './pins.ts';
import { commit, scan, type Tree } from './scan.ts';

const CORPUS = join(import.meta.dirname, '../fuzz/corpus');
const NAMES = ['Dockerfile', 'build.sh'] as const;
const MUTATIONS = 60;

/** Git repositories and images all have a pin. */
function pinAll({ kind }: ClassifiedFetch): Pin | undefined {
  if (kind === 'image') return isDigest(DIGEST) ? { digest: DIGEST } : undefined;
  return kind === 'git' ? { commit: commit('a0') } : undefined;
}

function run(tree: Tree): Rewrite {
  return rewrite(
    { ...scan(tree), read: (path) => tree[path] },
    pinAll,
    (texts) => scan({ ...tree, ...Object.fromEntries(texts) }).fetches,
  );
}

describe('any input', () => {
  const texts = NAMES.map((name) => readFileSync(join(CORPUS, name), 'utf8'));

  it.each(NAMES)('%s, mutated: pins are written once or refused with a reason', (name) => {
    const random = randomOf(20_191_016);
    let written = 0;
    for (let index = 0; index < MUTATIONS; index++) {
      const text =
        index === 0 ? (texts[NAMES.indexOf(name)] ?? '') : mutate(texts[NAMES.indexOf(name)] ?? '', texts, random);
      const { files, refused } = run({ [name]: text });
      expect(refused.filter(({ reason }) => reason === '')).toEqual([]);
      for (const { after } of files) {
        written += 1;
        expect({ text, again: run({ [name]: after }).files.map((file) => file.diff) }).toEqual({ text, again: [] });
      }
    }
    expect(written).toBeGreaterThan(MUTATIONS / 3);
  });
});
