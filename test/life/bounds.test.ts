import { expect, it } from 'vitest';
import { readHost } from '../support/read-host.ts';

/** A hundred choices, in each of which an archive is unpacked here and programs run that may lie in it. */
it('an archive that is unpacked and used under very many choices keeps a bounded list of uses', () => {
  const lines = ['#!/bin/sh', 'curl -LO https://example.com/tool-1.2.tgz'];
  for (let index = 0; index < 100; index++) {
    lines.push(
      `if [ "$A${index}" ]; then tar xf tool-1.2.tgz; fi`,
      `if [ "$B${index}" ]; then ./run${index} a/b c/d e/f; fi`,
    );
  }
  lines.push(`echo '${'0'.repeat(64)}  tool-1.2.tgz' | sha256sum -c`);
  const { fetches } = readHost('build.sh', lines.join('\n'));
  expect(fetches.map(({ verdict }) => verdict)).toEqual(['versioned']);
});

const SHA = 'a'.repeat(40);

/** A hundred choices, each of which clones another repository into one folder. */
it('clones of more choices than can be told apart in one folder are read, and none of them is called exact', () => {
  const lines = ['#!/bin/sh'];
  for (let index = 0; index < 100; index++)
    lines.push(`if [ "$A${index}" ]; then git clone https://example.com/acme/r${index} tool; fi`);
  lines.push(`git -C tool checkout ${SHA}`);
  const { fetches } = readHost('build.sh', lines.join('\n'));
  const bundled = fetches.filter(({ ref }) => ref === '$(too many outcomes)');
  expect(new Set(fetches.map(({ url }) => url)).size).toBe(100);
  expect(bundled.length).toBeGreaterThan(60);
  expect(new Set(bundled.map(({ verdict }) => verdict))).toEqual(new Set(['dynamic']));
});

it('clones of very many choices in one folder that nothing changes afterwards are what they were cloned as', () => {
  const lines = ['#!/bin/sh'];
  for (let index = 0; index < 100; index++)
    lines.push(`if [ "$A${index}" ]; then git clone https://example.com/acme/r${index} tool; fi`);
  const { fetches } = readHost('build.sh', lines.join('\n'));
  expect(new Set(fetches.map(({ verdict }) => verdict))).toEqual(new Set(['moving']));
});

it.each([
  ['the default branch', '', ['dynamic', 'moving']],
  ['a branch among them', 'if [ "$B" ]; then git -C tool checkout main; fi', ['dynamic', 'moving', 'moving']],
  ['a commit in the end', `git -C tool checkout ${SHA}`, ['dynamic']],
])('of very many states of one clone those that move are known, and the others are one: %s', (_, end, verdicts) => {
  const lines = ['#!/bin/sh', 'git clone https://example.com/acme/tool'];
  for (let index = 0; index < 100; index++) {
    const commit = index.toString(16).padStart(40, '0');
    lines.push(`if [ "$A${index}" ]; then git -C tool checkout ${commit}; fi`);
    if (index === 10 && end.startsWith('if')) lines.push(end);
  }
  if (!end.startsWith('if')) lines.push(end);
  const { fetches } = readHost('build.sh', lines.join('\n'));
  expect(fetches.map(({ verdict }) => verdict).sort()).toEqual(verdicts);
});

it('what is brought into a folder of very many clones is never lost', () => {
  const lines = ['#!/bin/sh'];
  for (let index = 0; index < 70; index++)
    lines.push(`if [ "$A${index}" ]; then git clone https://example.com/acme/r${index} tool; fi`);
  lines.push('git -C tool fetch https://example.com/acme/late main');
  const { fetches } = readHost('build.sh', lines.join('\n'));
  expect(fetches.map(({ url }) => url)).toContain('https://example.com/acme/late');
});

it('of more texts than can be told apart in one file none is taken for a checksum, but the newest is', () => {
  const sum = (digit: string) => `${digit.repeat(64)}  tool-1.2.tgz`;
  const lines = ['#!/bin/sh', 'set -e', 'curl -LO https://example.com/tool-1.2.tgz'];
  for (let index = 0; index < 100; index++) lines.push(`if [ "$A${index}" ]; then echo '${sum('0')}' > sums; fi`);
  const check = 'sha256sum -c sums';
  const [inArms, newest] = [[check], [`echo '${sum('1')}' > sums`, check]].map((end) =>
    readHost('build.sh', [...lines, ...end].join('\n')).fetches.map(({ verdict }) => verdict),
  );
  expect(inArms).toContain('versioned');
  expect(newest).toEqual(['exact']);
});

it.each([
  ['nothing', 0, 'exact'],
  ['one arm', 1, 'versioned'],
  ['very many arms', 100, 'versioned'],
])('a file that holds a hash counts as long as %s may have written something else into it', (_, arms, verdict) => {
  const lines = [
    '#!/bin/sh -e',
    'curl -LO https://example.com/tool-1.2.tgz',
    'date > sum',
    'sha256sum tool-1.2.tgz > sum',
  ];
  for (let index = 0; index < arms; index++) lines.push(`if [ "$A${index}" ]; then date > sum; fi`);
  lines.push(`echo '${'0'.repeat(64)}  tool-1.2.tgz' > wanted`, 'cmp sum wanted');
  const { fetches } = readHost('build.sh', lines.join('\n'));
  expect(fetches.map((fetch) => fetch.verdict)).toEqual([verdict]);
});

it('a download among files of which nobody knows what they hold is still what is used', () => {
  const lines = ['#!/bin/sh -e', 'date > tool'];
  for (let index = 0; index < 50; index++) lines.push(`if [ "$A${index}" ]; then date > tool; fi`);
  lines.push('if [ "$B" ]; then curl -o tool https://example.com/main/tool; fi');
  for (let index = 0; index < 50; index++) lines.push(`if [ "$C${index}" ]; then date > tool; fi`);
  lines.push(`if [ "$B" ]; then echo '${'0'.repeat(64)}  tool' | sha256sum -c; fi`, './tool');
  const { fetches } = readHost('build.sh', lines.join('\n'));
  expect(fetches.map(({ verdict, url }) => [verdict, url])).toEqual([['exact', 'https://example.com/main/tool']]);
});

it.each([
  ['in every case', `echo '${'0'.repeat(64)}  tool' | sha256sum -c`, 'exact'],
  ['in one of them', `if [ "$1" = a ]; then echo '${'0'.repeat(64)}  tool' | sha256sum -c; fi`, 'moving'],
])('a download that many other words bring in is one, and exact where it is checked %s', (_, check, verdict) => {
  const arms = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `${name}) O=--user-agent=${name} ;;`).join(' ');
  const text = `#!/bin/sh -e\ncase $1 in ${arms} esac\nwget $O -O tool https://example.com/acme/main/tool\n${check}\n./tool\n`;
  expect(readHost('build.sh', text).fetches.map((fetch) => fetch.verdict)).toEqual([verdict]);
});

it('a function that clones the same again and again is one place, of which those states stay that move', () => {
  const lines = ['#!/bin/sh -e', 'get() { git clone https://example.com/acme/tool t; git -C t checkout "$1"; }'];
  for (let index = 0; index < 100; index++) {
    const ref = index === 50 ? 'main' : index.toString(16).padStart(40, '0');
    lines.push(`if [ "$A${index}" ]; then get ${ref}; fi`);
  }
  const { fetches } = readHost('build.sh', lines.join('\n'));
  const verdicts = new Set(fetches.map(({ verdict }) => verdict));
  expect(verdicts).toContain('moving');
  expect(fetches.some(({ ref, verdict }) => ref === 'main' && verdict === 'moving')).toBe(true);
});
