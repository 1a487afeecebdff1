import { expect, it } from 'vitest';
import { isLocalHost, isLoopbackName } from '../../src/model/local-host.ts';

it.each([
  'localhost',
  'localhost.',
  'web.localhost',
  'localhost.localdomain',
  'ip6-localhost',
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f.1',
  '0.0.0.0',
  '::1',
  '[::1]',
  '0:0:0:0:0:0:0:1',
  '[::]',
  'host.docker.internal',
  '169.254.169.254',
  'fe80::1',
  'metadata',
  'metadata.google.internal',
  '100.100.100.200',
  '[fd00:ec2::254]',
])('from %s nothing comes from outside', (host) => {
  expect(isLocalHost(host)).toBe(true);
});

it.each([
  '',
  'example.com',
  '127.0.0.1.example.com',
  '169.254.example.com',
  'notlocalhost',
  '10.0.0.1',
  '[2001:db8::1]',
  '1:2',
])('%j is a host like any other', (host) => {
  expect(isLocalHost(host)).toBe(false);
});

it('a name of the loopback is none of what a cloud tells', () => {
  expect(['localhost.', 'a.localhost', 'metadata', 'ip6-localhost', '127.0.0.1'].filter(isLoopbackName)).toEqual([
    'localhost.',
    'a.localhost',
  ]);
});
