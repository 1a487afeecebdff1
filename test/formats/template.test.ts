import { describe, expect, it } from 'vitest';
import { formats } from '../../src/formats/index.ts';
import { readFetches } from '../../src/run/read-fetches.ts';
import { apply, commit, scan } from '../rewrite/scan.ts';
import { readTree } from '../support/read-tree.ts';

const SHA = commit('a1');
const DIGEST = `sha256:${'b2'.repeat(32)}`;

/** Verdict and source of every fetch. */
function read(path: string, text: string): readonly string[] {
  const { fetches } = scan({ [path]: text });
  return fetches.map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
}

describe('templates by name', () => {
  it.each([
    ['Dockerfile.j2', true],
    ['a/Dockerfile.ubuntu.tmpl', true],
    ['Containerfile.in', true],
    ['build.sh.in', true],
    ['.github/workflows/ci.yml.erb', true],
    ['CMakeLists.txt.in', true],
    ['tool.cmake.in', true],
    ['Makefile.in', true],
    ['docker-compose.yml.mustache', true],
    ['config.h.in', false],
    ['notes.md.j2', false],
    ['Dockerfile', false],
    ['requirements.in', false],
    ['.in', false],
  ])('%s: %s', (path, expected) => {
    const [template] = formats;
    expect(template?.id).toBe('template');
    expect(template?.matches(path, '')).toBe(expected);
  });

  it('reads the first line of a name without more', () => {
    expect(formats[0]?.matches('build.in', '#!/bin/sh')).toBe(true);
    expect(formats[0]?.matches('build.in', '#!/usr/bin/perl')).toBe(false);
    expect(formats[0]?.matches('build.in', '#! @SHELL@')).toBe(true);
    expect(formats[0]?.matches('build.in', '#!@PERL@')).toBe(false);
  });
});

describe('files that are templates though their names do not say so', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['Dockerfile', 'FROM {{ base }}\n', ['dynamic {{ base }}']],
    ['Dockerfile', 'FROM {{.Base}}:1\n', ['dynamic {{.Base}}:1']],
    ['Dockerfile', 'FROM <%= base %>\n', ['dynamic <%= base %>']],
    [
      'Dockerfile',
      'FROM debian:12\n{% if a %}\nRUN git clone -b {{ ref }} https://example.com/a/b\n{% endif %}\n',
      ['tag docker://docker.io/library/debian:12', 'dynamic https://example.com/a/b'],
    ],
    ['get.sh', 'docker pull {{ image }}\n', ['dynamic {{ image }}']],
    ['get.sh', 'git clone -b <%= ref %> https://example.com/a/b\n', ['dynamic https://example.com/a/b']],
    // What stands in quotes, or begins with a dot, is another program's own.
    ['get.sh', "docker inspect -f '{{ id }}' x; docker pull acme/a:1\n", ['tag docker://docker.io/acme/a:1']],
    ['get.sh', 'docker ps --format {{.Names}}; docker pull acme/a:1\n', ['tag docker://docker.io/acme/a:1']],
  ])('%s: %s', (path, text, expected) => {
    expect(read(path, text)).toEqual(expected);
  });
});

describe('Dockerfiles that a preprocessor puts together', () => {
  it('names what is included, and takes no stage of it for an image', () => {
    const text = '#include "base.in"\nRUN wget https://example.com/a.tgz\nCOPY --from=step_0 /a /a\n';
    const { fetches, problems } = readTree({ Dockerfile: text });
    expect(fetches.map(({ url }) => url)).toEqual(['https://example.com/a.tgz']);
    expect(problems.map(({ kind, message }) => `${kind} ${message}`)).toEqual([
      `unreadable a preprocessor puts this file together, and what '#include "base.in"' brings in is not read`,
    ]);
  });

  it('takes a name that it defines for an unknown part', () => {
    const text = '#define VERSION 1.2\nFROM debian:VERSION\nRUN wget https://example.com/a-VERSION.tgz\n';
    expect(read('Dockerfile', text)).toEqual(['dynamic debian:VERSION', 'dynamic https://example.com/a-VERSION.tgz']);
  });

  it('reads what stands beside the calls of what is included', () => {
    const text =
      '#include "base.in"\nRUN INSTALL(git curl) \\\n && git clone https://example.com/acme/tool \\\n && CLEAN()\n';
    const { fetches, problems } = readTree({ Dockerfile: text });
    expect(fetches.map(({ url }) => url)).toEqual(['https://example.com/acme/tool']);
    expect(problems.map(({ kind }) => kind)).toEqual(['unreadable']);
  });

  it('leaves programs in C alone', () => {
    const text = 'FROM debian:12\nRUN cat > a.c <<EOF\n#include <stdio.h>\n#define debian 1\nEOF\n';
    const { fetches, problems } = readTree({ Dockerfile: text });
    expect(fetches.map(({ verdict }) => verdict)).toEqual(['tag']);
    expect(problems).toEqual([]);
  });
});

const CLONE = 'git clone https://example.com/acme/tool';
const MOVING = 'moving git+https://example.com/acme/tool';

describe('templates', () => {
  it('keeps what looks like a mask in the file itself', () => {
    const text = 'FROM {{ base }}\nRUN wget https://example.com/\uFFFC\uE000.tgz\n';
    const pieces = scan({ 'Dockerfile.j2': text }).steps.flatMap(({ event }) =>
      event.kind === 'invocation' ? event.variants.flatMap(({ words }) => words.flatMap((word) => word.pieces)) : [],
    );
    expect(pieces).toContainEqual(
      expect.objectContaining({ verbatim: true, text: 'https://example.com/\uFFFC\uE000.tgz' }),
    );
  });

  it.each<readonly [string, string, string, readonly string[]]>([
    ['a placeholder', 'Dockerfile.j2', 'FROM {{ base }}\n', ['dynamic {{ base }}']],
    ['one with a name behind it', 'Dockerfile.j2', 'FROM {{ base }} AS build\n', ['dynamic {{ base }}']],
    ['one in a digest', 'Dockerfile.tmpl', 'FROM debian:12@{{ .Digest }}\n', ['dynamic debian:12@{{ .Digest }}']],
    [
      'one beside a commit',
      'Dockerfile.j2',
      `FROM scratch\nRUN ${CLONE} && cd tool && git checkout ${SHA.slice(0, 20)}{{ rest }}\n`,
      ['dynamic https://example.com/acme/tool'],
    ],
    ['one in a variable', 'Dockerfile.erb', 'ARG V=<%= v %>\nFROM debian:$V\n', ['dynamic debian:<%= v %>']],
    ['one of autoconf', 'build.sh.in', '#!/bin/sh\nwget @URL@/a.tar.gz\n', ['dynamic @URL@/a.tar.gz']],
    [
      'one that a command asks for',
      'Dockerfile.tmpl',
      'FROM debian:12\nRUN if [ %%os%% = debian ]; then wget https://example.com/a-1.2.tgz; fi\n',
      ['tag docker://docker.io/library/debian:12', 'versioned https://example.com/a-1.2.tgz'],
    ],
    ['one by percent signs', 'Dockerfile.template', 'FROM debian:%%SUITE%%\n', ['dynamic debian:%%SUITE%%']],
    [
      'one in JSON form',
      'Dockerfile.j2',
      'FROM debian:12\nRUN ["wget", "{{ url }}\\u002fx"]\n',
      ['tag docker://docker.io/library/debian:12', 'dynamic {{ url }}/x'],
    ],
    [
      'one in YAML',
      '.github/workflows/ci.yml.j2',
      'jobs:\n  a:\n    steps:\n      - uses: acme/tool@{{ ref }}\n      - uses: acme/other@v1\n',
      ['dynamic https://github.com/acme/tool', 'moving git+https://github.com/acme/other@v1'],
    ],
    [
      'a workflow keeps its own expressions',
      '.github/workflows/ci.yml.template',
      'jobs:\n  a:\n    env: { V: v1.2 }\n    steps:\n      - run: git clone -b ${{ env.V }} https://example.com/acme/tool\n',
      ['tag git+https://example.com/acme/tool@v1.2'],
    ],
    [
      'control on lines of its own',
      'Dockerfile.j2',
      `FROM debian:12\nRUN apt-get update \\\n{% if a %}\n && apt-get install git \\\n{% endif %}\n && ${CLONE}\n`,
      ['tag docker://docker.io/library/debian:12', MOVING],
    ],
    [
      'in a shell it does not end the line before it',
      'build.sh.j2',
      'git clone \\\n{% if a %}\n  --depth 1 \\\n{% endif %}\n  -b v1.2 https://example.com/acme/tool\n',
      ['tag git+https://example.com/acme/tool@v1.2'],
    ],
    [
      'both arms inside of a word',
      'Dockerfile.j2',
      'FROM debian:{% if old %}11{% else %}12{% endif %}\n',
      ['tag docker://docker.io/library/debian:11', 'tag docker://docker.io/library/debian:12'],
    ],
    [
      'a checkout below a condition',
      'build.sh.tmpl',
      `${CLONE}\ncd tool\n{{ if .Pin }}\ngit checkout ${SHA}\n{{ end }}\n`,
      [`exact git+https://example.com/acme/tool@${SHA}`, MOVING],
    ],
    [
      'a commit in one arm, a branch in the other, used below a third condition',
      'build.sh.j2',
      `{% if a %}\nREF=${SHA}\n{% else %}\nREF=main\n{% endif %}\n{% if b %}\n${CLONE}\ncd tool\ngit checkout $REF\n{% endif %}\n`,
      [`exact git+https://example.com/acme/tool@${SHA}`, 'moving git+https://example.com/acme/tool@main'],
    ],
    [
      'one condition is answered alike',
      'build.sh.j2',
      `{% if a %}\nREF=${SHA}\n{% else %}\nREF=main\n{% endif %}\n{% if a %}\n${CLONE}\ncd tool\ngit checkout $REF\n{% endif %}\n`,
      [`exact git+https://example.com/acme/tool@${SHA}`],
    ],
    [
      'arms in arms in arms',
      'Dockerfile.tmpl',
      'FROM {{ if .A }}a:1{{ else }}{{ if .B }}b:1{{ else }}{{ if .C }}c:1{{ else }}d:1{{ end }}{{ end }}{{ end }}\n',
      ['a:1', 'd:1', 'b:1', 'c:1'].map((image) => `tag docker://docker.io/library/${image}`),
    ],
    [
      'elif',
      'Dockerfile.j2',
      '{% if a %}\nFROM a:1\n{% elif b %}\nFROM b:1\n{% else %}\nFROM c:1\n{% endif %}\n',
      ['a:1', 'b:1', 'c:1'].map((image) => `tag docker://docker.io/library/${image}`),
    ],
    [
      'arms in the language of docker-library',
      'Dockerfile.template',
      '{{ if is_alpine then ( -}}\nFROM alpine:3.20\n{{ ) else ( -}}\nFROM debian:12\n{{ ) end -}}\nRUN true\n',
      ['tag docker://docker.io/library/alpine:3.20', 'tag docker://docker.io/library/debian:12'],
    ],
    [
      'a stage of one arm is no image in the other',
      'Dockerfile.j2',
      '{% if a %}\nFROM a:1 AS system\n{% elif b %}\nFROM b:1 AS system\n{% endif %}\nFROM System AS build\nCOPY --from=system /a /a\n',
      ['tag docker://docker.io/library/a:1', 'tag docker://docker.io/library/b:1'],
    ],
    [
      'a loop',
      'build.sh.erb',
      '<% repositories.each do |name| %>\ngit clone https://example.com/acme/<%= name %>\n<% end %>\n',
      ['moving https://example.com/acme/<%= name %>'],
    ],
    [
      'comments, and quotes in tags',
      'Dockerfile.tmpl',
      'FROM debian:12{{/* it\'s {{ not }} here */}}\nRUN wget {{ printf "}}%s" .Url }}\n',
      ['tag docker://docker.io/library/debian:12', 'dynamic {{ printf "}}%s" .Url }}'],
    ],
    [
      'raw text',
      'Dockerfile.j2',
      'FROM debian:12\n{% raw %}\nLABEL a="{{ x"\n{% endraw %}\n',
      ['tag docker://docker.io/library/debian:12'],
    ],
    [
      'what never ends',
      'Dockerfile.j2',
      'FROM debian:12\n{% if a %}\nRUN echo {{\n',
      ['tag docker://docker.io/library/debian:12'],
    ],
    [
      'characters that masks are made of',
      'build.sh.j2',
      'echo "\uE0B0\uFFFC"\nwget {{ url }}\n',
      ['dynamic {{ url }}'],
    ],
    [
      'variables of the format stay its own',
      'CMakeLists.txt.in',
      'set(TAG main)\nFetchContent_Declare(tool GIT_REPOSITORY @URL@ GIT_TAG ${TAG})\n',
      ['dynamic @URL@'],
    ],
  ])('%s', (_, path, text, expected) => {
    expect(read(path, text)).toEqual(expected);
  });

  it.each<readonly [string, string, readonly string[]]>([
    ['what is no syntax of the format', 'FROM {{ x }}\nfoo\nbar\n', ['this template was read as far as it goes']],
    ['what is none in one arm only', '{% if a %}\nfoo\n{% endif %}\nFROM debian:12\n', []],
    [
      'PowerShell in one arm',
      'FROM debian:12\n{% if a %}\nSHELL ["powershell"]\nRUN iwr {{ url }}\n{% endif %}\n',
      ['PowerShell is not read yet, and this RUN fetches something with it (iwr)'],
    ],
  ])('problems: %s', (_, text, expected) => {
    const tree = { read: () => undefined, kind: () => undefined, list: () => [] };
    const { problems } = readFetches([{ path: 'Dockerfile.j2', format: 'template', text }], tree, {});
    expect(problems.map(({ message }) => message)).toEqual(expected);
  });

  it('many tags end in time', () => {
    const nested = `${'{% if a %}'.repeat(3000)}x${'{% endif %}'.repeat(3000)}`;
    const many = Array.from({ length: 3000 }, (_, index) => `{{ if .A${index} }}x{{ else }}y{{ end }}`).join('\n');
    expect(read('build.sh.j2', `${CLONE}\n${nested}\n`)).toEqual([MOVING]);
    expect(read('build.sh.tmpl', `${CLONE}\n: '${many}'\n`)).toEqual([MOVING]);
    expect(read('build.sh.tmpl', `${CLONE}\n: '${'{{'.repeat(100_000)}'\n`)).toEqual([MOVING]);
    expect(read('build.sh.tmpl', `${CLONE}\n: '${'{{/*}}'.repeat(50_000)}'\n`)).toEqual([MOVING]);
  });

  it('says where more texts may come of it than are read', () => {
    const arms = Array.from(
      { length: 40 },
      (_, index) => `{% ${index === 0 ? 'if' : 'elif'} a${index} %}\nFROM a:${index}.0\n`,
    );
    const text = `${arms.join('')}{% endif %}\n`;
    const tree = { read: () => undefined, kind: () => undefined, list: () => [] };
    const { problems } = readFetches([{ path: 'Dockerfile.j2', format: 'template', text }], tree, {});
    expect(problems.map(({ kind }) => kind)).toEqual(['bound']);
  });
});

describe('apply in templates', () => {
  it('edits what stands outside of placeholders, below conditions too', () => {
    const text =
      '{# x #}\r\nFROM debian:{{ tag }}\r\n{% if a %}\r\nFROM alpine:3.20\r\n{% endif %}\r\nRUN git clone -b main {{ url }}\r\n';
    const { texts, refused } = apply({ 'Dockerfile.j2': text }, { 'docker://docker.io/library/alpine:3.20': DIGEST });
    expect(refused).toEqual([]);
    expect(texts['Dockerfile.j2']).toBe(text.replace('alpine:3.20', `alpine:3.20@${DIGEST}`));
  });

  it('refuses where a placeholder would be written over', () => {
    const text =
      'FROM scratch\nRUN git clone -b {% if a %}main{% else %}main{% endif %} https://example.com/acme/tool {{ folder }}\n';
    const { texts, refused } = apply({ 'Dockerfile.j2': text }, { 'git+https://example.com/acme/tool@main': SHA });
    expect(texts).toEqual({});
    expect(refused).toHaveLength(1);
  });

  it.each([
    ['a comment between an option and its value', 'git clone -b {# why #} main https://example.com/acme/tool tool\n'],
    [
      'a condition in a command',
      'git clone {% if a %}--depth 1{% endif %} -b main https://example.com/acme/tool tool\n',
    ],
  ])('takes no word of the template away: %s', (_, text) => {
    const { texts, refused } = apply({ 'build.sh.j2': text }, { 'git+https://example.com/acme/tool@main': SHA });
    expect(texts).toEqual({});
    expect(refused).toHaveLength(1);
  });

  it('writes into both arms', () => {
    const clone = (ref: string) => `git clone -b ${ref} https://example.com/acme/tool tool`;
    const text = `{% if a %}\n${clone('main')} a\n{% else %}\n${clone('main')} b\n{% endif %}\n`.replaceAll(
      ' tool ',
      ' ',
    );
    const { texts, refused } = apply({ 'build.sh.j2': text }, { 'git+https://example.com/acme/tool@main': SHA });
    expect(refused).toEqual([]);
    expect(texts['build.sh.j2']).toBe(
      `{% if a %}\ngit clone -n https://example.com/acme/tool a && git -C a checkout -q ${SHA}\n{% else %}\ngit clone -n https://example.com/acme/tool b && git -C b checkout -q ${SHA}\n{% endif %}\n`,
    );
  });
});
