import { describe, expect, it } from 'vitest';
import { apply, commit, scan } from '../rewrite/scan.ts';

const MOVING = ['moving git+https://github.com/acme/tool@main'];
const ITEM = '"black", "tool @ git+https://github.com/acme/tool@main"';

function read(text: string): readonly string[] {
  return scan({ 'pyproject.toml': text }).fetches.map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
}

describe('pyproject.toml', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['names from an index', '[project]\ndependencies = ["black>=24", "ruff"]\n', []],
    ['a dependency', `[project]\ndependencies = [\n  ${ITEM}, # why\n]\n`, MOVING],
    ['an optional one', `[project.optional-dependencies]\ndev = [${ITEM}]\n`, MOVING],
    ['one of a group', `[dependency-groups]\ndev = [${ITEM}, {include-group = "x"}]\n`, MOVING],
    ['what builds it', `[build-system]\nrequires = [${ITEM}]\n`, MOVING],
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
