/** A place where an example of a rule may stand. `hold` is the whole file, or undefined where the host cannot hold the line. */
export type RuleHost = {
  readonly name: string;
  readonly path: string;
  readonly hold: (line: string) => string | undefined;
};

/** Every way in which a shell command stands in a file that is read. */
export const SHELL_HOSTS: readonly RuleHost[] = [
  { name: 'a script', path: 'build.sh', hold: (line) => `#!/bin/sh\nset -e\n${line}\n` },
  { name: 'a function', path: 'build.sh', hold: (line) => `#!/bin/bash\nbuild() {\n\t${line}\n}\nbuild\n` },
  { name: 'RUN', path: 'Dockerfile', hold: (line) => `FROM scratch\nWORKDIR /work\nRUN ${line}\n` },
  {
    name: 'RUN below ONBUILD',
    path: 'Dockerfile',
    hold: (line) => `FROM scratch\nWORKDIR /work\nONBUILD RUN ${line}\n`,
  },
  {
    name: 'RUN over several lines',
    path: 'Dockerfile',
    hold: (line) => `FROM scratch\nWORKDIR /work\nRUN set -e; \\\n  # a comment\n  ${line} && \\\n  true\n`,
  },
  {
    name: 'RUN in JSON form',
    path: 'Dockerfile',
    hold: (line) => `FROM scratch\nWORKDIR /work\nRUN ["/bin/bash", "-c", ${JSON.stringify(line)}]\n`,
  },
  {
    name: 'a heredoc of RUN',
    path: 'Dockerfile',
    hold: (line) => `FROM scratch\nWORKDIR /work\nRUN <<EOF\n${line}\nEOF\n`,
  },
  {
    name: 'bash -c with single quotes',
    path: 'build.sh',
    hold: (line) => (line.includes("'") ? undefined : `#!/bin/sh\nbash -c '${line}'\n`),
  },
  {
    name: 'bash -c with double quotes',
    path: 'build.sh',
    hold: (line) => `#!/bin/sh\nbash -c "${line.replace(/["\\$`]/g, '\\$&')}"\n`,
  },
  {
    name: 'a block of a workflow',
    path: '.github/workflows/ci.yml',
    hold: (line) => `jobs:\n  build:\n    steps:\n      - run: |\n          set -e\n          ${line}\n`,
  },
  {
    name: 'a quoted text of a workflow',
    path: '.github/workflows/ci.yml',
    hold: (line) => `jobs:\n  build:\n    steps:\n      - run: ${quoted(line)}\n`,
  },
  {
    name: 'a script of GitLab CI',
    path: '.gitlab-ci.yml',
    hold: (line) => `build:\n  before_script:\n    - set -e\n  script:\n    - |\n      ${line}\n`,
  },
  {
    name: 'a run of CircleCI',
    path: '.circleci/config.yml',
    hold: (line) => `jobs:\n  build:\n    steps:\n      - run: |\n          ${line}\n`,
  },
  {
    name: 'a script of Azure Pipelines',
    path: 'azure-pipelines.yml',
    hold: (line) => `steps:\n  - bash: |\n      set -e\n      ${line}\n`,
  },
  {
    name: 'a step of a Jenkinsfile',
    path: 'Jenkinsfile',
    hold: (line) => `node {\n  sh '''\n    ${line.replaceAll('\\', '\\\\')}\n  '''\n}\n`,
  },
  {
    name: 'RUN in a template',
    path: 'Dockerfile.j2',
    hold: (line) =>
      /\{[{%#]/.test(line)
        ? undefined
        : `{# a comment #}\nFROM scratch\nWORKDIR /work\nRUN set -e; \\\n{% if a %}\n  true; \\\n{% endif %}\n  ${line}\n`,
  },
  {
    name: 'a recipe of Make',
    path: 'Makefile',
    hold: (line) => `.PHONY: all\nall:\n\t@set -e; ${line.replaceAll('$', '$$$$')}\n`,
  },
  {
    name: 'a recipe of Make over several lines',
    path: 'build/rules.mk',
    hold: (line) => `all: build\n\tset -e; \\\n\t${line.replaceAll('$', '$$$$')} && \\\n\ttrue\n`,
  },
  {
    name: 'a recipe of Make in one shell',
    path: 'GNUmakefile',
    hold: (line) => `.ONESHELL:\n.SHELLFLAGS = -ec\nall:\n\t${line.replaceAll('$', '$$$$')}\n\ttrue\n`,
  },
];

/** A line as YAML's plain or quoted text. */
function quoted(line: string): string {
  return JSON.stringify(line);
}

/** Every way in which an instruction stands in a Dockerfile. FROM begins a stage, so nothing may stand around it. */
export const INSTRUCTION_HOSTS: readonly RuleHost[] = [
  {
    name: 'a Dockerfile',
    path: 'Dockerfile',
    hold: (line) => (isFrom(line) ? `${line}\n` : `FROM scratch\nWORKDIR /work\n${line}\n`),
  },
  {
    name: 'a Dockerfile with CRLF',
    path: 'docker/Dockerfile.build',
    hold: (line) => (isFrom(line) ? `# check=skip=all\r\n${line}\r\n` : `FROM scratch\r\n${line}\r\n`),
  },
  {
    name: 'below ONBUILD',
    path: 'Dockerfile',
    hold: (line) => (isFrom(line) || line.startsWith('#') ? undefined : `FROM scratch\nONBUILD ${line}\n`),
  },
  {
    name: 'in lower case, over two lines',
    path: 'Containerfile',
    hold: (line) => {
      const continued = line.replace(/^([A-Za-z]+) /, (_, keyword: string) => `${keyword.toLowerCase()} \\\n    `);
      return isFrom(line) ? `${continued}\n` : `FROM scratch\n${continued}\n`;
    },
  },
];

/** Every way in which a key stands in a file whose format knows it. A line is what stands between the braces of a mapping. */
export const KEY_HOSTS: readonly RuleHost[] = [
  {
    name: 'a step of a workflow',
    path: '.github/workflows/ci.yml',
    hold: (line) =>
      inKey(line, ['uses'], () => `jobs:\n  build:\n    steps:\n      - ${withInputs(line, '\n        ')}\n`),
  },
  {
    name: 'a step of a workflow, in braces, with CRLF',
    path: '.github/workflows/ci.yaml',
    hold: (line) =>
      inKey(
        line,
        ['uses'],
        () => `jobs:\r\n  build:\r\n    steps: [{ name: x, ${withInputs(withoutComment(line), ', ')} }]\r\n`,
      ),
  },
  {
    name: 'a step of an action',
    path: 'build/action.yml',
    hold: (line) =>
      inKey(line, ['uses'], () => `runs:\n  using: composite\n  steps:\n    -   ${withInputs(line, '\n        ')}\n`),
  },
  {
    name: 'the container of a job',
    path: '.github/workflows/ci.yml',
    hold: (line) => inKey(line, ['image'], () => `jobs:\n  build:\n    container:\n      ${line}\n    steps: []\n`),
  },
  {
    name: 'a service of a job',
    path: '.github/workflows/ci.yml',
    hold: (line) => inKey(line, ['image'], () => `jobs:\n  build:\n    services:\n      db:\n        ${line}\n`),
  },
  {
    name: 'a service of Compose',
    path: 'docker-compose.yml',
    hold: (line) => inKey(line, ['image'], () => `services:\n  db:\n    ${line}\n`),
  },
  {
    name: 'a build of Compose',
    path: 'compose.prod.yaml',
    hold: (line) => inKey(line, ['context'], () => `services:\n  db:\n    image: acme/db\n    build:\n      ${line}\n`),
  },
  {
    name: 'a service of Compose that is built',
    path: 'compose.yml',
    hold: (line) =>
      inKey(line, ['built-image'], () => {
        const [name = '', ...build] = line.slice('built-'.length).split(', ');
        return `services:\n  tool:\n    ${name}\n    build: { ${build.join(', ')} }\n`;
      }),
  },
  {
    name: 'a target of bake with a name',
    path: 'docker-bake.json',
    hold: (line) =>
      inKey(line, ['built-image'], () => {
        const [name = '', ...build] = line.slice('built-image: '.length).replaceAll('"', '').split(', ');
        const attributes = build.map((attribute) => attribute.replace(/^(\w+): (.*)$/, '"$1": "$2"'));
        return `{ "target": { "tool": { ${[...attributes, `"tags": ["${name}"]`].join(', ')} } } }\n`;
      }),
  },
  {
    name: 'a project of west',
    path: 'west.yml',
    hold: (line) =>
      inKey(line, ['west-project'], () => {
        const project = `name: tool, url: ${line.slice('west-project: '.length)}`;
        return `manifest:\n  projects:\n    - { ${project} }\n`;
      }),
  },
  {
    name: 'a project of west, on lines',
    path: 'app/west.yaml',
    hold: (line) =>
      inKey(line, ['west-project'], () => {
        const project = line.replace('west-project: ', 'url: ').replaceAll(', ', '\r\n      ');
        return `manifest:\r\n  projects:\r\n    - name: tool\r\n      ${project}\r\n`;
      }),
  },
  {
    name: 'a further context of Compose',
    path: 'deploy/compose.yml',
    hold: (line) =>
      inKey(line, ['context'], () => `services: { db: { build: { additional_contexts: { ${line} } } } }\r\n`),
  },
  {
    name: 'a target of docker-bake.hcl',
    path: 'docker-bake.hcl',
    hold: (line) =>
      inKey(line, ['context'], () => `target "app" {\r\n\tcontexts = {\r\n\t\t${asAttribute(line)}\r\n\t}\r\n}\r\n`),
  },
  {
    name: 'hooks of pre-commit',
    path: '.pre-commit-config.yaml',
    // No comment fits in there.
    hold: (line) => inKey(line, ['repo'], () => `repos:\n  - { ${line.replace(/ {2}#.*/, '')}, hooks: [{ id: x }] }\n`),
  },
  {
    name: 'hooks of pre-commit, on lines',
    path: '.pre-commit-config.yaml',
    hold: (line) =>
      inKey(line, ['repo'], () => `repos:\n-   ${line.replace(', ', '\n    ')}\n    hooks:\n    - id: x\n`),
  },
  {
    name: 'what a hook depends on',
    path: '.pre-commit-config.yaml',
    hold: (line) => inDependency(line, (item) => dependency(item, 'repo: local')),
  },
  {
    name: 'what a hook depends on, with CRLF',
    path: 'a/.pre-commit-config.yaml',
    hold: (line) => inDependency(line, (item) => dependency(item, 'repo: meta').replaceAll('\n', '\r\n')),
  },
  {
    name: 'a source of uv',
    path: 'pyproject.toml',
    hold: (line) => inPython(line, (items) => `[tool.uv.sources]\ntool = [{ ${items} }] # why\n`),
  },
  {
    name: 'a dependency of a group of Poetry, in a table of its own',
    path: 'sub/pyproject.toml',
    hold: (line) =>
      inPython(line, (items) => `[tool.poetry.group.dev.dependencies.tool]\r\n${items.replace(', ', '\r\n')}\r\n`),
  },
  {
    name: 'a dependency of a Python project',
    path: 'pyproject.toml',
    hold: (line) =>
      inKey(
        line,
        ['project-requirement'],
        () =>
          `[project]\ndependencies = [\n  "${line.slice('project-requirement: '.length).replaceAll('"', '')}",\n]\n`,
      ),
  },
  {
    name: 'a group of a Python project',
    path: 'sub/pyproject.toml',
    hold: (line) =>
      inKey(
        line,
        ['project-requirement'],
        () =>
          `[dependency-groups]\r\ndev = ['ruff','${line.slice('project-requirement: '.length).replaceAll('"', '')}'] # why\r\n`,
      ),
  },
  {
    name: 'a gem',
    path: 'Gemfile',
    hold: (line) =>
      inKey(line, ['gem-git'], () => `group :x do\r\n  gem 'tool', '~> 1.2', ${line.slice('gem-'.length)}\r\nend\r\n`),
  },
  {
    name: 'gems of a block',
    path: 'gemfiles/a.gemfile',
    hold: (line) =>
      inKey(line, ['gem-git'], () => `git ${line.slice('gem-git: '.length)} do\n  gem "tool" # why\nend\n`),
  },
  {
    name: 'a line of requirements',
    path: 'requirements.txt',
    hold: (line) =>
      inRequirements(line, (item) => `# comment\nblack==24\n${item}\n`) ??
      requirementList(line, (list) => `-r ${list}\n`),
  },
  {
    name: 'an editable line of constraints, for some machines, with CRLF',
    path: 'requirements/dev.txt',
    hold: (line) =>
      inRequirements(line, (item) =>
        item.includes(' --hash=') || item.includes(' @ ')
          ? `a==1 \\\r\n  --hash=sha256:0\r\n${item.replace(' --', ' \\\r\n  --')} # why\r\n`
          : `-e ${item} ; python_version > '3.8'\r\n`,
      ) ?? requirementList(line, (list) => `--constraint=${list} # all\r\n`),
  },
  {
    name: 'a dependency of package.json',
    path: 'package.json',
    hold: (line) =>
      inKey(
        line,
        ['npm-dependency'],
        () => `{\n  "name": "x",\n  "dependencies": {\n    "a": "1",\n    ${named(line)}\n  }\n}\n`,
      ),
  },
  {
    name: 'an override of package.json, with tabs and CRLF',
    path: 'web/package.json',
    hold: (line) => inKey(line, ['npm-dependency'], () => `{\r\n\t"overrides": {"a": {${named(line)}, "b": "1"}}\r\n}`),
  },
  {
    name: 'a dependency of Cargo.toml',
    path: 'Cargo.toml',
    hold: (line) => inCargo(line, (items) => `[package]\nname = "x"\n\n[dependencies]\ntool = { ${items} } # why\n`),
  },
  {
    name: 'a table of Cargo.toml, with CRLF',
    path: 'crates/a/Cargo.toml',
    hold: (line) =>
      inCargo(line, (items) => `[target.'cfg(unix)'.dependencies.tool]\r\n${items.replace(', ', '\r\n')}\r\n`),
  },
  {
    name: 'a job of GitLab CI',
    path: '.gitlab-ci.yml',
    hold: (line) => inKey(line, ['image'], () => `build:\n  ${line}\n  script: [make]\n`),
  },
  {
    name: 'an executor of CircleCI',
    path: '.circleci/config.yml',
    hold: (line) =>
      inKey(line, ['image'], () => `executors:\n  x:\n    docker:\n      - ${line}\njobs:\n  a: { executor: x }\n`),
  },
  {
    name: 'an orb of CircleCI',
    path: '.circleci/config.yml',
    hold: (line) => inKey(line, ['orb'], () => `orbs:\n  x: ${line.slice('orb: '.length)}\n`),
  },
  {
    name: 'an orb of CircleCI, in braces, with CRLF',
    path: 'a/.circleci/config.yml',
    hold: (line) => inKey(line, ['orb'], () => `version: 2.1\r\norbs: { x: ${line.slice('orb: '.length)} }\r\n`),
  },
  {
    name: 'a container of Azure Pipelines',
    path: 'azure-pipelines.yml',
    hold: (line) =>
      inKey(line, ['image'], () => `resources:\n  containers:\n    - container: x\n      ${line}\nsteps: []\n`),
  },
  {
    name: 'a repository of Azure Pipelines',
    path: 'azure-pipelines.yml',
    hold: (line) => inKey(line, ['repository'], () => repositories(line.replaceAll(', ', '\n      '))),
  },
  {
    name: 'a repository of Azure Pipelines, with CRLF',
    path: 'ci/build.azure-pipelines.yml',
    hold: (line) =>
      inKey(line, ['repository'], () => repositories(line.replaceAll(', ', '\n      ')).replaceAll('\n', '\r\n')),
  },
  {
    name: 'an image of a Jenkinsfile',
    path: 'Jenkinsfile',
    hold: (line) =>
      inKey(
        line,
        ['image'],
        () => `pipeline { agent { docker { image ${JSON.stringify(line.replace(/^image: "?|"$/g, ''))} } } }\n`,
      ),
  },
  {
    name: 'a git step of a Jenkinsfile',
    path: 'ci/Jenkinsfile',
    hold: (line) =>
      inKey(line, ['git'], () => `node { git(branch: ${line.split('branch: ')[1]}, url: ${gitUrl(line)}) }\n`),
  },
  {
    name: 'a checkout of a Jenkinsfile',
    path: 'a.jenkinsfile',
    hold: (line) =>
      inKey(
        line,
        ['git'],
        () =>
          `node {\r\n  checkout scmGit(branches: [[name: ${line.split('branch: ')[1]}]],\r\n    userRemoteConfigs: [[url: ${gitUrl(line)}]])\r\n}\r\n`,
      ),
  },
  {
    name: 'a library of a Jenkinsfile',
    path: 'Jenkinsfile',
    hold: (line) => inKey(line, ['library'], () => `@Library(${line.slice('library: '.length)}) _\nnode { }\n`),
  },
  {
    name: 'a library step of a Jenkinsfile',
    path: 'Jenkinsfile.release',
    hold: (line) => inKey(line, ['library'], () => `library ${line.slice('library: '.length)}\n`),
  },
  {
    name: 'an include of GitLab CI',
    path: '.gitlab-ci.yml',
    hold: (line) => inKey(line, INCLUDED, () => `include:\n  - { ${line} }\n`),
  },
  {
    name: 'an include of GitLab CI, on lines',
    path: 'ci/build.gitlab-ci.yml',
    hold: (line) => inKey(line, INCLUDED, () => `include:\r\n  - ${line.replace(', ', '\r\n    ')}\r\n`),
  },
];

/** The texts of a line `requirement: "x", hash: "y"`, without their quotes. */
function requirementLine(line: string): readonly [string, string | undefined] | undefined {
  const match = /^requirement: "?([^"]*?)"?(?:, hash: "([^"]*)")?$/.exec(line);
  return match === null ? undefined : [match[1] ?? '', match[2]];
}

function inDependency(line: string, hold: (item: string) => string): string | undefined {
  const isHashed = requirementLine(line)?.[1] !== undefined;
  return isHashed ? undefined : inKey(line, ['requirement'], () => hold(line.slice('requirement: '.length)));
}

/** `python-git = "x", ...` and `python-url = "x"` as the pairs of a table. */
function inPython(line: string, hold: (items: string) => string): string | undefined {
  return /^python-(?:git|url) = /.test(line) ? hold(line.slice('python-'.length)) : undefined;
}

function inCargo(line: string, hold: (items: string) => string): string | undefined {
  return line.startsWith('cargo-git = ') ? hold(line.slice('cargo-'.length)) : undefined;
}

/** The only key of a line as one of a map: `"tool": "value"`. */
function named(line: string): string {
  return line.replace(/^[\w-]+:/, '"tool":');
}

function requirementList(line: string, hold: (list: string) => string): string | undefined {
  const list = /^requirement-list: "?([^"]*?)"?$/.exec(line)?.[1];
  return list === undefined ? undefined : hold(list);
}

function inRequirements(line: string, hold: (item: string) => string): string | undefined {
  const [item, hash] = requirementLine(line) ?? [];
  return item === undefined ? undefined : hold(hash === undefined ? item : `${item} --hash=${hash}`);
}

const INCLUDED = ['remote', 'project', 'component'];

function gitUrl(line: string): string {
  return line.slice('git: '.length).split(', ')[0] ?? '';
}

function repositories(lines: string): string {
  const item = lines.replace(/^repository: /, 'name: ');
  return `resources:\n  repositories:\n    - repository: x\n      ${item}\n`;
}

function dependency(item: string, repository: string): string {
  return `repos:\n  - ${repository}\n    hooks:\n      - id: x\n        additional_dependencies: [black, ${item}]\n`;
}

/** What stands behind the first comma is what an action is given. */
function withInputs(line: string, separator: string): string {
  const comma = line.indexOf(', ');
  return comma < 0 ? line : `${line.slice(0, comma)}${separator}with: { a: ref, ${line.slice(comma + 2)} }`;
}

function inKey(line: string, keys: readonly string[], hold: () => string): string | undefined {
  return keys.some((key) => line.startsWith(`${key}:`)) ? hold() : undefined;
}

/** `key: text` as HCL writes it. */
function asAttribute(line: string): string {
  return line.replace(/^(\w+): "?(.*?)"?( #.*)?$/, '$1 = "$2"$3');
}

function withoutComment(line: string): string {
  return line.replace(/ #.*/, '');
}

/** FROM begins a stage, and a directive stands at the top. */
function isFrom(line: string): boolean {
  return /^#?\s*from\b|^#\s*\w+\s*=/i.test(line);
}

/** Every way in which a call stands in a file whose format knows it. */
export const CALL_HOSTS: readonly RuleHost[] = [
  { name: 'a CMake list', path: 'CMakeLists.txt', hold: (line) => `project(x)\n${line}\n` },
  {
    name: 'a CMake module, in an arm, with CRLF',
    path: 'cmake/tools.cmake',
    hold: (line) => `if(NOT TARGET tool)\r\n  ${line}\r\nendif()\r\n`,
  },
  {
    name: 'a function of CMake that nothing calls',
    path: 'cmake/tools.cmake',
    hold: (line) => `function(build_tool)\n  ${line}\nendfunction()\n`,
  },
  {
    name: 'a macro of CMake, over several lines',
    path: 'CMakeLists.txt.in',
    hold: (line) =>
      line.startsWith('#') || line.startsWith('file')
        ? undefined
        : `macro(GET)\n  ${line.replace(/ (?=(?!FALSE )[A-Z_]{3,} )/g, '\n    ')} # done\nendmacro()\nget()\n`,
  },
];
