import { describe, expect, it } from 'vitest';
import { compose } from '../../src/formats/compose.ts';
import { apply, scan, unapply } from '../rewrite/scan.ts';

/** Verdict and source of every fetch. */
function read(text: string, more: Readonly<Record<string, string>> = {}): readonly string[] {
  const { fetches } = scan({ 'compose.yml': text, ...more });
  return fetches
    .filter(({ place }) => place.file === 'compose.yml')
    .map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
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
      'services:\n  db:\n    build:\n      dockerfile_inline: |\n        FROM debian:12\n        ARG V=main\n        RUN git clone -b $V https://example.com/acme/tool\n',
      ['tag docker://docker.io/library/debian:12', 'moving git+https://example.com/acme/tool@main'],
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

  it('takes values from .env beside it', () => {
    const text = 'services: { db: { image: "postgres:${TAG}" } }';
    expect(read(text, { '.env': '# which\nexport TAG="16.1" # this\n' })).toEqual([
      'tag docker://docker.io/library/postgres:16.1',
    ]);
  });
});

describe('a commit of a repository that Compose builds', () => {
  it.each([
    ['build: https://github.com/acme/tool.git', ''],
    ['build: { context: "https://github.com/acme/tool.git#main" }', 'main'],
    ['build: { context: git@github.com:acme/tool.git#main:sub }', 'main'],
    ['build: { context: ., additional_contexts: { a: "https://github.com/acme/tool.git#main" } }', 'main'],
  ])('unapply takes it out again: %s', (build, ref) => {
    const text = `services:\n  a:\n    ${build}\n`;
    const held = 'a1'.repeat(20);
    const pins = { [`git+https://github.com/acme/tool${ref && `@${ref}`}`]: held };
    const applied = apply({ 'compose.yaml': text }, pins);
    expect(applied.refused).toEqual([]);
    expect(applied.texts['compose.yaml']).toContain(`#${held}`);
    expect(unapply(applied.texts, pins)).toEqual({ refused: [], texts: { 'compose.yaml': text } });
  });
});
