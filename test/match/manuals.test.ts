import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { findLong, meaningsOf } from '../../src/match/option-names.ts';
import type { OptionTable } from '../../src/match/rule.ts';
import { allRules } from '../../src/match/rule-table.ts';
import { requireProgram } from '../support/installed.ts';

/** A rule, the program, and the words that make the program list its options. */
const MANUALS: readonly (readonly [rule: string, program: string, words: readonly string[]])[] = [
  ['wget', 'wget', ['--help']],
  ['curl', 'curl', ['--help', 'all']],
  ['git-clone', 'git', ['clone', '-h']],
  ['git-fetch', 'git', ['fetch', '-h']],
  ['git-pull', 'git', ['pull', '-h']],
  ['git-checkout', 'git', ['checkout', '-h']],
  ['git-switch', 'git', ['switch', '-h']],
  ['git-reset', 'git', ['reset', '-h']],
  ['git-merge', 'git', ['merge', '-h']],
  ['git-rebase', 'git', ['rebase', '-h']],
  ['git-ls-remote', 'git', ['ls-remote', '-h']],
  ['git-archive', 'git', ['archive', '-h']],
  ['git-cherry-pick', 'git', ['cherry-pick', '-h']],
  ['git-init', 'git', ['init', '-h']],
  ['git-restore', 'git', ['restore', '-h']],
  ['git-worktree', 'git', ['worktree', 'add', '-h']],
  ['hg-clone', 'hg', ['help', 'clone']],
  ['hg-pull', 'hg', ['help', 'pull']],
  ['hg-update', 'hg', ['help', 'update']],
  ['svn', 'svn', ['help', 'checkout']],
  ['svn', 'svn', ['help', 'export']],
  ['svn-update', 'svn', ['help', 'update']],
  ['buildah-from', 'buildah', ['from', '--help']],
  ['docker-pull', 'buildah', ['pull', '--help']],
  ['docker-build', 'buildah', ['build', '--help']],
];

/** `takes`: how the manual writes the value, `--name VALUE`, `--name[=VALUE]` or none. */
type Listed = { readonly names: readonly string[]; readonly takes: 'value' | 'glued' | 'nothing' };

describe.each(MANUALS)('%s', (id, program, words) => {
  const isInstalled = requireProgram(program);

  it.skipIf(!isInstalled)(`knows every option that ${program} ${words.join(' ')} lists`, () => {
    const listed = readOptions(program, words);
    expect(listed.length).toBeGreaterThan(2);
    const rule = allRules.find((known) => known.id === id);
    if (rule === undefined) throw new Error(`no rule ${id}`);
    expect(listed.flatMap((option) => faultsOf(option, rule.options))).toEqual([]);
  });
});

/** wget 1.21 lists these without the value that its manual page gives them. */
const VALUES_NOT_LISTED = new Set(['max-redirect', 'hsts-file']);

function faultsOf({ names, takes }: Listed, table: OptionTable): readonly string[] {
  return names.flatMap((name) => {
    const meaning = name.length === 1 ? meaningsOf(table).get(name) : findLong(table, name);
    if (meaning === undefined) return [`${name} is not known`];
    // What ends the rule need not say what it takes: nothing behind it is read.
    if (meaning.marks.includes('rejected') || meaning.takes === takes || VALUES_NOT_LISTED.has(name)) return [];
    return [`${name} takes '${meaning.takes}' instead of '${takes}'`];
  });
}

function readOptions(program: string, words: readonly string[]): readonly Listed[] {
  const { stdout, stderr } = spawnSync(program, words, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
  });
  const readOne = IN_COLUMNS.has(program) ? readColumns : readLine;
  return `${stdout}${stderr}`.split('\n').flatMap((line) => readOne(line) ?? []);
}

/** These write names and value in one column, and the text behind several blanks or a colon. */
const IN_COLUMNS: ReadonlySet<string> = new Set(['hg', 'svn', 'buildah']);

/** ` -r --rev REV [+]  text`, `  -r [--revision] ARG : text`, `  -f, --format format  text`, `      --pull string[="true"]  text`. */
function readColumns(line: string): Listed | undefined {
  const [, written = '', value = ''] = COLUMNS.exec(line) ?? [];
  const names = [...written.matchAll(/--?([A-Za-z0-9][\w-]*)/g)].map((match) => match[1] ?? '');
  if (names.length === 0) return undefined;
  return { names, takes: value.includes('[=') ? 'glued' : /^ (?!\[\+\])/.test(value) ? 'value' : 'nothing' };
}

const COLUMNS = /^ {1,6}(-\w(?:,? \[?--[\w-]+\]?)?|--[\w-]+)((?: [^\s:]\S*)*)(?:\s{2,}\S|\s+: )/;

/** ` -a, --append  text`, `  -O,  --output-document=FILE  text`, `    --[no-]recursive[=<pathspec>]`, `-x, --proxy [protocol://]host`. */
function readLine(line: string): Listed | undefined {
  const head = HEAD.exec(line);
  if (head === null) return undefined;
  const [, written = '', value = ''] = head;
  const names = [...written.matchAll(/(?<![\w-])--?(?:\[no-\])?([A-Za-z0-9#:][\w.-]*)/g)].map(
    (match) => match[1] ?? '',
  );
  // `-nv` is two letters behind one dash, `-NUM` any number.
  if (written === '-NUM') return undefined;
  if (names.some((name) => name.length === 2 && !written.includes(`--${name}`))) return undefined;
  return {
    names,
    takes: /\[=|\[</.test(written) ? 'glued' : value !== '' || written.includes('=') ? 'value' : 'nothing',
  };
}

/** The names, and what stands one blank behind them and is no text for people. */
const HEAD = /^\s+((?:-[^\s,]+,\s+)*-[^\s,]+)(?: ((?:<|\(<|\[protocol)\S*))?/;
