import { expect, it } from 'vitest';
import { readHost } from '../support/read-host.ts';

/** Text of real shapes through the whole reader: what comes in, how firmly it is named, and what was proven about it. */

const TOOL = 'https://github.com/acme/tool';
const FILE = 'https://example.com/dist/tool-1.0';
const SHA = '0123456789abcdef0123456789abcdef01234567';
const SUM = '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef';
const OTHER = SHA.replace('0', 'f');
const PINNED = `git clone ${TOOL} r\ncd r\ngit checkout ${SHA}\n`;
const MD5 = '0123456789abcdef0123456789abcdef';

type Row = readonly [name: string, text: string, outcomes: readonly string[]];

const clones: readonly Row[] = [
  ['a clone alone', `git clone ${TOOL}`, ['moving -']],
  ['a clone of a tag', `git clone --depth 1 -b v1.2 ${TOOL}`, ['tag v1.2']],
  ['a branch that reads like a tag', `git clone -b release-0.5 ${TOOL}`, ['tag release-0.5']],
  ['a line of versions is a branch', `git clone -b v24.3.x ${TOOL}`, ['moving v24.3.x']],
  ['a default behind a variable', `git clone -b "\${BRANCH:-master}" "\${URL:-${TOOL}}"`, ['moving master']],
  ['options of a variable that may be unset', `V=v1.0\ngit clone \${V:+-b $V} ${TOOL}`, ['tag v1.0']],
  ['a variable without a value', `git clone -b "$1" ${TOOL}`, ['dynamic $1']],
  ['a checkout three lines later', `git clone ${TOOL} r\nls r\ncd r\ngit reset --hard ${SHA}`, [`exact ${SHA}`]],
  [
    'a checkout in another RUN',
    `FROM scratch\nRUN git clone ${TOOL} /src\nWORKDIR /src\nRUN git checkout v1.2`,
    ['tag v1.2'],
  ],
  [
    'a checkout in a subshell with cd',
    `git clone ${TOOL}\n(cd tool && git checkout ${SHA})\nmake -C tool`,
    [`exact ${SHA}`],
  ],
  [
    'nested clones pair by folder',
    `git clone ${TOOL} a\ncd a\ngit clone https://github.com/acme/sub b\ncd b\ngit checkout v2.0\ncd ..\ngit checkout v1.0`,
    ['tag v1.0', 'tag v2.0 https://github.com/acme/sub'],
  ],
  [
    'init, remote, fetch, checkout FETCH_HEAD',
    `mkdir r && cd r && git init && git remote add origin ${TOOL} && git fetch --depth 1 origin ${SHA} && git checkout FETCH_HEAD`,
    [`exact ${SHA}`],
  ],
  [
    'fetch and reset to a remote branch',
    `git clone ${TOOL} r\ncd r\ngit fetch\ngit reset --hard origin/dev`,
    ['moving dev'],
  ],
  ['a pull undoes a checkout', `git clone ${TOOL} r\ncd r\ngit checkout v1.0\ngit pull origin main`, ['moving main']],
  ['a fetch without a checkout pins nothing', `git clone ${TOOL} r\ngit -C r fetch origin ${SHA}`, ['moving -']],
  ['a pull from a place on this machine', `git clone ${TOOL} r\ncd r\ngit pull ../other main`, ['moving main']],
  [
    'a pull from a bundle by a remote',
    `git clone ${TOOL} r\ncd r\ngit remote set-url origin ../other\ngit pull`,
    ['moving -'],
  ],
  [
    'a checkout in the background',
    `git clone ${TOOL} r\ncd r\ngit checkout ${SHA} &\nmake`,
    ['moving -', `exact ${SHA}`],
  ],
  [
    'a checkout in a loop that may not run',
    `git clone ${TOOL} r\ncd r\nwhile read -r l; do git checkout ${SHA}; done < f`,
    ['moving -', `exact ${SHA}`],
  ],
  [
    'fetched text sets what it likes',
    `V=${SHA}\neval "$(curl -fsSL https://example.com/env.sh)"\ngit clone ${TOOL} r\ngit -C r checkout $V`,
    ['moving - https://example.com/env.sh', 'moving $V'],
  ],
  [
    'a program of this machine does not',
    `V=${SHA}\neval "$(ssh-agent)"\ngit clone ${TOOL} r\ngit -C r checkout $V`,
    [`exact ${SHA}`],
  ],
  [
    'another ref where the checkout failed',
    `git clone ${TOOL} r\ncd r && git checkout ${SHA} || git checkout main`,
    [`exact ${SHA}`, 'moving main', 'moving -'],
  ],
  ['a variable of one command only', `V=v1.0 git clone ${TOOL} r && cd r && git checkout \${V}`, ['moving -']],
  ['a swallowed checkout', `git clone ${TOOL} r\ncd r\ngit checkout ${SHA} || true`, ['moving -', `exact ${SHA}`]],
  [
    'an ARG that no stage declares again',
    `ARG V=v1.0\nFROM scratch\nRUN git clone ${TOOL} /r && cd /r && git checkout $V`,
    ['moving -'],
  ],
  ['a checkout in the wrong folder', `git clone ${TOOL} r\ngit checkout ${SHA}`, ['moving -']],
  ['the own tree is silent', 'git checkout main\ngit pull', []],
  [
    'a retry loop around a clone',
    `until git clone ${TOOL} r; do rm -rf r; done\ngit -C r checkout v1.2.3`,
    ['tag v1.2.3'],
  ],
  [
    'a loop over names and refs',
    `for v in v1.0 v2.0; do git clone ${TOOL} r-$v && (cd r-$v && git checkout $v && make); done`,
    ['tag v1.0', 'tag v2.0'],
  ],
  [
    'a function with the ref as its argument',
    `get() { git clone "$1" r && git -C r checkout "$2"; }\nget ${TOOL} ${SHA}`,
    [`exact ${SHA}`],
  ],
  [
    'one arm only',
    `git clone ${TOOL} r\nif [ "$1" = pin ]; then git -C r checkout ${SHA}; fi`,
    ['moving -', `exact ${SHA}`],
  ],
  ['an update where a clone may be', `[ -d r ] && git -C r pull || git clone -b v1.0 ${TOOL} r`, ['moving v1.0']],
  [
    'an update of what an earlier run pinned',
    `if [ -d r ]; then git -C r pull; else git clone ${TOOL} r && git -C r checkout ${SHA}; fi`,
    [`exact ${SHA}`, 'moving -'],
  ],
  [
    'an update that a pin stands behind',
    `if [ -d r ]; then git -C r pull; else git clone ${TOOL} r; fi\ncd r && git checkout ${SHA}`,
    [`exact ${SHA}`],
  ],
  [
    'a fetch into what an earlier run pinned',
    `if [ -d r ]; then git -C r fetch; else git clone ${TOOL} r && git -C r checkout ${SHA}; fi`,
    [`exact ${SHA}`],
  ],
  [
    'a clone where none is yet',
    `if [ ! -d r ]; then git clone ${TOOL} r; fi\ncd r && git checkout ${SHA}`,
    [`exact ${SHA}`],
  ],
  [
    'a branch of what an earlier run cloned',
    `if [ -d r ]; then (cd r; git checkout dev; git pull); else git clone ${TOOL} r && git -C r checkout ${SHA}; fi`,
    [`exact ${SHA}`, 'moving dev'],
  ],
  [
    'what an earlier run cloned by a choice of its own',
    `case $C in a) V=a;; *) V=b;; esac\nif [ -d r ]; then git -C r pull; else git clone -b "$V" ${TOOL} r; fi`,
    ['moving a', 'moving b'],
  ],
  ['a quoted script', `bash -c "git clone ${TOOL} r && cd r && git checkout ${SHA}"`, [`exact ${SHA}`]],
  ['text to a person', `echo "run: git clone ${TOOL}"`, []],
  [
    'a tag of the clone by ls-remote',
    `git clone ${TOOL} r\ngit -C r checkout "$(git ls-remote --tags ${TOOL} | tail -1 | cut -f1)"`,
    ['moving $(git ls-remote --tags https://github.com/acm...'],
  ],
];

/** A pin, and a pull in a folder that nobody knows behind it. */
const pulls: readonly Row[] = [
  ['xargs', `${PINNED}cd ..\nls -d */ | xargs -P10 -I{} git -C {} pull`, ['moving -']],
  ['xargs and a shell', `${PINNED}cd ..\nls | xargs -I{} sh -c "cd {} && git pull"`, ['moving -']],
  [
    'a name that is read',
    `${PINNED}cd ..\nls | while read -r d; do git -C $d pull; done`,
    ['moving -', `exact ${SHA}`],
  ],
  [
    'one that is entered',
    `${PINNED}cd ..\nls | while read -r d; do (cd $d; git pull); done`,
    ['moving -', `exact ${SHA}`],
  ],
  ['a loop over folders', `${PINNED}cd ..\nfor d in */; do git -C "$d" pull; done`, ['moving -', `exact ${SHA}`]],
  [
    'one that enters them',
    `${PINNED}cd ..\nfor d in $(ls); do (cd $d && git pull); done`,
    ['moving -', `exact ${SHA}`],
  ],
  ['find', `${PINNED}cd ..\nfind . -maxdepth 1 -exec git -C {} pull \\;`, ['moving -', `exact ${SHA}`]],
  [
    'find in its folders',
    `${PINNED}cd ..\nfind . -name .git -type d -execdir git pull \\;`,
    ['moving -', `exact ${SHA}`],
  ],
  ['xargs in another folder', `${PINNED}mkdir -p /opt\ncd /opt\nls | xargs -I{} git -C {} pull`, [`exact ${SHA}`]],
  ['a glob for other names', `${PINNED}cd ..\ngit -C lib-* pull`, [`exact ${SHA}`]],
  ['a glob for its name', `${PINNED}cd ..\ngit -C r* pull`, ['moving -']],
  ['submodules of the own tree', `${PINNED}cd ..\ngit submodule foreach git pull`, [`exact ${SHA}`]],
  ['a folder that is set from outside', `${PINNED}cd ..\ngit -C "$OTHER" pull`, [`dynamic ${SHA}`]],
  ['one that is entered and reset', `${PINNED}cd "$OTHER" && git reset --hard origin/main`, [`dynamic ${SHA}`]],
  ['one of several', `${PINNED}cd ..\nfor d in $FOLDERS; do git -C "$d" pull; done`, ['moving -', `exact ${SHA}`]],
  ['one that gets a commit', `${PINNED}cd "$OTHER" && git checkout ${OTHER}`, [`exact ${SHA}`]],
  ['one whose name begins otherwise', `${PINNED}cd ..\ngit -C "/opt/$OTHER" pull`, [`exact ${SHA}`]],
  ['one that ends otherwise', `${PINNED}cd ..\ngit -C "$OTHER/lib" pull`, [`exact ${SHA}`]],
  ['one before the pin', `git clone ${TOOL} r\ngit -C "$OTHER" pull\ncd r\ngit checkout ${SHA}`, [`exact ${SHA}`]],
  [
    'the folder that the clone lies in',
    `git clone ${TOOL} "$D/r"\ngit -C "$D/r" checkout ${SHA}\ngit -C "$D" pull`,
    [`exact ${SHA}`],
  ],
  [
    'one beside it in an unknown folder',
    `git clone ${TOOL} "$D/r"\ngit -C "$D/r" checkout ${SHA}\ngit -C "$D/$OTHER" pull`,
    [`dynamic ${SHA}`],
  ],
  ['the folder where the build starts', `git clone ${TOOL} /r\ngit -C /r checkout ${SHA}\ngit pull`, [`exact ${SHA}`]],
  [
    'a clone in a folder of its own',
    `${PINNED}cd ..\nt=$(mktemp -d)\ngit clone ${TOOL} $t/x\ncd $t/x\ngit pull`,
    [`exact ${SHA}`, 'moving -'],
  ],
];

const SWALLOWED = ['moving -', `exact ${SHA}`];
const CLONE = `set -e\ngit clone ${TOOL} r\ncd r\n`;

/** A checkout whose failure is lost, or is not. */
const lost: readonly Row[] = [
  ['in a pipe', `${CLONE}git checkout ${SHA} 2>&1 | tail -1\nmake`, SWALLOWED],
  [
    'in a pipe of a RUN',
    `FROM scratch\nRUN git clone ${TOOL} r && cd r && git checkout ${SHA} | tail -1 && make`,
    SWALLOWED,
  ],
  ['in a log', `${CLONE}git checkout ${SHA} | tee /log\nmake`, SWALLOWED],
  ['in a word', `${CLONE}echo "pinned: $(git checkout ${SHA} 2>&1)"\nmake`, SWALLOWED],
  ['in a local variable', `${CLONE}co() { local out=$(git checkout ${SHA}); }\nco\nmake`, SWALLOWED],
  ['in a pipe whose status counts', `${CLONE}set -o pipefail\ngit checkout ${SHA} | tail -1\nmake`, [`exact ${SHA}`]],
  ['in a variable', `${CLONE}out=$(git checkout ${SHA} 2>&1)\nmake`, [`exact ${SHA}`]],
  ['in a pipe without errexit', `git clone ${TOOL} r\ncd r\ngit checkout ${SHA} | tail -1\nmake`, [`exact ${SHA}`]],
  ['in a pipe, and once more', `${CLONE}git checkout ${SHA} | tail -1\ngit checkout ${SHA}\nmake`, [`exact ${SHA}`]],
  [
    'where nothing else was taken out',
    `set -e\ngit clone --no-checkout ${TOOL} r\ncd r\ngit checkout ${SHA} | tail -1\nmake`,
    [`exact ${SHA}`],
  ],
];

const states: readonly Row[] = [
  [
    'used before the checkout',
    `git clone ${TOOL} && cd tool && make install && git checkout ${SHA}`,
    ['moving -', `exact ${SHA}`],
  ],
  [
    'built, then checked out',
    `git clone ${TOOL}\ncd tool\ngo build ./...\ngit checkout v2.0\n`,
    ['moving -', 'tag v2.0'],
  ],
  ['used from outside', `git clone ${TOOL}\nmake -C tool\ngit -C tool checkout v2.0`, ['moving -', 'tag v2.0']],
  ['a script of the clone', `git clone ${TOOL} r\nsh r/setup.sh\ngit -C r checkout v2.0`, ['moving -', 'tag v2.0']],
  [
    'a program of the clone with a harmless name',
    `git clone ${TOOL} r\ncd r\n./test\ngit checkout v2.0`,
    ['moving -', 'tag v2.0'],
  ],
  ['a file taken out', `git clone ${TOOL} r\ncp r/bin/x /usr/bin\ngit -C r checkout v2.0`, ['moving -', 'tag v2.0']],
  ['a copy of the whole tree', `git clone ${TOOL} r\ncp -r r /opt/r\ngit -C r checkout v2.0`, ['moving -', 'tag v2.0']],
  [
    'used in one arm',
    `git clone ${TOOL} r\ncd r\nif [ -n "$1" ]; then make; fi\ngit checkout ${SHA}`,
    ['moving -', `exact ${SHA}`],
  ],
  [
    'two pins, both used',
    `git clone ${TOOL} r\ncd r\ngit checkout v1.0\nmake\ngit checkout v2.0\nmake`,
    ['tag v1.0', 'tag v2.0'],
  ],
  [
    'only looked at',
    `git clone ${TOOL} r\ncd r\nls -l\ncat VERSION\ngit log -1\ngit checkout ${SHA}\nmake`,
    [`exact ${SHA}`],
  ],
  [
    'packages in between',
    `git clone ${TOOL} r\ncd r\napt-get update\napt-get install -y make\ngit checkout v2.0`,
    ['tag v2.0'],
  ],
  ['a neighbour in between', `git clone ${TOOL} r\nmake -C other\ngit -C r checkout v2.0`, ['tag v2.0']],
  ['a file put into it', `git clone ${TOOL} r\ncp config.mk r/\ngit -C r checkout v2.0`, ['tag v2.0']],
  ['moved as a whole', `git clone ${TOOL} r\nmv r /opt/r\ncd /opt/r\ngit checkout v2.0`, ['tag v2.0']],
  ['nothing was checked out yet', `git clone -n ${TOOL} r\ncd r\n./prepare\ngit checkout v2.0`, ['tag v2.0']],
  [
    'nothing but fetched',
    `git init r && cd r && git remote add origin ${TOOL} && git fetch && ./x && git checkout v2.0`,
    ['tag v2.0'],
  ],
  ['back to where it was', `git clone ${TOOL} r\ncd r\ngit checkout ${SHA}\ngit checkout -`, ['moving -']],
  [
    'there and back',
    `git clone ${TOOL} r\ncd r\ngit checkout ${SHA}\ngit checkout main\ngit switch -`,
    [`exact ${SHA}`],
  ],
  [
    'back over a reset',
    `git clone -b v1.0 ${TOOL} r\ncd r\ngit reset --hard ${SHA}\ngit checkout main\ngit checkout -`,
    [`exact ${SHA}`],
  ],
  ['rebased', `git clone ${TOOL} r\ncd r\ngit checkout ${SHA}\ngit rebase origin/master`, ['moving master']],
  [
    'submodules stay moved',
    `git clone ${TOOL} r\ncd r\ngit submodule update --init --remote\ngit checkout ${SHA}`,
    [`moving ${SHA}`],
  ],
  [
    'submodules go back to what is recorded',
    `git clone ${TOOL} r\ncd r\ngit submodule update --init --remote\ngit checkout ${SHA}\ngit submodule update --init --recursive`,
    [`exact ${SHA}`],
  ],
  [
    'only one of them goes back',
    `git clone ${TOOL} r\ncd r\ngit submodule update --init --remote\ngit checkout ${SHA}\ngit submodule update lib`,
    [`moving ${SHA}`],
  ],
  [
    'submodules of a clone at their newest',
    `git clone --recursive --remote-submodules -b v1.0 ${TOOL}`,
    ['moving v1.0'],
  ],
  [
    'submodules as recorded',
    `git clone ${TOOL} r\ncd r\ngit checkout ${SHA}\ngit submodule update --init`,
    [`exact ${SHA}`],
  ],
  [
    'the newest tag of the clone',
    `git clone ${TOOL} r\ncd r\ngit checkout $(git tag | sort -V | tail -1)`,
    ['moving $(git tag | sort -V | tail -1)'],
  ],
  [
    'the tag that the clone is nearest to',
    `git clone ${TOOL} r\nv=$(git -C r describe --tags --abbrev=0)\ngit -C r checkout $v`,
    ['moving $(git -C r describe --tags --abbrev=0)'],
  ],
  [
    'an address among the words',
    `git clone ${TOOL} r\ncd r\napt-get install https://example.com/x.deb\ngit checkout v2.0`,
    ['tag v2.0'],
  ],
];

/** Beside a pin another ref comes in, or the pin does not surely take effect. */
const besidePins: readonly Row[] = [
  ['files of a branch', `${PINNED}git checkout origin/dev -- .`, ['moving dev']],
  ['files of a branch by its name', `${PINNED}git checkout dev -- src`, ['moving dev']],
  ['files of a branch without dashes', `${PINNED}git checkout dev src`, ['moving dev']],
  ['files of what is checked out', `${PINNED}git checkout HEAD -- src\ngit checkout -- lib`, [`exact ${SHA}`]],
  ['files restored from a branch', `${PINNED}git restore --source=origin/dev .`, ['moving dev']],
  ['files restored', `${PINNED}git restore .`, [`exact ${SHA}`]],
  ['a picked branch', `${PINNED}git cherry-pick origin/dev`, ['moving dev']],
  ['a picked commit', `${PINNED}git cherry-pick ${OTHER}`, [`exact ${SHA}`]],
  ['a range of picked commits', `${PINNED}git cherry-pick ${SHA}..${OTHER}`, [`exact ${SHA}`]],
  ['files of another commit', `${PINNED}git checkout ${OTHER} -- docs`, [`exact ${SHA}`]],
  ['a branch among merges of commits', `${PINNED}git merge dev\ngit merge ${OTHER}\ngit merge ${SHA}`, ['moving dev']],
  ['a second work tree', `${PINNED}git worktree add ../w origin/dev`, [`exact ${SHA}`, 'moving dev']],
  [
    'a second work tree that is pinned itself',
    `${PINNED}git worktree add ../w origin/dev\ngit -C ../w checkout ${OTHER}`,
    [`exact ${OTHER}`, `exact ${SHA}`],
  ],
  ['an archive of another ref', `${PINNED}git archive origin/dev | tar x -C /o`, [`exact ${SHA}`, 'moving dev']],
  ['an archive of a bare clone', `git clone --bare ${TOOL} r\ngit -C r archive ${SHA} | tar x`, [`exact ${SHA}`]],
  ['a file of another ref', `${PINNED}git show origin/dev:VERSION > V`, [`exact ${SHA}`, 'moving dev']],
  ['a file of what is checked out', `${PINNED}git show HEAD:VERSION > V`, [`exact ${SHA}`]],
  [
    'a pull in each submodule',
    `${PINNED}git submodule update --init\ngit submodule foreach git pull`,
    [`moving ${SHA}`],
  ],
  ['a branch in each submodule', `${PINNED}git submodule foreach 'git checkout dev || :'`, [`moving ${SHA}`]],
  ['each submodule cleaned', `${PINNED}git submodule foreach git clean -fdx`, [`exact ${SHA}`]],
  ['each submodule reset', `${PINNED}git submodule foreach --recursive git reset --hard HEAD`, [`exact ${SHA}`]],
  [
    'submodules of the clone behind a checkout',
    `git clone --recursive ${TOOL} r\ngit -C r checkout ${SHA}`,
    [`moving ${SHA}`],
  ],
  [
    'submodules of a tag behind a checkout',
    `git clone --recursive -b v1.0 ${TOOL} r\ngit -C r checkout ${SHA}`,
    [`tag ${SHA}`],
  ],
  [
    'submodules that the checkout takes along',
    `git clone --recursive ${TOOL} r\ngit -C r checkout --recurse-submodules ${SHA}`,
    [`exact ${SHA}`],
  ],
  [
    'submodules that are updated behind the checkout',
    `git clone --recursive ${TOOL} r\ncd r\ngit checkout ${SHA}\ngit submodule update --recursive`,
    [`exact ${SHA}`],
  ],
  ['a branch that is called like a commit', `git clone -b ${SHA} ${TOOL}`, [`moving ${SHA}`]],
  [
    'a checkout of what is found',
    `git clone ${TOOL} r\nfind . -name r -exec git -C r checkout ${SHA} \\;`,
    [`exact ${SHA}`, 'moving -'],
  ],
];

const downloads: readonly Row[] = [
  ['a version in the name', `wget ${FILE}.tgz`, [`versioned - ${FILE}.tgz`]],
  [
    'a script into a shell',
    'curl -fsSL https://example.com/install.sh | sh',
    ['moving - https://example.com/install.sh'],
  ],
  ['a branch archive', `wget ${TOOL}/archive/master.tar.gz`, [`moving master ${TOOL}/archive/master.tar.gz`]],
  [
    'an address that leads back',
    `wget https://raw.githubusercontent.com/acme/tool/${SHA}/../main/x.sh`,
    [`moving - https://raw.githubusercontent.com/acme/tool/${SHA}/../main/x.sh`],
  ],
  [
    'an encoded way back',
    `wget ${TOOL}/archive/${SHA}/%2e%2E/master.tar.gz`,
    [`moving - ${TOOL}/archive/${SHA}/%2e%2E/master.tar.gz`],
  ],
  [
    'a check of what a program of the tree puts there',
    `set -e\nwget -O t ${FILE}.tgz\n./install t u\necho "${SUM}  u" | sha256sum -c -`,
    [`versioned - ${FILE}.tgz`],
  ],
  [
    'a check of known value',
    `set -e\nwget ${FILE}.tgz\necho "${SUM}  tool-1.0.tgz" | sha256sum -c -\ntar xf tool-1.0.tgz`,
    [`exact - ${FILE}.tgz`],
  ],
  [
    'a list that an earlier RUN wrote',
    `FROM scratch\nRUN echo "${SUM}  tool-1.0.tgz" > /sums\nRUN cd / && wget ${FILE}.tgz && sha256sum -c /sums`,
    [`exact - ${FILE}.tgz`],
  ],
  [
    'a compared hash',
    `set -e\nwget -O t ${FILE}.tgz\ntest "$(sha256sum t | cut -d' ' -f1)" = ${SUM}`,
    [`exact - ${FILE}.tgz`],
  ],
  [
    'a compared hash behind ||',
    `wget -O t ${FILE}.tgz\n[ "$(sha256sum t | awk '{print $1}')" = ${SUM} ] || exit 1\ntar xf t`,
    [`exact - ${FILE}.tgz`],
  ],
  [
    'a list by process substitution',
    `set -e\nwget ${FILE}.tgz\nsha256sum -c <(echo "${SUM}  tool-1.0.tgz")`,
    [`exact - ${FILE}.tgz`],
  ],
  [
    'a check of another file',
    `set -e\nwget ${FILE}.tgz\necho "${SUM}  other.tgz" | sha256sum -c -`,
    [`versioned - ${FILE}.tgz`],
  ],
  [
    'a file of the name of what pip installs',
    `set -e\npip install ${FILE}.tgz\necho "${SUM}  tool-1.0.tgz" | sha256sum -c -`,
    [`versioned - ${FILE}.tgz`],
  ],
  [
    'a file of the name of what dnf installs',
    `set -e\ndnf install -y ${FILE}.rpm\necho "${SUM}  tool-1.0.rpm" | sha256sum -c -`,
    [`versioned - ${FILE}.rpm`],
  ],
  [
    'a file of the name of what a shell reads',
    `set -e\nbash <(curl -sL ${FILE}.sh)\necho "${SUM}  tool-1.0.sh" | sha256sum -c -`,
    [`versioned - ${FILE}.sh`],
  ],
  [
    'a name that the server gives',
    `set -e\ncurl -OJ ${FILE}.tgz\necho "${SUM}  tool-1.0.tgz" | sha256sum -c -`,
    [`versioned - ${FILE}.tgz`],
  ],
  [
    'a name among many',
    `set -e\nwget -r ${FILE}.tgz\necho "${SUM}  tool-1.0.tgz" | sha256sum -c -`,
    [`versioned - ${FILE}.tgz`],
  ],
  [
    'a swallowed check',
    `set -e\nwget ${FILE}.tgz\necho "${SUM}  tool-1.0.tgz" | sha256sum -c - || true\ntar xf tool-1.0.tgz`,
    [`versioned - ${FILE}.tgz`],
  ],
  [
    'a check without errexit',
    `wget ${FILE}.tgz\necho "${SUM}  tool-1.0.tgz" | sha256sum -c -\ntar xf tool-1.0.tgz`,
    [`versioned - ${FILE}.tgz`],
  ],
  [
    'a check whose status find loses',
    `set -e\nwget -O t ${FILE}.tgz\nfind . -name t -exec sh -c 'echo "${SUM}  t" | sha256sum -c -' \\;\ntar xf t`,
    [`versioned - ${FILE}.tgz`],
  ],
  [
    'a check that find may not run',
    `set -e\nwget -O t ${FILE}.tgz\necho "${SUM}  t" > l\nfind . -name l -exec sha256sum -c l +\ntar xf t`,
    [`versioned - ${FILE}.tgz`],
  ],
  [
    'a check whose status tee loses',
    `set -e\nwget -O - ${FILE}.tgz | tee >(sha256sum -c sums) | tar x`,
    [`versioned - ${FILE}.tgz`],
  ],
  ['a weak check', `set -e\nwget ${FILE}.tgz\necho "${MD5}  tool-1.0.tgz" | md5sum -c -`, [`versioned - ${FILE}.tgz`]],
  [
    'replaced after its check',
    `set -e\nwget -O t ${FILE}.tgz\necho "${SUM}  t" | sha256sum -c -\nwget -O t ${FILE}.tgz`,
    [`exact - ${FILE}.tgz`, `versioned - ${FILE}.tgz`],
  ],
  [
    'run before its check',
    `set -e\nwget -O t.sh ${FILE}.sh\nsh t.sh\necho "${SUM}  t.sh" | sha256sum -c -`,
    [`versioned - ${FILE}.sh`],
  ],
  [
    'installed before its check',
    `set -e\nwget -O t.deb ${FILE}.deb\ndpkg -i t.deb\necho "${SUM}  t.deb" | sha256sum -c -`,
    [`versioned - ${FILE}.deb`],
  ],
  [
    'unpacked before its check',
    `set -e\nwget -O t ${FILE}.tgz\ntar xf t\necho "${SUM}  t" | sha256sum -c -`,
    [`exact - ${FILE}.tgz`],
  ],
  [
    'unpacked and run before its check',
    `set -e\nwget -O t ${FILE}.tgz\ntar xf t\n./tool-1.0/install\necho "${SUM}  t" | sha256sum -c -`,
    [`versioned - ${FILE}.tgz`],
  ],
  [
    'unpacked and built before its check',
    `set -e\nwget -O t ${FILE}.tgz\ntar xf t\ncd tool-1.0\nmake\ncd ..\necho "${SUM}  t" | sha256sum -c -`,
    [`versioned - ${FILE}.tgz`],
  ],
  [
    'unpacked to a folder and built there',
    `set -e\nwget -O t ${FILE}.tgz\nmkdir d\ntar xf t -C d --strip-components=1\nmake -C d\necho "${SUM}  t" | sha256sum -c -`,
    [`versioned - ${FILE}.tgz`],
  ],
  [
    'looked at before its check',
    `set -e\nwget -O t ${FILE}.tgz\nls -l t\nchmod 644 t\nfile t\necho "${SUM}  t" | sha256sum -c -`,
    [`exact - ${FILE}.tgz`],
  ],
  [
    'run in another arm than its check',
    `set -e\nwget -O t ${FILE}.sh\nif [ "$1" = a ]; then echo "${SUM}  t" | sha256sum -c -; sh t; fi`,
    [`exact - ${FILE}.sh`],
  ],
  [
    'a signature',
    `set -e\nwget ${FILE}.tgz ${FILE}.tgz.asc\ngpg --verify tool-1.0.tgz.asc`,
    [`versioned - ${FILE}.tgz (signature)`, `versioned - ${FILE}.tgz.asc (signature)`],
  ],
  [
    'a list from the same server',
    `set -e\nwget ${FILE}.tgz https://example.com/dist/SHASUMS\ngrep tool-1.0.tgz SHASUMS | sha256sum -c -`,
    ['moving - https://example.com/dist/SHASUMS', `versioned - ${FILE}.tgz (remote-checksum)`],
  ],
  [
    'a list whose signature is checked',
    `set -e\nwget ${FILE}.tgz https://example.com/dist/SHASUMS https://example.com/dist/SHASUMS.sig\ngpg --verify SHASUMS.sig SHASUMS\ngrep tool-1.0.tgz SHASUMS | sha256sum -c -`,
    [
      'moving - https://example.com/dist/SHASUMS (signature)',
      'moving - https://example.com/dist/SHASUMS.sig (signature)',
      `versioned - ${FILE}.tgz (signature)`,
    ],
  ],
  [
    'a list taken out of its signature',
    `set -e\nwget ${FILE}.tgz https://example.com/dist/SHASUMS.sig\ngpg --batch --decrypt --output sums SHASUMS.sig\ngrep tool-1.0.tgz sums | sha256sum -c -`,
    ['moving - https://example.com/dist/SHASUMS.sig (signature)', `versioned - ${FILE}.tgz (signature)`],
  ],
  [
    'a list whose signature may be wrong',
    `wget ${FILE}.tgz https://example.com/dist/SHASUMS.sig\ngpg --decrypt --output sums SHASUMS.sig\nset -e\ngrep tool-1.0.tgz sums | sha256sum -c -`,
    ['moving - https://example.com/dist/SHASUMS.sig', `versioned - ${FILE}.tgz (remote-checksum)`],
  ],
  [
    'mirrors',
    `wget ${FILE}.tgz || curl -O https://example.org/tool-1.0.tgz`,
    [`versioned - ${FILE}.tgz`, 'versioned - https://example.org/tool-1.0.tgz'],
  ],
  [
    'version and sum by case',
    `set -e\ncase $1 in a) v=1.0 s=${SUM};; *) v=2.0 s=${SUM};; esac\nwget -O t https://example.com/t-$v.tgz\necho "$s  t" | sha256sum -c -`,
    ['exact - https://example.com/t-1.0.tgz', 'exact - https://example.com/t-2.0.tgz'],
  ],
];

const pointers: readonly Row[] = [
  [
    'a version from a query',
    `v=$(curl -s https://api.github.com/repos/acme/tool/releases/latest | jq -r .tag_name)\nwget ${TOOL}/releases/download/$v/tool.tgz`,
    [
      'moving - https://api.github.com/repos/acme/tool/releases/latest',
      `moving - ${TOOL}/releases/download/$(curl -s https://api.github.com/repos/acme/t.../tool.tgz`,
    ],
  ],
  [
    'variables that an answer names',
    'export $(curl -s https://example.com/latest.env | xargs)\nwget https://example.com/$V/tool.tgz',
    ['moving - https://example.com/latest.env', 'moving - https://example.com/$V/tool.tgz'],
  ],
  [
    'text of an answer that is evaluated',
    'eval "$(curl -s https://example.com/latest.env)"\nwget https://example.com/$V/tool.tgz',
    ['moving - https://example.com/latest.env', 'moving - https://example.com/$V/tool.tgz'],
  ],
  [
    'an answer of another folder than the variable',
    '(export $(curl -s https://example.com/latest.env))\nwget https://example.com/$V/tool.tgz',
    ['moving - https://example.com/latest.env', 'dynamic - https://example.com/$V/tool.tgz'],
  ],
  [
    'names that a file of the machine gives',
    'export $(cat /etc/versions)\nwget https://example.com/$V/tool.tgz',
    ['dynamic - https://example.com/$V/tool.tgz'],
  ],
  [
    'a default that an answer may replace',
    'export $(curl -s https://example.com/latest.env)\nwget https://example.com/tool-${V:-1.2}.tgz',
    ['moving - https://example.com/latest.env', 'moving - https://example.com/tool-$V.tgz'],
  ],
  [
    'a quoted declaration',
    'V=1.2\nexport "V=$(curl -s https://example.com/latest)"\nwget https://example.com/tool-$V.tgz',
    [
      'moving - https://example.com/latest',
      'moving - https://example.com/tool-$(curl -s https://example.com/latest).tgz',
    ],
  ],
  [
    'a version from a downloaded file',
    'wget https://example.com/stable.txt\nwget https://example.com/$(cat stable.txt)/tool',
    ['moving - https://example.com/$(cat stable.txt)/tool', 'moving - https://example.com/stable.txt'],
  ],
  [
    'a version from where latest leads to',
    `u=$(curl -Ls -o /dev/null -w '%{url_effective}' ${TOOL}/releases/latest)\nwget ${TOOL}/releases/download/\${u##*/}/tool.tgz`,
    [`moving - ${TOOL}/releases/download/\${u##*/}/tool.tgz`, `moving - ${TOOL}/releases/latest`],
  ],
  [
    'a version from the headers of where latest leads to',
    `v=$(curl -sSI ${TOOL}/releases/latest | grep -i '^location: ' | sed 's|.*/||')\nwget ${TOOL}/releases/download/$v/tool.tgz`,
    [`moving - ${TOOL}/releases/download/$(curl -sSI https://github.com/acme/tool/rele.../tool.tgz`],
  ],
  [
    'a version from a query that may fail',
    `v=$(curl -s ${TOOL}/latest) || true\nwget https://example.com/tool-$v.tgz`,
    [`moving - https://example.com/tool-$(curl -s https://github.com/acme/tool/latest).tgz`, `moving - ${TOOL}/latest`],
  ],
  ['headers that nobody uses', `curl -I ${TOOL}/releases/latest`, []],
  [
    'a commit that a repository answers',
    `sha=$(git ls-remote ${TOOL} HEAD | cut -f1)\nwget ${TOOL}/archive/$sha.tar.gz`,
    [
      `moving $(git ls-remote https://github.com/acme/tool ... ${TOOL}/archive/$(git ls-remote https://github.com/acme/tool ....tar.gz`,
    ],
  ],
  [
    'a version that stands in a clone',
    `git clone -b v1.0 ${TOOL} r\nv=$(cat r/VERSION)\nwget https://example.com/t-$v.tgz`,
    [`tag v1.0 ${TOOL}`, 'dynamic - https://example.com/t-$(cat r/VERSION).tgz'],
  ],
  [
    'a version that stands in a clone that moves',
    `git clone ${TOOL} r\ncd r\nv=$(sed -n 1p VERSION)\nwget https://example.com/t-$v.tgz`,
    [`moving - ${TOOL}`, 'moving - https://example.com/t-$(sed -n 1p VERSION).tgz'],
  ],
  [
    'a commit that a repository answers for a tag',
    `sha=$(git ls-remote ${TOOL} refs/tags/v1.0 | cut -f1)\nwget ${TOOL}/archive/$sha.tar.gz`,
    [
      `dynamic $(git ls-remote https://github.com/acme/tool ... ${TOOL}/archive/$(git ls-remote https://github.com/acme/tool ....tar.gz`,
    ],
  ],
  [
    'a commit that a repository answers for a pattern',
    `sha=$(git ls-remote ${TOOL} 'refs/tags/v1*' | cut -f1)\nwget ${TOOL}/archive/$sha.tar.gz`,
    [
      `moving $(git ls-remote https://github.com/acme/tool ... ${TOOL}/archive/$(git ls-remote https://github.com/acme/tool ....tar.gz`,
    ],
  ],
  ['an answer that nobody uses', `git ls-remote --exit-code ${TOOL} v1.0`, []],
];

const keys: readonly Row[] = [
  [
    'piped into a keyring',
    'curl -fsSL https://example.com/pub | gpg --dearmor -o /etc/apt/x',
    ['moving - https://example.com/pub [signing-key]'],
  ],
  [
    'piped to apt-key',
    'wget -qO - https://example.com/pub | sudo apt-key add -',
    ['moving - https://example.com/pub [signing-key]'],
  ],
  [
    'imported',
    'curl -o p https://example.com/pub\ngpg --batch --import p',
    ['moving - https://example.com/pub [signing-key]'],
  ],
  [
    'imported by rpm',
    'curl -o p https://example.com/pub\nrpm --import p',
    ['moving - https://example.com/pub [signing-key]'],
  ],
  [
    'put where apt looks for keys',
    'curl -fsSL https://example.com/pub | sudo tee /etc/apt/keyrings/x >/dev/null',
    ['moving - https://example.com/pub [signing-key]'],
  ],
  [
    'moved there',
    'curl -o p https://example.com/pub\nmv p /usr/share/keyrings/',
    ['moving - https://example.com/pub [signing-key]'],
  ],
  ['put somewhere else', 'curl -o /opt/p https://example.com/pub', ['moving - https://example.com/pub']],
];

it.each([...clones, ...pulls, ...lost, ...states, ...besidePins])('clones: %s', (_name, text, outcomes) => {
  expect(read(text)).toEqual(
    outcomes
      .map((outcome) =>
        /:\/\/(?:github\.com\/acme\/sub|example\.com\/env)/.test(outcome) ? outcome : `${outcome} ${TOOL}`,
      )
      .sort(),
  );
});

it.each([...downloads, ...pointers, ...keys])('downloads: %s', (_name, text, outcomes) => {
  expect(read(text)).toEqual([...outcomes].sort());
});

it.each([
  ['echoed', 'echo "$SUM  t" | sha256sum -c -'],
  ['printed', 'printf "%s  t" "$SUM" | sha256sum -c -'],
  ['written to a file', 'echo "$SUM  t" > l && sha256sum -c l'],
  ['compared', 'test "$(sha256sum t | cut -d" " -f1)" = "$SUM"'],
])('a checksum that can be set from outside says so: %s', (_name, check) => {
  const run = `RUN wget -O t ${FILE}.tgz && ${check}`;
  const { fetches } = readHost('Dockerfile', `FROM scratch\nARG SUM=${SUM}\n${run}\n`);
  expect(fetches.map(({ verdict, overridable }) => [verdict, overridable])).toEqual([['exact', ['SUM']]]);
});

it.each([
  ['a checkout alone', `git checkout ${SHA}`],
  ['in a pipe', `git checkout ${SHA} | tail -1`],
  ['before another command', `set -e\ncd . && git checkout ${SHA} && git log -1`],
  ['until one succeeds', `set -e\nfor i in 1 2 3; do git checkout ${SHA} && break; done`],
])('says that nothing ends the script: %s', (_name, checkout) => {
  const { fetches } = readHost('build.sh', `#!/bin/bash\ngit clone ${TOOL}\ncd tool\n${checkout}\nmake\n`);
  expect(fetches.map(({ verdict }) => verdict)).toEqual(['exact']);
  expect(fetches[0]?.why).toContain('nothing ends the script where that fails');
});

it('names the command that used a state which was left', () => {
  const { fetches } = readHost(
    'build.sh',
    `#!/bin/sh\ngit clone ${TOOL}\ncd tool\ngo build ./...\ngit checkout v2.0\n`,
  );
  expect(fetches.map(({ why }) => why)).toContainEqual(
    expect.stringContaining('`go build` uses this before another ref is taken'),
  );
});

function read(text: string): readonly string[] {
  const isImage = text.startsWith('FROM') || text.startsWith('ARG');
  const { fetches, problems } = isImage ? readHost('Dockerfile', text) : readHost('build.sh', `#!/bin/bash\n${text}\n`);
  expect(problems).toEqual([]);
  return fetches
    .map(({ verdict, ref, url, verified, purpose }) => {
      const proven = verified === null ? '' : ` (${verified})`;
      return `${verdict} ${ref ?? '-'} ${url}${proven}${purpose === undefined ? '' : ` [${purpose}]`}`;
    })
    .sort();
}
