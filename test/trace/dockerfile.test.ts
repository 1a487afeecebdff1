import { expect, it } from 'vitest';
import { showPieces } from '../../src/model/value.ts';
import { invocationsOf, linesOf, traceFile } from './run.ts';

function commandsOfDockerfile(text: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  return linesOf(traceFile('Dockerfile', { Dockerfile: text, ...files }));
}

it.each([
  ['ARG with a default', 'FROM a\nARG V=1\nRUN wget $V', ['FROM a', 'wget 1']],
  ['ARG without one', 'FROM a\nARG V\nRUN wget u$V', ['FROM a', 'wget u$V']],
  ['a global ARG in FROM', 'ARG V=1\nFROM a:$V\nRUN wget x', ['FROM a:1', 'wget x']],
  ['a global ARG that the stage does not declare is empty', 'ARG V=1\nFROM a\nRUN wget u$V', ['FROM a', 'wget u']],
  ['a global ARG that the stage declares again', 'ARG V=1\nFROM a\nARG V\nRUN wget u$V', ['FROM a', 'wget u1']],
  ['a global ARG with another default in the stage', 'ARG V=1\nFROM a\nARG V=2\nRUN wget u$V', ['FROM a', 'wget u2']],
  ['ENV wins over ARG', 'FROM a\nENV V=1\nARG V=2\nRUN wget u$V', ['FROM a', 'wget u1']],
  ['ENV from ARG', 'FROM a\nARG V=1\nENV W=v$V\nRUN wget $W', ['FROM a', 'wget v1']],
  ['ENV uses the values before its line', 'FROM a\nENV A=1\nENV A=2 B=$A\nRUN wget $B', ['FROM a', 'wget 1']],
  [
    'a stage inherits ARG and ENV',
    'FROM a AS x\nARG V=1\nENV W=2\nFROM x\nRUN wget $V $W',
    ['FROM a AS x', 'wget 1 2'],
  ],
  [
    'ENV of another stage does not win over ARG',
    'FROM a AS x\nENV V=1\nFROM b\nARG V=2\nRUN wget u$V\nFROM x\nARG V=3\nRUN wget u$V',
    ['FROM a AS x', 'FROM b', 'wget u2', 'wget u1'],
  ],
  ['another stage does not', 'FROM a AS x\nENV W=2\nFROM b\nRUN wget u$W', ['FROM a AS x', 'FROM b', 'wget u$W']],
  [
    'stage names compare without case',
    'FROM a AS Build\nENV W=2\nFROM build\nRUN wget $W',
    ['FROM a AS Build', 'wget 2'],
  ],
  [
    'modifiers',
    'ARG V=v1.2\nFROM a:${V#v}\nARG V\nENV W=${V%.*} X=${V/./_} Y=${Z:-d} Q=${V:+q}\nRUN wget $W $X $Y $Q',
    ['FROM a:1.2', 'wget v1 v1_2 d q'],
  ],
  [
    'a shell variable of one RUN is gone in the next',
    'FROM a\nRUN V=1; wget u$V\nRUN wget u$V',
    ['FROM a', 'wget u1', 'wget u$V'],
  ],
  ['scratch is no image', 'FROM scratch\nRUN wget x', ['wget x']],
  [
    'a script that is copied in and run',
    'FROM a\nARG V=1\nCOPY build.sh /usr/local/bin/\nRUN build.sh x',
    ['FROM a', 'wget x 1'],
  ],
  [
    'a script without extension, by its folder',
    'FROM a\nWORKDIR /src\nCOPY . .\nRUN ./tools/get $V',
    ['FROM a', 'wget y'],
  ],
  [
    'a script of another stage',
    'FROM a AS x\nCOPY build.sh /b.sh\nFROM c\nCOPY --from=x /b.sh /c.sh\nRUN /c.sh u',
    ['FROM a AS x', 'FROM c', 'wget u $V'],
  ],
  [
    'a script that a mount brings',
    'FROM a\nARG V=1\nRUN --mount=source=build.sh,target=/b.sh --network=none /b.sh u',
    ['FROM a', 'wget u 1'],
  ],
  [
    'stages by a name with a variable',
    'FROM a AS x-linux\nENV W=2\nFROM x-$TARGETOS\nRUN wget $W',
    ['FROM a AS x-linux', 'wget 2'],
  ],
  ['the JSON form', 'FROM a\nRUN ["wget", "u v"]', ['FROM a', 'wget u v']],
])('%s', (_name, text, expected) => {
  expect(commandsOfDockerfile(text, { 'build.sh': 'wget "$1" "$V"', 'tools/get': '#!/bin/sh\nwget y' })).toEqual(
    expected,
  );
});

it('keeps folders over instructions', () => {
  const result = traceFile('Dockerfile', {
    Dockerfile: 'FROM a\nWORKDIR /x\nRUN cd y && wget 1\nWORKDIR z\nRUN wget 2',
  });
  const folders = invocationsOf(result).map(
    ({ variants, cwd }) =>
      `${showPieces(variants[0]?.words[0]?.pieces ?? [])} ${cwd.map(({ path }) => path.key).join()}`,
  );
  expect(folders).toEqual(['FROM /', 'cd /x', 'wget /x/y', 'wget /x/z']);
});

it('names what can be overridden from outside', () => {
  const result = traceFile('Dockerfile', { Dockerfile: 'FROM a\nARG V=1\nRUN wget "u$V" "${W:-x}"' });
  const wget = invocationsOf(result)[1];
  expect(wget?.variants[0]?.words.map((word) => word.overridable)).toEqual([undefined, ['V'], ['W']]);
});
