import { expect, it } from 'vitest';
import { readHost } from '../support/read-host.ts';

it.each([
  ['no version', 'pip install requests', 'pkg:pypi/requests moving'],
  ['a version', 'pip install requests==2.31.0', 'pkg:pypi/requests@2.31.0 versioned'],
  ['a range', "pip install 'requests>=2'", 'pkg:pypi/requests@>=2 moving'],
  ['any of a line', "pip install 'requests==2.*'", 'pkg:pypi/requests@2.* moving'],
  ['a name that moves', 'npm install -g npm@latest', 'pkg:npm/npm@latest moving'],
  ['a major version, whose newest is taken', 'npm install -g npm@9', 'pkg:npm/npm@9 moving'],
  ['a major version that is one', 'pip install tool==9', 'pkg:pypi/tool@9 versioned'],
  ['a version that the text does not say', 'npm install -g npm@$V', 'null dynamic'],
  ['a package that the text does not say', 'gem install "$GEM-x"', 'null dynamic'],
  [
    'a build of a distribution',
    'apt-get install -y curl=7.88.1-10+deb12u5',
    'pkg:deb/curl@7.88.1-10+deb12u5 versioned',
  ],
])('a package by name, %s', (_, line, expected) => {
  const { fetches } = readHost('build.sh', `#!/bin/sh\n${line}\n`, { packages: true });
  expect(fetches.map(({ source, verdict }) => `${source?.key ?? null} ${verdict}`)).toEqual([expected]);
});

it('is left out unless it is asked for', () => {
  expect(readHost('build.sh', '#!/bin/sh\npip install requests && apt-get install -y git\n').fetches).toEqual([]);
});
