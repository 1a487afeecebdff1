import { describe, expect, it } from 'vitest';
import { apply, commit, scan } from '../rewrite/scan.ts';

const MODULES = `[core]
\tpath = x
[submodule "libs/tool"]
\tpath = libs/tool
\turl = https://github.com/acme/tool.git
\tbranch = main
[submodule "b"]
  path = "b"
  url = "https://github.com/acme/b"
[submodule "c"]
path=c
url=https://github.com/acme/c
branch=.
[submodule "near"]
path = near
url = ../near.git
`;
const TOOL = 'moving git+https://github.com/acme/tool@main';
const ALL = [TOOL, 'moving git+https://github.com/acme/b', 'moving https://github.com/acme/c'];

function read(line: string, path = 'ci/update.sh', modules = MODULES): readonly string[] {
  const { fetches } = scan({ [path]: `#!/bin/sh\n${line}\n`, '.gitmodules': modules });
  return fetches.map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
}

describe('submodules of the project itself', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['stand at its commit', 'git submodule update --init --recursive', []],
    ['move with --remote', 'git submodule update --init --remote', ALL],
    ['move in a folder that is found', 'cd "$(dirname "$0")/.." && git submodule update --remote --merge', ALL],
    ['one of them', 'git submodule update --remote ./libs/tool/', [TOOL]],
    ['those of a folder', 'git submodule update --remote -- libs', [TOOL]],
    ['perhaps all', 'git submodule update --remote "$1"', ALL],
    ['those of another repository', 'git -C libs/tool submodule update --remote', []],
    [
      'those of a clone',
      'git clone https://github.com/acme/x\ncd x\ngit submodule update --remote',
      ['moving git+https://github.com/acme/x'],
    ],
  ])('%s', (_, line, expected) => {
    expect([...read(line)].sort()).toEqual([...expected].sort());
  });

  it.each<readonly [string, string, readonly string[]]>([
    ['pulled in its folder', '(cd libs/tool && git pull)', [TOOL]],
    [
      'pulled below its folder',
      'git -C libs/tool/src pull origin dev',
      ['moving git+https://github.com/acme/tool@dev'],
    ],
    ['sent to a branch', 'git -C b checkout -q origin/main', ['moving git+https://github.com/acme/b@main']],
    ['sent to a tag', 'git -C b checkout v1.2.1', ['tag git+https://github.com/acme/b@v1.2.1']],
    ['sent to a commit', `git -C b checkout ${commit('a1')}`, []],
    ['put back', 'git -C b reset --hard HEAD', []],
    ['each of them', "git submodule foreach 'git pull'", ALL],
    [
      'each of them at a branch',
      "git submodule foreach 'git checkout main && git pull'",
      [
        ...ALL,
        ...['tool', 'b'].map((name) => `moving git+https://github.com/acme/${name}@main`),
        'moving https://github.com/acme/c',
      ],
    ],
    ['the project itself', 'git pull origin main; git checkout main', []],
    ['a folder that is none', 'git -C libs pull; git -C libs/tools pull', []],
  ])('%s', (_, line, expected) => {
    const found = new Set(read(line));
    for (const one of expected) expect(found).toContain(one);
    if (expected.length === 0) expect([...found]).toEqual([]);
  });

  it('name both places', () => {
    const tree = { 'a.sh': '#!/bin/sh\ngit submodule update --remote b libs/tool\n', '.gitmodules': MODULES };
    const [fetch] = scan(tree).fetches.filter(({ ref }) => ref === 'main');
    const textAt = ({ file, start, end }: { file: string; start: number; end: number }) =>
      (file === 'a.sh' ? tree['a.sh'] : MODULES).slice(start, end);
    expect(fetch?.place.file).toBe('a.sh');
    expect(fetch?.related.map(({ at, role }) => [role, at.file, textAt(at)])).toEqual([
      ['definition', '.gitmodules', 'https://github.com/acme/tool.git'],
      ['definition', '.gitmodules', 'main'],
    ]);
  });

  it('take no commit', () => {
    const tree = { 'a.sh': '#!/bin/sh\ngit submodule update --remote libs/tool\n', '.gitmodules': MODULES };
    expect(apply(tree, { 'git+https://github.com/acme/tool@main': commit('a1') })).toEqual({
      texts: {},
      refused: [expect.stringContaining("without --remote at a.sh:2 the project's own commit says which one it is")],
    });
  });
});
