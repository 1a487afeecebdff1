import { expect, it } from 'vitest';
import { parseChallenges } from '../../../src/resolve/image/challenge.ts';

it.each([
  ['nothing', '', []],
  ['basic', 'Basic realm="test"', [['basic', { realm: 'test' }]]],
  [
    'bearer',
    'Bearer realm="https://auth.example.com/token",service="registry.example.com",scope="repository:a/b:pull,push"',
    [
      [
        'bearer',
        { realm: 'https://auth.example.com/token', service: 'registry.example.com', scope: 'repository:a/b:pull,push' },
      ],
    ],
  ],
  [
    'any case, blanks and no quotes',
    'BEARER Realm = https , Service=x',
    [['bearer', { realm: 'https', service: 'x' }]],
  ],
  [
    'several',
    'Negotiate, Bearer realm="a", Basic realm="b"',
    [
      ['negotiate', {}],
      ['bearer', { realm: 'a' }],
      ['basic', { realm: 'b' }],
    ],
  ],
  [
    'a token of its own',
    'Negotiate YWJj, Basic realm="b"',
    [
      ['negotiate', {}],
      ['ywjj', {}],
      ['basic', { realm: 'b' }],
    ],
  ],
  ['escaped quotes', 'Basic realm="a\\"b\\\\c"', [['basic', { realm: 'a"b\\c' }]]],
  ['two realms', 'Bearer realm="first",realm="second"', [['bearer', { realm: 'first' }]]],
  ['a quote that never closes', 'Bearer realm="x', [['bearer', { realm: '' }]]],
  ['a parameter of nobody', 'realm="x"', []],
])('%s', (_name, header, expected) => {
  expect(parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)])).toEqual(
    expected,
  );
});

it('reads a hostile header in linear time', () => {
  for (const part of ['a=', '"', 'a="', ',', ' ', 'a ', '\\', 'a="\\']) parseChallenges(part.repeat(100_000));
});
