import { describe, expect, it } from 'vitest';
import { compose } from '../../src/formats/compose.ts';
import { apply, commit, scan, unapply } from '../rewrite/scan.ts';
import { readTree } from '../support/read-tree.ts';

/** Verdict and source of every fetch. */
function read(text: string, more: Readonly<Record<string, string>> = {}): readonly string[] {
  const { fetches } = scan({ 'compose.yml': text, ...more });
  return fetches
    .filter(({ place }) => place.file === 'compose.yml')
    .map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
}

const EXACT = '0123456789abcdef0123456789abcdef01234567';
const CLONE = 'RUN git clone https://example.com/acme/tool && cd tool && git checkout $$V';

/** A service whose Dockerfile stands in place. */
function inline(...lines: readonly string[]): string {
  return `services:\n  a:\n    build:\n      dockerfile_inline: |\n${['FROM scratch', ...lines].map((line) => `        ${line}\n`).join('')}`;
}

describe('compose', () => {
  it.each([
    ['docker-compose.yml', true],
    ['a/compose.yaml', true],
    ['docker-compose.prod.yml', true],
    ['compose-dev.yml', true],
    ['aio.docker-compose.yml', true],
    ['ci/test-docker-compose.yaml', true],
    ['composer.yml', false],
    ['decompose.yml', false],
  ])('%s: %s', (path, expected) => {
    expect(compose.matches(path, '')).toBe(expected);
  });

  it.each<readonly [string, string, readonly string[]]>([
    ['an image', 'services: { db: { image: "postgres:16.1" } }', ['tag docker://docker.io/library/postgres:16.1']],
    ['what is built is no image', 'services: { db: { image: acme/db, build: . } }', []],
    [
      'what another service builds is none either',
      'services: { a: { image: "acme/db:$V" }, b: { image: "acme/db:$V", build: . }, c: { image: "debian:12" } }',
      ['tag docker://docker.io/library/debian:12'],
    ],
    [
      'what another service builds upon, and what has the name of its own base',
      `${inline('RUN true')}    image: acme/base:1\n  b:\n    image: postgres:16.1\n    build: { dockerfile_inline: "FROM acme/base:1\\nFROM postgres:16.1\\n" }\n`,
      ['tag docker://docker.io/library/postgres:16.1'],
    ],
    [
      'a variable with a default',
      'services: { db: { image: "postgres:${TAG:-16.1}" } }',
      ['tag docker://docker.io/library/postgres:16.1'],
    ],
    ['a variable without one', 'services: { db: { image: "postgres:${TAG}" } }', ['dynamic postgres:${TAG}']],
    ['a dollar', 'services: { db: { image: "postgres:$$TAG" } }', ['dynamic postgres:$TAG']],
    [
      'a repository as context',
      'services: { db: { build: { context: "https://github.com/acme/db.git#main" } } }',
      ['moving git+https://github.com/acme/db@main'],
    ],
    [
      'further contexts in a list',
      'services:\n  db:\n    build:\n      context: .\n      additional_contexts:\n        - base=docker-image://debian:12\n        - src=https://github.com/acme/db.git#v1.2\n',
      ['tag docker://docker.io/library/debian:12', 'tag git+https://github.com/acme/db@v1.2'],
    ],
    [
      'a Dockerfile in place',
      'services:\n  db:\n    build:\n      dockerfile_inline: |\n        FROM debian:12\n        ARG V=main\n        RUN git clone -b $$V https://example.com/acme/tool\n',
      ['tag docker://docker.io/library/debian:12', 'moving git+https://example.com/acme/tool@main'],
    ],
    [
      'a dollar that Compose reads before Docker does',
      inline(
        'ARG V=main',
        'RUN git clone -b $V https://example.com/acme/a',
        'RUN git clone -b ${W:-v1.2} https://example.com/acme/b',
      ),
      ['dynamic https://example.com/acme/a', 'tag git+https://example.com/acme/b@v1.2'],
    ],
    [
      'arguments beside a Dockerfile in place',
      `${inline(`ARG V=${EXACT}`, CLONE)}      args: { V: main, W: x }\n`,
      ['moving git+https://example.com/acme/tool@main'],
    ],
    [
      'arguments in a list, one from the environment that nobody knows',
      `${inline('ARG V=main', 'ARG W', CLONE, 'RUN git clone -b $$W https://example.com/acme/other')}      args: [V=v1.2, W]\n`,
      ['tag git+https://example.com/acme/tool@v1.2', 'dynamic https://example.com/acme/other'],
    ],
    [
      'arguments of a service that another one extends',
      `${inline(`ARG V=${EXACT}`, CLONE)}  b: { extends: { service: a }, build: { args: { V: main } } }\n`,
      [`exact git+https://example.com/acme/tool@${EXACT}`, 'moving git+https://example.com/acme/tool@main'],
    ],
    [
      'two Dockerfiles in place, which know nothing of each other',
      `${inline('ENV V=v1.2')}${inline('ARG V=main', CLONE).replace('services:\n  a:', '  b:')}`,
      ['moving git+https://example.com/acme/tool@main'],
    ],
    [
      'a Dockerfile in quotes',
      'services: { a: { build: { dockerfile_inline: "FROM debian:12\\nRUN git clone \\\n  https://example.com/acme/tool && git clone \\"https://example.com/acme/other\\"\\n" } } }\n',
      [
        'tag docker://docker.io/library/debian:12',
        'moving git+https://example.com/acme/tool',
        'moving git+https://example.com/acme/other',
      ],
    ],
    [
      'what anchors share',
      'x-base: &base { image: "debian:12" }\nservices: { a: { <<: *base }, b: { <<: *base } }\n',
      ['tag docker://docker.io/library/debian:12'],
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('reads the service of another file that one extends', () => {
    const text = 'services:\n  a: { extends: { file: shared/common.yml, service: base } }\n';
    const common = 'services: { base: { image: "debian:12" } }';
    const all = (compose: string) =>
      scan({ 'compose.yml': compose, 'shared/common.yml': common }).fetches.map(({ place, source }) => [
        place.file,
        source?.key,
      ]);
    expect(all(text)).toEqual([['shared/common.yml', 'docker://docker.io/library/debian:12']]);
    expect(all(text.replace('{ extends', '{ image: "debian:11", extends'))).toEqual([
      ['compose.yml', 'docker://docker.io/library/debian:11'],
    ]);
  });

  it('reads a Dockerfile of the tree with what its arguments are given', () => {
    const dockerfile = `FROM scratch\nARG V=v1.2\nARG W\nRUN git clone -b $V https://example.com/acme/a && git clone -b $W https://example.com/acme/b\n`;
    const all = (build: string) =>
      scan({ 'ci/compose.yml': `services: { a: { build: ${build} } }\n`, 'app/Dockerfile': dockerfile }).fetches.map(
        ({ place, source, url, verdict }) => `${place.file} ${verdict} ${source?.key ?? url}`,
      );
    const plain = [
      'app/Dockerfile tag git+https://example.com/acme/a@v1.2',
      'app/Dockerfile dynamic https://example.com/acme/b',
    ];
    expect(all('{ context: ../app, args: { X: main } }')).toEqual(plain);
    expect(all('{ context: https://github.com/acme/app.git, args: { V: main } }').slice(0, 2)).toEqual(plain);
    expect(all('{ context: .., dockerfile: app/Dockerfile, args: { V: main, W: v2.0 } }')).toEqual([
      'app/Dockerfile tag git+https://example.com/acme/a@v1.2',
      'ci/compose.yml moving git+https://example.com/acme/a@main',
      'ci/compose.yml tag git+https://example.com/acme/b@v2.0',
    ]);
  });

  it('takes values from .env beside it, behind a Dockerfile in place as well', () => {
    const built = `${inline('RUN true')}  b: { image: "postgres:\${TAG}" }\n`;
    expect(read(built, { '.env': 'TAG=16.1\n' })).toEqual(['tag docker://docker.io/library/postgres:16.1']);
    const text = 'services: { db: { image: "postgres:${TAG}" } }';
    expect(read(text, { '.env': '# which\nexport TAG="16.1" # this\n' })).toEqual([
      'tag docker://docker.io/library/postgres:16.1',
    ]);
  });
});

describe('Dockerfiles in place among the files of a tree', () => {
  it('are told apart from each other and from those of the tree', () => {
    const text = `${inline('RUN wget https://example.com/a-1.2.tgz')}  b: { build: { dockerfile_inline: "FROM scratch\\nRUN wget https://example.com/b-1.2.tgz\\n" } }\n`;
    const { fetches } = readTree({
      Dockerfile: 'FROM scratch\nRUN wget https://example.com/c-1.2.tgz\n',
      'compose.yml': text,
    });
    expect(fetches.map(({ place, url }) => `${place.file} ${url}`)).toEqual([
      'Dockerfile https://example.com/c-1.2.tgz',
      'compose.yml https://example.com/a-1.2.tgz',
      'compose.yml https://example.com/b-1.2.tgz',
    ]);
  });

  it('have instructions of their own, which a comment above speaks of', () => {
    const text = inline('RUN true', 'RUN true && \\', '  wget https://example.com/a-1.2.tgz');
    const { fetches, instructionStart } = readTree({ 'compose.yml': text });
    expect(fetches.map(({ place }) => instructionStart(place))).toEqual([text.indexOf('RUN true && ')]);
  });
});

describe('what apply writes into a Compose file, and unapply takes out again', () => {
  it.each<readonly [string, string, string]>([
    ['main', 'a short context', 'services: { a: { build: "https://github.com/acme/tool.git#main" } }\n'],
    ['', 'a context without a ref', 'services:\n  a:\n    build: https://github.com/acme/tool.git\n'],
    ['main', 'a folder of it', 'services:\n  a:\n    build:\n      context: git@github.com:acme/tool.git#main:sub\n'],
    [
      'main',
      'further contexts',
      'services:\r\n  a:\r\n    build:\r\n      context: .\r\n      additional_contexts:\r\n        - a=https://github.com/acme/tool.git#main # why\r\n',
    ],
    ['main', 'an include', 'include:\n  - https://github.com/acme/tool.git#main:compose.yml\n'],
    [
      'main',
      'an include with a path',
      "include:\n  - path: 'https://github.com/acme/tool.git#main'\n    env_file: x\n",
    ],
    ['main', 'a Dockerfile in place', inline('RUN git clone -b main https://github.com/acme/tool')],
    [
      'main',
      'a Dockerfile in quotes',
      'services: { a: { build: { dockerfile_inline: "FROM scratch\\nRUN git clone -b main https://github.com/acme/tool\\n" } } }\n',
    ],
    [
      'main',
      'an argument of a Dockerfile in place',
      `${inline('ARG V', 'RUN git clone https://github.com/acme/tool && cd tool && git checkout $$V')}      args:\n        V: main\n`,
    ],
  ])('%s: %s', (ref, _, text) => {
    const held = commit('a1');
    const pins = { [`git+https://github.com/acme/tool${ref && `@${ref}`}`]: held };
    const applied = apply({ 'compose.yaml': text }, pins);
    expect(applied.refused).toEqual([]);
    expect(applied.texts['compose.yaml']).toContain(held);
    expect(unapply(applied.texts, pins)).toEqual({ refused: [], texts: { 'compose.yaml': text } });
  });
});
