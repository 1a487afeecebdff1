import { expect, it } from 'vitest';
import { readTree, type Tree } from './support/read-tree.ts';

/** Ways in which what was pinned moves again, or was never pinned: none of them may be called exact. */

const TOOL = 'https://github.com/acme/tool';
const SHA = '0123456789abcdef0123456789abcdef01234567';
const CLONE = `git clone ${TOOL} d`;
const PINNED = `${CLONE}\ngit -C d checkout ${SHA}`;

/** A script under `set -e`, and the verdicts of what it brings in. */
type Row = readonly [name: string, script: string, verdicts: readonly string[]];

const ofVariables: readonly Row[] = [
  ['a pull', `${PINNED}\nGIT_DIR=d/.git git pull`, ['moving']],
  ['a checkout', `${PINNED}\nGIT_DIR=d/.git GIT_WORK_TREE=d git checkout main`, ['moving']],
  ['an exported one', `${PINNED}\nexport GIT_DIR=d/.git\ngit pull`, ['moving']],
  ['env', `${PINNED}\nenv GIT_DIR=d/.git git pull`, ['moving']],
  ['an option over it', `${PINNED}\nGIT_DIR=e/.git git --git-dir=d/.git pull`, ['moving']],
  ['unknown', `${PINNED}\nGIT_DIR="$WHERE" git pull`, ['dynamic']],
  ['a checkout elsewhere', `${CLONE}\nexport GIT_DIR=$PWD/e/.git\ncd d\ngit checkout ${SHA}`, ['moving']],
  ['files of the pin elsewhere', `${PINNED}\ngit --git-dir=d/.git --work-tree=/out checkout -f main`, ['moving']],
  ['none: the pin itself', `${CLONE}\nGIT_DIR=d/.git GIT_WORK_TREE=d git checkout ${SHA}`, ['exact']],
  ['none: unset', `${CLONE}\nexport GIT_DIR=e/.git\nunset GIT_DIR\ngit -C d checkout ${SHA}`, ['exact']],
  ['none: not exported', `${CLONE}\nGIT_DIR=e/.git\ngit -C d checkout ${SHA}`, ['exact']],
];

it.each(ofVariables)('a repository by a variable: %s', (_name, script, verdicts) => {
  expect(verdictsOf(script)).toEqual(verdicts);
});

const atOnce: readonly Row[] = [
  ['a pipe', `${CLONE} | git -C d checkout ${SHA}`, ['exact', 'moving']],
  ['a clone in the background', `${CLONE} &\ngit -C d checkout ${SHA}`, ['exact', 'moving']],
  ['a checkout in the background', `${CLONE}\ngit -C d checkout ${SHA} &\nmake -C d`, ['exact', 'moving']],
  ['a coprocess', `${CLONE}\ncoproc git -C d checkout ${SHA}\nmake -C d`, ['exact', 'moving']],
  ['a pull in the background', `${CLONE}\n(sleep 5; git -C d pull) &\ngit -C d checkout ${SHA}`, ['exact', 'moving']],
  ['a subshell that waits for its own', `${CLONE} &\n(wait)\ngit -C d checkout ${SHA}`, ['exact', 'moving']],
  ['whichever ends first', `${CLONE} & sleep 1 &\nwait -n\ngit -C d checkout ${SHA}`, ['exact', 'moving']],
  ['another job', `sleep 9 & P=$!\n${CLONE} &\nwait $P\ngit -C d checkout ${SHA}`, ['exact', 'moving']],
  ['none: waited for', `${CLONE} &\nwait\ngit -C d checkout ${SHA}`, ['exact']],
  ['none: the only job', `${CLONE} & P=$!\nwait "$P"\ngit -C d checkout ${SHA}`, ['exact']],
  ['none: both in the background', `(${CLONE} && git -C d checkout ${SHA}) &\nsleep 9 &\nwait`, ['exact']],
  ['none: a pipe to a log', `set -o pipefail\n${CLONE} | tee log\ngit -C d checkout ${SHA} | tee log`, ['exact']],
  ['none: all in one member', `set -o pipefail\n{ ${CLONE}; git -C d checkout ${SHA}; } | tee log`, ['exact']],
];

it.each(atOnce)('commands that run at the same time: %s', (_name, script, verdicts) => {
  expect(verdictsOf(script)).toEqual(verdicts);
});

const FILE = 'https://example.com/tool-1.0.tgz';
const SUM = '0123456789abcdef'.repeat(4);
const CHECK = `echo "${SUM}  f" | sha256sum -c`;
const DOWNLOAD = `curl -o f ${FILE}`;

const inOrder: readonly Row[] = [
  ['behind exec', `${CLONE}\nexec git -C d checkout main\ngit -C d checkout ${SHA}`, ['moving']],
  ['exec in a subshell', `${CLONE}\n(exec git -C d checkout main)\ngit -C d checkout ${SHA}`, ['exact']],
  ['exec in one arm', `${CLONE}\n[ -z "$X" ] || exec true\ngit -C d checkout ${SHA}`, ['exact', 'moving']],
  ['exec without a command', `${CLONE}\nexec > log\ngit -C d checkout ${SHA}`, ['exact']],
  [';&', `case a in a) R=${SHA};& b) R=main;; esac\n${CLONE}\ngit -C d checkout $R`, ['moving']],
  ['no ;&', `case a in a) R=${SHA};; b) R=main;; esac\n${CLONE}\ngit -C d checkout $R`, ['exact']],
  ['several ;&', `case a in a) ;& b) R=main;& c) ;; *) R=${SHA};; esac\n${CLONE}\ngit -C d checkout $R`, ['moving']],
  [';;&', `case ab in a*) R=${SHA};;& *b) R=main;; esac\n${CLONE}\ngit -C d checkout $R`, ['moving']],
  [';;& of no other', `case ab in a*) R=${SHA};;& c) R=main;; esac\n${CLONE}\ngit -C d checkout $R`, ['exact']],
  [
    ';;& of what nobody knows',
    `case $1 in a*) R=${SHA};;& *b) R=main;; *) R=${SHA};; esac\n${CLONE}\ngit -C d checkout $R`,
    ['dynamic', 'exact', 'moving'],
  ],
  ['a check in a function that nobody calls', `check() { ${CHECK}; }\n${DOWNLOAD}\ntar xf f`, ['versioned']],
  ['a pin in one', `pin() { git -C d checkout ${SHA}; }\n${CLONE}\nmake -C d`, ['exact', 'moving']],
  ['a library', `get() { ${DOWNLOAD}; ${CHECK}; tar xf f; }`, ['exact']],
];

const groups: readonly Row[] = [
  ['a subshell', `(${DOWNLOAD} && ${CHECK}) || :\ntar xf f`, ['versioned']],
  ['braces', `{ ${DOWNLOAD}; ${CHECK}; } || true\ntar xf f`, ['versioned']],
  ['a function', `get() { ${DOWNLOAD}; ${CHECK}; }\nget || echo bad\ntar xf f`, ['versioned']],
  ['a shell', `bash -ec '${DOWNLOAD}; ${CHECK}' || :\ntar xf f`, ['versioned']],
  ['a clone', `(${CLONE} && git -C d checkout ${SHA}) || :\nmake -C d`, ['exact', 'moving']],
  ['none: it ends', `(${DOWNLOAD} && ${CHECK}) || exit 1\ntar xf f`, ['exact']],
  ['none: used in it alone', `(${DOWNLOAD} && ${CHECK} && tar xf f) || :`, ['exact']],
  ['none: a clone is used in it alone', `(${CLONE} && git -C d checkout ${SHA} && make -C d) || :`, ['exact']],
];

it.each(groups)('a group whose failure is swallowed: %s', (_name, script, verdicts) => {
  expect(verdictsOf(script)).toEqual(verdicts);
});

it.each([
  ['a check', `RUN ${DOWNLOAD}\nONBUILD RUN ${CHECK}\nRUN tar xf f`, ['versioned']],
  ['a pin', `RUN ${CLONE}\nONBUILD RUN git -C d checkout ${SHA}\nRUN make -C d`, ['exact', 'moving']],
  ['both', `ONBUILD RUN ${DOWNLOAD}\nONBUILD RUN ${CHECK}`, ['exact']],
  ['an argument of its own', `ONBUILD ARG R=${SHA}\nONBUILD RUN ${CLONE} && git -C d checkout $R`, ['exact']],
])('what the build of a child runs: %s', (_name, lines, verdicts) => {
  const { fetches } = readTree({ Dockerfile: `FROM scratch\n${lines}\n` });
  expect(fetches.map(({ verdict }) => verdict).sort()).toEqual(verdicts);
});

it.each(inOrder)('what runs, and in which order: %s', (_name, script, verdicts) => {
  expect(verdictsOf(script)).toEqual(verdicts);
});

const elsewhere: readonly Row[] = [
  [
    'a reset that a later one brings back',
    `${PINNED}\ngit -C d reset --soft origin/main\ngit -C d reset --hard`,
    ['moving'],
  ],
  ['a reset of the index alone', `${CLONE}\ngit -C d reset ${SHA}`, ['moving']],
  ['an unknown program that runs it', `${PINNED}\nstrace -f git -C d pull`, ['moving']],
  ['no pin by an unknown program', `${CLONE}\nstrace git -C d checkout ${SHA}`, ['moving']],
  ['arithmetic', `${PINNED}\necho $((1 + $(git -C d pull | wc -l)))`, ['moving']],
  ['behind a loop over lines', `R=${SHA}\nwhile read -r R; do :; done < r\n${CLONE}\ngit -C d checkout $R`, ['moving']],
  ['a loop that breaks', `while read -r R; do break; done <<< ${SHA}\n${CLONE}\ngit -C d checkout $R`, ['exact']],
];

it.each(elsewhere)('what moves out of sight: %s', (_name, script, verdicts) => {
  const { fetches } = readTree({ 'build.sh': `#!/bin/bash\nset -e\n${script}\n`, r: `${SHA}\n` }, ['build.sh']);
  expect(fetches.map(({ verdict }) => verdict).sort()).toEqual(verdicts);
});

const USE = `. ./v.sh\n${CLONE}\ngit -C d checkout $R`;

const sourced: readonly (readonly [string, string, Tree, readonly string[]])[] = [
  ['downloaded', `R=${SHA}\ncurl -O https://example.com/v.sh\n${USE}`, {}, ['dynamic', 'moving']],
  [
    'downloaded over one of the tree',
    `wget -O v.sh https://example.com/v\n${USE}`,
    { 'v.sh': `R=${SHA}\n` },
    ['dynamic', 'moving'],
  ],
  ['changed', `sed -i s/a/b/ v.sh\n${USE}`, { 'v.sh': `export R=${SHA}\n` }, ['dynamic']],
  ['changed, and silent of it', `R=${SHA}\nsed -i s/a/b/ v.sh\n${USE}`, { 'v.sh': 'S=1\n' }, ['exact']],
  ['copied', `rsync w.sh v.sh\n${USE}`, { 'v.sh': `R=${SHA}\n` }, ['dynamic']],
  ['as it is', USE, { 'v.sh': `R=${SHA}\n` }, ['exact']],
];

it.each(sourced)('a file that is sourced: %s', (_name, script, files, verdicts) => {
  const { fetches } = readTree({ 'build.sh': `#!/bin/bash\nset -e\n${script}\n`, ...files });
  expect(fetches.map(({ verdict }) => verdict).sort()).toEqual(verdicts);
});

const GET = `#!/bin/sh\nset -e\n${CLONE}\ngit -C d checkout \${V:-${SHA}}\n`;

/** A makefile, what runs it, and the other files; by itself all of it is exact. */
const ofMake: readonly (readonly [string, string, string, Tree, string])[] = [
  ['what nobody knows', `V = ${SHA}\nall:\n\t${CLONE}; git -C d checkout $(V)`, 'make V=$1', {}, 'dynamic'],
  ['an exported one', `V ?= ${SHA}\nall:\n\t${CLONE}; git -C d checkout $(V)`, 'export V=main\nmake', {}, 'moving'],
  [
    'flags of make',
    `V = ${SHA}\nall:\n\t${CLONE}; git -C d checkout $(V)`,
    'export MAKEFLAGS="-j2 V=main"\nmake',
    {},
    'moving',
  ],
  ['make -e', `V = ${SHA}\nall:\n\t${CLONE}; git -C d checkout $(V)`, 'V=main make -e', {}, 'moving'],
  ['none: without -e', `V = ${SHA}\nall:\n\t${CLONE}; git -C d checkout $(V)`, 'V=main make', {}, ''],
  ['a script of the recipe', 'all:\n\t./get.sh', 'make V=main', { 'get.sh': GET }, 'moving'],
  ['an exported one and a script', `export V ?= ${SHA}\nall:\n\t./get.sh`, 'V=main make', { 'get.sh': GET }, 'moving'],
  [
    'a script that a script runs',
    'all:\n\tsh ci/all.sh',
    'make V=main',
    { 'ci/all.sh': 'sh get.sh', 'get.sh': GET },
    'moving',
  ],
  [
    'a makefile below',
    'all:\n\t$(MAKE) -C sub',
    'make V=main',
    { 'sub/Makefile': `V = ${SHA}\nall:\n\t${CLONE}; git -C d checkout $(V)` },
    'moving',
  ],
  [
    'a makefile below that is given what nobody knows',
    'all:\n\t$(MAKE) -C sub V=$(W)',
    'make',
    { 'sub/Makefile': `V = ${SHA}\nall:\n\t${CLONE}; git -C d checkout $(V)` },
    'dynamic',
  ],
];

it.each(ofMake)('variables of make: %s', (_name, makefile, script, files, verdict) => {
  const tree = { 'build.sh': `#!/bin/bash\nset -e\n${script}\n`, Makefile: `${makefile}\n`, ...files };
  const verdicts = readTree(tree).fetches.map((fetch) => fetch.verdict);
  expect(verdicts.sort()).toEqual(['exact', verdict].filter((one) => one !== '').sort());
});

it.each([
  ['a list in place', 'all:\n\t$(foreach r,a b,git clone https://github.com/acme/$(r);)', ['a', 'b']],
  [
    'a variable',
    'R = a b\nG = $(foreach r,$(R),git clone https://github.com/acme/$(r) &&)\nall:\n\t$(G) true',
    ['a', 'b'],
  ],
  [
    'lines of their own',
    'define get\ngit clone https://github.com/acme/$(1)\n\nendef\nall:\n\t$(foreach r,a b,$(call get,$(r)))',
    ['a', 'b'],
  ],
  [
    'one in the other',
    'all:\n\t$(foreach a,x y,$(foreach b,1 2,git clone https://github.com/acme/$(a)$(b);))',
    ['x1', 'x2', 'y1', 'y2'],
  ],
  ['a list that nobody knows', 'all:\n\t$(foreach r,$(R),git clone https://github.com/acme/$(r);)', ['$(R)']],
])('commands that foreach writes: %s', (_name, makefile, names) => {
  const { fetches } = readTree({ Makefile: `${makefile}\n` });
  expect(fetches.map(({ url }) => url.replace('https://github.com/acme/', '')).sort()).toEqual(names);
});

it('sees what a loop of make moves', () => {
  const makefile = `D = d\nall:\n\t${CLONE}\n\tgit -C d checkout ${SHA}\n\t$(foreach d,$(D),git -C $(d) pull;)\n`;
  expect(readTree({ Makefile: makefile }).fetches.map(({ verdict }) => verdict)).toEqual(['moving']);
});

it.each([
  ['what it sets', '        with: { set: "*.args.REF=main" }\n'],
  ['its environment', '        env: { REF: main }\n'],
])('an action that builds: %s', (_name, more) => {
  const workflow = `on: push\njobs:\n  a:\n    steps:\n      - uses: docker/bake-action@${SHA}\n${more}`;
  const files = { '.github/workflows/a.yml': workflow, 'docker-bake.hcl': TARGETS, Dockerfile: RECIPE };
  expect(readTree(files).fetches.map(({ verdict }) => verdict)).toContain('moving');
});

const CHECKOUT = `checkout scmGit(branches: [[name: '${SHA}']], userRemoteConfigs: [[url: '${TOOL}']]`;
const RECIPE = `FROM scratch\nARG REF=${SHA}\nRUN ${CLONE} && git -C d checkout $REF\n`;

/** A pipeline, the other files of its tree, and what is moving or dynamic there. */
const pipelines: readonly (readonly [string, string, string, Tree, readonly string[]])[] = [
  [
    'submodules of a checkout',
    'Jenkinsfile',
    `node {\n${CHECKOUT})\nsh 'git submodule update --remote'\n}`,
    {},
    ['moving'],
  ],
  ['a merge', 'Jenkinsfile', `node {\n${CHECKOUT})\nsh 'git merge origin/main'\n}`, {}, ['moving']],
  ['a pull of a step in a folder', 'Jenkinsfile', `dir('d') {\n${CHECKOUT})\n}\nsh 'git -C d pull'`, {}, ['moving']],
  [
    'a checkout into a folder',
    'Jenkinsfile',
    `${CHECKOUT}, extensions: [[$class: 'RelativeTargetDirectory', relativeTargetDir: 'd']])\nsh 'git -C d pull'`,
    {},
    ['moving'],
  ],
  [
    'a checkout into a folder by its own name',
    'Jenkinsfile',
    `${CHECKOUT}, extensions: [relativeTargetDirectory('d')])\nsh 'git -C d pull'`,
    {},
    ['moving'],
  ],
  ['none: a pull elsewhere', 'Jenkinsfile', `${CHECKOUT})\nsh 'git -C /srv/e pull'`, {}, []],
  [
    'a checkout of an action where the job runs',
    '.github/workflows/a.yml',
    `on: push\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@${SHA}\n        with: { repository: acme/tool, ref: ${SHA} }\n      - run: git pull origin main`,
    {},
    ['moving'],
  ],
  [
    'arguments of a task that builds',
    'azure-pipelines.yml',
    'steps:\n- task: Docker@2\n  inputs:\n    command: build\n    Dockerfile: ci/Dockerfile\n    arguments: |\n      --no-cache\n      --build-arg REF=main',
    { 'ci/Dockerfile': RECIPE },
    ['moving'],
  ],
  [
    'hooks of a deployment',
    'azure-pipelines.yml',
    `jobs:\n- deployment: a\n  strategy:\n    runOnce:\n      deploy:\n        steps:\n        - script: ${CLONE}\n      on:\n        failure:\n          steps:\n          - script: git -C d checkout ${SHA}\n        success:\n          steps:\n          - script: git -C d pull`,
    {},
    ['moving'],
  ],
  [
    'what runs before the project is there',
    '.gitlab-ci.yml',
    `a:\n  hooks:\n    pre_get_sources_script:\n      - ${CLONE}\n  script:\n    - make`,
    {},
    ['moving'],
  ],
];

it.each(pipelines)('a pipeline: %s', (_name, path, text, files, verdicts) => {
  const { fetches } = readTree({ [path]: `${text}\n`, ...files });
  const moving = fetches.map(({ verdict }) => verdict).filter((verdict) => verdict !== 'exact');
  expect([...new Set(moving)]).toEqual(verdicts);
});

const SERVICES = `services:\n  a:\n    build:\n      context: .\n      args:\n        REF: \${REF:-${SHA}}\n`;
const GIVEN = 'services:\n  a:\n    build: { context: ., args: [REF] }\n';
const TARGETS = `variable "REF" { default = "${SHA}" }\ntarget "a" { args = { REF = REF } }\n`;

/** What runs a file of builds that is exact by itself, the file, and what it is with what runs it. */
const ofBuilds: readonly (readonly [string, string, Tree, string])[] = [
  ['an exported variable', 'export REF=main\ndocker compose build', { 'docker-compose.yml': SERVICES }, 'moving'],
  ['a variable of the command', 'REF=main docker-compose up -d --build', { 'compose.yaml': SERVICES }, 'moving'],
  ['none: one that is not exported', 'REF=main\ndocker compose build', { 'docker-compose.yml': SERVICES }, ''],
  ['an argument without a value', 'REF=main docker compose run a', { 'docker-compose.yml': GIVEN }, 'moving'],
  ['a file by another name', 'REF=main docker compose -f ci.yml up', { 'ci.yml': SERVICES }, 'moving'],
  [
    'a file of variables',
    'docker compose --env-file ci.env build',
    { 'docker-compose.yml': SERVICES, 'ci.env': 'REF="main"\n' },
    'moving',
  ],
  [
    'a file of variables that was written',
    'echo REF=main > ci.env\ndocker compose --env-file ci.env build',
    { 'docker-compose.yml': SERVICES },
    'moving',
  ],
  ['variables of bake', 'REF=main docker buildx bake', { 'docker-bake.hcl': TARGETS }, 'moving'],
  ['what bake sets', "docker buildx bake --set '*.args.REF=main'", { 'docker-bake.hcl': TARGETS }, 'moving'],
  ['another setting of bake', "docker buildx bake --set '*.platform=linux/arm64'", { 'docker-bake.hcl': TARGETS }, ''],
  ['none: bake as it is', 'docker buildx bake', { 'docker-bake.hcl': TARGETS }, ''],
];

it.each(ofBuilds)('the environment of builds: %s', (_name, script, files, verdict) => {
  const tree = { 'build.sh': `#!/bin/bash\nset -e\n${script}\n`, Dockerfile: RECIPE, ...files };
  const verdicts = new Set(readTree(tree).fetches.map((fetch) => fetch.verdict));
  expect([...verdicts].sort()).toEqual(['exact', verdict].filter((one) => one !== '').sort());
});

it('sees the environment of a recipe of make and of a pipeline', () => {
  const builds = { 'docker-compose.yml': SERVICES, Dockerfile: RECIPE };
  const makefile = 'export REF = main\nall:\n\tdocker compose build\n';
  const workflow = 'on: push\nenv: { REF: main }\njobs:\n  a:\n    steps:\n      - run: docker compose build\n';
  for (const tree of [
    { ...builds, Makefile: makefile },
    { ...builds, '.github/workflows/a.yml': workflow },
  ])
    expect(readTree(tree).fetches.map(({ verdict }) => verdict)).toContain('moving');
});

function verdictsOf(script: string): readonly string[] {
  const { fetches } = readTree({ 'build.sh': `#!/bin/bash\nset -e\n${script}\n` });
  return fetches.map(({ verdict }) => verdict).sort();
}
