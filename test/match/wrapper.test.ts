import { describe, expect, it } from 'vitest';
import { wrapper } from '../../src/match/index.ts';
import { showPieces } from '../../src/model/value.ts';
import { show, toWords } from './words.ts';

/** One line: what is run and how. */
function unwrap(line: string): string | undefined {
  const wrapped = wrapper(toWords(line));
  switch (wrapped?.kind) {
    case undefined:
      return undefined;
    case 'words':
      return [
        `run ${show(wrapped.words)}`,
        ...(wrapped.assignments.length > 0 ? [`with ${show(wrapped.assignments)}`] : []),
      ].join(' ');
    case 'text':
      return [
        wrapped.here ? 'eval' : 'text',
        showPieces(wrapped.text),
        `[${show(wrapped.args)}]`,
        ...(wrapped.marks ?? []),
      ].join(' ');
    case 'file':
      return [
        wrapped.here ? 'source' : 'file',
        show([wrapped.path]),
        `[${show(wrapped.args)}]`,
        ...(wrapped.marks ?? []),
      ].join(' ');
    case 'goals':
      return `make ${show(wrapped.words)} in [${show(wrapped.folders)}] of [${show(wrapped.files)}]`;
    case 'image':
      return `build ${show(wrapped.given)} in [${show(wrapped.folders)}] of [${show(wrapped.files)}]`;
    default:
      return wrapped satisfies never;
  }
}

describe('wrappers', () => {
  it.each([
    ['sudo git pull', 'run git pull'],
    ['/usr/bin/sudo -u app -E -- git pull', 'run git pull'],
    ['sudo -u app A=b C=d git pull -q', 'run git pull -q with A=b C=d'],
    ['make -j4 -C a -C b --file=c.mk V=1 all', 'make V=1 all in [a b] of [c.mk]'],
    ['make', 'make  in [] of []'],
    ['make -n all', undefined],
    ['docker build --build-arg A=b --build-arg=C -f x/Dockerfile -t y .', 'build A=b C in [.] of [x/Dockerfile]'],
    ['docker compose -f x.yml build --build-arg A=b', 'build A=b in [] of [x.yml]'],
    ['docker build https://example.com/acme/tool.git', undefined],
    ['sudo $O git pull', 'run git pull'],
    ['sudo $CMD', 'run $CMD'],
    ['sudo -l', undefined],
    ['sudo', undefined],
    ['env', undefined],
    ['env A=b', undefined],
    ['env -u X A=b git pull', 'run git pull with A=b'],
    ['nice -n 5 git pull', 'run git pull'],
    ['timeout -k 1 5m git -C a pull', 'run git -C a pull'],
    ['timeout 5', undefined],
    ['command -v git', undefined],
    ['command git pull', 'run git pull'],
    ['retry git pull', 'run git pull'],
    ['retry 5 git pull', 'run git pull'],
    ['chroot /mnt git pull', 'run git pull'],
    ['gosu $USER git pull', 'run git pull'],
    ['runuser -u app git clone -b x u', 'run git clone -b x u'],
    ['bash -c text', 'text text [] command'],
    ['bash -ec text a b', 'text text [a b] errexit command'],
    ['bash -e -u -o pipefail -c text', 'text text [] errexit pipefail command'],
    ['bash -euo pipefail -c text', 'text text [] errexit pipefail command'],
    ['sh -x build.sh -a b', 'file build.sh [-a b]'],
    ['bash -e build.sh', 'file build.sh [] errexit'],
    ['bash', undefined],
    ['bash -s', 'file /dev/stdin [] stdin'],
    ['bash -s a', 'file /dev/stdin [a] stdin'],
    ['sh -', undefined],
    ['bash --version', undefined],
    ['su -c text app', 'text text []'],
    ['su - app -c text x', 'text text [x]'],
    ['su app', 'file /dev/stdin []'],
    ['sudo -iu app', 'file /dev/stdin [] shell'],
    ['eval git clone %U', 'eval git clone $U []'],
    ['. ./env.sh a', 'source ./env.sh [a]'],
    ['source env.sh', 'source env.sh []'],
    ['xargs git clone', 'run git clone {}'],
    ['xargs -n1 -P 4 git clone', 'run git clone {}'],
    ['xargs -I{} git clone https://example.com/{}/{}', 'run git clone https://example.com/{}/{}'],
    ['xargs -i git clone {}', 'run git clone {}'],
    ['xargs', undefined],
    ['find . -name x -exec git -C {} pull ;', 'run git -C {} pull'],
    ['find . -execdir git pull {} + -print', 'run git pull {}'],
    ['find . -name x', undefined],
    ['$SUDO git clone https://example.com/acme/tool', 'run git clone https://example.com/acme/tool'],
    ['$SUDO curl -fsSLO https://example.com/x', 'run curl -fsSLO https://example.com/x'],
    ['$INSTALL git curl wget', undefined],
    ['$RUN wget $URL', undefined],
    ['%SUDO git clone https://example.com/acme/tool', 'run git clone https://example.com/acme/tool'],
    ['$SUDO docker pull $BASE/$IMAGE:latest', 'run docker pull $BASE/$IMAGE:latest'],
    ['$INSTALL docker $OTHERS', undefined],
    ['%TOOL git clone https://example.com/acme/tool', undefined],
  ])('%s', (line, expected) => {
    expect(unwrap(line)).toBe(expected);
  });

  it('replace what they read by unknown text, the same wherever one command repeats it', () => {
    const wrapped = wrapper(toWords('xargs -I{} git clone https://example.com/{}/{}.git'));
    const holes =
      wrapped?.kind === 'words'
        ? wrapped.words.flatMap(({ pieces }) => pieces.filter(({ kind }) => kind === 'hole'))
        : [];
    expect(holes.length).toBe(2);
    expect(holes[0]).toEqual(holes[1]);
  });

  it('leave alone what has no rule', () => {
    expect(unwrap('ninja all')).toBeUndefined();
    expect(wrapper([])).toBeUndefined();
  });

  it('replace many placeholders in one go', () => {
    const wrapped = wrapper(toWords(`xargs -I{} echo ${'{}'.repeat(100_000)}`));
    expect(wrapped?.kind).toBe('words');
  });
});
