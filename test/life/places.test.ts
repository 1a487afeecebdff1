import { expect, it } from 'vitest';
import { readHost } from '../support/read-host.ts';

/** Commands that run on another machine, in a container or below another root: seen, and apart from what runs here. */

const TOOL = 'https://github.com/acme/tool';
const SHA = '0123456789abcdef0123456789abcdef01234567';

it.each([
  ['a machine of its own', `ssh host 'git clone ${TOOL} r && git -C r checkout ${SHA}'`, [`exact ${SHA} ssh host`]],
  [
    'a checkout there does not pin a clone here',
    `git clone ${TOOL} r\nssh host git -C r checkout ${SHA}`,
    ['moving - here'],
  ],
  ['nor one here a clone there', `ssh host git clone ${TOOL} r\ngit -C r checkout ${SHA}`, ['moving - ssh host']],
  [
    'two calls of one machine',
    `ssh host git clone ${TOOL} r\nssh other git -C r checkout v1.0\nssh host git -C r checkout ${SHA}`,
    [`exact ${SHA} ssh host`],
  ],
  ['a variable of ours in its text', `V=v1.0\nssh host "git clone -b $V ${TOOL}"`, ['tag v1.0 ssh host']],
  ['a variable of theirs', `V=v1.0\nssh host 'git clone -b $V ${TOOL}'`, ['dynamic $V ssh host']],
  ['a variable that is set there', `ssh host 'V=v1.0'\ngit clone -b "\${V:-main}" ${TOOL}`, ['moving main here']],
  ['text on its input', `ssh host <<'EOF'\ngit clone -b v1.0 ${TOOL}\nEOF`, ['tag v1.0 ssh host']],
  ['a container', `docker exec -it box sh -c 'git clone -b v1.0 ${TOOL}'`, ['tag v1.0 docker exec box']],
  ['a pod', `kubectl exec -i pod -- git clone -b v1.0 ${TOOL}`, ['tag v1.0 kubectl exec pod']],
  [
    'a new container each time',
    `docker run acme/x@sha256:${'a'.repeat(64)} git clone ${TOOL} r\ndocker run acme/x@sha256:${'a'.repeat(64)} git -C r checkout ${SHA}`,
    [
      `exact sha256:${'a'.repeat(64)} here`,
      `exact sha256:${'a'.repeat(64)} here`,
      `moving - docker run acme/x@sha256:${'a'.repeat(64)}`,
    ],
  ],
  [
    'a checkout below another root pins what was cloned to there',
    `git clone ${TOOL} /mnt/src\nchroot /mnt git -C /src checkout ${SHA}`,
    [`exact ${SHA} here`],
  ],
  [
    'and none of the same name outside',
    `git clone ${TOOL} /src\nchroot /mnt sh -c 'cd /src && git checkout ${SHA}'`,
    ['moving - here'],
  ],
  [
    'a pull below an unknown root',
    `git clone ${TOOL} "$M/src"\ngit -C "$M/src" checkout ${SHA}\nchroot "$M" sh -c 'cd /src; git pull'`,
    ['moving - here'],
  ],
  [
    'text that is written below another root',
    `echo V=v1.0 > /mnt/v\nchroot /mnt sh -c 'echo V=v2.0 > /v'\n. /mnt/v\ngit clone -b $V ${TOOL}`,
    ['tag v2.0 here'],
  ],
])('%s', (_name, text, outcomes) => {
  const { fetches, problems } = readHost('build.sh', `#!/bin/bash\n${text}\n`);
  expect(problems).toEqual([]);
  const shown = fetches.map(({ verdict, ref, why }) => {
    const place = /it runs elsewhere \((.*)\)$/.exec(why)?.[1] ?? 'here';
    return `${verdict} ${ref ?? '-'} ${place}`;
  });
  expect(shown.sort()).toEqual([...outcomes].sort());
});
