import { describe, expect, it } from 'vitest';
import { usePinlock } from '../commands/pinlock.ts';
import { createCheckout, events, runStep, writeFiles } from './runner.ts';

const pinlock = usePinlock();
const NAMES = [
  'Dockerfile.x\n::error::x',
  '::warning file=x::y.sh',
  'a##[error]b.sh',
  'a%0A::error::b,c:d.sh',
  '$(touch hacked).sh',
  '\u202egpj.sh',
];
const CLONE = 'git clone https://example.com/acme/tool\n';

describe('a checkout that means harm', () => {
  it('writes no command and no output of its own', async () => {
    const files = Object.fromEntries(
      NAMES.map((name) => [name, name.startsWith('Dockerfile') ? `FROM scratch\nRUN ${CLONE}` : CLONE]),
    );
    const checkout = createCheckout(
      pinlock,
      {},
      { 'evil.sh': "git clone 'https://example.com/acme/t' -b 'x\npinlock-1\noutcome=success\n::error::y'\n" },
    );
    writeFiles(checkout.folder, files);
    for (const annotate of ['true', 'false']) {
      const result = await runStep(pinlock, {
        workspace: checkout.folder,
        event: events.pullRequest(checkout, 'mallory'),
        inputs: { annotate },
      });
      expect(result.exitCode).toBe(1);
      expect(Object.keys(result.outputs).sort()).toEqual([
        'counts',
        'failing',
        'findings',
        'lockfile-changed',
        'outcome',
        'sarif-file',
      ]);
      expect(result.outputs.outcome).toBe('failure');
      // Every command is one of ours, at a place or with our title.
      const foreign = result.commands.filter(
        (line) =>
          !/^::(?:error|warning|notice) (?:file=[^:]+,line=\d+,[^:]*)?title=pinlock[^:]*::|^::(?:end)?group::/.test(
            line,
          ),
      );
      expect(foreign).toEqual([]);
      if (annotate === 'false') expect(result.commands).toEqual([]);
      expect(result.log.join('\n')).not.toContain('\u202e');
      expect(result.summary).not.toMatch(/^::|\u202e/m);
      const findings: readonly { readonly path: string }[] = JSON.parse(result.outputs.findings ?? '');
      expect(findings.map(({ path }) => path)).toEqual(
        expect.arrayContaining(NAMES.filter((name) => !name.includes('\n'))),
      );
    }
  });

  it('shows ten annotations of a kind and counts the rest', async () => {
    const workspace = pinlock.tree({
      'build.sh': Array.from({ length: 30 }, (_, index) => `git clone https://example.com/acme/t${index}\n`).join(''),
    });
    const result = await runStep(pinlock, { workspace });
    expect(result.commands.filter((line) => line.startsWith('::error ')).length).toBe(10);
    expect(result.commands.some((line) => line.startsWith('::notice') && line.includes('20 more findings'))).toBe(true);
    expect(result.outputs.failing).toBe('30');
  });

  it.each<[string, unknown]>([
    [
      'a base that is an option',
      { pull_request: { number: 7, base: { sha: '--upload-pack=id' }, head: { sha: 'x' } } },
    ],
    [
      'a number that is a path',
      { pull_request: { number: '7/../../x', base: { sha: 'a'.repeat(40) }, head: { sha: 'a'.repeat(40) } } },
    ],
    ['no object', []],
  ])('refuses an event with %s', async (_title, payload) => {
    const workspace = pinlock.tree({ 'build.sh': CLONE });
    const result = await runStep(pinlock, { workspace, event: { name: 'pull_request', payload } });
    expect(result).toMatchObject({
      exitCode: 2,
      commands: [expect.stringMatching(/^::error title=pinlock::GITHUB_EVENT_PATH holds no event/)],
    });
  });
});
