import { describe, expect, it } from 'vitest';
import { apply, commit, scan, unapply } from '../rewrite/scan.ts';

const HELD = commit('a1');
const MOVING = ['moving git+https://github.com/acme/tool@main'];
const EXACT = [`exact git+https://github.com/acme/tool@${HELD}`];

function read(text: string, more: Readonly<Record<string, string>> = {}): readonly string[] {
  return scan({ Gemfile: text, ...more }).fetches.map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
}

describe('Gemfile', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['gems of an index', "source 'https://rubygems.org'\ngem 'rails', '~> 7.1', require: false\n", []],
    ['a local one', "gem 'tool', path: '../tool'\n", []],
    ['a branch', "gem 'tool', git: 'https://github.com/acme/tool.git', branch: 'main'\n", MOVING],
    [
      'rockets',
      "gem 'tool', '>= 1', :git => 'git://github.com/acme/tool', :branch => 'main'\n",
      ['moving git+https://github.com/acme/tool@main'],
    ],
    ['a short name', 'gem "tool", github: "acme/tool", branch: "main", require: false\n', MOVING],
    ['a name of one word', "gem 'tool', github: 'tool'\n", ['moving git+https://github.com/tool/tool']],
    [
      'several lines',
      "gem 'tool', # why\n    platforms: %i[mri],\n    git: 'https://github.com/acme/tool',\n    require: ['a', 'b'], branch: 'main'\n",
      MOVING,
    ],
    ['brackets', "  gem('tool', github: 'acme/tool', tag: 'v1.2')\n", ['tag git+https://github.com/acme/tool@v1.2']],
    [
      'a part of a commit',
      "gem 'tool', ref: 'a101234', github: 'acme/tool'\n",
      ['tag git+https://github.com/acme/tool@a101234'],
    ],
    ['a block', "github 'acme/tool', branch: 'main' do\n  gem 'a'\nend\n", MOVING],
    [
      'what is computed',
      'gem "tool", github: "acme/#{NAME}", branch: "main"\n',
      ['moving https://github.com/acme/#{NAME}'],
    ],
    ['a ref that Ruby makes', "gem 't', github: 'acme/tool', ref: REF\n", ['dynamic https://github.com/acme/tool']],
    [
      'a ref behind an expression',
      "gem 't', :require => (A || B), github: 'acme/tool', ref: ENV['R'] || 'main' # x\n",
      ['dynamic https://github.com/acme/tool'],
    ],
    [
      'a text that is not the whole ref',
      `gem 't', github: 'acme/tool', ref: '${HELD}' + SUFFIX\n`,
      ['dynamic https://github.com/acme/tool'],
    ],
    ['a map of anything', "gem 't', github: 'acme/tool', **OPTIONS\n", ['dynamic https://github.com/acme/tool']],
    [
      'no ref',
      `gem 't', github: 'acme/tool', branch: nil, ref: '${HELD}' if X\n`,
      EXACT.map((one) => one.replace('@main', '')),
    ],
    [
      'a ref twice',
      `gem 't', github: 'acme/tool', ref: '${HELD}', ref: 'v1.2'\n`,
      ['tag git+https://github.com/acme/tool@v1.2'],
    ],
    [
      'a pull request',
      `gem 't', github: 'https://github.com/acme/tool/pull/3', ref: '${HELD}'\n`,
      ['moving git+https://github.com/acme/tool@refs/pull/3/head'],
    ],
    ['a comment', "# gem 'tool', github: 'acme/tool'\n", []],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    [
      "gem 'tool', :git => 'https://github.com/acme/tool', :branch => 'main' # why\r\n",
      'main',
      `:ref => '${HELD}' # why`,
    ],
    ["gem 'tool', github: 'acme/tool', require: false\n", null, `github: 'acme/tool', ref: '${HELD}', require`],
    ["github 'acme/tool' do\nend\n", null, `github 'acme/tool', ref: '${HELD}' do`],
  ])('takes a commit and gives it back: %s', (text, ref, written) => {
    const pins = { [`git+https://github.com/acme/tool${ref === null ? '' : `@${ref}`}`]: HELD };
    const { texts, refused } = apply({ Gemfile: text }, pins);
    expect(refused).toEqual([]);
    expect(texts.Gemfile).toContain(written);
    expect(unapply(texts, pins)).toEqual({ refused: [], texts: { Gemfile: text } });
  });

  it.each([
    "gem 't', github: 'acme/tool', branch: 'main', ref: 'main'\n",
    "gem 't', github: 'acme/tool', ref: REF\n",
    "gem 't', github: 'https://github.com/acme/tool/pull/3'\n",
  ])('writes no commit where Ruby would not take it: %s', (text) => {
    const pins = ['', '@main', '@refs/pull/3/head'].map((ref) => [`git+https://github.com/acme/tool${ref}`, HELD]);
    expect(apply({ Gemfile: text }, Object.fromEntries(pins)).texts).toEqual({});
  });

  const LOCK = `GIT\n  remote: https://github.com/acme/tool.git\n  revision: ${HELD}\n  branch: main\n  specs:\n    tool (1.0)\n\nGEM\n`;
  it.each<readonly [string, string, readonly string[]]>([
    ['holds the commit', LOCK, EXACT],
    ['was made for another branch', LOCK.replace('branch: main', 'branch: dev'), MOVING],
    ['was made for a tag of this name', LOCK.replace('branch: main', 'tag: main'), MOVING],
    ['was made for none', LOCK.replace('  branch: main\n', ''), MOVING],
    ['is of another repository', LOCK.replace('acme/tool', 'acme/other'), MOVING],
  ])('Gemfile.lock %s', (_, lock, expected) => {
    expect(read("gem 'tool', github: 'acme/tool', branch: 'main'\n", { 'Gemfile.lock': lock })).toEqual(expected);
  });

  it('ends in time', () => {
    expect(read(`gem 'a', ${'b: [,'.repeat(50_000)}\ngem '${'x'.repeat(200_000)}`)).toEqual([]);
  });
});
