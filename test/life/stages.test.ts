import { expect, it } from 'vitest';
import { readHost } from '../support/read-host.ts';

const SUM = '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef';
const DOWNLOAD = 'FROM debian AS dl\nRUN curl -fsSLo /t.tgz https://example.com/t-1.2.tgz\n';
const CHECK = `RUN echo "${SUM}  /t.tgz" | sha256sum -c -\n`;
const UNPACK = 'RUN tar xf /t.tgz\n';

it.each([
  ['the stage that downloads checks', `${DOWNLOAD}${CHECK}FROM debian\nCOPY --from=dl /t.tgz /\n${UNPACK}`, ['exact']],
  ['a check before another FROM', `${DOWNLOAD}${CHECK}FROM dl AS a\n${UNPACK}FROM dl AS b\n${UNPACK}`, ['exact']],
  ['a check in the result', `${DOWNLOAD}FROM debian\nCOPY --from=dl /t.tgz /\n${CHECK}${UNPACK}`, ['exact']],
  [
    'a check in a stage that the result is built on',
    `${DOWNLOAD}FROM dl AS ok\n${CHECK}FROM scratch\nCOPY --from=ok /t.tgz /\n`,
    ['exact'],
  ],
  [
    'another file of the stage that checks makes it run',
    `${DOWNLOAD}FROM dl AS ok\n${CHECK}FROM scratch\nCOPY --from=ok /etc/passwd /\nCOPY --from=dl /t.tgz /\n`,
    ['exact'],
  ],
  [
    'a check that another stage of the same base runs',
    `${DOWNLOAD}FROM dl AS test\n${CHECK}FROM dl AS final\n${UNPACK}`,
    ['versioned'],
  ],
  [
    'a check in a stage that nothing is copied from',
    `FROM alpine AS fetch\nADD https://example.com/t-1.2.tgz /t.tgz\nFROM fetch AS verify\n${CHECK}FROM scratch\nCOPY --from=fetch /t.tgz /\n`,
    ['versioned'],
  ],
  [
    'one of two copies is checked',
    `${DOWNLOAD}FROM debian AS a\nCOPY --from=dl /t.tgz /\n${CHECK}FROM debian AS b\nCOPY --from=dl /t.tgz /\n${UNPACK}`,
    ['versioned'],
  ],
  [
    'both copies are checked',
    `${DOWNLOAD}FROM debian AS a\nCOPY --from=dl /t.tgz /\n${CHECK}FROM debian AS b\nCOPY --from=dl /t.tgz /\n${CHECK}`,
    ['exact'],
  ],
  [
    'a use in another stage before a check',
    `${DOWNLOAD}FROM dl AS a\nRUN sh /t.tgz\nFROM dl AS b\n${CHECK}RUN sh /t.tgz\n`,
    ['versioned'],
  ],
  [
    'what was unpacked before goes elsewhere',
    `${DOWNLOAD}RUN tar xf /t.tgz -C /opt\nFROM dl AS test\n${CHECK}FROM scratch\nCOPY --from=dl /opt /opt\n`,
    ['versioned'],
  ],
])('a check counts for what is built on its stage: %s', (_name, text, verdicts) => {
  const { fetches } = readHost('Dockerfile', text);
  const files = fetches.filter(({ url }) => url.startsWith('https:'));
  expect([...new Set(files.map(({ verdict }) => verdict))].sort()).toEqual(verdicts);
});

it('says that a check runs in another stage', () => {
  const { fetches } = readHost('Dockerfile', `${DOWNLOAD}FROM dl AS test\n${CHECK}FROM dl AS final\n${UNPACK}`);
  expect(fetches.map(({ why }) => why)).toContainEqual(
    expect.stringContaining('it runs in a stage that what uses the file is not built on'),
  );
});

it.each([
  ['is fetched and selected', 'RUN git fetch --all && git checkout work/1', ['dynamic work/1']],
  ['is pulled', 'RUN git checkout main && git pull', ['dynamic null']],
  ['is pulled from a named remote', 'RUN git pull upstream main', ['dynamic main']],
  ['is only selected in', 'RUN git checkout main', []],
  ['may be the project', 'COPY . .\nRUN git pull', []],
  ['may be in what was copied above', 'COPY . /src\nRUN git pull', []],
  ['was cloned', 'RUN git clone https://example.com/acme/tool /src/tool\nRUN git pull', ['moving null']],
])('names a repository that the image brought: it %s', (_name, lines, expected) => {
  const { fetches } = readHost('Dockerfile', `FROM acme/base:1.2\nWORKDIR /src/tool\n${lines}\n`);
  const found = fetches.filter(({ kind }) => kind === 'git');
  expect(found.map(({ verdict, ref }) => `${verdict} ${ref}`)).toEqual(expected);
});
