import { describe, expect, it } from 'vitest';
import { wrapper } from '../../src/match/index.ts';
import { apply, scan } from '../rewrite/scan.ts';
import { readHost } from '../support/read-host.ts';
import { linesOf, traceFile } from './run.ts';

const EXACT = '0123456789abcdef0123456789abcdef01234567';

/** A recipe that clones a repository at its argument REF. */
function recipe(name: string, ref = `=${EXACT}`): string {
  return `FROM scratch\nARG REF${ref}\nRUN git clone https://example.com/acme/${name} x && git -C x checkout $REF\n`;
}

const TREE = {
  'docker/Dockerfile': recipe('a'),
  'ctx/Containerfile': recipe('b'),
  'ctx/other.Dockerfile': recipe('c'),
};

/** Verdict, name and ref of each clone that a recipe makes, what the recipes say by themselves aside. */
function built(path: string, text: string, more: Readonly<Record<string, string>> = {}): readonly string[] {
  return scan({ ...TREE, ...more, [path]: text }).fetches.flatMap(({ place, source, url, verdict }) => {
    const name = /\/acme\/([abc](?:@.*)?)$/.exec(source?.key ?? url)?.[1];
    const isOwn = Object.hasOwn(TREE, place.file) && verdict === 'exact';
    return name === undefined || isOwn ? [] : [`${verdict} ${name}`];
  });
}

describe('recipes that are built with arguments', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['by the name of a file', 'docker build --build-arg REF=main -f docker/Dockerfile .', ['moving a@main']],
    ['with the sign behind the option', 'docker buildx build --build-arg=REF=main docker', ['moving a@main']],
    ['in the context', 'docker image build --build-arg REF=main ./docker', ['moving a@main']],
    ['a Containerfile', 'buildah bud --build-arg REF=main ctx', ['moving b@main']],
    ['a file as seen from the context', 'podman build -f other.Dockerfile --build-arg REF=v1.2 ctx', ['tag c@v1.2']],
    ['in a folder', '(cd docker && sudo docker build --build-arg REF=main .)', ['moving a@main']],
    ['below a folder that nobody knows', 'docker build --build-arg REF=main "$ROOT/docker"', ['moving a@main']],
    ['a variable', 'R=main; docker build --build-arg "REF=$R" docker', ['moving a@main']],
    ['a variable with a default', 'docker build --build-arg REF=${R:-main} docker', ['moving a@main']],
    ['one of the environment', 'export REF=main; docker build --build-arg REF docker', ['moving a@main']],
    ['set for the command', 'REF=main docker build --build-arg REF docker', ['moving a@main']],
    ['one that no program sees', 'REF=main; docker build --build-arg REF docker', []],
    [
      'each of several',
      'for r in main v1.2; do docker build --build-arg REF=$r docker; done',
      ['moving a@main', 'tag a@v1.2'],
    ],
    ['what nobody knows', 'docker build --build-arg REF="$R" docker', []],
    ['what a command prints', 'docker build --build-arg REF="$(cat ref)" docker', ['dynamic a']],
    ['another argument', 'docker build --build-arg OTHER=main docker', []],
    ['a commit', `docker build --build-arg REF=${EXACT} docker`, [`exact a@${EXACT}`]],
    ['the last of two', 'docker build --build-arg REF=main --build-arg REF=v1.2 docker', ['tag a@v1.2']],
    [
      'a context of others',
      'docker build --build-arg REF=main -f docker/Dockerfile https://example.com/acme/x.git#v1.2',
      [],
    ],
    ['no build', 'docker build --help --build-arg REF=main docker', []],
  ])('%s: %s', (_, script, expected) => {
    expect(built('build.sh', script)).toEqual(expected);
  });

  it('from a recipe of make, and from a script with its own arguments', () => {
    const makefile = 'DOCKER = docker\nREF ?= main\nimage:\n\t$(DOCKER) build --build-arg REF=$(REF) docker\n';
    expect(built('Makefile', makefile)).toEqual(['moving a@main']);
    const script = { 'ci/build.sh': 'docker build --build-arg REF=$1 docker' };
    expect(built('all.sh', 'ci/build.sh main', script)).toEqual(['moving a@main']);
  });

  it('from a pipeline of Jenkins', () => {
    const pipeline = `node { docker.build("own:$X", '--build-arg REF=main -f docker/Dockerfile .') }\n`;
    expect(built('Jenkinsfile', pipeline)).toEqual(['moving a@main']);
  });

  it.each<readonly [string, (ref: string) => string]>([
    ['build.sh', (ref) => `docker build \\\n  --build-arg REF=${ref} docker\n`],
    ['build.sh', (ref) => `sudo docker build --build-arg=REF=${ref} docker\n`],
    ['Makefile', (ref) => `REF ?= ${ref}\nimage:\n\tdocker build --build-arg REF=$(REF) docker\n`],
    [
      '.github/workflows/x.yml',
      (ref) =>
        `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: docker/build-push-action@${EXACT}\n        with:\n          context: docker\n          build-args: |\n            X=y\n            REF=${ref}\n`,
    ],
  ])('is mended where the argument is given: %s', (path, text) => {
    const pins = { 'git+https://example.com/acme/a@main': EXACT };
    const { texts, refused } = apply({ ...TREE, [path]: text('main') }, pins);
    expect(refused).toEqual([]);
    expect(texts[path]).toBe(text(EXACT));
  });

  it('leaves the script around it as it was, and sees nothing of it', () => {
    const around =
      'cd sub; REF=dev; docker build --build-arg X=y ../plain; git clone -b $REF https://example.com/acme/d';
    const plain = { 'plain/Dockerfile': `ARG X\n${recipe('e', '')}` };
    expect(scan({ ...plain, 'build.sh': around }).fetches.map(({ source, url }) => source?.key ?? url)).toEqual([
      'git+https://example.com/acme/d@dev',
      'https://example.com/acme/e',
    ]);
  });

  it.each<readonly [string, string, readonly string[]]>([
    [
      'lines of an action',
      'uses: docker/build-push-action@v6\n        with:\n          context: docker\n          build-args: |\n            X=y\n\n            REF=main\n',
      ['moving a@main'],
    ],
    [
      'a matrix',
      'uses: docker/build-push-action@v6\n        with: { file: docker/Dockerfile, build-args: "REF=${{ matrix.ref }}" }\n',
      ['moving a@main', 'tag a@v1.2'],
    ],
    [
      'a folder of the repository',
      'uses: docker/build-push-action@v6\n        with: { context: "{{defaultContext}}:docker", build-args: REF=main }\n',
      ['moving a@main'],
    ],
    [
      'a context of others',
      'uses: docker/build-push-action@v6\n        with: { context: "https://example.com/acme/x.git", file: docker/Dockerfile, build-args: REF=main }\n',
      [],
    ],
    [
      'several recipes',
      'uses: redhat-actions/buildah-build@v2\n        with: { containerfiles: ctx/Containerfile, build-args: REF=main }\n',
      ['moving b@main'],
    ],
  ])('%s', (_, step, expected) => {
    const head =
      'on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    strategy: { matrix: { ref: [main, v1.2] } }\n    steps:\n';
    expect(built('.github/workflows/x.yml', `${head}      - ${step}`)).toEqual(expected);
  });

  it.each<readonly [string, readonly string[]]>([
    ['docker compose build --build-arg REF=main', ['moving a@main', 'tag b@v1.2', 'moving b@main']],
    [
      'docker-compose -f docker-compose.yml build --build-arg REF=main a',
      ['moving a@main', 'tag b@v1.2', 'moving b@main'],
    ],
    ['docker compose build', ['tag b@v1.2']],
    ['docker compose up', ['tag b@v1.2']],
  ])('the services of a file: %s', (line, expected) => {
    const file =
      'services:\n  a: { build: docker }\n  b: { build: { context: ctx, dockerfile: Containerfile, args: { REF: v1.2 } } }\n';
    expect(built('build.sh', line, { 'docker-compose.yml': file }).toSorted()).toEqual(expected.toSorted());
  });

  it('keeps together what one combination of words gives', () => {
    const recipe = 'FROM scratch\nARG N\nARG REF\nRUN git clone -b $REF https://example.com/acme/$N\n';
    const script =
      'case $1 in x) A="--build-arg N=a --build-arg REF=v1.2";; *) A="--build-arg N=b --build-arg REF=main";; esac\ndocker build $A sub\n';
    expect(built('build.sh', script, { 'sub/Dockerfile': recipe })).toEqual(['tag a@v1.2', 'moving b@main']);
  });

  it('reads a script to its end, however much it builds', () => {
    const long = { 'long/Dockerfile': `FROM scratch\nARG A\n${'RUN a\n'.repeat(9_000)}` };
    const builds = [1, 2, 3, 4].map((value) => `docker build --build-arg A=${value} long\n`).join('');
    const files = { ...long, 'build.sh': `${builds}wget https://example.com/last` };
    const traced = traceFile('build.sh', files, wrapper);
    expect(linesOf(traced).at(-1)).toBe('wget https://example.com/last');
    expect(traced.problems.map(({ kind }) => kind)).toContain('bound');
  });

  it('names the bound of builds', () => {
    const lines = Array.from({ length: 300 }, (_, index) => `docker build --build-arg REF=b${index} docker\n`);
    const { problems } = traceFile('build.sh', { ...TREE, 'build.sh': lines.join('') }, wrapper);
    expect(problems.map(({ kind, path }) => [kind, path])).toEqual([['bound', 'build.sh']]);
  });
});

describe('recipes that are no files of the tree', () => {
  const lines = 'FROM acme/base:1.2\nRUN wget https://example.com/tool.tgz';
  it.each([
    ['written before', `cat > Dockerfile <<EOF\n${lines}\nEOF\ndocker build -t x .`],
    [
      'written line by line',
      `echo 'FROM acme/base:1.2' > a.dk\necho 'RUN wget https://example.com/tool.tgz' >> a.dk\ndocker build -f a.dk .`,
    ],
    ['written in a folder that nobody knows', `cd "$W"\ncat > Dockerfile <<'EOF'\n${lines}\nEOF\ndocker build .`],
    ['on standard input', `docker build -t x - <<EOF\n${lines}\nEOF`],
    ['on standard input, beside a context', `docker build -f - . <<EOF\n${lines}\nEOF`],
    ['in a variable', `D=$(cat <<EOF\n${lines}\nEOF\n)\ndocker build - <<< "$D"`],
    ['in a pipe', `cat <<EOF | podman build -\n${lines}\nEOF`],
    ['behind a line that nobody knows', `docker build - <<EOF\n$PROXY\n${lines}\nEOF`],
  ])('%s', (_name, script) => {
    const { fetches, problems } = readHost('x.sh', script);
    const said = fetches.map(
      ({ verdict, url, place }) => `${verdict} ${url} ${script.slice(place.start, place.start + 4)}`,
    );
    expect(said.sort()).toEqual(['moving https://example.com/tool.tgz wget', 'tag acme/base:1.2 FROM']);
    expect(problems).toEqual([]);
  });
});

describe('projects of CMake that are configured with values', () => {
  const lists = (set: string) =>
    `${set}\ninclude(FetchContent)\nFetchContent_Declare(a GIT_REPOSITORY https://example.com/acme/a GIT_TAG \${REF})\nFetchContent_MakeAvailable(a)\n`;
  const cached = lists(`set(REF ${EXACT} CACHE STRING "")`);
  it.each<readonly [string, string, Readonly<Record<string, string>>, readonly string[]]>([
    ['in a folder', 'cmake -DREF=main -S lib -B build', { 'lib/CMakeLists.txt': cached }, ['moving a@main']],
    [
      'from a folder of its own',
      'cd lib/build; cmake -D REF:STRING=main ..',
      { 'lib/CMakeLists.txt': cached },
      ['moving a@main'],
    ],
    [
      'in a folder of the project',
      'cmake -DREF=main .',
      { 'CMakeLists.txt': 'add_subdirectory(lib)\n', 'lib/CMakeLists.txt': cached },
      ['moving a@main'],
    ],
    [
      'what the text sets where nobody did',
      'cmake -DREF=main lib',
      { 'lib/CMakeLists.txt': lists(`if(NOT DEFINED REF)\n  set(REF ${EXACT})\nendif()`) },
      ['moving a@main'],
    ],
    ['what the text sets anyway', 'cmake -DREF=main lib', { 'lib/CMakeLists.txt': lists(`set(REF ${EXACT})`) }, []],
    [
      'what it forces',
      'cmake -DREF=main lib',
      { 'lib/CMakeLists.txt': lists(`set(REF ${EXACT} CACHE STRING "" FORCE)`) },
      [],
    ],
    ['no project', 'cmake -DREF=main -P lib/CMakeLists.txt', { 'lib/CMakeLists.txt': cached }, []],
  ])('%s', (_, script, files, expected) => {
    const exact = `exact a@${EXACT}`;
    expect(built('build.sh', script, files).filter((line) => line !== exact)).toEqual(expected);
    expect(built('build.sh', script, files)).toContain(exact);
  });
});
