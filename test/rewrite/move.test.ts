import { expect, it } from 'vitest';
import type { Pin } from '../../src/model/pin.ts';
import { rewriteMoved } from '../../src/rewrite/index.ts';
import { DIGEST, HEAD, MASTER, OTHER, PINS, SUM, TAG } from './pins.ts';
import { apply, commit, pinOf, scan, type Tree } from './scan.ts';

const NEXT: Readonly<Record<string, string>> = {
  [HEAD]: commit('1a0'),
  [MASTER]: commit('1b0'),
  [TAG]: commit('1c0'),
  [OTHER]: commit('1e0'),
  [DIGEST]: `sha256:${'ba'.repeat(32)}`,
  [SUM]: 'dc'.repeat(32),
};

/** Pins as they are once every one has moved. */
const NEW_PINS = Object.fromEntries(Object.entries(PINS).map(([key, value]) => [key, NEXT[value] ?? value]));

/** Moves exact fetches whose identity is one of `moved` to what follows it. */
function move(tree: Tree, moved: readonly string[] = Object.keys(NEXT)): { texts: Tree; refused: readonly string[] } {
  const { fetches } = scan(tree);
  const moves = fetches.flatMap((fetch) => {
    const old = fetch.identity?.value.toLowerCase();
    if (old === undefined || !moved.includes(old)) return [];
    const pin: Pin | undefined = pinOf({ [fetch.source?.key ?? '']: NEXT[old] ?? '' })(fetch);
    return pin === undefined ? [] : [{ fetch, pin, files: [] }];
  });
  const result = rewriteMoved(
    { fetches, read: (path) => tree[path] },
    moves,
    (texts) => scan({ ...tree, ...Object.fromEntries(texts) }).fetches,
  );
  return {
    texts: Object.fromEntries(result.files.map(({ path, after }) => [path, after])),
    refused: result.refused.map(({ path, reason }) => `${path}: ${reason}`),
  };
}

it.each<[string, Tree]>([
  ['a clone', { 'a.sh': 'git clone https://github.com/acme/lib\n' }],
  ['a clone of a branch, shallow', { 'a.sh': 'git clone --depth 1 -b master https://github.com/acme/lib d\n' }],
  ['a later checkout', { 'a.sh': 'git clone https://github.com/acme/lib\ncd lib && git checkout master\n' }],
  [
    'an archive and the names that follow it',
    {
      'a.sh':
        'wget https://github.com/acme/lib/archive/master.tar.gz\ntar xzf master.tar.gz\ncd lib-master\n./configure\n',
    },
  ],
  [
    'a ref in a variable of another file',
    { 'a.sh': '. ./v.sh\nwget https://github.com/acme/lib/archive/$REF.tar.gz\n', 'v.sh': 'REF=master\n' },
  ],
  [
    'an argument of a Dockerfile',
    { Dockerfile: 'FROM debian:12\nARG REF=v1.2.1\nADD https://github.com/acme/lib.git#$REF /l\n' },
  ],
  ['images in several stages', { Dockerfile: 'FROM debian:12 AS a\nFROM debian:12\nCOPY --from=a /x /x\n' }],
  ['a file and its sum', { Dockerfile: 'FROM scratch\nADD https://example.com/a-1.2.tgz /a.tgz\n' }],
  [
    'one of two files of a command',
    { 'a.sh': 'wget https://example.com/b-1.2.tgz https://example.com/a-1.2.tgz && make\n' },
  ],
  ['CRLF, tabs and no last newline', { 'a.sh': 'true\r\n\tgit clone https://github.com/acme/lib\r\necho "ü"' }],
])('%s comes to where a fresh apply would bring it', (_name, tree) => {
  const old = { ...tree, ...apply(tree, PINS).texts };
  const fresh = { ...tree, ...apply(tree, NEW_PINS).texts };
  expect(old).not.toEqual(tree);
  const moved = move(old);
  expect(moved.refused).toEqual([]);
  expect({ ...old, ...moved.texts }).toEqual(fresh);
});

it('a sum that stands in a list of its own moves with its file', () => {
  const script = 'set -e\ncurl -o a.tgz https://example.com/a-1.2.tgz\nsha256sum -c sums.txt\ntar xf a.tgz\n';
  const moved = move({ 'a.sh': script, 'sums.txt': `${SUM}  a.tgz\n` });
  expect(moved).toEqual({ texts: { 'sums.txt': `${NEXT[SUM]}  a.tgz\n` }, refused: [] });
});

it('remarks that spell the commit follow, other commits and longer numbers stay', () => {
  const script = (id: string): string =>
    `# pinned at ${id}, before: ${TAG}, sum ${MASTER}${'0'.repeat(24)}\ngit clone --revision ${id} https://github.com/acme/lib\n`;
  expect(move({ 'a.sh': script(MASTER) })).toEqual({ texts: { 'a.sh': script(NEXT[MASTER] ?? '') }, refused: [] });
});

it('a commit in capitals', () => {
  const script = (id: string): string => `git clone --revision ${id} https://github.com/acme/lib\n`;
  const moved = move({ 'a.sh': script(MASTER.toUpperCase()) });
  expect(moved.texts).toEqual({ 'a.sh': script(NEXT[MASTER] ?? '') });
});

it('a file in which another fetch would change stays as it is, and the others move', () => {
  const both = `FROM debian:12@${DIGEST}\nFROM ubuntu:22.04@${DIGEST}\n`;
  const tree = { Dockerfile: both, 'other/Dockerfile': `FROM debian:12@${DIGEST}\n` };
  const { fetches } = scan(tree);
  const moves = fetches
    .filter(({ source }) => source?.key === 'docker://docker.io/library/debian:12')
    .map((fetch) => ({ fetch, pin: pinOf({ [fetch.source?.key ?? '']: NEXT[DIGEST] ?? '' })(fetch), files: [] }))
    .flatMap(({ fetch, pin, files }) => (pin === undefined ? [] : [{ fetch, pin, files }]));
  const result = rewriteMoved(
    { fetches, read: (path) => tree[path === 'Dockerfile' ? path : 'other/Dockerfile'] },
    moves,
    (texts) => scan({ ...tree, ...Object.fromEntries(texts) }).fetches,
  );
  expect(result.files.map(({ path }) => path)).toEqual(['other/Dockerfile']);
  expect(result.refused.map(({ path }) => path)).toEqual(['Dockerfile']);
});

it('what is checked by another kind of sum is refused', () => {
  const sum = 'ab'.repeat(64);
  const tree = { 'a.sh': `curl -o a https://example.com/a-1.2.tgz\necho '${sum}  a' | sha512sum -c -\n` };
  const [fetch] = scan(tree).fetches;
  if (fetch === undefined) throw new Error('nothing was found');
  const pin = pinOf(PINS)(fetch);
  if (pin === undefined) throw new Error('no pin');
  const moves = [{ fetch, pin, files: [] }];
  const result = rewriteMoved({ fetches: [fetch], read: (path) => tree['a.sh'] && path }, moves, () => []);
  expect(result.refused.map(({ reason }) => reason)).toEqual(['what the file holds cannot be compared with the pin']);
});

it('a comment of pre-commit names the release that a pin moved to', () => {
  const file = (rev: string) => `repos:\n- repo: https://github.com/acme/lib\n  rev: ${rev}\n  hooks: [{ id: a }]\n`;
  const path = '.pre-commit-config.yaml';
  const tree = { [path]: file(`${TAG}  # frozen: v1.2.1`) };
  const { fetches } = scan(tree);
  const pin: Pin = { ref: 'refs/tags/v1.3.0', commit: commit('1c0'), by: 'release' };
  const moves = fetches.map((fetch) => ({ fetch, pin, files: [] }));
  const { files } = rewriteMoved(
    { fetches, read: () => tree[path] },
    moves,
    (texts) => scan({ ...tree, ...Object.fromEntries(texts) }).fetches,
  );
  expect(files.map(({ after }) => after)).toEqual([file(`${commit('1c0')}  # frozen: v1.3.0`)]);
});
