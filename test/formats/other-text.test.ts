import { describe, expect, it } from 'vitest';
import { readHost } from '../support/read-host.ts';

const step = (shell: string, ...lines: readonly string[]): string =>
  `jobs:\n  a:\n    steps:\n      - shell: ${shell}\n        run: |\n${lines.map((line) => `          ${line}\n`).join('')}`;
const task = (name: string, inputs: string): string => `steps:\n  - task: ${name}\n    inputs: { ${inputs} }\n`;
const WORKFLOW = '.github/workflows/ci.yml';

/** Fetches, then problems. */
function read(path: string, text: string): readonly string[] {
  const { fetches, problems } = readHost(path, text);
  return [...fetches.map(({ verdict, url }) => `${verdict} ${url}`), ...problems];
}

function unread(language: string, word: string, what = 'step'): string {
  return `${language} is not read yet, and this ${what} fetches something with it (${word})`;
}

describe('text for an interpreter that is no shell', () => {
  it.each<readonly [string, string, string, readonly string[]]>([
    ['Python that fetches nothing', WORKFLOW, step('python', 'import os', 'print(os.getcwd())'), []],
    [
      'Python with a literal address',
      WORKFLOW,
      step('python', 'from urllib.request import urlopen', 'urlopen("https://example.com/a").read()'),
      ['moving https://example.com/a'],
    ],
    ['Python with another address', WORKFLOW, step('python', 'urlopen(url)'), [unread('Python', 'urlopen')]],
    [
      'Python with a part of one',
      WORKFLOW,
      step('python3', 'requests.get(f"https://example.com/{v}")'),
      [unread('Python', 'requests.get')],
    ],
    [
      'Python that runs git',
      WORKFLOW,
      step('python {0}', 'subprocess.run(["git", "clone", url])'),
      [unread('Python', 'git clone')],
    ],
    ['Python that runs curl', WORKFLOW, step('python', "os.system('curl -O ' + url)"), [unread('Python', 'curl')]],
    [
      'JavaScript',
      WORKFLOW,
      step('node {0}', 'execSync("git clone https://example.com/acme/tool")'),
      [unread('JavaScript', 'git clone')],
    ],
    [
      'JavaScript with a literal address',
      WORKFLOW,
      step('node {0}', 'fetch("https://example.com/a")'),
      ['moving https://example.com/a'],
    ],
    [
      'a shell by another name',
      WORKFLOW,
      step('msys2 {0}', 'wget https://example.com/a'),
      ['moving https://example.com/a'],
    ],
    ['Perl', WORKFLOW, step('perl {0}', 'system("wget $url");'), [unread('Perl', 'wget')]],
    ['another language', WORKFLOW, step('elixir {0}', 'System.cmd("git", ["clone", url])'), []],
    [
      'another language, in one text',
      WORKFLOW,
      step('lua {0}', 'os.execute("git clone " .. url)'),
      [unread('lua', 'git clone')],
    ],
    [
      'the command line of Windows',
      WORKFLOW,
      step('cmd', 'curl -O %URL%'),
      [unread('the command line of Windows', 'curl')],
    ],
    ['the command line without a fetch', WORKFLOW, step('cmd', 'call build.bat'), []],
    [
      'bat',
      'Jenkinsfile',
      `node { bat 'git clone https://example.com/acme/tool' }`,
      [unread('the command line of Windows', 'git clone')],
    ],
    ['pwsh', 'Jenkinsfile', `node { pwsh 'irm https://example.com/a | iex' }`, [unread('PowerShell', 'irm')]],
    [
      'sh with a program of its own',
      'Jenkinsfile',
      `node { sh '''#!/usr/bin/env python3\nurlretrieve(url, 'a')\n''' }`,
      [unread('Python', 'urlretrieve')],
    ],
    [
      'PythonScript',
      'azure-pipelines.yml',
      task('PythonScript@0', 'scriptSource: inline, script: "urlopen(url)"'),
      [unread('Python', 'urlopen')],
    ],
    [
      'PythonScript by its path',
      'azure-pipelines.yml',
      task('PythonScript@0', 'scriptPath: a.py, script: "urlopen(url)"'),
      [],
    ],
    [
      'AzureCLI',
      'azure-pipelines.yml',
      task(
        'AzureCLI@2',
        'scriptType: bash, scriptLocation: inlineScript, inlineScript: "wget https://example.com/a.tgz"',
      ),
      ['moving https://example.com/a.tgz'],
    ],
    [
      'AzureCLI for PowerShell',
      'azure-pipelines.yml',
      task(
        'AzureCLI@2',
        'scriptType: pscore, scriptLocation: inlineScript, inlineScript: "iwr https://example.com/a.tgz"',
      ),
      [unread('PowerShell', 'iwr')],
    ],
    [
      'AzurePowerShell',
      'azure-pipelines.yml',
      task('AzurePowerShell@5', 'ScriptType: InlineScript, Inline: "iwr https://example.com/a.tgz"'),
      [unread('PowerShell', 'iwr')],
    ],
    [
      'CircleCI',
      '.circleci/config.yml',
      'jobs:\n  a:\n    steps:\n      - run: { shell: python3, command: "urlopen(url)" }\n',
      [unread('Python', 'urlopen')],
    ],
    [
      'a Dockerfile',
      'Dockerfile',
      'FROM scratch\nRUN <<EOF\n#!/usr/bin/env python3\nimport subprocess\nsubprocess.check_call(["git", "clone", url])\nEOF\n',
      [unread('Python', 'git clone', 'RUN')],
    ],
  ])('%s', (_, path, text, expected) => {
    expect(read(path, text)).toEqual(expected);
  });
});
