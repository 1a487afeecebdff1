import { describe, expect, it } from 'vitest';
import { renderUpdate } from '../../src/reports/render-update.ts';
import type { PinMove, UpdateSummary } from '../../src/reports/update-summary.ts';
import { filePin, gitPin, imagePin } from '../lock/fixtures.ts';

const EMPTY: UpdateSummary = {
  lockfile: 'pinlock.lock',
  isDryRun: false,
  moved: [],
  refused: [],
  failed: [],
  unchanged: 0,
  unused: 0,
  isWritten: false,
};

const MOVE: PinMove = {
  source: 'git+https://example.com/acme/tool@main',
  from: gitPin('1', { ref: 'refs/heads/main' }),
  to: gitPin('2', { ref: 'refs/heads/main' }),
  commits: null,
  link: null,
  notes: [],
  newestRelease: null,
  files: [],
};

const COMMIT = { commit: 'c'.repeat(40), date: '2019-10-16T15:11:30Z', author: 'Ada Example', subject: 'a change' };

function render(change: Partial<UpdateSummary>): string {
  return renderUpdate([{ ...EMPTY, ...change }], { color: false, width: 80 });
}

describe('what update did', () => {
  it('names a move of each kind, and what could not be asked', () => {
    expect(
      render({
        moved: [
          { ...MOVE, commits: { count: 1, last: [COMMIT], first: null }, newestRelease: 'v1.2' },
          { ...MOVE, to: { ...MOVE.to, ref: 'refs/tags/v2.0', by: 'release' }, newestRelease: 'v2.0' },
          { ...MOVE, source: 'docker://example.com/acme/base:12', from: imagePin('1'), to: imagePin('2') },
          {
            ...MOVE,
            source: 'https://example.com/get.sh',
            from: filePin('1'),
            to: filePin('2'),
            files: ['Dockerfile'],
          },
        ],
        failed: [
          { source: 'git+https://example.com/acme/gone', reason: 'not-found', message: 'there is no such repository' },
        ],
        unchanged: 2,
        unused: 1,
        isWritten: true,
      }),
    ).toMatchInlineSnapshot(`
      "moved       git+https://example.com/acme/tool@main
                  refs/heads/main: 111111111111 -> 222222222222
                  1 commit, 2019-10-16 15:11 UTC by Ada Example
                  newest release v1.2
                  2019-10-16 15:11  cccccccccccc  Ada Example
                                    a change

      moved       git+https://example.com/acme/tool@main
                  refs/heads/main at 111111111111 -> refs/tags/v2.0 at 222222222222

      moved       docker://example.com/acme/base:12
                  was sha256:111111111111111111111111...
                  now sha256:222222222222222222222222...

      moved       https://example.com/get.sh
                  was 111111111111111111111111..., 1 byte
                  now 222222222222222222222222..., 1 byte
                  also in Dockerfile

      not asked   git+https://example.com/acme/gone
                  not-found: there is no such repository

      pinlock.lock written: 4 moved, 0 refused, 1 not asked, 2 pins as before, 1 unused
      "
    `);
  });

  it('shows what was refused before what moved, and keeps to 80 columns', () => {
    const message = 'somebody moved refs/tags/v1 from 111111111111 to 222222222222; a tag should never move: ask why';
    const rendered = render({
      isDryRun: true,
      moved: [{ ...MOVE, source: 'git+https://example.com/acme/other' }],
      refused: [{ ...MOVE, reason: 'tag-moved', message }],
    });
    expect(rendered.indexOf('TAG MOVED')).toBeLessThan(rendered.indexOf('would move'));
    expect(rendered.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('shows text from outside escaped', () => {
    const evil = 'x\u001b[2J\u202e\n::error::x ##[error]';
    const rendered = render({
      moved: [
        {
          ...MOVE,
          commits: { count: 1, last: [{ ...COMMIT, author: evil, subject: evil }], first: null },
          notes: [evil],
          newestRelease: evil,
        },
      ],
      failed: [{ source: evil, reason: 'invalid', message: evil }],
    });
    expect(rendered).not.toMatch(/[^\n\P{Cc}]|\p{Bidi_Control}/u);
    expect(rendered).not.toContain('##[');
    expect(rendered.split('\n').some((line) => line.trimStart().startsWith('::'))).toBe(false);
  });
});
