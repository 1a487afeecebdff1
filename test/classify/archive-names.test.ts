import { describe, expect, it } from 'vitest';
import { archiveNames } from '../../src/classify/index.ts';
import { showPieces } from '../../src/model/value.ts';
import { piecesOf } from './fetches.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const GITHUB = 'https://github.com/acme/tool';

function show(pieces: ReturnType<typeof archiveNames.folder>): string | undefined {
  return pieces === undefined ? undefined : showPieces(pieces);
}

describe('the folder in an archive', () => {
  it.each([
    [`${GITHUB}/archive/master.tar.gz`, 'tool-master'],
    [`${GITHUB}/archive/v1.2.1.tar.gz`, 'tool-1.2.1'],
    [`${GITHUB}/archive/v{V}.tar.gz`, 'tool-$V'],
    [`${GITHUB}/archive/{V}.tar.gz`, 'tool-$V'],
    [`${GITHUB}/archive/version.tar.gz`, 'tool-version'],
    [`${GITHUB}/archive/refs/tags/v1.2.zip`, 'tool-1.2'],
    [`${GITHUB}/archive/feature%2Fx.tar.gz`, 'tool-feature%2Fx'],
    [`${GITHUB}/archive/${COMMIT}.tar.gz`, `tool-${COMMIT}`],
    ['https://codeload.github.com/acme/tool/tar.gz/refs/heads/a/b', 'tool-a-b'],
    ['https://gitlab.com/acme/tool/-/archive/v1.2/tool-v1.2.tar.gz', 'tool-v1.2'],
    [`${GITHUB}/archive/HEAD.tar.gz`, undefined],
    [`${GITHUB}/archive/0123abc.tar.gz`, undefined],
    [`${GITHUB}/tarball/master`, undefined],
    [`${GITHUB}/archive/a/b.tar.gz`, undefined],
    ['https://gitlab.com/acme/tool/-/archive/v1.2/x.tar.gz', undefined],
    ['https://example.com/tool-1.2.tar.gz', undefined],
    ['{URL}', undefined],
  ])('%s: %s', (url, folder) => {
    expect(show(archiveNames.folder(piecesOf(url)))).toBe(folder);
  });

  it('is made of slices of the URL', () => {
    const url = piecesOf(`${GITHUB}/archive/v1.2.tar.gz`);
    const start = url[0]?.at.start ?? 0;
    const spans = archiveNames.folder(url)?.map((piece) => piece.kind === 'text' && piece.verbatim && piece.at);
    const ref = start + `${GITHUB}/archive/v`.length;
    expect(spans).toEqual([
      { file: 'build.sh', start: start + 'https://github.com/acme/'.length, end: start + GITHUB.length },
      false,
      { file: 'build.sh', start: ref, end: ref + 3 },
    ]);
  });
});
