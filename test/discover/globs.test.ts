import { describe, expect, it } from 'vitest';
import { compileGlobs } from '../../src/discover/index.ts';

describe('globs', () => {
  it.each([
    ['vendor', 'vendor/a/b.sh', true],
    ['vendor/', 'vendor/a/b.sh', true],
    ['/vendor', 'vendor/a', true],
    ['./vendor', 'vendor/a', true],
    ['vendor', 'sub/vendor/a', false],
    ['**/vendor', 'sub/vendor/a', true],
    ['vendor/**', 'vendored', false],
    ['*.sh', 'a.sh', true],
    ['*.sh', 'sub/a.sh', false],
    ['**/*.{sh,bash}', 'sub/.hidden/a.bash', true],
    ['**', '.hidden/.a', true],
    ['.', 'any', true],
    ['a?[bc].sh', 'axb.sh', true],
    ['!a.sh', 'b.sh', false],
    ['#a', '#a', true],
    ['+(a)', 'aa', false],
    ['+(a)', '+(a)', true],
    ['Vendor', 'vendor/a', false],
  ])('%s, %s: %s', (glob, path, isNamed) => {
    expect(compileGlobs([glob])(path)).toBe(isNamed);
  });

  it('is any of several, and none of none', () => {
    expect(compileGlobs(['a', 'b'])('b')).toBe(true);
    expect(compileGlobs([])('b')).toBe(false);
  });

  it.each([
    ['many stars', `**/${'*a'.repeat(60)}b`, `${'a'.repeat(250)}c`],
    ['many stars, nearly', `${'*a'.repeat(60)}*b*c`, `${'a'.repeat(248)}bd`],
    ['many globstars', `${'**/a/'.repeat(60)}b`, 'a/'.repeat(120)],
    ['many braces', '{a,b}'.repeat(40), 'a'.repeat(40)],
    ['nested braces', `${'{a,'.repeat(500)}b${'}'.repeat(500)}`, 'b'],
    ['brace ranges', '{1..9999999}{1..9999999}', '1'],
    ['open brackets', '['.repeat(5000), '['],
    ['open parentheses', '+('.repeat(2000), 'a'],
    ['question marks', `${'*?'.repeat(100)}b`, 'a'.repeat(250)],
  ])('survives %s', (_, glob, path) => {
    const started = performance.now();
    compileGlobs([glob])(path);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
