import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { text } from '../../src/reports/text.ts';
import { sampleCommit, sampleFetch, sampleOptions, sampleProblem, sampleReport } from './sample.ts';

function render(report: Report, command: 'scan' | 'check' = 'scan', width = 80): string {
  return text.render(report, sampleOptions(command, width));
}

describe('text report', () => {
  it('says what, how firmly, why, and what to do', () => {
    expect(render(sampleReport([sampleFetch()], { moving: 1 }))).toMatchInlineSnapshot(`
      "build.sh
        3:1  moving     git+https://example.com/acme/tool@main
                        main is a branch: the next build may get other commits

      what to do
        1 fetch by git-clone
          name a commit, or let pinlock apply write it

      1 file read, 1 fetch (1 moving), 0 problems, 0 ignored, 0 excluded
      "
    `);
  });

  it('names what only the lockfile holds, and gives no advice for it', () => {
    const locked = { ref: 'refs/heads/main', ...sampleCommit() };
    expect(
      render(
        sampleReport([sampleFetch({ locked, outcome: 'warn', reason: 'locked, hold unset' })], {
          moving: 1,
          locked: 1,
        }),
        'check',
      ),
    ).toMatchInlineSnapshot(`
      "build.sh
        3:1  moving     git+https://example.com/acme/tool@main
                        main is a branch: the next build may get other commits
                        locked (by pinlock run): refs/heads/main at 0123456789ab
                        warn: locked, hold unset

      1 file read, 1 fetch (1 moving), 0 problems, 0 ignored, 0 excluded
      check passed
      1 fetch locked (by pinlock run): a build that does not go through pinlock reads no lockfile
      "
    `);
  });

  it('groups neighbours about which the same is to be said, of one line or of several', () => {
    const fetches = [
      sampleFetch({ source: 'git+https://example.com/acme/a@main' }),
      sampleFetch({ source: 'git+https://example.com/acme/b@main' }),
      sampleFetch({ line: 4, source: 'git+https://example.com/acme/d@main' }),
      sampleFetch({ line: 12, verdict: 'exact', source: 'git+https://example.com/acme/c@1' }),
    ];
    expect(render(sampleReport(fetches, { moving: 3, exact: 1 }))).toMatchInlineSnapshot(`
      "build.sh
        3:1   moving     git+https://example.com/acme/a@main
              moving     git+https://example.com/acme/b@main
        4:1   moving     git+https://example.com/acme/d@main
                         main is a branch: the next build may get other commits
        12:1  exact      git+https://example.com/acme/c@1

      what to do
        3 fetches by git-clone
          name a commit, or let pinlock apply write it

      1 file read, 4 fetches (3 moving, 1 exact), 0 problems, 0 ignored, 0 excluded
      "
    `);
  });

  it('shows a source once for each file, what stands at one place together, and each advice once', () => {
    const fetches = [
      sampleFetch({ line: 1, kind: 'image', source: 'docker://debian:12', verdict: 'tag', why: 'a tag', rule: 'from' }),
      sampleFetch({ source: 'https://example.com/b-1', why: 'a version' }),
      sampleFetch({ source: 'https://example.com/z', why: 'no version' }),
      sampleFetch({ source: 'https://example.com/a-1', why: 'a version' }),
      sampleFetch({ line: 9, kind: 'image', source: 'docker://debian:12', verdict: 'tag', why: 'a tag', rule: 'from' }),
      sampleFetch({ path: 'other.sh', source: 'https://example.com/b-1', why: 'a version', rule: 'git-fetch' }),
    ];
    const report = sampleReport(fetches, { moving: 4, tag: 2 });
    const ruleOf = (id: string) => ({
      id,
      why: '',
      links: [],
      fix: id === 'from' ? 'add the digest' : 'name a commit',
    });
    expect(text.render(report, { ...sampleOptions('scan'), ruleOf })).toMatchInlineSnapshot(`
      "build.sh
        1:1  tag        docker://debian:12  (also 9:1)
                        a tag
        3:1  moving     https://example.com/a-1
             moving     https://example.com/b-1
                        a version
        3:1  moving     https://example.com/z
                        no version

      other.sh
        3:1  moving     https://example.com/b-1
                        a version

      what to do
        4 fetches by git-clone, git-fetch
          name a commit
        2 fetches by from
          add the digest

      1 file read, 6 fetches (4 moving, 2 tag), 0 problems, 0 ignored, 0 excluded
      "
    `);
  });

  it('says nothing twice', () => {
    const fetch = sampleFetch({
      source: null,
      url: 'https://example.com/$1',
      alternatives: ['https://example.com/$1'],
      missing: ['$1', '$(uname -m)'],
      why: 'the address holds $1, which the text does not say',
      rule: 'wget',
    });
    const rendered = render(sampleReport([fetch]));
    expect(rendered).toContain('not known here: $(uname -m)');
    expect(rendered).not.toContain('may be');
  });

  it('shows the url where there is no single source, with the unknown parts', () => {
    const fetch = sampleFetch({
      source: null,
      url: 'https://example.com/$NAME.tar.gz',
      verdict: 'dynamic',
      missing: ['$NAME'],
      overridable: ['NAME'],
      alternatives: ['https://example.com/a.tar.gz', 'https://example.com/b.tar.gz'],
      verified: 'signature',
      why: 'the name of the file is not known here',
      rule: 'wget',
    });
    expect(render(sampleReport([fetch], { dynamic: 1 }))).toMatchInlineSnapshot(`
      "build.sh
        3:1  dynamic    https://example.com/$NAME.tar.gz
                        the name of the file is not known here
                        not known here: $NAME
                        can be changed from outside: NAME
                        may be: https://example.com/a.tar.gz,
                        https://example.com/b.tar.gz
                        a signature is checked: it proves who made it, not which
                        version it is

      1 file read, 1 fetch (1 dynamic), 0 problems, 0 ignored, 0 excluded
      "
    `);
  });

  it('names drift, ignores and problems', () => {
    const report: Report = {
      ...sampleReport(
        [
          sampleFetch({ verdict: 'exact', drift: { file: '1111111', lockfile: '2222222' }, reason: 'drift' }),
          sampleFetch({ line: 9, outcome: 'ignored', reason: 'our own mirror' }),
        ],
        { exact: 1, moving: 1, ignored: 1, problems: 2, failing: 3 },
      ),
      problems: [
        sampleProblem({ kind: 'no-files', path: '', message: 'no file of a known format' }),
        sampleProblem({
          path: 'other.sh',
          line: 7,
          message: 'unexpected end of file: the quote that opens here never closes, so the rest was not read',
        }),
      ],
    };
    expect(render(report)).toMatchInlineSnapshot(`
      ".
        problem  no-files: no file of a known format

      build.sh
        3:1  exact      git+https://example.com/acme/tool@main
                        main is a branch: the next build may get other commits
                        the file names 1111111, the lockfile 2222222
        9:1  moving     git+https://example.com/acme/tool@main
                        ignored: our own mirror
                        main is a branch: the next build may get other commits

      other.sh
        7  problem  syntax: unexpected end of file: the quote that opens here never
                    closes, so the rest was not read

      what to do
        1 fetch by git-clone
          name a commit, or let pinlock apply write it

      1 file read, 2 fetches (1 moving, 1 exact), 2 problems, 1 ignored, 0 excluded
      "
    `);
  });

  it('check shows findings only, the last line counts what only pinlock holds', () => {
    const fetches = [sampleFetch(), sampleFetch({ line: 4, outcome: 'pass', verdict: 'tag', reason: 'tag, counted' })];
    expect(render(sampleReport(fetches, { moving: 1, tag: 1, failing: 1 }), 'check')).toMatchInlineSnapshot(`
      "build.sh
        3:1  moving     git+https://example.com/acme/tool@main
                        main is a branch: the next build may get other commits
                        fail: moving, not locked

      what to do
        1 fetch by git-clone
          name a commit, or let pinlock apply write it

      1 file read, 2 fetches (1 moving, 1 tag), 0 problems, 0 ignored, 0 excluded
      check failed: 1 finding
      0 fetches locked (by pinlock run)
      "
    `);
  });

  it('an empty report says that there is nothing', () => {
    expect(render(sampleReport([], { files: 0 }))).toMatchInlineSnapshot(`
      "0 files read, 0 fetches, 0 problems, 0 ignored, 0 excluded
      nothing is fetched as far as pinlock can see
      "
    `);
  });

  it('text from outside cannot act', () => {
    const hostile = 'Dockerfile\n::error::x\u001b[2J\u202e';
    const report = sampleReport([sampleFetch({ path: hostile, source: 'https://example.com/##[group]\u200b' })], {
      moving: 1,
    });
    const rendered = render(report);
    expect(rendered).toMatchInlineSnapshot(`
      "Dockerfile\\u{a}::error::x\\u{1b}[2J\\u{202e}
        3:1  moving     https://example.com/#\\u{23}[group]\\u{200b}
                        main is a branch: the next build may get other commits

      what to do
        1 fetch by git-clone
          name a commit, or let pinlock apply write it

      1 file read, 1 fetch (1 moving), 0 problems, 0 ignored, 0 excluded
      "
    `);
    expect(rendered).not.toMatch(/[^\n\P{Cc}]/u);
  });

  it('wraps sentences to the width and never breaks a URL', () => {
    const rendered = render(sampleReport([sampleFetch()], { moving: 1 }), 'scan', 56);
    expect(rendered).toMatchInlineSnapshot(`
      "build.sh
        3:1  moving     git+https://example.com/acme/tool@main
                        main is a branch: the next build may
                        get other commits

      what to do
        1 fetch by git-clone
          name a commit, or let pinlock apply write it

      1 file read, 1 fetch (1 moving), 0 problems, 0 ignored, 0 excluded
      "
    `);
  });

  it('colours only when asked, and removing the colours gives the plain text', () => {
    const report = sampleReport([sampleFetch()], { moving: 1 });
    const colored = text.render(report, { ...sampleOptions(), color: true });
    const plain = text.render(report, sampleOptions());
    expect(colored).not.toBe(plain);
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(plain);
  });

  it('names the sources that feed most files where there are many', () => {
    const fetches = Array.from({ length: 9 }, (_, index) =>
      sampleFetch({
        path: `s${index}.sh`,
        source: index < 6 ? 'https://example.com/common.sh' : `https://example.com/${index}`,
      }),
    );
    expect(
      render(sampleReport(fetches, { moving: 9, files: 9 }))
        .split('\n\n')
        .slice(-2)
        .join('\n\n'),
    ).toMatchInlineSnapshot(`
      "sources that feed most files
          6 files  https://example.com/common.sh

      9 files read, 9 fetches (9 moving), 0 problems, 0 ignored, 0 excluded
      "
    `);
  });
});
