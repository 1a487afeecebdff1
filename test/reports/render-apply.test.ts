import { describe, expect, it } from 'vitest';
import { type ApplySummary, renderApply } from '../../src/reports/render-apply.ts';

const EMPTY: ApplySummary = { verb: 'apply', isDryRun: false, changed: [], refused: [], notes: [], unpinned: 0 };
const DIFF =
  '--- a/build.sh\n+++ b/build.sh\n@@ -1 +1 @@\n-\tgit clone a\n+\tgit clone a && git -C a checkout -q 0123\n';

function render(change: Partial<ApplySummary>): string {
  return renderApply({ ...EMPTY, ...change }, { color: false, width: 80 });
}

describe('what apply did', () => {
  it('names the files that were written', () => {
    expect(render({ changed: [{ path: 'build.sh', pins: 2, diff: DIFF }] })).toMatchInlineSnapshot(`
      "written  build.sh (2 pins)

      1 file written, 0 refused
      "
    `);
  });

  it('shows the diff of a dry run', () => {
    expect(render({ isDryRun: true, changed: [{ path: 'build.sh', pins: 1, diff: DIFF }] })).toMatchInlineSnapshot(`
      "--- a/build.sh
      +++ b/build.sh
      @@ -1 +1 @@
      -	git clone a
      +	git clone a && git -C a checkout -q 0123

      1 file would be written, 0 refused
      "
    `);
  });

  it('names what was refused, with its place and the reason', () => {
    expect(
      render({
        refused: [
          {
            path: 'build.sh',
            line: 3,
            source: 'git+https://example.com/acme/tool@main',
            reason:
              'the same text is read by line 9 for another source, so that it cannot be changed for one of them alone',
          },
          { path: 'other.sh', line: null, source: null, reason: 'the file was changed since it was read' },
        ],
      }),
    ).toMatchInlineSnapshot(`
      "refused  build.sh:3 git+https://example.com/acme/tool@main
               the same text is read by line 9 for another source, so that it cannot
               be changed for one of them alone
      refused  other.sh
               the file was changed since it was read

      0 files written, 2 refused
      "
    `);
  });

  it('says when there is nothing to write, and what would help', () => {
    expect(render({})).toMatchInlineSnapshot(`
      "nothing to write
      "
    `);
    expect(render({ unpinned: 1 })).toMatchInlineSnapshot(`
      "nothing to write; 1 fetch without a pin: pinlock resolve makes them
      "
    `);
  });

  it('shows lines of the diff that could act escaped', () => {
    const rendered = render({
      isDryRun: true,
      changed: [{ path: 'a.sh', pins: 1, diff: `${DIFF} ::error::x\n-a\u001b[2J\r\n` }],
    });
    expect(rendered).toContain('\n \\u{3a}:error::x\n-a\\u{1b}[2J\n');
  });
});
