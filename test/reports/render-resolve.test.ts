import { describe, expect, it } from 'vitest';
import { type ResolveSummary, renderResolve } from '../../src/reports/render-resolve.ts';
import { sampleChecksum, sampleCommit } from './sample.ts';

const EMPTY: ResolveSummary = {
  lockfile: 'pinlock.lock',
  added: [],
  settled: [],
  completed: [],
  remarks: [],
  contradicted: [],
  leftOut: 0,
  materials: null,
  kept: 0,
  dropped: [],
  unresolved: [],
  dynamic: 0,
  isWritten: false,
};

function render(...changes: readonly Partial<ResolveSummary>[]): string {
  return renderResolve(
    changes.map((change) => ({ ...EMPTY, ...change })),
    { color: false, width: 80 },
  );
}

describe('what resolve did', () => {
  it('names what was pinned, dropped, and what has no pin and why', () => {
    expect(
      render({
        added: [
          {
            source: 'git+https://example.com/acme/tool@main',
            pin: { ref: 'refs/heads/main', ...sampleCommit() },
            notes: ['a tag has the same name; git clone -b takes the branch'],
            newestRelease: 'v1.2.1',
          },
          {
            source: 'git+https://example.com/acme/library@main',
            pin: { ref: 'refs/tags/v3.0', ...sampleCommit(), by: 'release' },
            notes: [],
            newestRelease: 'v3.0',
          },
        ],
        kept: 3,
        dropped: ['git+https://example.com/acme/old@main'],
        unresolved: [
          {
            source: 'hg+https://example.com/acme/old-tool@tip',
            reason: 'not-supported',
            message: 'resolving Mercurial is not supported yet; pin it by hand meanwhile',
          },
        ],
        isWritten: true,
      }),
    ).toMatchInlineSnapshot(`
      "pinned      git+https://example.com/acme/tool@main
                  refs/heads/main at 0123456789ab
                  newest release v1.2.1
                  a tag has the same name; git clone -b takes the branch
      pinned      git+https://example.com/acme/library@main
                  refs/tags/v3.0 at 0123456789ab
                  the newest release
      dropped     git+https://example.com/acme/old@main
      not pinned  hg+https://example.com/acme/old-tool@tip
                  not-supported: resolving Mercurial is not supported yet; pin it by
                  hand meanwhile

      pinlock.lock written: 2 pinned, 3 kept, 1 dropped, 1 source without a pin
      "
    `);
  });

  it('says when nothing needs a pin, and when nothing can be pinned', () => {
    expect(render({})).toMatchInlineSnapshot(`
      "nothing needs a pin
      "
    `);
    expect(render({ dynamic: 2 })).toMatchInlineSnapshot(`
      "nothing needs a pin; 2 fetches do not say what they fetch: nothing to pin
      "
    `);
    expect(render({ kept: 1 })).toMatchInlineSnapshot(`
      "pinlock.lock unchanged: 0 pinned, 1 kept, 0 dropped, 0 sources without a pin
      "
    `);
  });

  it('calls no lockfile unchanged that may not be there', () => {
    expect(render({ unresolved: [{ source: 'a', reason: 'unreachable', message: 'b' }] })).toContain(
      'pinlock.lock not written: 0 pinned, 0 kept',
    );
  });

  it('has one block for each lockfile', () => {
    expect(render({ kept: 1 }, { lockfile: 'sub/pinlock.lock', kept: 2 })).toMatchInlineSnapshot(`
      "pinlock.lock unchanged: 0 pinned, 1 kept, 0 dropped, 0 sources without a pin

      sub/pinlock.lock unchanged: 0 pinned, 2 kept, 0 dropped, 0 sources without a pin
      "
    `);
  });

  it('shows text from outside escaped', () => {
    const rendered = render({ dropped: ['git+https://example.com/a\u001b[2J\n::error::x'] });
    expect(rendered).not.toMatch(/[^\n\P{Cc}]/u);
    expect(rendered.split('\n').some((line) => line.trimStart().startsWith('::'))).toBe(false);
  });

  it('adds up the files, and says what archives hold', () => {
    const file = (name: string, size: number) => ({
      source: `https://example.com/${name}`,
      pin: { ...sampleChecksum(), size, version: 'v1.2' },
      notes: [],
      newestRelease: null,
    });
    const archive = {
      source: 'git+https://example.com/acme/tool@main',
      pin: { ref: 'refs/heads/main', ...sampleCommit(), archives: { zip: 'sha256-x=' } },
      notes: ['redirects lead to https://example.org/a.zip'],
      newestRelease: null,
    };
    expect(
      render({ added: [file('a', 1_000_000), file('b', 2_345_678)], completed: [archive], kept: 1, isWritten: true }),
    ).toMatchInlineSnapshot(`
      "pinned      https://example.com/a
                  v1.2, sha256
                  0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
      pinned      https://example.com/b
                  v1.2, sha256
                  0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
      completed   git+https://example.com/acme/tool@main
                  content of its zip sha256-x=
                  redirects lead to https://example.org/a.zip

      2 files downloaded, 3.3 MB
      pinlock.lock written: 2 pinned, 1 kept, 0 dropped, 0 sources without a pin
      "
    `);
  });
});
