import { describe, expect, it } from 'vitest';
import { renderApplyMarkdown } from '../../src/reports/apply-markdown.ts';
import { toMarkdownLink } from '../../src/reports/markdown-text.ts';
import { renderResolveMarkdown } from '../../src/reports/resolve-markdown.ts';
import { renderUpdateMarkdown } from '../../src/reports/update-markdown.ts';
import { filePin, gitPin, imagePin } from '../lock/fixtures.ts';
import { requireProgram } from '../support/installed.ts';
import { HOSTILE } from './hostile.ts';
import { mentionsOf, tagsOf, toHtml } from './rendered.ts';

const hasRenderer = requireProgram('cmark-gfm');
const LINK = 'https://example.com/acme/tool/compare/1...2';

/** Each kind of result with one text at every place that text from outside can reach. */
const RESULTS: Readonly<Record<'update' | 'resolve' | 'apply', (text: string, link?: string) => string>> = {
  update: (text, link = LINK) => {
    const commit = { commit: '3'.repeat(40), date: '2019-10-16T15:11:30Z', author: text, subject: text };
    const move = {
      source: text,
      from: gitPin('1', { ref: 'refs/heads/main' }),
      to: gitPin('2', { ref: 'refs/heads/main' }),
      commits: { count: 20, last: [commit, commit], first: commit },
      link,
      notes: [text],
      newestRelease: text,
      files: [text],
    };
    return renderUpdateMarkdown([
      {
        lockfile: text,
        isDryRun: false,
        moved: [move, { ...move, from: imagePin('1'), to: imagePin('2'), commits: null, link: null }],
        refused: [{ ...move, from: filePin('1'), to: filePin('2'), reason: 'file-changed', message: text }],
        failed: [{ source: text, reason: 'not-found', message: text }],
        unchanged: 3,
        unused: 0,
        isWritten: true,
      },
    ]);
  },
  resolve: (text) => {
    const added = { source: text, pin: gitPin('1', { ref: 'refs/heads/main' }), notes: [text], newestRelease: null };
    return renderResolveMarkdown([
      {
        lockfile: text,
        added: [added],
        settled: [added],
        completed: [],
        remarks: [],
        contradicted: [],
        kept: 2,
        dropped: [text],
        unresolved: [{ source: text, reason: 'not-found', message: text }],
        dynamic: 1,
        leftOut: 0,
        materials: null,
        isWritten: true,
      },
    ]);
  },
  apply: (text) =>
    renderApplyMarkdown({
      verb: 'apply',
      isDryRun: true,
      changed: [{ path: text, pins: 1, diff: `--- a/x\n+++ b/x\n@@ -1 +1 @@\n-${text}\n+\`\`\`\n </details>\n` }],
      refused: [{ path: text, line: 3, source: text, reason: text }],
      notes: [text],
      unpinned: 2,
    }),
};

describe('results in Markdown', () => {
  it('of update', () => {
    expect(RESULTS.update('acme')).toMatchInlineSnapshot(`
      "## \`acme\`

      2 pins moved, 1 refused, 1 not asked, 3 as before.

      | source | from | to | what that brings in |
      |:--|:--|:--|:--|
      | \`acme\` | \`refs/heads/main\` \`111111111111\` | \`refs/heads/main\` \`222222222222\` | 20 commits, the first 2019-10-16 15:11 UTC, the last 2019-10-16 15:11 UTC by acme; [compare](<https://example.com/acme/tool/compare/1...2>); acme; newest release \`acme\`; also in \`acme\` |
      | \`acme\` | \`sha256:111111111111\` | \`sha256:222222222222\` | acme; newest release \`acme\`; also in \`acme\` |

      <details><summary>20 commits</summary>

      of \`acme\`:

      - 2019-10-16 15:11 \`333333333333\` acme: acme
      - 2019-10-16 15:11 \`333333333333\` acme: acme
      - 17 more
      - 2019-10-16 15:11 \`333333333333\` acme: acme

      </details>

      | stays although it moved | from | to | why |
      |:--|:--|:--|:--|
      | \`acme\` | \`111111111111\` | \`222222222222\` | file-changed: acme |

      | not asked | why |
      |:--|:--|
      | \`acme\` | not-found: acme |
      "
    `);
  });

  it('of resolve', () => {
    expect(RESULTS.resolve('acme')).toMatchInlineSnapshot(`
      "## \`acme\` written

      1 pinned, 1 taken from files, 2 kept, 1 dropped, 1 source without a pin, 1 fetch does not say what they fetch.

      | no pin | why |
      |:--|:--|
      | \`acme\` | not-found: acme |

      <details><summary>Pinned</summary>

      - \`acme\`: refs/heads/main at 111111111111; acme

      </details>

      <details><summary>Taken from files</summary>

      - \`acme\`: refs/heads/main at 111111111111; acme

      </details>

      <details><summary>Dropped</summary>

      - \`acme\`

      </details>
      "
    `);
  });

  it('of apply', () => {
    expect(RESULTS.apply('acme')).toMatchInlineSnapshot(`
      "## pinlock apply

      1 file would be written, 1 refused, 2 fetches without a pin.

      - \`acme\`: 1 pin

      | refused | source | why |
      |:--|:--|:--|
      | \`acme:3\` | \`acme\` | acme |

      - acme

      <details><summary>Diff</summary>

          --- a/x
          +++ b/x
          @@ -1 +1 @@
          -acme
          +\`\`\`
           </details>

      </details>
      "
    `);
  });

  it('fits into the body of a pull request whatever moved', () => {
    for (const render of Object.values(RESULTS)) expect(render('x'.repeat(90_000)).length).toBeLessThan(65_536);
  });
});

describe('links', () => {
  it.each([
    ['https://example.com/a/compare/1...2', '[x](<https://example.com/a/compare/1...2>)'],
    ['https://example.com/a>b|c)d`e', '[x](<https://example.com/a%3Eb%7Cc%29d%60e>)'],
    ['http://example.com/', ''],
    ['javascript:alert(1)', ''],
    ['no address', ''],
  ])('%s', (address, expected) => {
    expect(toMarkdownLink('x', address)).toBe(expected);
  });
});

describe.runIf(hasRenderer)('results in Markdown, rendered by cmark-gfm', () => {
  const shapeOf = (html: string) => tagsOf(html).filter((tag) => tag !== 'code');

  it.each(Object.entries(RESULTS).flatMap(([name, render]) => HOSTILE.map((text) => [name, text, render] as const)))(
    '%s with %j has the shape that it has with any other text',
    (_name, text, render) => {
      const html = toHtml(render(text));
      expect(shapeOf(html)).toEqual(shapeOf(toHtml(render('acme'))));
      expect(mentionsOf(html.replaceAll(/<pre>.*?<\/pre>/gs, ''))).toEqual([]);
    },
  );
});
