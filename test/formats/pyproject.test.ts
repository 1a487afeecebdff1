import { describe, expect, it } from 'vitest';
import { apply, commit, scan, unapply } from '../rewrite/scan.ts';

const MOVING = ['moving git+https://github.com/acme/tool@main'];
const ITEM = '"black", "tool @ git+https://github.com/acme/tool@main"';

const BRANCH = '{ git = "https://github.com/acme/tool", branch = "main" }';
const FILE = 'versioned https://example.com/a-1.2.whl';

function read(text: string, more: Readonly<Record<string, string>> = {}, path = 'pyproject.toml'): readonly string[] {
  return scan({ [path]: text, ...more }).fetches.map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
}

describe('pyproject.toml', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['names from an index', '[project]\ndependencies = ["black>=24", "ruff"]\n', []],
    ['a dependency', `[project]\ndependencies = [\n  ${ITEM}, # why\n]\n`, MOVING],
    ['an optional one', `[project.optional-dependencies]\ndev = [${ITEM}]\n`, MOVING],
    ['one of a group', `[dependency-groups]\ndev = [${ITEM}, {include-group = "x"}]\n`, MOVING],
    [
      'an environment of tox',
      `[tool.tox.env.devel]\ndeps = [${ITEM}]\n[tool.tox.env_run_base]\ndeps = ["other @ git+https://github.com/acme/other.git  # MIT"]\n`,
      [...MOVING, 'moving git+https://github.com/acme/other'],
    ],
    [
      'commands of tox',
      `[tool.tox.env.a]\ncommands = [["git", "clone", "-b", "main", "https://github.com/acme/tool"], ["pytest", { replace = "posargs" }]]\n`,
      MOVING,
    ],
    [
      'commands of Hatch',
      `[tool.hatch.envs.a]\npost-install-commands = ["wget https://example.com/b-1.2.tgz"]\nscripts.get = ["echo {args:x}", "git clone -b main https://github.com/acme/tool"]\nscripts.one = "wget https://example.com/a-1.2.whl"\n`,
      ['versioned https://example.com/b-1.2.tgz', ...MOVING, FILE],
    ],
    [
      'tasks',
      `[tool.pdm.scripts]\na = { shell = "git clone -b main https://github.com/acme/tool" }\n[tool.poe.tasks]\nb = { cmd = "wget https://example.com/a-1.2.whl" }\n[tool.pixi.tasks]\nc = { cmd = ["wget", "https://example.com/b-1.2.tgz"], depends-on = ["x"] }\nd = "pytest"\n`,
      [...MOVING, FILE, 'versioned https://example.com/b-1.2.tgz'],
    ],
    ['what builds it', `[build-system]\nrequires = [${ITEM}]\n`, MOVING],
    [
      'one for some machines',
      `[project]\ndependencies = ["tool @ git+https://github.com/acme/tool@main ; os_name == 'nt'", "a @ https://example.com/a-1.2.whl; os_name == 'nt'"]\n`,
      [...MOVING, FILE],
    ],
    ['one of uv', `[tool.uv]\ndev-dependencies = [${ITEM}]\n`, MOVING],
    [
      'a source of uv',
      `[tool.uv.sources]\ntool = ${BRANCH}\nother = { path = "../x" }\ntorch = { index = "cpu" }\n`,
      MOVING,
    ],
    [
      'sources of uv',
      `[tool.uv.sources]\ntool = [\n  ${BRANCH},\n  { url = "https://example.com/a-1.2.whl" },\n]\n`,
      [...MOVING, FILE],
    ],
    ['a dependency of Poetry', `[tool.poetry.dependencies]\npython = "^3.12"\ntool = ${BRANCH}\n`, MOVING],
    [
      'one of a group of Poetry',
      `[tool.poetry.group.dev.dependencies.tool]\ngit = "https://github.com/acme/tool"\nrev = "main"\n`,
      MOVING,
    ],
    [
      'a tag',
      `[tool.poetry.dev-dependencies]\ntool = ${BRANCH.replace('branch = "main"', 'tag = "v1.2"')}\n`,
      ['tag git+https://github.com/acme/tool@v1.2'],
    ],
    ['an address', '[tool.poetry.dependencies]\na = { url = "https://example.com/a-1.2.whl" }\n', [FILE]],
    ['what is no requirement', `[tool.x]\ndependencies = [${ITEM}]\n`, []],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('leaves every other byte alone', () => {
    const text = `[project]\r\ndependencies = [\r\n\t${ITEM} ,\r\n]\r\n`;
    const { texts, refused } = apply(
      { 'pyproject.toml': text },
      { 'git+https://github.com/acme/tool@main': commit('a1') },
    );
    expect(refused).toEqual([]);
    expect(texts['pyproject.toml']).toBe(text.replace('main', commit('a1')));
  });
});

describe('a table of a package', () => {
  it.each<readonly [string, string | null, string, string]>([
    [
      'a branch',
      'main',
      `[tool.uv.sources]\r\ntool={ git = "https://github.com/acme/tool" , branch="main" } # why\r\n`,
      `[tool.uv.sources]\r\ntool={ git = "https://github.com/acme/tool" , rev="${commit('a1')}" } # why\r\n`,
    ],
    [
      'none',
      null,
      `[tool.uv.sources]\ntool = {git = "https://github.com/acme/tool", subdirectory = "x"}\n`,
      `[tool.uv.sources]\ntool = {git = "https://github.com/acme/tool", rev = "${commit('a1')}", subdirectory = "x"}\n`,
    ],
    [
      'none, on a line of its own',
      null,
      `[tool.poetry.dependencies.tool]\r\n  git = "https://github.com/acme/tool" # why\r\noptional = true\r\n`,
      `[tool.poetry.dependencies.tool]\r\n  git = "https://github.com/acme/tool"\r\n  rev = "${commit('a1')}" # why\r\noptional = true\r\n`,
    ],
    [
      'none, with dotted keys',
      null,
      `[tool.poetry.dependencies]\ntool.git = "https://github.com/acme/tool"`,
      `[tool.poetry.dependencies]\ntool.git = "https://github.com/acme/tool"\ntool.rev = "${commit('a1')}"`,
    ],
  ])('takes a commit where it named %s, and gives it back', (_, ref, before, after) => {
    const pins = { [`git+https://github.com/acme/tool${ref === null ? '' : `@${ref}`}`]: commit('a1') };
    const applied = apply({ 'pyproject.toml': before }, pins);
    expect(applied).toEqual({ refused: [], texts: { 'pyproject.toml': after } });
    const restored = unapply({ 'pyproject.toml': after }, pins);
    expect(restored).toEqual({ refused: [], texts: { 'pyproject.toml': before } });
  });
});

const HELD = commit('a1');
const EXACT = [`exact git+https://github.com/acme/tool@${HELD}`];
const SUM = '0123456789abcdef'.repeat(4);

const POETRY = `[[package]]
name = "tool"
files = []

[package.source]
type = "git"
url = "https://github.com/acme/tool.git"
reference = "main"
resolved_reference = "${HELD}"
`;
const UV = `version = 1

[[package]]
name = "a"
source = { editable = "packages/a" }

[[package]]
name = "tool"
source = { git = "https://github.com/acme/tool?subdirectory=x&branch=main#${HELD}" }
`;
const PDM = `[[package]]
name = "tool"
git = "https://github.com/acme/tool.git"
ref = "main"
revision = "${HELD}"
`;

describe('the lockfile beside it', () => {
  const text = `[tool.uv.sources]\ntool = ${BRANCH}\n`;
  const poetry = `[tool.poetry.dependencies]\ntool = ${BRANCH}\n`;
  const listed = `[project]\ndependencies = [${ITEM}]\n`;
  it.each<readonly [string, readonly string[], string, Readonly<Record<string, string>>]>([
    ['poetry.lock holds the commit', EXACT, poetry, { 'poetry.lock': POETRY }],
    ['poetry.lock was made for another branch', MOVING, poetry, { 'poetry.lock': POETRY.replace('"main"', '"dev"') }],
    [
      'poetry.lock is of another repository',
      MOVING,
      poetry,
      { 'poetry.lock': POETRY.replace('acme/tool', 'acme/other') },
    ],
    ['poetry.lock holds half a commit', MOVING, poetry, { 'poetry.lock': POETRY.replace(HELD, HELD.slice(0, 20)) }],
    ['poetry.lock is broken', MOVING, poetry, { 'poetry.lock': `<<<<<<< a\n${POETRY}` }],
    ['uv.lock holds the commit', EXACT, text, { 'uv.lock': UV }],
    ['uv.lock was made for a tag of this name', MOVING, text, { 'uv.lock': UV.replace('branch=', 'tag=') }],
    ['uv.lock was made for another branch', MOVING, text, { 'uv.lock': UV.replace('=main', '=dev') }],
    ['uv.lock was made for none', MOVING, text, { 'uv.lock': UV.replace('&branch=main', '') }],
    ['uv.lock holds what a requirement names', EXACT, listed, { 'uv.lock': UV.replace('branch=', 'rev=') }],
    ['pdm.lock holds the commit', EXACT, listed, { 'pdm.lock': PDM }],
    ['pdm.lock was made for another branch', MOVING, listed, { 'pdm.lock': PDM.replace('"main"', '"dev"') }],
    ['two that agree', EXACT, listed, { 'pdm.lock': PDM, 'uv.lock': UV.replace('branch=', 'rev=') }],
    [
      'two that do not',
      MOVING,
      listed,
      { 'pdm.lock': PDM.replace(HELD, commit('b2')), 'uv.lock': UV.replace('branch=', 'rev=') },
    ],
    [
      'what builds the project is in no lockfile',
      MOVING,
      `[build-system]\nrequires = [${ITEM}]\n`,
      { 'uv.lock': UV.replace('branch=', 'rev=') },
    ],
  ])('%s', (_, expected, manifest, locks) => {
    expect(read(manifest, locks)).toEqual(expected);
  });

  it.each<readonly [string, readonly string[], string, string, string]>([
    ['poetry.lock does not speak for folders below', MOVING, poetry, 'poetry.lock', 'a/pyproject.toml'],
    ['uv.lock speaks for its members', EXACT, text, 'uv.lock', 'packages/a/pyproject.toml'],
    ['uv.lock does not speak for others', MOVING, text, 'uv.lock', 'packages/b/pyproject.toml'],
  ])('%s', (_, expected, manifest, lock, path) => {
    expect(read(manifest, { [lock]: lock === 'uv.lock' ? UV : POETRY }, path)).toEqual(expected);
  });

  it.each<readonly [string, string, string, readonly string[]]>([
    [
      'uv.lock',
      `[[package]]\nname = "a"\nsource = { url = "https://example.com/a-1.2.whl" }\nwheels = [{ filename = "a", hash = "sha256:${SUM}" }]\n`,
      'exact',
      ['sha256', SUM],
    ],
    [
      'poetry.lock',
      `[[package]]\nname = "a"\nfiles = [{file = "a", hash = "sha256:${SUM}"}]\n[package.source]\ntype = "url"\nurl = "https://example.com/a-1.2.whl"\n`,
      'exact',
      ['sha256', SUM],
    ],
    ['uv.lock', '[[package]]\nname = "a"\nsource = { url = "https://example.com/a-1.2.whl" }\n', 'versioned', []],
    [
      'uv.lock',
      `[[package]]\nname = "a"\nsource = { url = "https://example.com/a-1.3.whl" }\nsdist = { hash = "sha256:${SUM}" }\n`,
      'versioned',
      [],
    ],
  ])('%s and the hash of a file', (path, lock, verdict, identity) => {
    const tree = {
      'pyproject.toml': '[tool.uv.sources]\na = { url = "https://example.com/a-1.2.whl" }\n',
      [path]: lock,
    };
    const [fetch] = scan(tree).fetches;
    expect([fetch?.verdict, ...Object.values(fetch?.identity ?? {})]).toEqual([verdict, ...identity]);
  });
});
