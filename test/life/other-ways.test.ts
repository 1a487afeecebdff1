import { expect, it } from 'vitest';
import { readHost } from '../support/read-host.ts';

const SUM = '0'.repeat(64);
const SHA = '1'.repeat(40);
const HASH = '$(sha256sum t.tgz | cut -d" " -f1)';
const GET = 'set -e\ncurl -fsSLo t.tgz https://example.com/t-1.2.tgz\nS=$(sha256sum t.tgz | cut -d" " -f1)\n';
const CLONE = 'git clone https://github.com/acme/tool r';

const verdicts = (path: string, text: string, files: Readonly<Record<string, string>> = {}): readonly string[] =>
  readHost(path, text, files, files).fetches.map(({ verdict }) => verdict);

it.each([
  ['-o', `[ "$S" = "${SUM}" -o -n "$FORCE" ] || exit 1`, 'versioned'],
  ['-o before it', `[ -n "$SKIP" -o "${HASH}" = "${SUM}" ] || exit 1`, 'versioned'],
  ['||', `[[ "${HASH}" == "${SUM}" || -n "$FORCE" ]] || exit 1`, 'versioned'],
  ['|| before it', `[[ $SKIP = 1 || ${HASH} = ${SUM} ]] || exit 1`, 'versioned'],
  ['another hash', `[[ "$S" == "${SUM}" || "$S" == "$OTHER" ]] || exit 1`, 'versioned'],
  ['|| behind a negation', `if ! [[ "$S" = "${SUM}" || "$SKIP" = 1 ]]; then exit 1; fi`, 'versioned'],
  ['&& where they must differ', `if [[ "$S" != "${SUM}" && -z $FORCE ]]; then exit 1; fi`, 'versioned'],
  ['none: &&', `[[ "$S" == "${SUM}" && -f t.tgz ]] || exit 1`, 'exact'],
  ['none: || where they must differ', `if [[ "$S" != "${SUM}" || ! -f t.tgz ]]; then exit 1; fi`, 'exact'],
  ['none: a negation', `if [[ ! "$S" = "${SUM}" ]]; then exit 1; fi`, 'exact'],
])('a comparison with another way to pass: %s', (_, check, verdict) => {
  expect(verdicts('build.sh', `#!/bin/bash\n${GET}${check}\ntar xf t.tgz\n`)).toEqual([verdict]);
});

it.each([
  ['a variable', `COMMIT=${SHA}\nbash -c '${CLONE} && cd r && git checkout $COMMIT'`, 'dynamic'],
  ['a here-document', `COMMIT=${SHA}\nbash -e <<'E'\n${CLONE} && cd r && git checkout $COMMIT\nE`, 'dynamic'],
  ['another user', `COMMIT=${SHA}\nsu - builder -c '${CLONE} && cd r && git checkout $COMMIT'`, 'dynamic'],
  ['an exported one', `export COMMIT=${SHA}\nbash -c '${CLONE} && cd r && git checkout $COMMIT'`, 'exact'],
  ['one for the command', `COMMIT=${SHA} bash -c '${CLONE} && cd r && git checkout $COMMIT'`, 'exact'],
  [
    'an exported one, cleared',
    `export COMMIT=${SHA}\nenv -i sh -c '${CLONE} && cd r && git checkout $COMMIT'`,
    'dynamic',
  ],
  [
    'an exported one and sudo',
    `export COMMIT=${SHA}\nsudo sh -c '${CLONE} && cd r && git checkout $COMMIT'`,
    'dynamic',
  ],
  ['sudo that keeps it', `export COMMIT=${SHA}\nsudo -E sh -c '${CLONE} && cd r && git checkout $COMMIT'`, 'exact'],
  ['sudo that sets it', `sudo COMMIT=${SHA} sh -c '${CLONE} && cd r && git checkout $COMMIT'`, 'exact'],
  [
    'another value by env',
    `export B=${SHA}\nenv B=main sh -c 'git clone -b $B https://github.com/acme/tool'`,
    'moving',
  ],
  ['text of the same shell', `COMMIT=${SHA}\neval '${CLONE} && cd r && git checkout $COMMIT'`, 'exact'],
])('what a shell of its own sees: %s', (_, text, verdict) => {
  expect(verdicts('build.sh', `#!/bin/bash\n${text}\n`)).toEqual([verdict]);
});

it.each([
  ["env -u COMMIT sh -c 'GET'", 'moving'],
  ["env --unset=COMMIT sh -c 'GET'", 'moving'],
  ["env -u OTHER sh -c 'GET'", 'exact'],
  ["env - PATH=/bin sh -c 'GET'", 'dynamic'],
  ["sudo --preserve-env=OTHER,COMMIT sh -c 'GET'", 'exact'],
  ["sudo --preserve-env=OTHER sh -c 'GET'", 'dynamic'],
  ["sudo --preserve-env sh -c 'GET'", 'exact'],
  ["sudo bash -e <<'E'\nGET\nE", 'dynamic'],
  ["sudo -iu app <<'E'\nGET\nE", 'dynamic'],
  ["su app -c 'GET'", 'exact'],
  ["su - app -c 'GET'", 'dynamic'],
  ["su -l app -c 'GET'", 'dynamic'],
  ["su - app -w COMMIT -c 'GET'", 'exact'],
  ["su - app <<'E'\nGET\nE", 'dynamic'],
  ["su app <<'E'\nGET\nE", 'exact'],
  ["runuser -l app -c 'GET'", 'dynamic'],
  ["runuser -u app -- sh -c 'GET'", 'exact'],
  ["doas -u app sh -c 'GET'", 'dynamic'],
  ["setpriv --reset-env --reuid app sh -c 'GET'", 'dynamic'],
  ["setpriv --reuid app sh -c 'GET'", 'exact'],
])('what comes along of an exported variable: %s', (command, verdict) => {
  const text = command.replace('GET', `${CLONE} && cd r && git checkout $COMMIT`);
  expect(verdicts('build.sh', `#!/bin/bash\nexport COMMIT=${SHA}\n${text}\n`)).toEqual([verdict]);
});

it.each([
  ['env -C r', 'exact'],
  ['sudo --chdir=r', 'exact'],
  ['env -C other', 'moving'],
])('a wrapper that runs a command in another folder: %s', (wrapper, verdict) => {
  expect(verdicts('build.sh', `#!/bin/bash\n${CLONE}\n${wrapper} git checkout ${SHA}\n`)).toEqual([verdict]);
});

it.each([
  ['sh /get.sh', 'versioned'],
  ['/get.sh', 'exact'],
  ['sh -e /get.sh', 'exact'],
])('the first line of a script counts where nobody names its interpreter: %s', (call, verdict) => {
  const script = `#!/bin/sh -e\ncurl -fsSLo t.tgz https://example.com/t-1.2.tgz\necho "${SUM}  t.tgz" | sha256sum -c -\ntar xf t.tgz\n`;
  expect(verdicts('Dockerfile', `FROM scratch\nCOPY get.sh /\nRUN ${call}\n`, { 'get.sh': script })).toEqual([verdict]);
});
