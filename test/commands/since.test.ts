import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git } from '../support/git.ts';
import { type Run, usePinlock } from './pinlock.ts';

const { run, tree } = usePinlock();

const MOVING = 'FROM scratch\nRUN git clone https://example.com/acme/tool\n';
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const LOCKFILE = (...keys: readonly string[]) =>
  `{\n  "lockfileVersion": 1,\n  "sources": {\n${keys.map((key) => `    "${key}": { "ref": "refs/heads/main", "commit": "${COMMIT}" }`).join(',\n')}\n  }\n}\n`;

type Files = Readonly<Record<string, string>>;

/** A repository whose branch `main` holds `before`, with `after` on top of it in the work tree, not committed. */
function repository(before: Files, after: Files): string {
  const folder = tree(before);
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'before');
  write(folder, after);
  return folder;
}

function write(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

type Outline = { readonly exitCode: number | null; readonly failing: readonly string[]; readonly known: number };

/** What fails as `path source`, from the JSON. */
function outline({ exitCode, stdout, stderr }: Run): Outline {
  if (stdout === '') throw new Error(stderr);
  const report: {
    readonly fetches: readonly {
      readonly path: string;
      readonly source: string | null;
      readonly url: string;
      readonly outcome: string;
    }[];
    readonly counts: { readonly known: number };
  } = JSON.parse(stdout);
  const failing = report.fetches.filter(({ outcome }) => outcome === 'fail');
  return {
    exitCode,
    failing: failing.map(({ path, source, url }) => `${path} ${source ?? url}`),
    known: report.counts.known,
  };
}

async function since(folder: string, ...more: readonly string[]): Promise<Outline> {
  return outline(await run(['check', '--format', 'json', '--since', 'main', ...more], { cwd: folder }));
}

describe('check --since', () => {
  it.each<[string, Files, Files, readonly string[], number]>([
    ['nothing changed: what moved before is known', { Dockerfile: MOVING }, {}, [], 1],
    ['lines were added above', { Dockerfile: MOVING }, { Dockerfile: `# one\n\n${MOVING}` }, [], 1],
    [
      'the command was edited',
      { 'a.sh': 'git clone https://example.com/acme/tool\n' },
      { 'a.sh': 'git clone -q https://example.com/acme/tool t\n' },
      [],
      1,
    ],
    [
      'a second place for the same source',
      { 'a.sh': 'git clone https://example.com/acme/tool\n' },
      { 'b.sh': 'git clone https://example.com/acme/tool\n' },
      ['b.sh git+https://example.com/acme/tool'],
      1,
    ],
    [
      'a new image with a tag',
      { Dockerfile: 'FROM debian:12\n' },
      { Dockerfile: 'FROM debian:13\n' },
      ['Dockerfile docker://docker.io/library/debian:13'],
      0,
    ],
    ['the tag is the old one', { Dockerfile: 'FROM debian:12\n' }, { 'a.sh': 'true\n' }, [], 0],
    [
      'a file of variables moves the fetch of a script',
      { 'vars.sh': 'V=v1.2\n', 'a.sh': '. ./vars.sh\ngit clone -b $V https://example.com/acme/tool\n' },
      { 'vars.sh': 'V=v1.3\n' },
      ['a.sh git+https://example.com/acme/tool@v1.3'],
      0,
    ],
    [
      'an argument of a Dockerfile moves its image',
      { Dockerfile: 'ARG V=12\nFROM debian:$V\n' },
      { Dockerfile: 'ARG V=13\nFROM debian:$V\n' },
      ['Dockerfile docker://docker.io/library/debian:13'],
      0,
    ],
    [
      'a check was taken away',
      { 'a.sh': `curl -fsSLO https://example.com/t-1.2.tgz\necho "${'ab'.repeat(32)}  t-1.2.tgz" | sha256sum -c\n` },
      { 'a.sh': 'curl -fsSLO https://example.com/t-1.2.tgz\n' },
      ['a.sh https://example.com/t-1.2.tgz'],
      0,
    ],
    [
      'a pin was taken away',
      { Dockerfile: MOVING, 'pinlock.lock': LOCKFILE('git+https://example.com/acme/tool') },
      { 'pinlock.lock': LOCKFILE('git+https://example.com/acme/other') },
      ['Dockerfile git+https://example.com/acme/tool'],
      0,
    ],
  ])('%s', async (_, before, after, failing, known) => {
    const result = await since(repository(before, after));
    expect(result).toEqual({ exitCode: failing.length > 0 ? 1 : 0, failing, known });
  });

  it('knows what is in a renamed file, in a linked one, and in one that only an image runs', async () => {
    const before = {
      'old.sh': 'git clone https://example.com/acme/tool\n',
      Dockerfile: 'FROM scratch\nCOPY setup /s\nRUN sh /s\n',
      setup: 'wget https://example.com/x.sh\n',
      'real/vars': 'V=main\n',
      'b.sh': '. ./link/vars\ngit clone -b $V https://example.com/acme/lib\n',
    };
    const folder = tree(before);
    symlinkSync('real', join(folder, 'link'));
    git(folder, 'init', '--quiet', '--initial-branch=main');
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--message', 'before');
    renameSync(join(folder, 'old.sh'), join(folder, 'new.sh'));
    expect(await since(folder)).toEqual({ exitCode: 0, failing: [], known: 3 });
    unlinkSync(join(folder, 'link'));
    symlinkSync('.', join(folder, 'link'));
    expect((await since(folder)).failing).toEqual(['b.sh https://example.com/acme/lib']);
  });

  it('sees that a list of checksums is no part of the tree any more', async () => {
    const script = 'wget https://example.com/t-1.2.tgz\nsha256sum -c sums\n';
    const folder = repository({ 'a.sh': script, sums: `${'ab'.repeat(32)}  t-1.2.tgz\n` }, { '.gitignore': 'sums\n' });
    git(folder, 'rm', '--quiet', '--cached', 'sums');
    expect((await since(folder)).failing).toEqual(['a.sh https://example.com/t-1.2.tgz']);
  });

  it('knows what could not be read before, and fails for what cannot be read now', async () => {
    const folder = repository({ 'a.sh': 'git clone "\n', 'b.sh': 'git status\n' }, {});
    expect((await run(['check', '--since', 'main'], { cwd: folder })).exitCode).toBe(0);
    write(folder, { 'b.sh': 'git clone "\n' });
    const now = await run(['check', '--since', 'main'], { cwd: folder });
    expect(now.exitCode).toBe(1);
    expect(now.stdout).toContain('b.sh');
  });

  it('reads the same paths in both trees, from a folder below the top as well', async () => {
    const folder = repository(
      { 'sub/a.sh': 'git clone https://example.com/acme/a\n' },
      { 'sub/b.sh': 'git clone https://example.com/acme/b\n', 'c.sh': 'git clone https://example.com/acme/c\n' },
    );
    expect((await since(folder, 'sub')).failing).toEqual(['sub/b.sh git+https://example.com/acme/b']);
    expect((await since(folder, 'sub/a.sh', 'c.sh')).failing).toEqual(['c.sh git+https://example.com/acme/c']);
    write(folder, { 'sub/pinlock.yml': 'hold: file\n' });
    expect(await since(join(folder, 'sub'))).toEqual({
      exitCode: 1,
      failing: ['b.sh git+https://example.com/acme/b'],
      known: 1,
    });
  });

  it('says how to get a revision that is not there', async () => {
    const folder = repository({ Dockerfile: MOVING }, {});
    git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'two');
    const clones = mkdtempSync(join(tmpdir(), 'pinlock-since-'));
    const full = join(clones, 'full');
    const shallow = join(clones, 'shallow');
    try {
      git(clones, 'clone', '--quiet', folder, full);
      git(clones, 'clone', '--quiet', '--depth=1', `file://${folder}`, shallow);
      git(full, 'checkout', '--quiet', '--detach');
      git(full, 'branch', '--quiet', '-D', 'main');
      const said = async (cwd: string, revision: string) => {
        const { exitCode, stderr } = await run(['check', '--since', revision], { cwd });
        return [
          exitCode,
          ...stderr
            .trimEnd()
            .split('\n')
            .map((line) => line.trim()),
        ];
      };
      expect(await said(full, 'main')).toEqual([
        2,
        "pinlock: --since: 'main' is no commit of this clone",
        'did you mean origin/main?',
      ]);
      expect(await said(full, '--all')).toEqual([
        2,
        "pinlock: --since: '--all' is no commit of this clone",
        'git fetch origin brings what is new there; branches of the other side are called origin/...',
      ]);
      const first = git(folder, 'rev-parse', 'HEAD^').trim();
      expect(await said(shallow, first)).toEqual([
        2,
        `pinlock: --since: '${first}' is no commit of this clone`,
        `the clone is shallow: git fetch --depth=1 origin ${first} brings that commit alone; a deeper checkout (fetch-depth: 0, GIT_DEPTH: 0) brings all`,
      ]);
      const [, , advice = ''] = await said(shallow, 'origin/other');
      expect(advice).toContain('git fetch --depth=1 origin other brings that commit alone, which is FETCH_HEAD then;');
      expect((await said(tree({ 'a.sh': 'true\n' }), 'main'))[1]).toMatch(
        /^pinlock: --since: git cannot be asked: .*not a git repository/,
      );
    } finally {
      rmSync(clones, { recursive: true, force: true });
    }
  });
});

describe('check --policy-from', () => {
  const CLONE = 'git clone https://example.com/acme/tool\n';
  const check = (folder: string, ...more: readonly string[]) =>
    run(['check', '--policy-from', 'main', ...more], { cwd: folder });

  it.each<[string, Files, string]>([
    [
      'an ignore of everything',
      { 'pinlock.yml': "ignores:\n  - path: '**'\n    reason: no time\n" },
      'pinlock.yml: new ignore of path ** (no time); it does not count before it is in main',
    ],
    [
      'an exclude of everything',
      { 'pinlock.yml': "exclude: ['**']\n" },
      'pinlock.yml: new exclude **; it does not count before it is in main',
    ],
    [
      'an include of something else',
      { 'pinlock.yml': 'include: [other]\n' },
      'pinlock.yml: include is other now; it does not count before it is in main',
    ],
    [
      'a softer rule',
      { 'pinlock.yml': 'policy:\n  - moving: pass\n' },
      'pinlock.yml: policy has other rules now; it does not count before it is in main',
    ],
    [
      'a comment',
      { 'a.sh': `# pinlock: ignore no time\n${CLONE}` },
      'a.sh:1: new ignore: no time; it does not count before it is in main',
    ],
  ])('is not softened by %s', async (_, after, notice) => {
    const { exitCode, stdout } = await check(repository({ 'a.sh': CLONE }, after));
    expect([exitCode, stdout.includes(notice)]).toEqual([1, true]);
  });

  it('counts what the revision says, and comments that stood there', async () => {
    const before = {
      'a.sh': `${CLONE}git clone https://example.com/acme/b # pinlock: ignore it is ours\n`,
      'pinlock.yml': 'ignores:\n  - source: git+https://example.com/acme/tool\n    reason: r\n',
    };
    const folder = repository(before, { 'pinlock.yml': '' });
    const { exitCode, stdout } = await check(folder);
    expect([exitCode, stdout.includes('to look at')]).toEqual([0, false]);
    write(folder, { 'a.sh': `${CLONE}git clone https://example.com/acme/c # pinlock: ignore it is ours\n` });
    expect((await check(folder)).exitCode).toBe(1);
  });

  it('names new sources and hosts of the lockfile, which count', async () => {
    const folder = repository(
      { 'a.sh': CLONE, 'pinlock.lock': LOCKFILE('git+https://example.com/acme/other') },
      {
        'pinlock.lock': LOCKFILE(
          'git+https://example.com/acme/other',
          'git+https://example.com/acme/tool',
          'git+https://mirror.example.org/acme/tool',
        ),
      },
    );
    const { exitCode, stdout } = await check(folder);
    expect(exitCode).toBe(0);
    expect(stdout.slice(stdout.indexOf('to look at'), stdout.indexOf('1 file read')).trim().split('\n')).toEqual([
      'to look at',
      '  pinlock.lock: new host mirror.example.org: no pin was from there in main',
      '  pinlock.lock: new source git+https://example.com/acme/tool',
      '  pinlock.lock: new source git+https://mirror.example.org/acme/tool',
    ]);
  });

  it.each([
    ['a mirror', 'mirrors:\n  example.com: https://evil.example.org\n', 'belongs in'],
    ['a misspelt key', 'ignore: []\n', 'did you mean "ignores"?'],
  ])('refuses %s in the tree', async (_, text, said) => {
    const { exitCode, stderr } = await check(repository({ 'a.sh': CLONE }, { 'pinlock.yml': text }));
    expect([exitCode, stderr.includes(said)]).toEqual([2, true]);
  });

  it('takes a file of --config from the revision where it lies in the tree, and as it is elsewhere', async () => {
    const folder = repository({ 'a.sh': CLONE, 'ci/pin.yml': '' }, { 'ci/pin.yml': "exclude: ['**']\n" });
    expect((await check(folder, '--config', 'ci/pin.yml')).exitCode).toBe(1);
    const elsewhere = tree({ 'pin.yml': 'policy:\n  - moving: pass\n' });
    expect((await check(folder, '--config', join(elsewhere, 'pin.yml'))).exitCode).toBe(0);
  });

  it('goes together with --since', async () => {
    const folder = repository(
      { 'a.sh': CLONE },
      { 'b.sh': `# pinlock: ignore no time\n${CLONE}`, 'pinlock.yml': "exclude: ['b.sh']\n" },
    );
    expect((await since(folder, '--policy-from', 'main')).failing).toEqual(['b.sh git+https://example.com/acme/tool']);
  });
});
