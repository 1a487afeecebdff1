import { describe, expect, it } from 'vitest';
import { requirements } from '../../src/formats/requirements.ts';
import { apply, commit, scan } from '../rewrite/scan.ts';

const SUM = '89abcdef'.repeat(8);

function read(text: string, more: Readonly<Record<string, string>> = {}): readonly string[] {
  return scan({ 'requirements.txt': text, ...more }).fetches.map(
    ({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`,
  );
}

describe('requirements', () => {
  it.each([
    ['requirements.txt', true],
    ['docker/requirements3.10.txt', true],
    ['a/requirements-dev.txt', true],
    ['dev-requirements.txt', true],
    ['test_requirements.in', true],
    ['requirements/base.txt', true],
    ['constraints.txt', true],
    ['CMakeLists.txt', false],
    ['requirements.md', false],
    ['base.txt', false],
  ])('%s: %s', (path, expected) => {
    expect(requirements.matches(path, '')).toBe(expected);
  });

  it.each<readonly [string, string, readonly string[]]>([
    [
      'names from an index',
      'black==24\nruff>=1 # git+https://github.com/acme/a\n-i https://pypi.example.com/simple\n',
      [],
    ],
    ['a local folder', '-e .\n./dist/a.whl\n-e ./a[b]\n', []],
    ['a branch', 'git+https://github.com/acme/a@main\n', ['moving git+https://github.com/acme/a@main']],
    ['an editable one', '-e git+https://github.com/acme/a.git#egg=a\n', ['moving git+https://github.com/acme/a']],
    [
      'with quotes and an equals sign',
      '--editable="git+https://github.com/acme/a@main"\n',
      ['moving git+https://github.com/acme/a@main'],
    ],
    [
      'for some machines',
      'a @ git+https://github.com/acme/a@v1.2 ; python_version < "3.8"\n',
      ['tag git+https://github.com/acme/a@v1.2'],
    ],
    [
      'a commit',
      `a @ git+https://github.com/acme/a@${commit('a1')}\r\n`,
      [`exact git+https://github.com/acme/a@${commit('a1')}`],
    ],
    ['a variable', 'git+https://github.com/acme/a@${REF}\n', ['dynamic https://github.com/acme/a']],
    ['a file', 'https://example.com/a.tar.gz\n', ['moving https://example.com/a.tar.gz']],
    [
      'a file with its sum on the next line',
      `a @ https://example.com/a.tar.gz \\\n  --hash=sha256:${SUM}\n`,
      ['exact https://example.com/a.tar.gz'],
    ],
    [
      'a file with several sums',
      `https://example.com/a.tar.gz --hash=sha256:${SUM} --hash=sha256:${'0'.repeat(64)}\n`,
      ['moving https://example.com/a.tar.gz'],
    ],
    ['a list at an address', '-c https://example.com/c.txt\n', ['moving https://example.com/c.txt']],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('reads the lists that a list names, whatever they are called, and ends in a circle', () => {
    const text = '-r more/list.txt\n';
    const list = '-r ../requirements.txt\ngit+https://github.com/acme/a@main\n';
    const { fetches } = scan({ 'requirements.txt': text, 'more/list.txt': list });
    expect(fetches.map(({ place, verdict }) => `${place.file} ${verdict}`)).toEqual(['more/list.txt moving']);
  });

  it('pins between what stands around it', () => {
    const text = '# tools\r\n-e git+https://github.com/acme/a@main#egg=a ; python_version < "3.8" # why\r\n';
    const { texts, refused } = apply(
      { 'requirements.txt': text },
      { 'git+https://github.com/acme/a@main': commit('a1') },
    );
    expect(refused).toEqual([]);
    expect(texts['requirements.txt']).toBe(text.replace('main', commit('a1')));
  });

  it('keeps the break of a line that stands in a ref', () => {
    const text = 'git+https://github.com/acme/a@ma\\\nin\n';
    const key = 'git+https://github.com/acme/a@main';
    expect(read(text)).toEqual([`moving ${key}`]);
    const { texts, refused } = apply({ 'requirements.txt': text }, { [key]: commit('a1') });
    expect([texts['requirements.txt'], refused.length]).toEqual([
      `git+https://github.com/acme/a@\\\n${commit('a1')}\n`,
      0,
    ]);
  });

  it('ends in time on a long hostile line', () => {
    expect(read(`${' -'.repeat(200_000)}\n${'\\\n'.repeat(200_000)}`)).toEqual([]);
  });
});
