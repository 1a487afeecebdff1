import { describe, expect, it } from 'vitest';
import { parseImageReference } from '../../src/classify/image-reference.ts';
import { classify } from '../../src/classify/index.ts';
import { fetchOf } from './fetches.ts';

const HEX = '0123456789abcdef'.repeat(4);

describe('the grammar', () => {
  it.each([
    ['debian', 'docker.io', 'library/debian', null, null],
    ['debian:bookworm', 'docker.io', 'library/debian', 'bookworm', null],
    ['user/x.y', 'docker.io', 'user/x.y', null, null],
    ['user/x.y:1', 'docker.io', 'user/x.y', '1', null],
    ['x.y/user', 'x.y', 'user', null, null],
    ['docker.io/debian', 'docker.io', 'library/debian', null, null],
    ['index.docker.io/library/debian:12', 'docker.io', 'library/debian', '12', null],
    ['localhost/x', 'localhost', 'x', null, null],
    ['localhost:5000/x/y:1', 'localhost:5000', 'x/y', '1', null],
    ['example.com:5000/x:1', 'example.com:5000', 'x', '1', null],
    ['example.com:5000/x', 'example.com:5000', 'x', null, null],
    [`example.com:5000/x:1@sha256:${HEX}`, 'example.com:5000', 'x', '1', `sha256:${HEX}`],
    [`debian@sha256:${HEX}`, 'docker.io', 'library/debian', null, `sha256:${HEX}`],
    ['GHCR.io/acme/tool', 'ghcr.io', 'acme/tool', null, null],
    ['docker://ghcr.io/acme/tool:1', 'ghcr.io', 'acme/tool', '1', null],
    ['[::1]:5000/x:1', '[::1]:5000', 'x', '1', null],
    ['a__b/c-d--e:_1', 'docker.io', 'a__b/c-d--e', '_1', null],
  ])('%s', (text, registry, repository, tag, digest) => {
    expect(parseImageReference(text)).toMatchObject({ registry, repository, tag, digest });
  });

  it.each([
    '',
    ':1',
    'Debian',
    'debian:',
    'debian:-1',
    'debian@',
    'debian@sha256:123',
    `debian@sha256:${HEX}0`,
    `debian@sha256:${HEX.toUpperCase()}`,
    '/debian',
    'a//b',
    'debian/',
    'a b',
    '{{ image }}',
    'https://example.com/x',
    'debian:bookworm:1',
    `x${'a'.repeat(600)}`,
  ])('refuses %j', (text) => {
    expect(parseImageReference(text)).toBeUndefined();
  });
});

describe('sources and verdicts', () => {
  it.each([
    ['debian:bookworm', 'docker://docker.io/library/debian:bookworm', 'tag', 'tag'],
    ['node:18', 'docker://docker.io/library/node:18', 'tag', 'tag'],
    ['nvidia/cuda:12.0.0-devel-ubuntu22.04', 'docker://docker.io/nvidia/cuda:12.0.0-devel-ubuntu22.04', 'tag', 'tag'],
    [`acme/tool:${HEX.slice(0, 40)}`, `docker://docker.io/acme/tool:${HEX.slice(0, 40)}`, 'tag', 'tag'],
    ['acme/tool:nightly-2024-01-31', 'docker://docker.io/acme/tool:nightly-2024-01-31', 'tag', 'tag'],
    ['debian', 'docker://docker.io/library/debian', 'moving', 'default'],
    ['debian:latest', 'docker://docker.io/library/debian:latest', 'moving', 'rolling'],
    ['debian:stable-slim', 'docker://docker.io/library/debian:stable-slim', 'moving', 'rolling'],
    ['node:lts-alpine', 'docker://docker.io/library/node:lts-alpine', 'moving', 'rolling'],
    ['acme/tool:alpha', 'docker://docker.io/acme/tool:alpha', 'moving', 'rolling'],
    ['acme/tool:1.2-alpha', 'docker://docker.io/acme/tool:1.2-alpha', 'tag', 'tag'],
    ['acme/tool:3.0-rc1', 'docker://docker.io/acme/tool:3.0-rc1', 'tag', 'tag'],
    ['acme/tool:1.2-nightly', 'docker://docker.io/acme/tool:1.2-nightly', 'moving', 'rolling'],
    ['acme/tool:1.x', 'docker://docker.io/acme/tool:1.x', 'moving', 'rolling'],
    ['acme/tool:pinned', 'docker://docker.io/acme/tool:pinned', 'moving', 'rolling'],
    [`debian:bookworm@sha256:${HEX}`, 'docker://docker.io/library/debian:bookworm', 'exact', 'digest'],
    [`debian:latest@sha256:${HEX}`, 'docker://docker.io/library/debian:latest', 'exact', 'digest'],
    [`debian@sha256:${HEX}`, `docker://docker.io/library/debian@sha256:${HEX}`, 'exact', 'digest'],
    [`{REGISTRY}/debian@sha256:${HEX}`, null, 'exact', 'digest'],
    ['debian:{TAG}', null, 'dynamic', 'unknown'],
    ['{BASE}', null, 'dynamic', 'unknown'],
    ['debian@{DIGEST}', null, 'dynamic', 'unknown'],
    ['<image>', null, 'dynamic', 'unknown'],
    ['%%BASE%%:1.2', null, 'dynamic', 'unknown'],
    ['{REGISTRY}/debian:12', null, 'dynamic', 'unknown'],
    ['{REGISTRY}/debian', null, 'moving', 'default'],
    ['{IMAGE}:latest', null, 'moving', 'rolling'],
    ['acme/tool:latest-{ARCH}', null, 'moving', 'rolling'],
    ['acme/tool:stable-{VERSION}', null, 'dynamic', 'unknown'],
    ['acme/tool:nightly-{DATE}', null, 'dynamic', 'unknown'],
    ['golang:alpine', 'docker://docker.io/library/golang:alpine', 'moving', 'rolling'],
    ['rust:slim', 'docker://docker.io/library/rust:slim', 'moving', 'rolling'],
    ['php:fpm-alpine', 'docker://docker.io/library/php:fpm-alpine', 'moving', 'rolling'],
    ['docker:dind', 'docker://docker.io/library/docker:dind', 'moving', 'rolling'],
    ['node:current-slim', 'docker://docker.io/library/node:current-slim', 'moving', 'rolling'],
    ['python:windowsservercore', 'docker://docker.io/library/python:windowsservercore', 'moving', 'rolling'],
    ['acme/tool:alpine-amd64', 'docker://docker.io/acme/tool:alpine-amd64', 'moving', 'rolling'],
    ['golang:alpine3.18', 'docker://docker.io/library/golang:alpine3.18', 'tag', 'tag'],
    ['python:3-alpine', 'docker://docker.io/library/python:3-alpine', 'tag', 'tag'],
    ['node:22-slim', 'docker://docker.io/library/node:22-slim', 'tag', 'tag'],
    ['python:slim-bookworm', 'docker://docker.io/library/python:slim-bookworm', 'tag', 'tag'],
    ['acme/tool:install', 'docker://docker.io/acme/tool:install', 'tag', 'tag'],
  ])('%s', (url, source, verdict, refKind) => {
    const [fetch] = classify([fetchOf({ what: 'image', url })]);
    expect({ source: fetch?.source?.key ?? null, verdict: fetch?.verdict, refKind: fetch?.refKind }).toEqual({
      source,
      verdict,
      refKind,
    });
  });

  it.each(['scratch', 'localhost/mine', ''])('%j is no fetch', (url) => {
    expect(classify([fetchOf({ what: 'image', url })])).toEqual([]);
  });

  it('keeps the digest as the identity', () => {
    const [fetch] = classify([fetchOf({ what: 'image', url: `debian:12@sha256:${HEX}` })]);
    expect(fetch?.identity).toEqual({ kind: 'digest', value: `sha256:${HEX}` });
  });
});
