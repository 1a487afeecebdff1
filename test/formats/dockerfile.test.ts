import { describe, expect, it } from 'vitest';
import { dockerfile, NO_STAGE } from '../../src/formats/dockerfile.ts';
import { writtenPieces } from '../../src/model/template.ts';
import { flatten } from '../../src/model/value.ts';
import { parseChecked, showStep } from './dockerfile-program.ts';

const SHA = '0123456789abcdef0123456789abcdef01234567';

const TABLE: readonly [string, string, readonly string[]][] = [
  // FROM, ARG, ENV, WORKDIR
  [
    'FROM with all its words',
    'FROM --platform=linux/amd64 debian:12 AS Build',
    ['stage build from debian:12: FROM | --platform=linux/amd64 | debian:12 | AS | Build'],
  ],
  ['lower-case keywords', 'from debian as a\nrun make', ['stage a from debian: FROM | debian | as | a', 'shell: make']],
  [
    'an image of several variables',
    'ARG R=example.com\nFROM ${R}/acme/x:${T:-1}',
    ['global-argument: R=example.com', 'stage - from ${R}/acme/x:${T:-1}: FROM | ${R}/acme/x:${T:-1}'],
  ],
  ['FROM over two lines', 'FROM \\\n  debian:12 \\\n  AS b', ['stage b from debian:12: FROM | debian:12 | AS | b']],
  ['an image called as', 'FROM as AS x', ['stage x from as: FROM | as | AS | x']],
  [
    'several arguments on a line',
    'FROM x\nARG A=1 B="two words" C',
    ['stage - from x: FROM | x', 'argument: A=1', 'argument: B="two words"', 'argument: C'],
  ],
  [
    'ENV in both forms',
    "FROM x\nENV A=1 B='b c' C=d\\ e\nENV OLD  some  words",
    [
      'stage - from x: FROM | x',
      'environment: A=1',
      "environment: B='b c'",
      'environment: C=d\\ e',
      'environment: OLD=some  words',
    ],
  ],
  [
    'ENV over lines with a comment between',
    'FROM x\nENV A=1 \\\n# why\n\n  B=2',
    ['stage - from x: FROM | x', 'environment: A=1', 'environment: B=2'],
  ],
  [
    'a value that goes on in the next line',
    'FROM x\nENV A=one\\\ntwo',
    ['stage - from x: FROM | x', 'environment: A=onetwo'],
  ],
  ['an empty value', 'ARG V=\nFROM x', ['global-argument: V=', 'stage - from x: FROM | x']],
  ['WORKDIR with a blank', 'FROM x\nWORKDIR /my folder ', ['stage - from x: FROM | x', 'folder: /my folder']],
  [
    'what runs later or is metadata',
    'FROM x\nCMD wget a\nENTRYPOINT ["curl"]\nHEALTHCHECK CMD curl localhost\nLABEL a=b\nEXPOSE 1\nUSER u\nVOLUME /v\nSTOPSIGNAL 9\nMAINTAINER m',
    ['stage - from x: FROM | x'],
  ],
  // RUN
  [
    'a continued RUN keeps its length',
    'RUN a && \\\n  # why\n\n  b',
    ['shell: a && \\\n                b'.replace(/ +b$/, `${' '.repeat(8 + 1 + 2)}b`)],
  ],
  [
    'a backslash right behind a URL',
    'RUN wget https://example.com/a\\\n && b',
    ['shell: wget https://example.com/a\\\n && b'],
  ],
  [
    'a commented RUN that ends in a backslash',
    'FROM x\n# RUN wget a \\\n#  && b \\\nRUN c',
    ['stage - from x: FROM | x', 'shell: c'],
  ],
  [
    'a URL that goes on behind a comment',
    'RUN wget https://example.com/\\\n# why\na',
    ['shell: wget https://example.com/a'],
  ],
  ['blanks behind the backslash', 'RUN a \\  \n b', ['shell: a      b']],
  [
    'blanks behind the backslash inside a word',
    'RUN wget https://example.com/\\ \nx',
    ['shell: wget https://example.com/x'],
  ],
  [
    'two backslashes end the instruction',
    'FROM x\nRUN a \\\\\nRUN b',
    ['stage - from x: FROM | x', 'shell: a \\\\', 'shell: b'],
  ],
  ['flags of RUN', 'RUN --mount=type=cache,target=/c --network=none make', ['shell: make']],
  [
    'flags of RUN on lines of their own',
    'RUN --mount=type=cache,target=/c \\\n    --mount=type=ssh \\\n    make && \\\n    b',
    ['shell: make && \\\n    b'],
  ],
  ['a command that begins with one dash', 'RUN -x', ['shell: -x']],
  [
    'multi-byte text',
    'RUN echo "✓ 漢字 😀" && wget https://example.com/é',
    ['shell: echo "✓ 漢字 😀" && wget https://example.com/é'],
  ],
  ['a byte order mark', '\uFEFFFROM x\nRUN a', ['stage - from x: FROM | x', 'shell: a']],
  [
    'CRLF',
    'FROM x\r\nRUN a && \\\r\n    b\r\nENV A=1\r\n',
    ['stage - from x: FROM | x', 'shell: a &&        b', 'environment: A=1'],
  ],
  ['CRLF inside a word', 'RUN wget https://example.com/\\\r\na\r\n', ['shell: wget https://example.com/a']],
  ['the end of the file behind a backslash', 'RUN a \\', ['shell: a  ']],
  [
    'the end of the file behind a backslash and a line',
    'ENV A=1 \\\n B=2 \\\n',
    ['environment: A=1', 'environment: B=2'],
  ],
  ['two dashes end the flags', 'RUN --mount=a -- b\nCOPY --link -- c /d', ['shell: b', 'copy: c -> /d']],
  [
    'a backtick as the escape character',
    '# escape=`\nFROM x\nRUN a `\n  b\nENV P=C:\\x`$y',
    ['stage - from x: FROM | x', 'shell: a \\\n  b', 'environment: P=C:\\\\x\\$y'],
  ],
  [
    'an escape directive behind a comment is none',
    '# note\n# escape=`\nFROM x\nRUN a \\\n b',
    ['stage - from x: FROM | x', 'shell: a \\\n b'],
  ],
  [
    'an escape directive behind a syntax directive',
    '# syntax=docker/dockerfile:1\n# escape=`\nFROM x\nRUN a `\n b',
    ['fact: SYNTAX | docker/dockerfile:1', 'stage - from x: FROM | x', 'shell: a \\\n b'],
  ],
  // JSON form and SHELL
  ['JSON form', 'RUN ["sh", "-c", "a  b \\"c\\" \\u0041"]', ['exec: sh | -c | a  b "c" A']],
  [
    'JSON form over lines',
    'RUN ["git", \\\n  # why\n  "clone", "https://example.com/acme/x"]',
    ['exec: git | clone | https://example.com/acme/x'],
  ],
  ['what looks like JSON and is a test', 'RUN [ -f x ] && a', ['shell: [ -f x ] && a']],
  ['single quotes are no JSON', "RUN ['a']", ["shell: ['a']"]],
  [
    'SHELL with options',
    'FROM x\nSHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN a',
    ['stage - from x: FROM | x', 'shell -e pipefail: a'],
  ],
  [
    'SHELL with long options',
    'FROM x\nSHELL ["bash", "-o", "errexit", "-o", "pipefail", "-c"]\nRUN a',
    ['stage - from x: FROM | x', 'shell -e pipefail: a'],
  ],
  [
    'SHELL behind a launcher',
    'FROM x\nSHELL ["conda", "run", "-n", "e", "/bin/bash", "-ec"]\nRUN a',
    ['stage - from x: FROM | x', 'shell -e: a'],
  ],
  [
    'SHELL ends with its stage',
    'FROM x AS a\nSHELL ["bash", "-ec"]\nFROM y\nRUN b',
    ['stage a from x: FROM | x | AS | a', 'stage - from y: FROM | y', 'shell: b'],
  ],
  [
    'SHELL is inherited by a child stage',
    'FROM x AS A\nSHELL ["bash", "-ec"]\nFROM a\nRUN b',
    ['stage a from x: FROM | x | AS | A', 'stage - from a: FROM | a', 'shell -e: b'],
  ],
  [
    'a SHELL that is none',
    'FROM x\nSHELL ["powershell", "-Command"]\nRUN a',
    ['stage - from x: FROM | x', 'exec: powershell | -Command | a'],
  ],
  // heredocs
  [
    'a heredoc that is the script',
    'RUN <<EOF\n# a comment\na \\\n b\nEOF\nRUN c',
    ['shell: # a comment\na \\\n b\n', 'shell: c'],
  ],
  ['a heredoc with a shebang', 'RUN <<EOF\n#!/bin/bash -e\na\nEOF', ['shell -e: #!/bin/bash -e\na\n']],
  [
    'a heredoc for another interpreter',
    'RUN <<EOF\n#!/usr/bin/env python3\nprint()\nEOF',
    ['exec: python3 | #!/usr/bin/env python3\nprint()\n'],
  ],
  ['a heredoc that a command reads', 'RUN bash <<EOF\na\nEOF\nRUN b', ['shell: bash <<EOF\na\nEOF', 'shell: b']],
  ['a command behind the heredoc word', "RUN <<'EOF' bash -e\na\nEOF", ["shell: <<'EOF' bash -e\na\nEOF"]],
  [
    'two heredocs',
    'RUN cat <<A >a && cat <<-"B C" >b\n1\nA\n\t2\n\tB C\nRUN c',
    ['shell: cat <<A >a && cat <<-"B C" >b\n1\nA\n\t2\n\tB C', 'shell: c'],
  ],
  [
    'a heredoc behind a continuation',
    'RUN a && \\\n  cat <<EOF >b\nRUN no\nEOF\nRUN c',
    ['shell: a && \\\n  cat <<EOF >b\nRUN no\nEOF', 'shell: c'],
  ],
  [
    'a heredoc body with an escaped semicolon',
    'RUN <<EOF\nfind . -exec x {} \\;\nEOF\nRUN b',
    ['shell: find . -exec x {} \\;\n', 'shell: b'],
  ],
  ['a heredoc behind flags', 'RUN --mount=type=ssh <<EOF\na\nEOF', ['shell: a\n']],
  ['a heredoc with CRLF', 'RUN cat <<EOF >x\r\na\r\nEOF\r\nRUN b\r\n', ['shell: cat <<EOF >x\r\na\r\nEOF', 'shell: b']],
  [
    'a here-string and a shift are no heredocs',
    'RUN cat <<<"x" && echo $((1 << 3))\nRUN b',
    ['shell: cat <<<"x" && echo $((1 << 3))', 'shell: b'],
  ],
  ['a heredoc mark in quotes', 'RUN echo "a <<EOF b"\nRUN b', ['shell: echo "a <<EOF b"', 'shell: b']],
  ['a heredoc with a number', 'RUN sh 3<<EOF\nRUN no\nEOF\nRUN b', ['shell: sh 3<<EOF\nRUN no\nEOF', 'shell: b']],
  // COPY and ADD
  ['COPY', 'COPY --chown=a:b one two /to/', ['copy: one | two -> /to/']],
  ['COPY in JSON form', 'COPY ["a b", "/to here/"]', ['copy: a b -> /to here/']],
  [
    'COPY --from',
    'COPY --from=acme/x:1 /a /b',
    ['fact: COPY | --from=acme/x:1 | /a | /b', 'copy from acme/x:1: /a -> /b'],
  ],
  [
    'COPY --from a stage',
    'FROM x AS Build\nFROM y\nCOPY --from=build /a /b\nCOPY --from=0 /c /d',
    [
      'stage build from x: FROM | x | AS | Build',
      'stage - from y: FROM | y',
      'copy from build: /a -> /b',
      'copy from 0: /c -> /d',
    ],
  ],
  ['COPY of a heredoc into a file', 'COPY <<EOF /run.sh\nwget $X\nEOF', ['file docker: /run.sh <- wget $X\n']],
  [
    'COPY of heredocs into a folder',
    "COPY <<'a' <<b c /d/\n1\na\n2\nb\nRUN x",
    ['file literal: /d/a <- 1\n', 'file docker: /d/b <- 2\n', 'copy: c -> /d/', 'shell: x'],
  ],
  [
    'ADD of a URL',
    'ADD --checksum=sha256:0 https://example.com/a /b',
    ['fact: ADD | --checksum=sha256:0 | https://example.com/a | /b'],
  ],
  ['ADD of a quoted URL', 'ADD "https://example.com/a" /b', ['fact: ADD | "https://example.com/a" | /b']],
  [
    'ADD with the URL on the next line',
    'ADD \\\n  https://example.com/a \\\n  /b',
    ['fact: ADD | https://example.com/a | /b'],
  ],
  [
    'ADD of git',
    `ADD https://example.com/acme/x.git#${SHA} /b\nADD git@example.com:acme/x.git /c`,
    [`fact: ADD | https://example.com/acme/x.git#${SHA} | /b`, 'fact: ADD | git@example.com:acme/x.git | /c'],
  ],
  [
    'ADD of a URL beside a file',
    'ADD a https://example.com/a /b/',
    ['fact: ADD | https://example.com/a | /b/', 'copy: a -> /b/'],
  ],
  ['ADD of a variable may be either', 'ADD ${U}/a /b', ['fact: ADD | ${U}/a | /b', 'copy: ${U}/a -> /b']],
  ['ADD of a file', 'ADD a.tar /b', ['copy: a.tar -> /b']],
  ['ADD in JSON form', 'ADD ["https://example.com/a", "/b"]', ['fact: ADD | https://example.com/a | /b']],
  // ONBUILD
  ['ONBUILD RUN', 'ONBUILD RUN a && \\\n b', ['shell: a && \\\n b']],
  ['onbuild add', 'onbuild add https://example.com/a /b', ['fact: ADD | https://example.com/a | /b']],
  ['ONBUILD with a heredoc', 'ONBUILD RUN <<EOF\na\nEOF\nRUN b', ['shell: a\n', 'shell: b']],
];

describe('steps', () => {
  it.each(TABLE)('%s', (_name, text, expected) => {
    const program = parseChecked(text);
    expect(program.problems).toEqual([]);
    expect(program.steps.map(showStep)).toEqual(expected);
  });
});

describe('a file without a stage', () => {
  it.each([
    ['instructions alone', 'Dockerfile', 'RUN make', true],
    ['a stage', 'Dockerfile', 'FROM x\nRUN make', false],
    ['comments alone', 'Dockerfile', '# nothing\n', false],
    ['a part by its name', 'Dockerfile.common', 'RUN make', false],
    ['a template by its text', 'Dockerfile', 'RUN make {{ version }}', false],
    ['a text for m4', 'Dockerfile', '#include "base"\nRUN make', false],
  ])('%s', (_name, path, text, isProblem) => {
    const messages = dockerfile.parse(path, text).problems.map(({ message }) => message);
    expect(messages.includes(NO_STAGE)).toBe(isProblem);
  });
});

describe('extents', () => {
  it.each([
    ['image', 'FROM debian:12 AS x', 1, 'debian:12'],
    ['option of COPY', 'COPY --from=acme/x /a /b', 1, '--from=acme/x'],
    ['quoted URL', 'ADD "https://example.com/a" /b', 1, '"https://example.com/a"'],
    ['JSON string with its quotes', 'ADD ["https://example.com/a", "/b"]', 1, '"https://example.com/a"'],
    ['keyword as written', 'aDd https://example.com/a /b', 0, 'aDd'],
  ])('%s', (_name, text, index, expected) => {
    const step = parseChecked(text).steps[0];
    const fact = step?.kind === 'stage' ? step.fact : step;
    const at = fact?.kind === 'fact' ? fact.words[index]?.at : undefined;
    expect(text.slice(at?.start, at?.end)).toBe(expected);
  });

  it('an instruction ends where its heredoc does', () => {
    const text = 'RUN cat <<EOF\na\nEOF\nRUN b';
    expect(parseChecked(text).steps.map(({ at }) => text.slice(at.start, at.end))).toEqual([
      'RUN cat <<EOF\na\nEOF',
      'RUN b',
    ]);
  });

  it('a name that is not as written cannot be spliced', () => {
    const step = parseChecked('add https://example.com/a /b').steps[0];
    const word = step?.kind === 'fact' ? step.words[0] : undefined;
    expect(word === undefined ? [] : writtenPieces(word.template)[0]).toMatchObject({ text: 'ADD', verbatim: false });
  });
});

describe('broken syntax is a problem at its place', () => {
  it.each([
    ['unknown instruction', 'FROM x\nRUNN a\nRUN b', 'RUNN a', 'unknown instruction "RUNN"', 'shell: b'],
    [
      'many unknown instructions',
      '{{ a }}\n{{ b }}\nRUN b',
      '{{ a }}',
      'unknown instruction "{{" (and 1 more unknown instructions)',
      'shell: b',
    ],
    ['FROM without an image', 'FROM --platform=x\nRUN b', 'FROM --platform=x', 'FROM expects an image', 'shell: b'],
    [
      'heredoc without an end',
      'RUN cat <<EOF\nRUN b',
      'RUN cat <<EOF',
      'heredoc "EOF" has no line that ends it',
      'shell: b',
    ],
    ['ENV without a value', 'ENV A\nRUN b', 'ENV A', 'ENV expects NAME=VALUE or NAME VALUE', 'shell: b'],
    ['a word of ENV without a value', 'ENV A=1 B\nRUN b', 'B', '"B" is not of the form NAME=VALUE', 'shell: b'],
    ['COPY with one word', 'COPY a\nRUN b', 'COPY a', 'COPY expects at least one source and a destination', 'shell: b'],
    [
      'SHELL without JSON',
      'SHELL bash -c\nRUN b',
      'SHELL bash -c',
      'SHELL expects a JSON array of strings, as ["/bin/bash", "-c"]',
      'shell: b',
    ],
    [
      'ONBUILD of something else',
      'ONBUILD FROM x\nRUN b',
      'ONBUILD FROM x',
      'FROM is not allowed below ONBUILD',
      'shell: b',
    ],
    ['ONBUILD alone', 'ONBUILD\nRUN b', 'ONBUILD', 'ONBUILD expects an instruction behind it', 'shell: b'],
    ['WORKDIR alone', 'WORKDIR\nRUN b', 'WORKDIR', 'WORKDIR expects a path', 'shell: b'],
    ['ARG alone', 'ARG\nRUN b', 'ARG', 'ARG expects NAME or NAME=VALUE', 'shell: b'],
  ])('%s', (_name, text, place, message, last) => {
    const { problems, steps } = parseChecked(text);
    expect(problems.map(({ at, message }) => [text.slice(at.start, at.end), message])).toEqual([[place, message]]);
    expect(steps.map(showStep).at(-1)).toBe(last);
  });
});

describe('hostile input takes its length, not more', () => {
  const size = 40_000;
  it.each([
    ['comments and stages', 'FROM a\n# b\n'.repeat(size)],
    ['very many directives', '# a=b\n'.repeat(100_000)],
    ['directives and stages', `${'# a=b\n'.repeat(size)}${'FROM a\n'.repeat(size)}`],
    ['a continued ENV', `ENV ${'A=1 \\\n'.repeat(size)}B=2`],
    ['a continued COPY', `COPY ${'a \\\n'.repeat(size)}b`],
    ['comments inside a RUN', `RUN a\\\n${'# b\n'.repeat(size)}c`],
    ['a word that never ends', `RUN a${'\\\n\n'.repeat(size)}c`],
    ['heredocs without an end', `RUN ${'<<a '.repeat(size)}`],
    ['many marks without an end', 'RUN x <<a <<b\nb\n'.repeat(size)],
    ['many heredocs', 'RUN cat <<a\nx\na\n'.repeat(size)],
    ['flags', `RUN ${'--mount=a '.repeat(size)} b`],
    ['JSON', `RUN [${'"a",'.repeat(size)}"b"]`],
    ['open brackets', 'RUN ['.repeat(size)],
    ['ONBUILD in ONBUILD', 'ONBUILD '.repeat(size)],
    ['escapes', `RUN ${'\\ '.repeat(size)}`],
    ['escapes at the keyword', '\\\n'.repeat(size)],
    ['open quotes', `ENV A=${'"\\'.repeat(size)}`],
  ])('%s', (_name, text) => {
    const program = dockerfile.parse('Dockerfile', text);
    expect(program.file).toBe('Dockerfile');
  });
});

describe('names', () => {
  const yes = [
    'Dockerfile',
    'a/Dockerfile',
    'dockerfile',
    'DOCKERFILE',
    'Containerfile',
    'Dockerfile.alpine',
    'Dockerfile.go',
    'api.Dockerfile',
    'api.dockerfile',
    'x.Containerfile',
    'Dockerfile-dev',
    'Dockerfile_gpu',
    'Dockerfile-ubuntu-22.04',
    'Dockerfile_3.7-slim',
    'deb-dockerfile',
    'dockerfile-dev',
    'dockerfile-dev.gpu',
    'Dockerfile1.7',
    'Dockerfile201902',
    'ci_Dockerfile',
  ];
  const no = [
    'Dockerfile.md',
    'Dockerfile.make',
    'dockerfile.go',
    'dockerfile.dart',
    'Dockerfile.dockerignore',
    'Dockerfiles',
    'dockerfile-lint.js',
    'dockerfile_builder.groovy',
    'Dockerfile-lint.py',
    'Dockerfile-1.2.json',
    'Dockerfile-1.2.md',
    'lint.dockerfile-rules',
    'a.txt',
    'Dockerfile.sh',
    'MyDockerfile',
    'Dockerfile/x',
  ];
  it.each(yes)('%s is one', (path) => expect(dockerfile.matches(path, '')).toBe(true));
  it.each(no)('%s is none', (path) => expect(dockerfile.matches(path, '')).toBe(false));
  it('a program that makes Dockerfiles is none', () =>
    expect(dockerfile.matches('make-dockerfile', '#!/bin/sh')).toBe(false));
});

it('a mask leaves every other character where it was', () => {
  const text = 'FROM x\nRUN a && \\\n  # wget https://example.com/no\n  wget https://example.com/yes';
  const step = parseChecked(text).steps[1];
  const shell = step?.kind === 'shell' ? step : undefined;
  const pieces = shell === undefined ? [] : writtenPieces(shell.text);
  expect(pieces.map((piece) => piece.kind === 'text' && piece.verbatim)).toEqual([true, false, true]);
  const start = pieces[0]?.at.start ?? 0;
  const said = flatten(pieces);
  expect(said).not.toContain('/no');
  expect(start + said.indexOf('wget')).toBe(text.lastIndexOf('wget'));
});
