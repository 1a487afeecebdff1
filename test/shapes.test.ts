import { describe, expect, it } from 'vitest';
import { readTree, type Tree } from './support/read-tree.ts';

/**
 * The shapes that real build files have (counted over public repositories): each as a script, in a RUN, and as a script without extension that an
 * image copies and runs.
 */

const TOOL = 'https://github.com/acme/tool';
const SUB = 'https://github.com/acme/sub';
const FILE = 'https://example.com/tool-1.0.tgz';
const SHA = '0123456789abcdef0123456789abcdef01234567';
const OTHER = SHA.replace('0', 'f');
const SUM = '0123456789abcdef'.repeat(4);

/** What comes in: verdict, ref where there is one, and what the address ends with. */
type Row = readonly [name: string, text: string, outcomes: readonly string[]];

const shapes: readonly Row[] = [
  ['2: a reset three lines later', `git clone ${TOOL}\ncd tool\nls\ngit reset --hard ${SHA}`, [`exact ${SHA} tool`]],
  ['2: a checkout in a subshell with cd', `git clone ${TOOL}\n(cd tool && git checkout ${SHA})`, [`exact ${SHA} tool`]],
  [
    '2: nested clones paired by the folder',
    `git clone ${TOOL}; cd tool; git clone ${SUB}; cd sub; git checkout ${OTHER}; cd ..; git checkout ${SHA}`,
    [`exact ${SHA} tool`, `exact ${OTHER} sub`],
  ],
  [
    '2: init, remote, fetch, FETCH_HEAD',
    `git init r; cd r; git remote add origin ${TOOL}; git fetch --depth 1 origin ${SHA}; git checkout FETCH_HEAD`,
    [`exact ${SHA} tool`],
  ],
  ['3: defaults behind variables', `git clone -b "\${BRANCH:-master}" "\${URL:-${TOOL}}"`, ['moving master tool']],
  ['3: a glued branch behind the address', `git clone ${TOOL} -bmaster`, ['moving master tool']],
  ['3: a branch on a line of its own', `git clone \\\n  --branch \\\n  v1.0 \\\n  ${TOOL}`, ['tag v1.0 tool']],
  ['3: an option where a variable is set', `V=v1.0\ngit clone \${V:+-b $V} ${TOOL}`, ['tag v1.0 tool']],
  ['3: a branch that reads like a tag', `git clone -b v24.3.x ${TOOL}`, ['moving v24.3.x tool']],
  [
    '4: a version that is a branch',
    `TOOL_VERSION=master\nwget ${TOOL}/archive/\${TOOL_VERSION}.tar.gz`,
    ['moving master master.tar.gz'],
  ],
  [
    '4: a version that is a commit',
    `TOOL_VERSION=${SHA}\nwget ${TOOL}/archive/\${TOOL_VERSION}.tar.gz`,
    [`exact ${SHA} ${SHA}.tar.gz`],
  ],
  [
    '4: parts of a version',
    `V=v1.2.3\nwget https://example.com/\${V#v}/t-\${V%.*}-\${V//./_}.tgz`,
    ['versioned t-v1.2-v1_2_3.tgz'],
  ],
  [
    '4: version and checksum by case',
    `case $CHOICE in a) V=1.0 S=${SUM};; *) V=2.0 S=${SUM};; esac\nwget -O t https://example.com/t-$V.tgz\necho "$S  t" | sha256sum -c`,
    ['exact t-1.0.tgz', 'exact t-2.0.tgz'],
  ],
  [
    '4: a case in a substitution in a quoted address',
    `A=x\nwget "https://example.com/$(case "$A" in x) echo "t-1.0";; *) echo "t-2.0";; esac).tgz"`,
    ['versioned t-1.0.tgz'],
  ],
  [
    '4: an associative array',
    `declare -A V=([a]=1.0)\nwget https://example.com/t-\${V[a]}.tgz`,
    ['versioned t-1.0.tgz'],
  ],
  [
    '4: a loop over literals',
    `for v in 1.0 2.0; do wget https://example.com/t-$v.tgz; done`,
    ['versioned t-1.0.tgz', 'versioned t-2.0.tgz'],
  ],
  [
    '5: a function with address, sum and file',
    `download() { curl -fsSL "$1" -o "$3"; echo "$2  $3" | sha256sum -c -; }\ndownload ${FILE} ${SUM} t`,
    ['exact tool-1.0.tgz'],
  ],
  [
    '5: a clone with retries',
    `clone_with_retries() { for i in 1 2 3; do git clone "$1" "$2" && break; done; }\nclone_with_retries ${TOOL} r\ngit -C r checkout v1.0`,
    ['tag v1.0 tool'],
  ],
  [
    '5: an installer by name and ref',
    `install_from_git() { git clone https://github.com/acme/$1 $1; git -C $1 checkout $2; }\ninstall_from_git tool ${SHA}\ninstall_from_git sub v2.0`,
    [`exact ${SHA} tool`, 'tag v2.0 sub'],
  ],
  ['5: a downloader in a variable', `dl="curl -fsSL -O"\nurl=${FILE}\n$dl "$url"`, ['versioned tool-1.0.tgz']],
  [
    '6: a version from the newest release',
    `V=$(curl -s https://api.github.com/repos/acme/tool/releases/latest | jq -r .tag_name)\nwget ${TOOL}/releases/download/$V/t.tgz`,
    ['moving latest', 'moving t.tgz'],
  ],
  [
    '6: a version from stable.txt',
    'V=$(curl -Ls https://example.com/stable.txt)\nwget https://example.com/$V/t',
    ['moving stable.txt', 'moving t'],
  ],
  [
    '6: a text with a query in it',
    `bash -c "wget $(curl -s https://example.com/index.json | jq -r .url)"`,
    ['moving index.json', 'moving $(curl -s ht...'],
  ],
  ['6: addresses by xargs', 'cat urls | xargs -I{} curl -O {}', ['dynamic {}']],
  [
    '7: a check from a pipe',
    `wget ${FILE}\necho "${SUM}  tool-1.0.tgz" | sha256sum -c -\ntar xf tool-1.0.tgz`,
    ['exact tool-1.0.tgz'],
  ],
  [
    '7: a compared hash',
    `wget ${FILE}\ntest "$(sha256sum tool-1.0.tgz | cut -c-64)" = "${SUM}"`,
    ['exact tool-1.0.tgz'],
  ],
  ['7: a check inside tee', `wget -O- ${FILE} | tee >(sha256sum -c sums) | tar xz`, ['versioned tool-1.0.tgz']],
  [
    '7: a signature',
    `wget ${FILE} ${FILE}.asc\ngpg --verify tool-1.0.tgz.asc`,
    ['versioned tool-1.0.tgz (signature)', 'versioned tool-1.0.tgz.asc (signature)'],
  ],
  ['7: a check of another file', `wget ${FILE}\necho "${SUM}  x.tgz" | sha256sum -c`, ['versioned tool-1.0.tgz']],
  [
    '7: a check of an unpacked file',
    `wget ${FILE}\ntar xf tool-1.0.tgz\necho "${SUM}  tool/bin/x" | sha256sum -c`,
    ['versioned tool-1.0.tgz'],
  ],
  [
    '7: a swallowed check',
    `wget ${FILE}\necho "${SUM}  tool-1.0.tgz" | sha256sum -c || true\ntar xf tool-1.0.tgz`,
    ['versioned tool-1.0.tgz'],
  ],
  ['8: a variable of one command', `V=v1.0 git clone ${TOOL} && cd tool && git checkout \${V}`, ['moving - tool']],
  [
    '8: a checkout that may fail',
    `git clone ${TOOL}; cd tool; git checkout ${SHA} || true`,
    [`exact ${SHA} tool`, 'moving - tool'],
  ],
  ['8: a checkout in the wrong folder', `git clone ${TOOL}; git checkout ${SHA}`, ['moving - tool']],
  ['9: a comment between lines', `set -x\n# git clone ${SUB}\ngit clone \\\n  -b v1.0 ${TOOL}`, ['tag v1.0 tool']],
  ['9: a continuation right behind the address', `wget ${FILE}\\\n\n`, ['versioned tool-1.0.tgz']],
  ['10: a heredoc that is written and run', `cat > x <<'E'\ngit clone -b v1.0 ${TOOL}\nE\nsh x`, ['tag v1.0 tool']],
  ['10: lines that are echoed and run', `echo "git clone -b v1.0 ${TOOL}" >> x.sh\nsh x.sh`, ['tag v1.0 tool']],
  ['10: a quoted command of another user', `su -c "curl -O ${FILE}"`, ['versioned tool-1.0.tgz']],
  ['10: text to a person', `echo "run: curl ${FILE} | sh"`, []],
  [
    '11: a branch inside a submodule',
    `git clone --recursive -b v1.0 ${TOOL}; cd tool/sub; git checkout develop`,
    ['moving v1.0 tool'],
  ],
  [
    '11: submodules at their newest',
    `git clone ${TOOL}; cd tool; git checkout ${SHA}; git submodule update --init --remote`,
    [`moving ${SHA} tool`],
  ],
  [
    '11: submodules of the pinned commit',
    `git clone --recursive ${TOOL}; cd tool; git checkout ${SHA}; git submodule update --init --recursive`,
    [`exact ${SHA} tool`],
  ],
  [
    '12: mirrors',
    `wget ${FILE} || curl -O https://example.org/tool-1.0.tgz`,
    ['versioned tool-1.0.tgz', 'versioned tool-1.0.tgz'],
  ],
  [
    '12: another program behind a mirror',
    `hg clone -r 1.0 https://hg.example.com/tool || (wget ${FILE} && tar xf tool-1.0.tgz)`,
    ['tag 1.0 tool', 'versioned tool-1.0.tgz'],
  ],
  [
    '14: docker run with its options',
    `docker run --rm -it -e A=b -v "$PWD:/w" -w /w --network host --user 1:1 example.com/acme/x:1.0 make`,
    ['tag 1.0 x:1.0'],
  ],
  ['14: a tag that is called pinned', 'docker pull example.com/acme/x:pinned', ['moving pinned x:pinned']],
  ['14: an image of ours', 'docker build -t acme/own .\ndocker run acme/own make', []],
  ['a definition below its use', `get() { git clone -b "$V" ${TOOL}; }\n: "\${V:=v1.0}"\nget`, ['tag v1.0 tool']],
  ['options behind the address, glued', `curl ${FILE} -fsSLo t`, ['versioned tool-1.0.tgz']],
  ['options of git before its command', `git -c a=b -C /x --git-dir=y clone -b v1.0 ${TOOL}`, ['tag v1.0 tool']],
  [
    'a name that proves nothing',
    `COMMIT=v1.0; VERSION=develop\ngit clone -b $VERSION ${TOOL}; git -C tool checkout $COMMIT`,
    ['tag v1.0 tool'],
  ],
  ['a release that rolls', `wget ${TOOL}/releases/download/stable/t.tgz`, ['moving t.tgz']],
  [
    'an installer that is given a version',
    'curl -fsSL https://raw.githubusercontent.com/acme/tool/main/install.sh | sh -s -- 1.2',
    ['moving main install.sh'],
  ],
  ['a command in an array', `git+=(git clone); git+=(-b v1.0 ${TOOL})\n"\${git[@]}"`, ['tag v1.0 tool']],
  ['a command in a string', `CMD="git clone -b v1.0"\nCMD="$CMD ${TOOL}"\neval "$CMD"`, ['tag v1.0 tool']],
  ['another machine', `ssh host "git clone -b v1.0 ${TOOL}"`, ['tag v1.0 tool']],
];

const HOSTS: readonly (readonly [string, (text: string) => { readonly files: Tree; readonly entry: string }])[] = [
  ['a script', (text) => ({ files: { 'build.sh': `#!/bin/bash\nset -e\n${text}\n` }, entry: 'build.sh' })],
  [
    'a RUN',
    (text) => ({
      files: { Dockerfile: `FROM scratch\nSHELL ["/bin/bash", "-ec"]\nWORKDIR /w\nRUN <<'SHAPE'\n${text}\nSHAPE\n` },
      entry: 'Dockerfile',
    }),
  ],
  [
    'a script that an image runs',
    (text) => ({
      files: {
        Dockerfile: 'FROM scratch\nWORKDIR /w\nCOPY ci/get /opt/\nRUN bash -e /opt/get x\n',
        'ci/get': `${text}\n`,
      },
      entry: 'Dockerfile',
    }),
  ],
];

describe.each(HOSTS)('in %s', (_host, hold) => {
  it.each(shapes)('%s', (_name, text, outcomes) => {
    const { files, entry } = hold(text);
    expect(outcomesOf(files, entry)).toEqual([...outcomes].sort());
  });
});

/** Shapes that several files or instructions make. */
const whole: readonly (readonly [string, Tree, readonly string[]])[] = [
  [
    '1: a script without extension',
    { Dockerfile: 'FROM scratch\nCOPY get /get\nRUN sh /get', get: `git clone ${TOOL}` },
    ['moving - tool'],
  ],
  [
    '2: a checkout in another RUN',
    { Dockerfile: `FROM scratch\nRUN git clone ${TOOL} /s\nWORKDIR /s\nRUN git checkout ${SHA}` },
    [`exact ${SHA} tool`],
  ],
  [
    '7: a list that an earlier RUN wrote',
    { Dockerfile: `FROM scratch\nRUN echo "${SUM}  t" > /l\nWORKDIR /\nRUN wget -O t ${FILE} && sha256sum -c l` },
    ['exact tool-1.0.tgz'],
  ],
  [
    '7: a list that is copied',
    {
      Dockerfile: `FROM scratch\nCOPY sums /l\nWORKDIR /\nRUN wget -O t ${FILE} && sha256sum -c l`,
      sums: `${SUM}  t\n`,
    },
    ['exact tool-1.0.tgz'],
  ],
  [
    '8: an ARG that no stage declares',
    { Dockerfile: `ARG V=v1.0\nFROM scratch\nRUN git clone ${TOOL} /r && cd /r && git checkout $V` },
    ['moving - tool'],
  ],
  [
    '9: comments inside a RUN',
    { Dockerfile: `FROM scratch\nRUN set -e; \\\n  # git clone ${SUB}\n  git clone -b v1.0 \\\n\n  ${TOOL}` },
    ['tag v1.0 tool'],
  ],
  ['9: a RUN that is commented out', { Dockerfile: `FROM scratch\n# RUN git clone \\\n#   ${SUB}\nRUN true` }, []],
  ['9: lower case', { Dockerfile: `from scratch\nrun git clone -b v1.0 ${TOOL}` }, ['tag v1.0 tool']],
  ['9: JSON', { Dockerfile: `FROM scratch\nRUN ["git", "clone", "-b", "v1.0", "${TOOL}"]` }, ['tag v1.0 tool']],
  [
    '9: ADD of a quoted address on the next line',
    { Dockerfile: `FROM scratch\nADD \\\n  "${FILE}" \\\n  /t` },
    ['versioned tool-1.0.tgz'],
  ],
  ['9: a directive', { Dockerfile: '# syntax=docker/dockerfile:1\nFROM scratch' }, ['tag 1 dockerfile:1']],
  ['9: no directive behind another comment', { Dockerfile: '# hello\n# syntax=docker/dockerfile:1\nFROM scratch' }, []],
  [
    '14: an image of several pieces',
    { Dockerfile: 'ARG R=example.com\nARG T=1.0\nFROM --platform=linux/amd64 ${R}/acme/x:${T}' },
    ['tag 1.0 x:1.0'],
  ],
  [
    '14: an ARG that holds a digest',
    { Dockerfile: `ARG IMAGE=example.com/x@sha256:${SUM}\nFROM $IMAGE` },
    [`exact sha256:${SUM} x@sha256:${SUM}`],
  ],
  [
    'a helper of another file',
    {
      'build.sh': `#!/bin/bash\n. "$(dirname "$0")/lib/git.sh"\ngitPullOrClone ${TOOL} r v1.0`,
      'lib/git.sh': 'gitPullOrClone() { git clone -b $3 $1 $2; }',
    },
    ['tag v1.0 tool'],
  ],
];

it.each(whole)('%s', (_name, files, outcomes) => {
  const [entry = ''] = Object.keys(files);
  expect(outcomesOf(files, entry)).toEqual([...outcomes].sort());
});

function outcomesOf(files: Tree, entry: string): readonly string[] {
  return readTree(files, [entry])
    .fetches.map(({ verdict, ref, kind, url, verified }) => {
      const name = url.slice(url.lastIndexOf('/') + 1).slice(0, 100);
      const shown = url.startsWith('$(') ? `${url.slice(0, 12)}...` : name;
      const isPlainFile = kind === 'file' && ref === null;
      return `${verdict} ${isPlainFile ? '' : `${ref ?? '-'} `}${shown}${verified === null ? '' : ` (${verified})`}`;
    })
    .sort();
}
