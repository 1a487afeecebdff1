import { describe, expect, it } from 'vitest';
import { matchEvents, ruleById, rules, unknownOptions } from '../../src/match/index.ts';
import type { Act, FetchAct } from '../../src/model/act.ts';
import { ALWAYS, guardKey, guardOf } from '../../src/model/guard.ts';
import type { Invocation } from '../../src/model/invocation.ts';
import { showPieces } from '../../src/model/value.ts';
import { toFolder, toInvocation, toVariant } from './words.ts';

const U = 'https://example.com/acme/tool';

function actsOf(invocation: Invocation): readonly Act[] {
  return matchEvents([invocation]).flatMap(({ acts }) => acts);
}

function fetchesOf(invocation: Invocation): readonly FetchAct[] {
  return actsOf(invocation).filter((act) => act.kind === 'fetch');
}

describe('acts and choices', () => {
  it('are made for each variant, under its guard', () => {
    const arms = ['a', 'b'].map((arm) => toVariant(`git clone -b ${arm} ${U}`, guardOf('site', [arm])));
    const acts = fetchesOf(toInvocation(arms));
    expect(acts.map(({ ref, guard }) => [showPieces(ref?.pieces ?? []), guardKey(guard)])).toEqual([
      ['a', guardKey(guardOf('site', ['a']))],
      ['b', guardKey(guardOf('site', ['b']))],
    ]);
  });

  it('are made for each folder that fits the variant', () => {
    const cwd = ['a', 'b'].map((arm) => ({ guard: guardOf('site', [arm]), path: toFolder(`/${arm}`) }));
    const variants = [
      toVariant(`git clone ${U} x`, guardOf('site', ['a'])),
      toVariant(`git clone ${U} y`, guardOf('other', ['c'])),
    ];
    const acts = fetchesOf(toInvocation(variants, { cwd }));
    expect(acts.map(({ into }) => into?.key)).toEqual(['/a/x', '/a/y', '/b/y']);
  });

  it('are made once where the folder does not matter', () => {
    const cwd = ['a', 'b'].map((arm) => ({ guard: guardOf('site', [arm]), path: toFolder(`/${arm}`) }));
    const acts = fetchesOf(toInvocation([toVariant(`git clone ${U} /x`)], { cwd }));
    expect(acts.map(({ into, guard }) => [into?.key, guard])).toEqual([['/x', ALWAYS]]);
  });

  it('hand on the words that vanished', () => {
    const lost = [{ name: 'TAG', why: 'never-set', at: { file: 'build.sh', start: 0, end: 1 } }] as const;
    const [act] = actsOf(toInvocation([{ ...toVariant('git checkout'), lost }]));
    expect(act).toMatchObject({ kind: 'select', ref: null, lost });
    expect(actsOf(toInvocation([toVariant('git checkout')]))).toEqual([]);
  });
});

describe('captures, for those who rewrite', () => {
  it.each([
    [`git clone -b main ${U}`, 'main', '-b', '', 'main'],
    [`git clone --branch=main ${U}`, 'main', null, '--branch=', '--branch=main'],
    [`git clone -qbmain ${U}`, 'main', null, '-qb', '-qbmain'],
  ])('%s', (line, value, option, prefix, extent) => {
    const capture = fetchesOf(toInvocation([toVariant(line)]))[0]?.captures.get('ref');
    const at = capture?.word.at;
    expect({
      value: showPieces(capture?.word.pieces ?? []),
      option: capture?.option ? showPieces(capture.option.pieces) : null,
      prefix: capture?.prefix,
      extent: line.slice(at?.start, at?.end),
    }).toEqual({ value, option, prefix, extent });
  });

  it('are the words of the URL that the act is about', () => {
    const acts = fetchesOf(toInvocation([toVariant('curl -O https://example.com/a -o x https://example.com/b')]));
    expect(acts.map(({ captures }) => showPieces(captures.get('url')?.word.pieces ?? []))).toEqual([
      'https://example.com/a',
      'https://example.com/b',
    ]);
  });
});

describe('where it lands', () => {
  it.each([
    ['git -C a -C b clone https://example.com/t', '/work/a/b/t'],
    ['git -C /x clone https://example.com/t y', '/x/y'],
    ['git clone https://example.com/t %D', '\u0000D\u0000'],
    ['git clone %U', '\u0000directory-of(U)\u0000'],
    ['wget -P /x https://example.com/t', '/x/t'],
    ['curl -o %F https://example.com/t', '\u0000F\u0000'],
  ])('%s', (line, key) => {
    expect(fetchesOf(toInvocation([toVariant(line)])).map(({ into }) => into?.key)).toEqual([key]);
  });

  it('is nowhere for what is thrown away', () => {
    const stdout = { path: toFolder('/dev/null'), append: false };
    expect(fetchesOf(toInvocation([toVariant('curl https://example.com/t')], { stdout }))).toEqual([]);
    expect(fetchesOf(toInvocation([toVariant('wget -O /dev/null https://example.com/t')]))).toEqual([]);
  });
});

describe('programs and instructions', () => {
  it.each([
    ['%PROGRAM clone https://example.com/t', 'command'],
    ['FROM debian', 'command'],
    ['git clone https://example.com/t', 'instruction'],
    ['wget https://example.com/t', 'key'],
    ['git', 'command'],
    ['git clone', 'command'],
    ['git %SUBCOMMAND https://example.com/t', 'command'],
  ] as const)('%s as a %s is none', (line, form) => {
    expect(actsOf(toInvocation([toVariant(line)], { form }))).toEqual([]);
  });

  it('compares what a command printed', () => {
    const [act] = actsOf(toInvocation([toVariant('[[ ! `7` == 0123 ]]')]));
    expect(act).toMatchObject({ kind: 'verify', how: 'compare', negated: true });
    for (const line of ['[ a = b ]', '[ -f `7` ]', '[ `7` = a -a b = c ]', '[ `7` -eq 3 ]', 'test'])
      expect(actsOf(toInvocation([toVariant(line)]))).toEqual([]);
  });
});

it('names the options that no table knows', () => {
  const found = unknownOptions([toInvocation([toVariant(`git clone --frobnicate -Z ${U}`)])]);
  expect(found.map(({ rule, option }) => `${rule} ${option}`)).toEqual(['git-clone --frobnicate', 'git-clone -Z']);
});

it('tells people about the rules that find something', () => {
  expect(ruleById('git-clone')?.fix).not.toBe('');
  expect(ruleById('git-clnoe')).toBeUndefined();
  expect(rules.map(({ id }) => id)).toContain('wget');
  expect(rules.map(({ id }) => id)).not.toContain('sudo');
});
