import { describe, expect, it } from 'vitest';
import { jenkinsfile } from '../../src/formats/jenkinsfile.ts';
import { apply, unapply } from '../rewrite/scan.ts';
import { readHost } from '../support/read-host.ts';

const EXACT = '0123456789abcdef0123456789abcdef01234567';

function read(text: string): readonly string[] {
  const { fetches } = readHost('Jenkinsfile', text);
  return fetches.map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
}

describe('jenkinsfile', () => {
  it.each([
    ['Jenkinsfile', true],
    ['ci/Jenkinsfile2', true],
    ['Jenkinsfile_deploy', true],
    ['ci/Jenkinsfile.release', true],
    ['.jenkins/Jenkinsfile-nightly', true],
    ['build.jenkinsfile', true],
    ['Jenkinsfiles/readme', false],
  ])('%s: %s', (path, expected) => {
    expect(jenkinsfile.matches(path, '')).toBe(expected);
  });

  it.each<readonly [string, string, readonly string[]]>([
    [
      'sh in every quoting',
      `sh 'wget https://example.com/a'\nsh "wget https://example.com/b"\nsh '''\n wget \\\\\n  https://example.com/c\n'''\nsh """wget https://example.com/d"""\nsh(script: 'wget https://example.com/e', returnStdout: true)\ndef x = sh(returnStdout: true, script: "wget https://example.com/f").trim()\n`,
      ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `moving https://example.com/${name}`),
    ],
    [
      'sh between a dollar and a slash',
      `def v = 'v1.2'\nif (x ==~ /its .*$/) { sh $/git clone -b \${v} 'https://example.com/acme/a' && X=$$(curl https:$/$/example.com/b) /$ }\nsh 'wget https://example.com/c'\n`,
      ['tag git+https://example.com/acme/a@v1.2', 'moving https://example.com/b', 'moving https://example.com/c'],
    ],
    [
      'remotes with names, and names of branches in other spellings',
      `checkout([$class: 'GitSCM', userRemoteConfigs: [[name: 'origin', url: 'https://example.com/acme/a']], branches: [[name: 'origin/main']]])\ncheckout scmGit(branches: [[name: 'refs/heads/main']], userRemoteConfigs: [[url: 'https://example.com/acme/b', name: 'x']])\ncheckout scmGit(userRemoteConfigs: [[url: 'https://example.com/acme/c', name: 'x']])\ncheckout scmGit(branches: [[name: "*/\${X}"]], userRemoteConfigs: [[url: 'https://example.com/acme/d']])\n`,
      [
        'moving git+https://example.com/acme/a@main',
        'moving git+https://example.com/acme/b@refs/heads/main',
        'moving git+https://example.com/acme/c',
        'moving https://example.com/acme/d',
      ],
    ],
    [
      'comments, and words that are none',
      `// sh 'wget https://example.com/a'\n/* sh 'wget https://example.com/b' */\necho "sh 'wget https://example.com/c'"\nfoo.sh 'wget https://example.com/d'\n`,
      [],
    ],
    [
      'variables of Groovy, of the environment, and what nobody knows',
      `def ref = 'v1.2'\npipeline {\n  environment {\n    NAME = 'tool'\n    OTHER = credentials('x')\n  }\n  steps {\n    sh "git clone -b \${ref} https://example.com/acme/$NAME"\n    sh 'git clone -b main https://example.com/acme/$NAME-two'\n    sh "git clone -b \${OTHER} https://example.com/acme/three"\n    sh "git clone -b \${f(x)} https://example.com/acme/four"\n  }\n}\n`,
      [
        'tag git+https://example.com/acme/tool@v1.2',
        'moving git+https://example.com/acme/tool-two@main',
        'dynamic https://example.com/acme/three',
        'dynamic https://example.com/acme/four',
      ],
    ],
    [
      'texts with + between, and a parameter with its default',
      `pipeline {\n  parameters { string(name: 'REF', defaultValue: 'main', description: '') }\n  stages { stage('a') { steps { sh 'git clone ' +\n    "-b \${params.REF}" + ' https://example.com/acme/tool' } } }\n}\n`,
      ['moving git+https://example.com/acme/tool@main'],
    ],
    [
      'both arms',
      `def ref\nif (env.X == 'y') {\n  ref = 'main'\n} else if (z) { ref = 'v1.2' } else {\n  ref = 'v2.0'\n}\nsh "git clone -b \${ref} https://example.com/acme/tool"\n`,
      [
        'moving git+https://example.com/acme/tool@main',
        'tag git+https://example.com/acme/tool@v1.2',
        'tag git+https://example.com/acme/tool@v2.0',
      ],
    ],
    [
      'dir and withEnv',
      `sh 'git clone https://example.com/acme/tool'\nwithEnv(['C=${EXACT}', "D=x"]) {\n  dir('tool') {\n    sh 'git checkout $C'\n  }\n}\n`,
      [`exact git+https://example.com/acme/tool@${EXACT}`],
    ],
    [
      'git and checkout',
      `git 'https://example.com/acme/a'\ngit url: 'https://example.com/acme/b', branch: 'main', credentialsId: 'x'\ncheckout scm\ncheckout([$class: 'GitSCM', branches: [[name: '*/main']], extensions: [], userRemoteConfigs: [[credentialsId: 'x', url: 'https://example.com/acme/c']]])\ncheckout scmGit(branches: [[name: '${EXACT}']], userRemoteConfigs: [[url: 'https://example.com/acme/d']])\ndef g = git.x\n`,
      [
        'moving git+https://example.com/acme/a@master',
        'moving git+https://example.com/acme/b@main',
        'moving git+https://example.com/acme/c@main',
        `exact git+https://example.com/acme/d@${EXACT}`,
      ],
    ],
    ...[
      [`branches: [[name: '${EXACT}'], [name: '*/main']]`, `exact git+https://example.com/acme/a@${EXACT}`],
      [
        `branches: [[name: '${EXACT}']], extensions: [[$class: 'PreBuildMerge', options: [mergeRemote: 'origin', mergeTarget: 'main']]]`,
        `exact git+https://example.com/acme/a@${EXACT}`,
      ],
    ].map(([given, exact = '']): readonly [string, string, readonly string[]] => [
      `another branch beside a commit: ${given}`,
      `checkout([$class: 'GitSCM', ${given}, userRemoteConfigs: [[url: 'https://example.com/acme/a']]])\n`,
      [exact, 'moving git+https://example.com/acme/a@main'],
    ]),
    ...[
      [`[[$class: 'SubmoduleOption', trackingSubmodules: true]]`, 'moving'],
      [`[submodule(recursiveSubmodules: true, trackingSubmodules: true)]`, 'moving'],
      [`[[$class: 'SubmoduleOption', trackingSubmodules: false]]`, 'exact'],
    ].map(([extensions = '', verdict]): readonly [string, string, readonly string[]] => [
      `submodules beside a commit: ${extensions}`,
      `checkout scmGit(branches: [[name: '${EXACT}']], extensions: ${extensions}, userRemoteConfigs: [[url: 'https://example.com/acme/a']])\n`,
      [`${verdict} git+https://example.com/acme/a@${EXACT}`],
    ]),
    [
      'a commit where only the name of a branch counts',
      `git url: 'https://example.com/acme/a', branch: '${EXACT}'\ncheckout scmGit(branches: [[name: '*/${EXACT}']], userRemoteConfigs: [[url: 'https://example.com/acme/b']])\n`,
      [`moving git+https://example.com/acme/a@${EXACT}`, `moving git+https://example.com/acme/b@${EXACT}`],
    ],
    [
      'an image that an earlier step builds',
      `node {\n  stage('build') {\n    def app = docker.build("acme/app:\${env.BUILD_NUMBER}")\n    app.inside { sh 'make test' }\n  }\n  stage('test') { sh "docker run acme/app:\${env.BUILD_NUMBER}" }\n  sh 'docker run acme/other:1.2'\n}\n`,
      ['tag docker://docker.io/acme/other:1.2'],
    ],
    [
      'entries of a map are no steps',
      `def name = image["name"]\nimage["pull"].each { sh "docker ps" }\nimage['name'] = name\n`,
      [],
    ],
    [
      'images',
      `pipeline { agent { docker { image 'debian:12'\n args '-v x' } } }\nagent { docker 'ubuntu' }\nagent { dockerfile true }\ndocker.image("alpine:3.20").inside { }\ndocker.build('own')\npodTemplate(containers: [containerTemplate(name: 'x', image: 'golang:1.22')])\n`,
      [
        'tag docker://docker.io/library/debian:12',
        'moving docker://docker.io/library/ubuntu',
        'tag docker://docker.io/library/alpine:3.20',
        'tag docker://docker.io/library/golang:1.22',
      ],
    ],
    [
      'libraries',
      `@Library(['one@main', 'two']) _\nlibrary identifier: 'three@v1', retriever: modernSCM([$class: 'GitSCMSource', remote: 'https://example.com/acme/three'])\nlibrary(identifier: 'four@v1.0', retriever: modernSCM([$class: 'GitSCMSource', remote: 'https://example.com/acme/four']))\n`,
      [
        'dynamic library one',
        'dynamic library two',
        'moving git+https://example.com/acme/three@v1',
        'tag git+https://example.com/acme/four@v1.0',
      ],
    ],
    [
      'a check as sh runs it, and one whose status is only returned',
      `sh '''curl -LO https://example.com/a-1.2.tgz\necho "${'0'.repeat(64)}  a-1.2.tgz" | sha256sum -c\ntar xf a-1.2.tgz'''\nsh(script: 'curl -LO https://example.com/b-1.2.tgz && echo "${'0'.repeat(64)}  b-1.2.tgz" | sha256sum -c', returnStatus: true)\nsh 'tar xf b-1.2.tgz'\n`,
      ['exact https://example.com/a-1.2.tgz', 'versioned https://example.com/b-1.2.tgz'],
    ],
    ['another interpreter', `sh '''#!/usr/bin/env python3\nimport os\n'''\n`, []],
    [
      'a text and brackets that never end',
      `node { sh 'wget https://example.com/a'\nsh("x\n`,
      ['moving https://example.com/a'],
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('ends in time whatever it is given', () => {
    for (const text of [
      '{'.repeat(50_000),
      'if (x) {'.repeat(20_000),
      'sh("${'.repeat(20_000),
      'checkout '.repeat(50_000),
      'dir('.repeat(20_000),
    ])
      expect(read(text)).toEqual([]);
  });
});

describe('a commit for a step of Jenkins', () => {
  const at = (ref: string): string =>
    `checkout scmGit(branches: [[name: '${ref}']], userRemoteConfigs: [[url: 'https://example.com/acme/a']])\n`;
  const pins = { 'git+https://example.com/acme/a@main': EXACT, 'git+https://example.com/acme/a@master': EXACT };

  it.each(['main', '*/main', 'origin/main'])('takes the place of a name: %s', (name) => {
    expect(apply({ Jenkinsfile: at(name) }, pins)).toMatchObject({ refused: [], texts: { Jenkinsfile: at(EXACT) } });
  });

  it.each([
    ['*/main', '@main'],
    ['refs/heads/main', '@refs/heads/main'],
    ['v1.2', '@v1.2'],
  ])('gives a name back: %s', (name, key) => {
    const pins = { [`git+https://example.com/acme/a${key}`]: EXACT };
    const { texts } = apply({ Jenkinsfile: at(name) }, pins);
    expect(texts).toEqual({ Jenkinsfile: at(EXACT) });
    expect(unapply(texts, pins)).toEqual({ refused: [], texts: { Jenkinsfile: at(name) } });
  });

  it('stands in a text between a dollar and a slash', () => {
    const text = "sh $/git clone -b main 'https://example.com/acme/a' && echo $$X /$\n";
    const { texts, refused } = apply({ Jenkinsfile: text }, pins);
    expect(refused).toEqual([]);
    expect(texts.Jenkinsfile).toContain(EXACT);
    expect(unapply(texts, { 'git+https://example.com/acme/a@main': EXACT })).toEqual({
      refused: [],
      texts: { Jenkinsfile: text },
    });
  });

  it.each(["git url: 'https://example.com/acme/a', branch: 'main'\n", "git 'https://example.com/acme/a'\n"])(
    'is not written where only the name of a branch counts: %s',
    (text) => {
      const { texts, refused } = apply({ Jenkinsfile: text }, pins);
      expect(texts).toEqual({});
      expect(refused).toEqual([expect.stringContaining('takes the name of a branch there, and no commit')]);
    },
  );
});
