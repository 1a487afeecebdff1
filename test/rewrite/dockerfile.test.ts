import { describe, expect, it } from 'vitest';
import { DEV, DIGEST, HEAD, MASTER, refusal, rewritten, SUM } from './pins.ts';

const U = 'https://github.com/acme/lib';

describe('Dockerfiles', () => {
  it.each([
    [
      'FROM',
      'FROM --platform=linux/amd64 debian:12 AS build\n',
      `FROM --platform=linux/amd64 debian:12@${DIGEST} AS build\n`,
    ],
    ['FROM with the tag in an ARG', 'ARG T=12\nFROM debian:${T}\n', `ARG T=12\nFROM debian:\${T}@${DIGEST}\n`],
    ['FROM with all of it in an ARG', 'ARG I=debian:12\nFROM $I\n', `ARG I=debian:12@${DIGEST}\nFROM $I\n`],
    ['FROM with a default', 'FROM ${B:-debian:12}\n', `FROM \${B:-debian:12@${DIGEST}}\n`],
    ['FROM in pieces', 'ARG B=debian\nFROM ${B}:12\n', `ARG B=debian\nFROM \${B}:12@${DIGEST}\n`],
    [
      'COPY --from',
      'FROM scratch\nCOPY --from=debian:12 /a /\n',
      `FROM scratch\nCOPY --from=debian:12@${DIGEST} /a /\n`,
    ],
    ['ADD of ?branch=', `FROM scratch\nADD ${U}.git?branch=dev /x\n`, `FROM scratch\nADD ${U}.git?ref=${DEV} /x\n`],
    [
      'ADD of a query and an ARG',
      `FROM scratch\nARG R=dev\nADD ${U}.git?branch=$R&subdir=x /x\n`,
      `FROM scratch\nARG R=${DEV}\nADD ${U}.git?ref=$R&subdir=x /x\n`,
    ],
    ['ADD of a folder', `FROM scratch\nADD ${U}.git#:docs /x\n`, `FROM scratch\nADD ${U}.git#${HEAD}:docs /x\n`],
    [
      'ADD of ?subdir=',
      `FROM scratch\nADD ${U}.git?subdir=x /x\n`,
      `FROM scratch\nADD ${U}.git?subdir=x&ref=${HEAD} /x\n`,
    ],
    ['ADD in ONBUILD', `FROM scratch\nONBUILD ADD ${U}.git#dev /x\n`, `FROM scratch\nONBUILD ADD ${U}.git#${DEV} /x\n`],
    [
      'ADD of a file',
      'FROM scratch\nADD --chown=1 https://example.com/a-1.2.tgz /x\n',
      `FROM scratch\nADD --checksum=sha256:${SUM} --chown=1 https://example.com/a-1.2.tgz /x\n`,
    ],
    ['ADD of a branch', `FROM scratch\nADD ${U}.git#dev /x\n`, `FROM scratch\nADD ${U}.git#${DEV} /x\n`],
    ['ADD of the default branch', `FROM scratch\nADD ${U}.git /x\n`, `FROM scratch\nADD ${U}.git#${HEAD} /x\n`],
    [
      'RUN over lines, with CRLF and a byte order mark',
      `\uFEFFFROM scratch\r\nRUN git clone \\\r\n    # why\r\n    --branch dev \\\r\n    ${U} /x \\\r\n && make\r\n`,
      `\uFEFFFROM scratch\r\nRUN git clone -n \\\r\n    # why\r\n    ${U} /x && git -C /x checkout -q ${DEV} \\\r\n && make\r\n`,
    ],
    [
      'an option on the last line of RUN',
      `FROM scratch\nRUN git clone ${U} /x \\\n    -b dev\nRUN make`,
      `FROM scratch\nRUN git clone -n ${U} /x && git -C /x checkout -q ${DEV}\nRUN make`,
    ],
    [
      'a heredoc',
      `FROM scratch\nRUN <<EOF\ngit clone ${U} d\nmake\nEOF\n`,
      `FROM scratch\nRUN <<EOF\ngit clone -n ${U} d && git -C d checkout -q ${HEAD}\nmake\nEOF\n`,
    ],
    [
      'a shell in JSON form',
      `FROM scratch\nRUN ["sh", "-c", "git clone ${U} d"]\n`,
      `FROM scratch\nRUN ["sh", "-c", "git clone -n ${U} d && git -C d checkout -q ${HEAD}"]\n`,
    ],
    [
      'a string with escaped quotes',
      `FROM scratch\nRUN bash -c "git clone ${U} \\"$D\\" && ls"\n`,
      `FROM scratch\nRUN bash -c "git clone -n ${U} \\"$D\\" && git -C \\"$D\\" checkout -q ${HEAD} && ls"\n`,
    ],
    [
      'an ARG',
      `FROM scratch\nARG V=master\nRUN wget ${U}/archive/\${V}.tar.gz && tar xf \${V}.tar.gz && make -C lib-\${V}\n`,
      `FROM scratch\nARG V=${MASTER}\nRUN wget ${U}/archive/\${V}.tar.gz && tar xf \${V}.tar.gz && make -C lib-\${V}\n`,
    ],
    [
      'names in a later RUN',
      `FROM scratch\nWORKDIR /src\nRUN wget -qO- ${U}/archive/master.tar.gz | tar xz\nWORKDIR /src/lib-master\nRUN cd /src/lib-master && make\n`,
      `FROM scratch\nWORKDIR /src\nRUN wget -qO- ${U}/archive/${MASTER}.tar.gz | tar xz\nWORKDIR /src/lib-${MASTER}\nRUN cd /src/lib-${MASTER} && make\n`,
    ],
  ])('%s', (_name, before, after) => {
    expect(rewritten({ Dockerfile: before })).toEqual({ Dockerfile: after });
  });

  it('a command without a shell is refused', () => {
    expect(refusal({ Dockerfile: `FROM scratch\nRUN ["git", "clone", "${U}"]\n` })).toContain('runs without a shell');
  });

  it.each([
    ['of several sources', 'ADD https://example.com/a-1.2.tgz b /x/', 'takes a checksum for one source only'],
    [
      'by an old frontend',
      '# syntax=docker/dockerfile:1.4\nADD https://example.com/a-1.2.tgz /x',
      'asks for an older one',
    ],
  ])('a checksum %s is refused', (_name, text, reason) => {
    const [first = '', ...rest] = text.split('\n');
    const lines = rest.length === 0 ? ['FROM scratch', first] : [first, 'FROM scratch', ...rest];
    expect(refusal({ Dockerfile: `${lines.join('\n')}\n` })).toContain(reason);
  });
});
