import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { markdown } from '../../src/reports/markdown.ts';
import { toMarkdownCode, toMarkdownText } from '../../src/reports/markdown-text.ts';
import { toPrintable } from '../../src/reports/printable.ts';
import { requireProgram } from '../support/installed.ts';
import { HOSTILE } from './hostile.ts';
import { mentionsOf, tagsOf, toHtml } from './rendered.ts';
import { sampleFetch, sampleOptions, sampleProblem, sampleReport } from './sample.ts';

const hasRenderer = requireProgram('cmark-gfm');

describe('Markdown report', () => {
  it('says how it went, what was found, and folds the rest', () => {
    const report: Report = {
      ...sampleReport(
        [
          sampleFetch(),
          sampleFetch({ path: 'b.sh', outcome: 'warn', reason: 'locked (by pinlock run)' }),
          sampleFetch({ path: 'c.sh', outcome: 'ignored', reason: 'our own mirror' }),
        ],
        { moving: 3, ignored: 1, problems: 1, locked: 1, failing: 2 },
      ),
      problems: [sampleProblem({ line: 7 })],
    };
    expect(markdown.render(report, sampleOptions())).toMatchInlineSnapshot(`
      "## pinlock check failed: 2 findings

      1 file read, 3 fetches, 1 problem, 1 ignored, 0 excluded.

      | verdict | fetches |
      |:--|--:|
      | moving | 3 |

      1 fetch is locked by pinlock.lock alone: a build that does not go through pinlock reads no lockfile.

      |  | where | what | why |
      |:--|:--|:--|:--|
      | **fail** | \`build.sh:3\` | moving \`git+https://example.com/acme/tool@main\` | main is a branch: the next build may get other commits; moving, not locked |
      | **fail** | \`build.sh:7\` | problem \`syntax\` | a quote is not closed |
      | warn | \`b.sh:3\` | moving \`git+https://example.com/acme/tool@main\` | main is a branch: the next build may get other commits; locked (by pinlock run) |

      <details><summary>What to do</summary>

      - 2 fetches by \`git-clone\`: name a commit, or let pinlock apply write it

      </details>

      <details><summary>Ignored</summary>

      - \`c.sh:3\` \`git+https://example.com/acme/tool@main\`: our own mirror

      </details>
      "
    `);
  });

  it('a check that passes is two lines', () => {
    expect(markdown.render(sampleReport([]), sampleOptions())).toMatchInlineSnapshot(`
      "## pinlock check passed

      1 file read, 0 fetches, 0 problems, 0 ignored, 0 excluded.
      "
    `);
  });

  it('names what people should look at', () => {
    const notices = Array.from({ length: 40 }, (_, index) => ({
      kind: 'host' as const,
      path: 'pinlock.lock',
      message: `a new host: h${index}.example.com`,
      root: '.',
    }));
    const rendered = markdown.render({ ...sampleReport([]), notices }, sampleOptions());
    expect(rendered).toContain('### To look at\n\n- `pinlock.lock`: a new host: h0.example.com\n');
    expect(rendered).toContain('- and 10 more\n');
  });

  it('fits into a comment whatever was found, and says how much is left out', () => {
    const fetches = Array.from({ length: 5000 }, (_, index) =>
      sampleFetch({ path: `d/${index}.sh`, url: 'x'.repeat(5000), source: null, why: 'y'.repeat(5000) }),
    );
    const rendered = markdown.render(sampleReport(fetches, { failing: 5000 }), sampleOptions());
    expect(rendered.length).toBeLessThan(65_536);
    const rows = rendered.split('\n').filter((line) => line.startsWith('| **fail**')).length;
    expect(rendered).toContain(`and ${5000 - rows} more`);
  });
});

describe.runIf(hasRenderer)('text from outside in Markdown, rendered by cmark-gfm', () => {
  it.each(HOSTILE)('%j is shown as it is and does nothing', (text) => {
    for (const form of [toMarkdownText, toMarkdownCode]) {
      const html = toHtml(`${form(text)} end\n\n- ${form(text)}\n\n| a | b |\n|---|---|\n| ${form(text)} | end |\n`);
      const shown = toText(html);
      const expected = toPrintable(text).trim().replaceAll(/\s+/g, ' ');
      expect(shown).toBe(`${expected} end ${expected} a b ${expected} end`.trim().replaceAll(/\s+/g, ' '));
      expect(new Set(tagsOf(html))).toEqual(new Set([...FRAME, ...(html.includes('<code>') ? ['code'] : [])]));
    }
  });

  it.each(HOSTILE)('%j breaks no report', (text) => {
    const report: Report = {
      ...sampleReport(
        [
          sampleFetch({ path: text, url: text, source: null, why: text, reason: text }),
          sampleFetch({ outcome: 'ignored', path: text, reason: text, url: text, source: null }),
        ],
        {
          failing: 1,
          ignored: 1,
        },
      ),
      problems: [sampleProblem({ path: text, message: text })],
    };
    const html = toHtml(markdown.render(report, sampleOptions()));
    const count = (tag: string) => tagsOf(html).filter((name) => name === tag).length;
    expect({ rows: count('tr'), cells: count('td'), details: count('details'), items: count('li') }).toEqual({
      rows: 3,
      cells: 8,
      details: 2,
      items: 2,
    });
    expect(tagsOf(html).filter((tag) => ['a', 'img', 'script', 'h1', 'em', 'del', 'blockquote'].includes(tag))).toEqual(
      [],
    );
    expect(mentionsOf(html)).toEqual([]);
  });
});

const FRAME = ['p', 'ul', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td'];

function toText(html: string): string {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' };
  return html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&(lt|gt|quot|amp);/g, (_whole, name: string) => entities[name] ?? '')
    .replaceAll('\u200b', '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
