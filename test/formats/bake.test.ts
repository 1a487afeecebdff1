import { describe, expect, it } from 'vitest';
import { bake } from '../../src/formats/bake.ts';
import { apply, commit, scan, unapply } from '../rewrite/scan.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

function read(target: object, variable: object = {}): readonly string[] {
  const { fetches } = scan({ 'docker-bake.json': JSON.stringify({ variable, target: { app: target } }) });
  return fetches.map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
}

describe('docker-bake.json', () => {
  it.each([
    ['docker-bake.json', true],
    ['a/docker-bake.override.json', true],
    ['bake.json', false],
    ['docker-bake.hcl', true],
    ['docker/docker-bake.override.hcl', true],
    ['ci/app.bake.hcl', true],
    ['main.hcl', false],
  ])('%s: %s', (path, expected) => {
    expect(bake.matches(path, '')).toBe(expected);
  });

  it.each<readonly [string, object, object, readonly string[]]>([
    ['a folder', { context: '.', contexts: { a: '../a', b: 'target:base' } }, {}, []],
    [
      'a repository',
      { context: 'https://github.com/acme/tool.git#main' },
      {},
      ['moving git+https://github.com/acme/tool@main'],
    ],
    ['an image', { contexts: { base: 'docker-image://debian:12' } }, {}, ['tag docker://docker.io/library/debian:12']],
    [
      'a variable',
      { context: 'https://github.com/acme/tool.git#${REF}' },
      { REF: { default: 'v1.2' } },
      ['tag git+https://github.com/acme/tool@v1.2'],
    ],
    [
      'a dollar without braces',
      { contexts: { base: 'docker-image://debian:$REF' } },
      { REF: { default: '12' } },
      ['dynamic debian:$REF'],
    ],
    [
      'an expression',
      { contexts: { base: 'docker-image://debian:${REF == "" ? "11" : REF}' } },
      { REF: { default: '12' } },
      ['dynamic debian:${REF == "" ? "11" : REF}'],
    ],
  ])('%s', (_, target, variable, expected) => {
    expect(read(target, variable)).toEqual(expected);
  });

  it.each<readonly [string, object, readonly string[]]>([
    ['a variable', { variable: { REF: { default: 'main' } } }, ['moving git+https://github.com/acme/tool@main']],
    [
      'a context',
      { target: { app: { context: 'https://github.com/acme/tool.git#v1.2' } } },
      ['tag git+https://github.com/acme/tool@v1.2'],
    ],
    [
      'an argument',
      { target: { app: { args: { TOOL: 'main' } } } },
      ['moving git+https://example.com/acme/other@main'],
    ],
    ['something else', { target: { other: { args: { TOOL: 'main' } } } }, []],
  ])('an override may set %s', (_, override, expected) => {
    const own = {
      variable: { REF: { default: COMMIT } },
      target: {
        app: {
          context: 'https://github.com/acme/tool.git#${REF}',
          args: { TOOL: COMMIT },
          'dockerfile-inline': `ARG TOOL
FROM scratch
ARG TOOL
RUN git clone https://example.com/acme/other && git -C other checkout $TOOL
`,
        },
      },
    };
    const { fetches } = scan({
      'docker-bake.json': JSON.stringify(own),
      'docker-bake.override.json': JSON.stringify(override),
    });
    const read = fetches.map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
    expect([...new Set(read)].sort()).toEqual(
      [
        ...expected,
        `exact git+https://example.com/acme/other@${COMMIT}`,
        `exact git+https://github.com/acme/tool@${COMMIT}`,
      ].sort(),
    );
  });

  it('knows variables at the top', () => {
    const text = '{"REF": "v1.2", "target": {"a": {"context": "https://github.com/acme/tool.git#${REF}"}}}';
    expect(scan({ 'docker-bake.json': text }).fetches.map(({ source }) => source?.key)).toEqual([
      'git+https://github.com/acme/tool@v1.2',
    ]);
  });

  it('leaves every other byte alone', () => {
    const text = '{"target":\r\n\t{"a": {"context" : "https://github.com/acme/tool.git#main" }}}';
    const { texts, refused } = apply(
      { 'docker-bake.json': text },
      { 'git+https://github.com/acme/tool@main': commit('a1') },
    );
    expect(refused).toEqual([]);
    expect(texts['docker-bake.json']).toBe(text.replace('main', commit('a1')));
  });
});

describe('a Dockerfile of the tree', () => {
  it('is read with what its arguments are given, once for each item of a matrix', () => {
    const text = 'target "app" {\n  matrix = { v = ["main", "v2.0"] }\n  context = "app"\n  args = { V = v }\n}\n';
    const dockerfile = 'ARG V=12\nFROM debian:$V\nARG V\nRUN git clone -b $V https://example.com/acme/tool\n';
    const { fetches } = scan({ 'docker-bake.hcl': text, 'app/Dockerfile': dockerfile });
    expect(fetches.map(({ place, source, verdict }) => `${place.file} ${verdict} ${source?.key}`)).toEqual([
      'app/Dockerfile tag docker://docker.io/library/debian:12',
      'app/Dockerfile moving git+https://example.com/acme/tool@12',
      'docker-bake.hcl moving docker://docker.io/library/debian:main',
      'docker-bake.hcl moving git+https://example.com/acme/tool@main',
      'docker-bake.hcl tag docker://docker.io/library/debian:v2.0',
      'docker-bake.hcl tag git+https://example.com/acme/tool@v2.0',
    ]);
  });
});

/** Verdict and source of every fetch of a file in HCL. */
function readHcl(text: string): readonly string[] {
  const { fetches } = scan({ 'docker-bake.hcl': text });
  return fetches.map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
}

describe('docker-bake.hcl', () => {
  it.each<readonly [string, string, readonly string[]]>([
    [
      'contexts, with keys of both spellings',
      'target "app" {\n  contexts = {\n    base = "docker-image://debian:12" // a comment\n    "tool" : "https://github.com/acme/tool.git#main",\n  }\n}\n',
      ['tag docker://docker.io/library/debian:12', 'moving git+https://github.com/acme/tool@main'],
    ],
    [
      'variables, in texts and by themselves',
      'variable "TAG" { default = "12" }\nSRC = "https://github.com/acme/tool.git#v1.2"\ntarget "app" {\n  context = SRC\n  contexts = { base = "docker-image://debian:${TAG}" }\n}\n',
      ['tag git+https://github.com/acme/tool@v1.2', 'tag docker://docker.io/library/debian:12'],
    ],
    [
      'a variable without a default',
      'variable "TAG" { default = null }\ntarget "app" { contexts = { base = "docker-image://debian:${TAG}" } }\n',
      ['dynamic debian:${TAG}'],
    ],
    [
      'functions, conditions, indexes',
      'target "app" {\n  contexts = {\n    a = "docker-image://debian:${lower("X}")}"\n    b = "docker-image://alpine:${V == "" ? "3" : V}@${digests["a"]}"\n    c = ctx("x", [1,\n 2])\n    d = V == "" ? "docker-image://a:1" : "docker-image://b:1"\n  }\n}\n',
      [
        'dynamic debian:${lower("X}")}',
        'dynamic alpine:${V == "" ? "3" : V}@${digests["a"]}',
        'tag docker://docker.io/library/a:1',
        'tag docker://docker.io/library/b:1',
      ],
    ],
    [
      'choices in choices, over lines',
      'target "app" {\n  context = A == "?" ? "." : (B ? "x" : "y") != "" ? "https://github.com/acme/a.git" : "https://github.com/acme/b.git#v1.2"\n  contexts = {\n    c = (A\n      ? f("a:b")\n      : "x")\n  }\n}\n',
      ['moving git+https://github.com/acme/a', 'tag git+https://github.com/acme/b@v1.2'],
    ],
    [
      'a matrix',
      'target "app" {\n  name = "app-${tag}"\n  matrix = {\n    tag = ["11", "12"]\n  }\n  contexts = { base = "docker-image://debian:${tag}" }\n}\n',
      ['tag docker://docker.io/library/debian:11', 'tag docker://docker.io/library/debian:12'],
    ],
    [
      'a Dockerfile in place',
      'target "app" {\n  dockerfile-inline = <<-EOT\n    FROM debian:12\n    ADD https://example.com/${V}/a.tgz /\n    RUN git clone https://example.com/acme/tool && echo "}"\n  EOT\n  context = "https://github.com/acme/tool.git"\n}\n',
      [
        'tag docker://docker.io/library/debian:12',
        'dynamic https://example.com/${V}/a.tgz',
        'moving git+https://example.com/acme/tool',
        'moving git+https://github.com/acme/tool',
      ],
    ],
    [
      'a Dockerfile in quotes, with variables and what only Docker reads',
      'variable "TAG" { default = "12" }\ntarget "app" {\n  dockerfile-inline = "FROM debian:${TAG}\\nARG V=v1.2\\nRUN git clone -b $${V} \\"https://example.com/acme/tool\\"\\nADD https://example.com/${up("x")}/a.tgz /"\n}\n',
      [
        'tag docker://docker.io/library/debian:12',
        'tag git+https://example.com/acme/tool@v1.2',
        'dynamic https://example.com/${up("x")}/a.tgz',
      ],
    ],
    [
      'arguments, of the target and of what it inherits',
      'target "base" {\n  dockerfile-inline = <<EOT\nFROM debian:12\nARG V=v1.0\nARG W=v1.0\nRUN git clone -b $V https://example.com/acme/tool && git clone -b $W https://example.com/acme/other\nEOT\n  args = { V = "v1.2" }\n}\ntarget "app" {\n  inherits = ["base"]\n  args = { W = X ? "main" : "v2.0", V = null }\n}\n',
      [
        'tag docker://docker.io/library/debian:12',
        'tag git+https://example.com/acme/tool@v1.2',
        'tag git+https://example.com/acme/other@v1.0',
        'moving git+https://example.com/acme/other@main',
        'tag git+https://example.com/acme/other@v2.0',
      ],
    ],
    [
      'an argument that nothing sets',
      'variable "V" { default = null }\nvariable "W" {}\ntarget "app" {\n  dockerfile-inline = <<EOT\nFROM scratch\nARG V=v1.2\nARG W=v1.2\nRUN git clone -b $V https://example.com/acme/tool && git clone -b $W https://example.com/acme/other\nEOT\n  args = { V = V, W = W }\n}\n',
      ['tag git+https://example.com/acme/tool@v1.2', 'dynamic https://example.com/acme/other'],
    ],
    [
      'what is local',
      'target "app" {\n  context = "."\n  contexts = { a = "target:base", b = "../b" }\n  args = { A = "https://example.com/a" }\n}\n',
      [],
    ],
    [
      'a list of objects, and for expressions',
      'images = [\n  {\n    name = "a"\n  },\n]\ntarget "app" {\n  matrix = { one = images, two = [for x in ["a"] : x] }\n  contexts = { base = "docker-image://debian:12" }\n  labels = { for k, v in x : k => v }\n  args = {\n    21 = A\n    a.b = 1\n  }\n}\n',
      ['tag docker://docker.io/library/debian:12'],
    ],
    [
      'what stands before a mistake',
      'target "a" { context = "https://github.com/acme/tool.git" }\ntarget "b" {\n  context "x"\n',
      ['moving git+https://github.com/acme/tool'],
    ],
  ])('%s', (_, text, expected) => {
    expect(readHcl(text)).toEqual(expected);
  });

  it.each([
    ['nothing', '', 0],
    ['only comments', '# a\n// b\n/* c */\n', 0],
    ['no name', '= 1\n', 1],
    ['no brace', 'target "a" {\n', 1],
    ['no value', 'a =\n', 1],
    ['a text without an end', 'a = "b\nc = 1\n', 0],
  ])('problems: %s', (_, text, expected) => {
    expect(bake.parse('docker-bake.hcl', text).problems).toHaveLength(expected);
  });

  it.each([
    ['brackets', '['],
    ['objects', '{a='],
    ['interpolations', '"${'],
    ['heredocs', '<<A\n'],
    ['blocks', 'a {'],
  ])('%s in each other end in time', (_, text) => {
    expect(bake.parse('docker-bake.hcl', `a = ${text.repeat(50_000)}`).file).toBe('docker-bake.hcl');
    expect(bake.parse('docker-bake.hcl', text.repeat(50_000)).file).toBe('docker-bake.hcl');
  });

  it('leaves every other byte alone', () => {
    const text =
      'variable "REF" {\r\n\tdefault = "main" # the branch\r\n}\r\ntarget "a" {\r\n\tcontext = "https://github.com/acme/tool.git#${REF}"\r\n\tcontexts = { "b" = "docker-image://debian:12" }\r\n}\r\n';
    const digest = `sha256:${'b2'.repeat(32)}`;
    const { texts, refused } = apply(
      { 'docker-bake.hcl': text },
      { 'git+https://github.com/acme/tool@main': commit('a1'), 'docker://docker.io/library/debian:12': digest },
    );
    expect(refused).toEqual([]);
    expect(texts['docker-bake.hcl']).toBe(
      text.replace('"main"', `"${commit('a1')}"`).replace('debian:12', `debian:12@${digest}`),
    );
  });
});

describe('what apply writes into a file of bake, and unapply takes out again', () => {
  const url = 'https://github.com/acme/tool.git';
  it.each<readonly [string, string, string, string]>([
    ['docker-bake.hcl', 'main', 'a context', `target "a" {\r\n\tcontext = "${url}#main" # why\r\n}\r\n`],
    ['docker-bake.hcl', '', 'a context without a ref', `target "a" { context = "${url}" }\n`],
    ['docker-bake.hcl', 'main', 'a folder of it', `target "a" { contexts = { x = "${url}#main:sub" } }\n`],
    [
      'docker-bake.hcl',
      'main',
      'a variable',
      `variable "V" { default = "main" }\ntarget "a" { context = "${url}#\${V}" }\n`,
    ],
    [
      'docker-bake.hcl',
      'main',
      'a Dockerfile in quotes',
      'target "a" { dockerfile-inline = "FROM scratch\\nRUN git clone -b main https://github.com/acme/tool\\n" }\n',
    ],
    [
      'docker-bake.hcl',
      'main',
      'a Dockerfile in place',
      'target "a" {\n  dockerfile-inline = <<EOT\nFROM scratch\nRUN git clone -b main https://github.com/acme/tool\nEOT\n}\n',
    ],
    [
      'docker-bake.hcl',
      'main',
      'an argument',
      'target "a" {\n  dockerfile-inline = <<EOT\nFROM scratch\nARG V\nRUN git clone https://github.com/acme/tool && cd tool && git checkout $V\nEOT\n  args = { V = "main" }\n}\n',
    ],
    ['docker-bake.json', 'main', 'a context in JSON', `{"target": {"a": {"context": "${url}#main"}}}`],
    [
      'docker-bake.json',
      'main',
      'a Dockerfile in JSON',
      '{"target": {"a": {"dockerfile-inline": "FROM scratch\\nRUN git clone -b main \\"https://github.com/acme/tool\\""}}}',
    ],
  ])('%s, %s: %s', (path, ref, _, text) => {
    const held = commit('a1');
    const pins = { [`git+https://github.com/acme/tool${ref && `@${ref}`}`]: held };
    const applied = apply({ [path]: text }, pins);
    expect(applied.refused).toEqual([]);
    expect(applied.texts[path]).toContain(held);
    expect(unapply(applied.texts, pins)).toEqual({ refused: [], texts: { [path]: text } });
  });
});
