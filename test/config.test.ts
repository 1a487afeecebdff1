import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findIgnores, ignoreAt } from '../src/config/inline-ignores.ts';
import { nearestOf } from '../src/config/nearest.ts';
import { loadConfig, loadTrustedConfig, parseConfig, parseTrustedConfig } from '../src/config.ts';
import { UserError } from '../src/errors.ts';
import { openTree } from '../src/ports/files.ts';
import { makeTree } from './discover/temporary-tree.ts';

const EMPTY = {
  include: [],
  exclude: [],
  hold: null,
  policy: [],
  ignores: [],
  forges: new Map(),
  ranges: new Map(),
  baseline: null,
};
const NO_TRUST = {
  mirrors: new Map(),
  hosts: null,
  http: [],
  proxies: new Map(),
  certificates: [],
  realms: new Map(),
  tokens: new Map(),
  forges: new Map(),
};
const TOP = 'known are include, exclude, hold, policy, ignores, forges, ranges, baseline';
const ELSEWHERE =
  "it belongs in ~/.config/pinlock/config.yml or the file of --trusted-config, because trust is not the tree's to give";

async function faultOf(parsed: Promise<unknown>): Promise<string> {
  const error = await parsed.then(
    (value) => new Error(`no fault: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw error;
  expect(error.exitCode).toBe(2);
  return error.message;
}

describe('pinlock.yml', () => {
  it('says all that it may', async () => {
    const text = `
include: [ci/**]
exclude:
  - vendor
hold: file
policy:
  - kinds: [image]
    paths: ['*.Dockerfile']
    strict: true
    moving: warn
ignores:
  - { rule: git-clone, path: a.sh, source: git+https://example.com/acme/tool, reason: ' it is ours ', until: 2027-01-31 }
  - { path: b, reason: r }
forges: { git.example.com: gitlab, 'git.example.com:8443': gitea }
ranges: { git+https://example.com/acme/tool: ^1.2 }
baseline: ci/known
`;
    expect(await parseConfig(text, 'pinlock.yml')).toEqual({
      include: ['ci/**'],
      exclude: ['vendor'],
      hold: 'file',
      policy: [{ kinds: ['image'], paths: ['*.Dockerfile'], strict: true, outcomes: { moving: 'warn' } }],
      ignores: [
        {
          rule: 'git-clone',
          path: 'a.sh',
          source: 'git+https://example.com/acme/tool',
          reason: 'it is ours',
          until: '2027-01-31',
        },
        { rule: null, path: 'b', source: null, reason: 'r', until: null },
      ],
      forges: new Map([
        ['git.example.com', 'gitlab'],
        ['git.example.com:8443', 'gitea'],
      ]),
      ranges: new Map([['git+https://example.com/acme/tool', '^1.2']]),
      baseline: 'ci/known',
    });
  });

  it.each(['', '# nothing\n', '---\n'])('may say nothing: %j', async (text) => {
    expect(await parseConfig(text, 'pinlock.yml')).toEqual(EMPTY);
  });

  it.each([
    ['an unknown key', 'hold: file\nexlude: []\n', `2:1: "exlude" is not known; did you mean "exclude"? ${TOP}`],
    [
      'a key like none',
      'rules: []',
      `1:1: "rules" is not known; did you mean "include"? ${TOP}`.replace('did you mean "include"? ', ''),
    ],
    [
      'an unknown key further in',
      'ignores:\n  - path: a\n    reasn: b\n    reason: c',
      '3:5: "reasn" is not known; did you mean "reason"? known are rule, path, source, reason, until',
    ],
    ['no reason', 'ignores:\n  - path: a', '2:5: "reason" is missing'],
    ['an empty reason', 'ignores: [{ path: a, reason: " " }]', '1:22: ignores.0.reason: expected a reason in words'],
    [
      'an ignore of everything',
      'ignores:\n  - reason: because',
      '2:5: ignores.0: expected at least one of rule, path, source: an ignore of everything is none',
    ],
    [
      'a day that is none',
      'ignores: [{ path: a, reason: b, until: 2027-02-30 }]',
      '1:33: ignores.0.until: expected a day such as "2027-01-31"',
    ],
    ['another hold', 'hold: both', '1:1: hold: expected file or pinlock'],
    ['a text for a list', 'exclude: vendor', '1:1: exclude: expected a list of texts'],
    ['a number in a list', 'exclude:\n - a\n - 1', '3:4: exclude.1: expected a glob such as "vendor/**"'],
    [
      'an unknown kind',
      'policy: [{ kinds: [svm] }]',
      '1:20: policy.0.kinds.0: expected git, image, file, hg, svn, package',
    ],
    ['an unknown outcome', 'policy: [{ moving: ok }]', '1:12: policy.0.moving: expected pass, warn or fail'],
    [
      'a host with a path',
      'forges: { git.example.com/x: gitlab }',
      '1:11: forges.git.example.com/x: expected a host in lower case, such as "git.example.com" or "git.example.com:8443"',
    ],
    ['a list', '- a', '1:1: expected an object of settings'],
    ['two of a key', 'hold: file\nhold: file', '2:1: Map keys must be unique'],
    ['no YAML', 'hold: [', '1:8: Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ['another tag', 'hold: !!js/function x', '1:7: Unresolved tag: tag:yaml.org,2002:js/function'],
    ['mirrors', 'mirrors: { example.com: "https://example.org" }', `1:1: "mirrors" is not said here: ${ELSEWHERE}`],
    ['tokens', 'hold: file\ntokens: {}', `2:1: "tokens" is not said here: ${ELSEWHERE}`],
    ['a list of forges', 'forges: [a]', '1:1: forges: expected an object'],
    [
      'a range that is none',
      'ranges: { a: newest }',
      "1:11: ranges.a: expected a range of versions, as '^1.2' or '>=2 <4'",
    ],
  ])('refuses %s', async (_, text, message) => {
    expect(await faultOf(parseConfig(text, 'pinlock.yml'))).toBe(`pinlock.yml:${message}`);
  });

  it.each([
    [
      'aliases that multiply',
      `a: &a [${'x,'.repeat(9)}x]\n${Array.from({ length: 9 }, (_, i) => `${'bcdefghij'[i]}: &${'bcdefghij'[i]} [${`*${'abcdefghi'[i]},`.repeat(10)}]`).join('\n')}`,
    ],
    ['deep nesting', `exclude: ${'['.repeat(20_000)}`],
    ['much text', `exclude: [${'a'.repeat(1_100_000)}]`],
  ])('survives %s', async (_, text) => {
    expect(await faultOf(parseConfig(text, 'pinlock.yml'))).toMatch(/^pinlock\.yml/);
  });

  it.each([
    [
      'a code host',
      'forges: { git.example.com: gitlb }',
      '1:11: forges.git.example.com: there is no code host "gitlb"; did you mean "gitlab"?',
    ],
    [
      'a code host that is near none',
      'forges: { git.example.com: perforce }',
      '1:11: forges.git.example.com: there is no code host "perforce"; known are gitea, gitlab',
    ],
    [
      'a rule',
      'ignores:\n  - rule: git-clon\n    reason: ours',
      '2:5: ignores.0.rule: there is no rule "git-clon"; did you mean "git-clone"?',
    ],
    ['what exists', 'forges: { git.example.com: gitea }\nignores: [{ rule: curl, reason: ours }]', ''],
  ])('names that must exist: %s', async (_, text, message) => {
    const vocabulary = { forges: ['gitea', 'gitlab'], rules: ['curl', 'git-clone'] };
    const parsing = parseConfig(text, 'pinlock.yml', vocabulary);
    if (message === '') expect((await parsing).forges.size).toBe(1);
    else expect(await faultOf(parsing)).toBe(`pinlock.yml:${message}`);
  });

  it('is read at the root, and may be missing there', async () => {
    expect(await loadConfig(openTree(makeTree({ 'pinlock.yml': 'hold: file' })), null)).toEqual({
      ...EMPTY,
      hold: 'file',
    });
    expect(await loadConfig(openTree(makeTree({})), null)).toEqual(EMPTY);
  });

  it('is not read through a symlink that leads out', async () => {
    const outside = makeTree({ 'x.yml': 'hold: file' });
    const tree = openTree(makeTree({ 'pinlock.yml': { link: join(outside, 'x.yml') } }));
    expect(await faultOf(loadConfig(tree, null))).toBe('pinlock.yml: is a symlink that leads out of the root');
  });

  it('must exist when it was named', async () => {
    const root = makeTree({ 'other.yml': 'hold: file' });
    expect((await loadConfig(openTree(root), join(root, 'other.yml'))).hold).toBe('file');
    expect(await faultOf(loadConfig(openTree(root), join(root, 'none.yml')))).toBe(
      `${join(root, 'none.yml')}: does not exist`,
    );
    expect(await faultOf(loadConfig(openTree(root), root))).toBe(`${root}: is a folder`);
  });
});

describe('the trusted file', () => {
  it('says all that it may', async () => {
    const text = `
mirrors: { github.com: 'https://mirror.example.com/github', docker.io: 'http://127.0.0.1:5000', quay.io: 'http://mirror.localhost' }
hosts: [example.com]
http: ['old.example.com:8080']
realms: { registry.example.com: auth.example.com }
proxies: { https: 'http://proxy.example.com:3128' }
certificates: [/etc/ssl/own.pem]
tokens: { github.com: GITHUB_TOKEN }
forges: { git.example.com: gitlab }
`;
    expect(await parseTrustedConfig(text, 'config.yml')).toEqual({
      mirrors: new Map([
        ['github.com', 'https://mirror.example.com/github'],
        ['docker.io', 'http://127.0.0.1:5000'],
        ['quay.io', 'http://mirror.localhost'],
      ]),
      hosts: ['example.com'],
      http: ['old.example.com:8080'],
      realms: new Map([['registry.example.com', 'auth.example.com']]),
      proxies: new Map([['https', 'http://proxy.example.com:3128']]),
      certificates: ['/etc/ssl/own.pem'],
      tokens: new Map([['github.com', 'GITHUB_TOKEN']]),
      forges: new Map([['git.example.com', 'gitlab']]),
    });
  });

  it.each([
    [
      'the project’s own keys',
      'exclude: []',
      '1:1: "exclude" is not said here: it belongs in pinlock.yml of the project',
    ],
    [
      'a token itself',
      'tokens: { github.com: ghp_0123-4567 }',
      '1:11: tokens.github.com: expected the NAME of the environment variable that holds the token',
    ],
    [
      'a mirror with a password',
      'mirrors: { github.com: "https://me:secret@example.com" }',
      '1:12: mirrors.github.com: expected an https or http URL without user and password',
    ],
    [
      'a mirror by http',
      'mirrors: { github.com: "http://127.0.0.1.example.com" }',
      "1:1: mirrors: a mirror of plain http needs its host under 'http' too (loopback does not)",
    ],
  ])('refuses %s', async (_, text, message) => {
    expect(await faultOf(parseTrustedConfig(text, 'config.yml'))).toBe(`config.yml:${message}`);
  });

  it.each([
    { name: 'by --trusted-config', path: 'a.yml', env: {}, hosts: ['a.example.com'] },
    { name: 'in the XDG folder', path: null, env: { XDG_CONFIG_HOME: 'xdg', HOME: 'home' }, hosts: ['x.example.com'] },
    { name: 'at home', path: null, env: { HOME: 'home' }, hosts: ['h.example.com'] },
    { name: 'nowhere', path: null, env: { HOME: 'none' }, hosts: null },
    { name: 'without a home', path: null, env: {}, hosts: null },
  ])('is found $name', async ({ path, env, hosts }) => {
    const root = makeTree({
      'a.yml': 'hosts: [a.example.com]',
      'xdg/pinlock/config.yml': 'hosts: [x.example.com]',
      'home/.config/pinlock/config.yml': 'hosts: [h.example.com]',
    });
    const absolute = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, join(root, value)]));
    expect(await loadTrustedConfig(absolute, path === null ? null : join(root, path))).toEqual({ ...NO_TRUST, hosts });
  });

  it('must exist when it was named', async () => {
    expect(await faultOf(loadTrustedConfig({}, '/nowhere/x.yml'))).toBe('/nowhere/x.yml: does not exist');
  });
});

describe('the nearest word', () => {
  const words = ['include', 'exclude', 'hold', 'ignores'];
  it.each([
    ['exlude', 'exclude'],
    ['ingores', 'ignores'],
    ['HOLD', 'hold'],
    ['hlod', 'hold'],
    ['inclued', 'include'],
    ['policy', undefined],
    ['x', undefined],
    ['x'.repeat(100_000), undefined],
  ])('%.10s', (typed, nearest) => {
    expect(nearestOf(typed, words)).toBe(nearest);
  });
});

describe('ignores in files', () => {
  it.each([
    [
      'behind a command',
      'a\nwget x # pinlock: ignore it is ours\n',
      [{ line: 2, covers: 2, reason: 'it is ours', until: null }],
    ],
    ['above', '# pinlock: ignore r\nwget x\n', [{ line: 1, covers: 2, reason: 'r', until: null }]],
    [
      'above another comment',
      'RUN a && \\\r\n  # pinlock: ignore until=2027-01-31 r\r\n  # more\r\n  wget x\r\n',
      [{ line: 2, covers: 4, reason: 'r', until: '2027-01-31' }],
    ],
    ['without a blank', '#pinlock:ignore r\nx', [{ line: 1, covers: 2, reason: 'r', until: null }]],
    ['in two slashes', '  // pinlock: ignore r\nx', [{ line: 1, covers: 2, reason: 'r', until: null }]],
    ['not in a word', 'wget https://example.com/#pinlock: ignore r\n', []],
    ['not in prose', 'use pinlock: it helps\n', []],
  ])('%s', (_, text, ignores) => {
    expect(findIgnores(text)).toEqual({ ignores, mistakes: [] });
  });

  const usage = 'expected "# pinlock: ignore [until=YYYY-MM-DD] <reason>"';
  it.each([
    ['no reason', '# pinlock: ignore', `an ignore needs a reason; ${usage}`],
    ['a day alone', '# pinlock: ignore until=2027-01-31 ', `an ignore needs a reason; ${usage}`],
    ['no day', '# pinlock: ignore until=tomorrow r', `"tomorrow" is not a day; ${usage}`],
    ['another option', '# pinlock: ignore untill=2027-01-31 r', `"untill=" is not known; ${usage}`],
    ['another word', '# pinlock: disable r', `"pinlock: disable" is not known; ${usage}`],
  ])('refuses %s', (_, text, message) => {
    expect(findIgnores(`x\n${text}\ny`)).toEqual({ ignores: [], mistakes: [{ line: 2, message }] });
  });

  it.each([
    ['on the line', 4, { line: 4, endLine: 4, instructionLine: 2 }, true],
    ['on a later line of the command', 5, { line: 4, endLine: 6, instructionLine: 2 }, true],
    ['above the instruction', 2, { line: 4, endLine: 6, instructionLine: 2 }, true],
    ['elsewhere in the instruction', 3, { line: 4, endLine: 6, instructionLine: 2 }, false],
    ['behind', 7, { line: 4, endLine: 6, instructionLine: 2 }, false],
  ])('covers %s', (_, covers, at, isCovered) => {
    const ignore = { line: 1, covers, reason: 'r', until: null };
    expect(ignoreAt([ignore], at)).toBe(isCovered ? ignore : undefined);
  });
});
