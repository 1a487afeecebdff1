import { expect, it } from 'vitest';
import { formats } from '../../src/formats/index.ts';
import { mayFetch } from '../../src/match/index.ts';
import { readHost } from '../support/read-host.ts';

const PWSH = 'Invoke-WebRequest https://example.com/a.zip -OutFile a.zip';

it.each<readonly [string, string]>([
  ['.circleci/config.yml', 'version: 2.1\norbs: { y: circleci/y@volatile }\n'],
  ['.circleci/config.yml', `jobs:\n  a:\n    machine: true\n    shell: pwsh\n    steps:\n      - run: ${PWSH}\n`],
  ['azure-pipelines.yml', 'pool: { vmImage: ubuntu-latest }\ncontainer: alpine:latest\nsteps:\n  - bash: make\n'],
  ['azure-pipelines.yml', `steps:\n  - pwsh: ${PWSH}\n`],
  ['.gitlab-ci.yml', 'a:\n  script: [make]\n  services: [redis]\n'],
  ['.gitlab-ci.yml', 'include:\n  - component: gitlab.com/acme/ci/build@main\n'],
  ['.github/workflows/ci.yml', 'jobs:\n  a:\n    container: alpine:latest\n    steps:\n      - run: make\n'],
  ['.github/workflows/ci.yml', `jobs:\n  a:\n    steps:\n      - shell: pwsh\n        run: ${PWSH}\n`],
])('a scan of a folder reads %s, whatever it fetches with: %j', (path, text) => {
  const { fetches, problems } = readHost(path, text);
  expect(fetches.length + problems.length).toBeGreaterThan(0);
  const format = formats.find(({ matches }) => matches(path, ''));
  expect(mayFetch(text) || format?.sign?.test(text)).toBe(true);
});
