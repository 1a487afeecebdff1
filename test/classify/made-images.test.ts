import { expect, it } from 'vitest';
import { readTree, type Tree } from '../support/read-tree.ts';

const BASE = 'FROM debian:12\n';

const rows: readonly (readonly [name: string, files: Tree, images: readonly string[]])[] = [
  [
    'the base that a script makes',
    { 'build.sh': 'docker build -t base .', Dockerfile: BASE, 'app/tool.Dockerfile': 'FROM base' },
    ['debian:12'],
  ],
  [
    'the base that is made by a file of another name',
    { 'a/build.sh': 'docker build -t base -f base.Dockerfile .', 'a/Dockerfile': 'FROM base:latest' },
    [],
  ],
  [
    'the base that is made in a folder below one that nobody knows',
    { 'build.sh': 'cd "$TOP"/base\ndocker build . -t base', 'app/Dockerfile': 'FROM base' },
    [],
  ],
  ['an image that another script runs', { 'build.sh': 'docker build -t tool .', 'run.sh': 'docker run --rm tool' }, []],
  [
    'a pull asks the registry all the same',
    { 'build.sh': 'docker build -t tool .', 'run.sh': 'docker pull tool' },
    ['tool'],
  ],
  [
    'the same unknown tag',
    { 'build.sh': 'docker build -t "tool:$TAG" .', 'run.sh': 'docker run "tool:$TAG"; docker run "acme/tool:$TAG"' },
    ['acme/tool:$TAG'],
  ],
  [
    'another unknown tag',
    { 'build.sh': 'docker build -t "tool:$TAG" .', 'run.sh': 'docker run "tool:$VERSION"; docker run tool:1' },
    ['tool:$VERSION', 'tool:1'],
  ],
  [
    'a name that nobody knows',
    { 'build.sh': 'docker build -t "$NAME:$TAG" .', 'run.sh': 'docker run "$NAME:$TAG"; docker run "x$NAME"' },
    ['$NAME:$TAG', 'x$NAME'],
  ],
  ['another tag', { 'build.sh': 'docker build -t base:dev .', 'a.Dockerfile': 'FROM base' }, ['base']],
  [
    'an image that is called like its base',
    { 'build.sh': 'cd nginx; docker build -t nginx .', 'nginx/Dockerfile': 'FROM nginx' },
    ['nginx'],
  ],
  [
    'a file that nobody knows, which may be this one',
    { 'build.sh': 'docker build -t nginx -f "$FILE" .', 'a.Dockerfile': 'FROM nginx' },
    ['nginx'],
  ],
  ['a name with an owner', { 'build.sh': 'docker build -t acme/base .', 'a.Dockerfile': 'FROM acme/base:latest' }, []],
  [
    'a name of a registry',
    {
      Makefile: 'IMAGE := example.com/acme/base\nall:\n\tdocker build -t $(IMAGE):1 .',
      'run.sh': 'docker run example.com/acme/base:1',
    },
    [],
  ],
  [
    'a name with an owner that is pushed as well',
    {
      'build.sh': 'docker build -t acme/base .',
      'push.sh': 'docker push acme/base:1.2',
      'a.Dockerfile': 'FROM acme/base',
    },
    ['acme/base'],
  ],
  [
    'a push of what nobody knows',
    { 'build.sh': 'docker build -t acme/base .', 'push.sh': 'docker push "$NAME"', 'a.Dockerfile': 'FROM acme/base' },
    ['acme/base'],
  ],
  [
    'a push of another image',
    {
      'build.sh': 'docker build -t acme/base .',
      'push.sh': 'docker push "acme/tool:$TAG"',
      'a.Dockerfile': 'FROM acme/base',
    },
    [],
  ],
  [
    'a build that pushes',
    { 'build.sh': 'docker buildx build --push -t acme/base .', 'a.Dockerfile': 'FROM acme/base' },
    ['acme/base'],
  ],
  [
    'a build whose output is a registry',
    { 'build.sh': 'docker build -o type=registry -t acme/base .', 'a.Dockerfile': 'FROM acme/base' },
    ['acme/base'],
  ],
  [
    'a name with an owner by its digest',
    { 'build.sh': 'docker build -t acme/base .', 'a.Dockerfile': `FROM acme/base@sha256:${'0'.repeat(64)}` },
    [`acme/base@sha256:${'0'.repeat(64)}`],
  ],
  [
    'services of a compose file that another file runs',
    {
      'compose.yml': 'services:\n  a:\n    build: a\n    image: acme/base\n',
      'a/Dockerfile': 'FROM scratch',
      'run.sh': 'docker run acme/base',
    },
    [],
  ],
  [
    'a service that is called like its base',
    { 'a/compose.yml': 'services:\n  a:\n    build: nginx\n    image: nginx\n', 'a/nginx/Dockerfile': 'FROM nginx' },
    ['nginx'],
  ],
  [
    'a service of another file than its base',
    {
      'a/compose.yml': 'services:\n  a:\n    build: {context: b, dockerfile: x}\n    image: base\n',
      'a/Dockerfile': 'FROM base',
    },
    [],
  ],
  [
    'a target of bake',
    {
      'docker-bake.hcl': 'target "a" {\n  tags = ["acme/base:1"]\n}',
      Dockerfile: 'FROM scratch',
      'run.sh': 'docker run acme/base:1',
    },
    [],
  ],
  [
    'a target of bake that goes to a registry',
    {
      'docker-bake.hcl': 'target "a" {\n  tags = ["acme/base:1"]\n  output = ["type=registry"]\n}',
      Dockerfile: 'FROM scratch',
      'run.sh': 'docker run acme/base:1',
    },
    ['acme/base:1'],
  ],
  [
    'targets of bake that are pushed',
    {
      'docker-bake.hcl': 'target "a" {\n  tags = ["acme/base:1"]\n}',
      Dockerfile: 'FROM scratch',
      'run.sh': 'docker buildx bake --push; docker run acme/base:1',
    },
    ['acme/base:1'],
  ],
  [
    'a pipeline of Jenkins that pushes',
    {
      Jenkinsfile: 'node {\n  def base = docker.build("acme/base")\n  base.push("latest")\n}',
      'run.sh': 'docker run acme/base',
    },
    ['acme/base'],
  ],
  [
    'a pipeline of Jenkins that does not',
    { Jenkinsfile: 'node {\n  def base = docker.build("acme/base")\n}', 'run.sh': 'docker run acme/base' },
    [],
  ],
  [
    'services whose images are pushed',
    {
      'compose.yml': 'services:\n  a:\n    build: a\n    image: acme/base\n',
      'a/Dockerfile': 'FROM scratch',
      'run.sh': 'docker run acme/base',
      'push.sh': 'docker compose push',
    },
    ['acme/base'],
  ],
  ['a name that nobody knows', { 'build.sh': 'docker build -t "$NAME" .', 'a.Dockerfile': 'FROM base' }, ['base']],
];

it.each(rows)('%s', (_name, files, images) => {
  expect(readTree(files).fetches.map(({ url }) => url)).toEqual(images);
});
