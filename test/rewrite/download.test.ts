import { describe, expect, it } from 'vitest';
import { HEAD, MASTER, OTHER, refusal, rewritten, TAG } from './pins.ts';

const A = 'https://github.com/acme/lib/archive';

describe('an archive names its commit, and what is named after it follows', () => {
  it.each([
    [
      'the incident',
      `wget ${A}/master.tar.gz\ntar xzf master.tar.gz\ncd lib-master && ./configure\n`,
      `wget ${A}/${MASTER}.tar.gz\ntar xzf ${MASTER}.tar.gz\ncd lib-${MASTER} && ./configure\n`,
    ],
    [
      'refs/heads/ goes with the branch',
      `curl -L ${A}/refs/heads/master.tar.gz | tar xz\nmv lib-master/src x`,
      `curl -L ${A}/${MASTER}.tar.gz | tar xz\nmv lib-${MASTER}/src x`,
    ],
    [
      'a name that the author gave',
      `wget -O lib.tar.gz ${A}/master.tar.gz && tar xf lib.tar.gz`,
      `wget -O lib.tar.gz ${A}/${MASTER}.tar.gz && tar xf lib.tar.gz`,
    ],
    [
      'a variable, in all names that are built from it',
      `V=master\nwget -O lib-$V.tar.gz ${A}/$V.tar.gz\ntar xf lib-$V.tar.gz\ncd lib-$V`,
      `V=${MASTER}\nwget -O lib-$V.tar.gz ${A}/$V.tar.gz\ntar xf lib-$V.tar.gz\ncd lib-$V`,
    ],
    [
      'a tag with its letter in the URL',
      `V=1.2.1\nwget ${A}/v\${V}.tar.gz && tar xf v\${V}.tar.gz && cd lib-\${V}`,
      `V=${TAG}\nwget ${A}/\${V}.tar.gz && tar xf \${V}.tar.gz && cd lib-\${V}`,
    ],
    [
      'a tag with its letter in the variable',
      `V=v1.2.1\nwget ${A}/\${V}.tar.gz && tar xf \${V}.tar.gz && cd lib-\${V#v}`,
      `V=${TAG}\nwget ${A}/\${V}.tar.gz && tar xf \${V}.tar.gz && cd lib-\${V#v}`,
    ],
    [
      'a variable and a literal',
      `V=master\nwget ${A}/$V.tar.gz && tar xf $V.tar.gz && cd lib-master`,
      `V=${MASTER}\nwget ${A}/$V.tar.gz && tar xf $V.tar.gz && cd lib-${MASTER}`,
    ],
    [
      'a folder that is named once',
      `D=lib-master\nwget -O- ${A}/master.tar.gz | tar xz\ncd "$D" && make -C $D`,
      `D=lib-${MASTER}\nwget -O- ${A}/${MASTER}.tar.gz | tar xz\ncd "$D" && make -C $D`,
    ],
    [
      'a whole URL in a variable, shown and cut up',
      `U=${A}/master.tar.gz\necho "getting $U"\nwget "$U"\nF=$(basename $U)\ntar xf "$F"`,
      `U=${A}/${MASTER}.tar.gz\necho "getting $U"\nwget "$U"\nF=$(basename $U)\ntar xf "$F"`,
    ],
    [
      'a raw file',
      'curl -o x.sh https://raw.githubusercontent.com/acme/lib/master/x.sh && sh x.sh',
      `curl -o x.sh https://raw.githubusercontent.com/acme/lib/${MASTER}/x.sh && sh x.sh`,
    ],
    [
      'two archives of one name',
      `wget ${A}/master.tar.gz && tar xf master.tar.gz && rm master.tar.gz\nwget https://github.com/acme/other/archive/master.tar.gz && tar xf master.tar.gz && mv other-master o`,
      `wget ${A}/${MASTER}.tar.gz && tar xf ${MASTER}.tar.gz && rm ${MASTER}.tar.gz\nwget https://github.com/acme/other/archive/${OTHER}.tar.gz && tar xf ${OTHER}.tar.gz && mv other-${OTHER} o`,
    ],
    [
      'the words of a loop',
      `for v in master v1.2.1; do wget -O lib.tgz ${A}/$v.tar.gz; done`,
      `for v in ${MASTER} ${TAG}; do wget -O lib.tgz ${A}/$v.tar.gz; done`,
    ],
  ])('%s', (name, before, after) => {
    // A name that left the letter out cannot get it back.
    expect(rewritten({ 'a.sh': before }, !name.startsWith('a tag with its letter'))).toEqual({ 'a.sh': after });
  });
});

describe('one text, several readers', () => {
  it('a variable that feeds an archive and a clone of one ref is replaced once', () => {
    const before = `V=master\nwget -O x.tgz ${A}/$V.tar.gz\ngit clone -b $V https://github.com/acme/lib d`;
    const after = `V=${MASTER}\nwget -O x.tgz ${A}/$V.tar.gz\ngit clone -n https://github.com/acme/lib d && git -C d checkout -q $V`;
    expect(rewritten({ 'a.sh': before })).toEqual({ 'a.sh': after });
  });

  it('an argument is edited in the file that calls', () => {
    const script = `wget -O- ${A}/$1.tar.gz | tar xz\n`;
    const tree = {
      Dockerfile: 'FROM scratch\nCOPY get.sh /\nRUN sh /get.sh master && cd lib-master\n',
      'get.sh': script,
    };
    expect(rewritten(tree)).toEqual({
      Dockerfile: `FROM scratch\nCOPY get.sh /\nRUN sh /get.sh ${MASTER} && cd lib-${MASTER}\n`,
    });
  });

  it('an ARG is edited for the script that reads it', () => {
    const tree = {
      Dockerfile: 'FROM scratch\nARG V=master\nENV V=$V\nCOPY get.sh /\nRUN sh /get.sh\n',
      'get.sh': `wget -O- ${A}/$V.tar.gz | tar xz\ngit clone https://github.com/acme/lib\n`,
    };
    expect(rewritten(tree)).toEqual({
      Dockerfile: `FROM scratch\nARG V=${MASTER}\nENV V=$V\nCOPY get.sh /\nRUN sh /get.sh\n`,
      'get.sh': `wget -O- ${A}/$V.tar.gz | tar xz\ngit clone -n https://github.com/acme/lib && git -C lib checkout -q ${HEAD}\n`,
    });
  });

  it.each([
    [
      'another repository',
      `V=master\nwget -O a ${A}/$V.tar.gz\nwget -O b https://github.com/acme/other/archive/$V.tar.gz`,
      'a.sh: the text at a.sh:1 feeds git+https://github.com/acme/other@master (a.sh:3) as well, and each needs another pin there',
    ],
    [
      'a source without a pin',
      `V=master\nwget -O a ${A}/$V.tar.gz\nwget -O b https://github.com/acme/third/archive/$V.tar.gz`,
      'also feeds git+https://github.com/acme/third@master (a.sh:3), which is not pinned with it',
    ],
    ['another program', `V=master\nwget -O a ${A}/$V.tar.gz\npip install x==$V`, 'a.sh:1 is also read by pip (a.sh:3)'],
    [
      'a question',
      `V=master\nwget -O a ${A}/$V.tar.gz\n[ "$V" = "$X" ] && x`,
      'a.sh:1 is asked for by the condition at a.sh:3',
    ],
    ['a case', `V=master\nwget -O a ${A}/$V.tar.gz\ncase "$V" in m*) x;; esac`, 'the condition at a.sh:3'],
    ['a file', `V=master\nwget -O a ${A}/$V.tar.gz\necho $V > version`, 'is also read by'],
    [
      'a program beside a name that follows',
      `V=master\nwget ${A}/$V.tar.gz\ntar xf $V.tar.gz\ncd lib-$V\nmake VERSION=$V`,
      'is also read by make (a.sh:5)',
    ],
    [
      'an old name in what nobody reads',
      `wget -O a.tgz ${A}/master.tar.gz\nsed -i s/lib-master/x/ y`,
      '"lib-master" at a.sh:2 would keep a name that the pin changes',
    ],
    [
      'a name that is made in two places',
      `A=mas\nB=ter\nwget -O a.tgz ${A}/$A$B.tar.gz`,
      'it is put together from a.sh:1 and a.sh:2',
    ],
    [
      'text that is changed on its way',
      `V=MASTER\nwget -O a.tgz ${A}/\${V,,}.tar.gz`,
      '"master" is not written at a.sh:2 the way it is used',
    ],
  ])('refuses to change what is read by %s', (_name, before, reason) => {
    expect(refusal({ 'a.sh': before })).toContain(reason);
  });

  it.each([
    ['asks whether it is empty', '[ -n "$V" ] && x'],
    ['shows it', 'echo "building $V"'],
    ['does nothing with it', ': "$V"'],
  ])('goes on where a command only %s', (_name, reader) => {
    const script = (value: string) => `V=${value}\nwget -O a ${A}/$V.tar.gz\n${reader}`;
    expect(rewritten({ 'a.sh': script('master') })).toEqual({ 'a.sh': script(MASTER) });
  });
});
