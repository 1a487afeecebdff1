import { expect, it } from 'vitest';
import { readTree, type Tree } from './support/read-tree.ts';

/** Every construct that a build script may say something with, through the whole reader: what comes in, and how firmly it is named. */

const TOOL = 'https://github.com/acme/tool';
const FILE = 'https://example.com/tool-1.0.tgz';
const SUM = '0123456789abcdef'.repeat(4);
const B2 = SUM + SUM;
const MD5 = SUM.slice(0, 32);

type Row = readonly [name: string, text: string | Tree, outcomes: readonly string[]];

/** `V` is what the construct gives. */
const values: readonly Row[] = [
  [':-', 'V=${A:-1.0}', ['1.0']],
  [':- of an empty value', 'A=; V=${A:-1.0}', ['1.0']],
  ['-', 'A=; V=1.0${A-2.0}', ['1.0']],
  [':=', ': "${V:=1.0}"', ['1.0']],
  ['=', ': ${V=1.0}', ['1.0']],
  [':+', 'A=1; V=${A:+1.0}', ['1.0']],
  [':?', 'A=1.0; V=${A:?is not set}', ['1.0']],
  [':? of what nobody sets', 'V=${A:?is not set}', ['$A']],
  ['#', 'A=v1.0; V=${A#v}', ['1.0']],
  ['##', 'A=a/b/1.0; V=${A##*/}', ['1.0']],
  ['%', 'A=1.0.9; V=${A%.*}', ['1.0']],
  ['%%', 'A=1.0-rc-1; V=${A%%-*}', ['1.0']],
  ['/', 'A=1_0_0; V=${A/_/.}', ['1.0_0']],
  ['//', 'A=1_0; V=${A//_/.}', ['1.0']],
  ['/#', 'A=v1.0; V=${A/#v/}', ['1.0']],
  ['/%', 'A=1.0x; V=${A/%x/}', ['1.0']],
  [':o:n', 'A=x1.0y; V=${A:1:3}', ['1.0']],
  [': -n', 'A=xx1.0; V=${A: -3}', ['1.0']],
  ['^^', 'A=v; V=${A^^}1.0', ['V1.0']],
  [',,', 'A=V; V=${A,,}1.0', ['v1.0']],
  ['^', 'A=v; V=${A^}1.0', ['V1.0']],
  ['length', 'A=abc; V=1.${#A}', ['1.3']],
  ['!ref', 'A=1.0; N=A; V=${!N}', ['1.0']],
  ['@Q, which is not computed', 'A=1.0; V=${A@Q}', ['${A@Q}']],
  ['an array', 'A=(0.9 1.0); V=${A[1]}', ['1.0']],
  ['the last of an array', 'A=(0.9 1.0); V=${A[-1]}', ['1.0']],
  ['the first of an array', 'A=(1.0 2.0); V=$A', ['1.0']],
  ['all of an array', 'A=(1 0); V="${A[*]}"', ['1 0']],
  ['the count of an array', 'A=(a b); V=1.${#A[@]}', ['1.2']],
  ['an array that grows', 'A=(0.9); A+=(1.0); V=${A[1]}', ['1.0']],
  ['an associative array', 'declare -A A=([x]=1.0 [y]=2.0); V=${A[x]}', ['1.0']],
  ['its elements one by one', 'declare -A A; A[x]=1.0; K=x; V=${A[$K]}', ['1.0']],
  ['export', 'export V=1.0', ['1.0']],
  ['readonly', 'readonly V=1.0', ['1.0']],
  ['declare', 'declare -r V="1.0"', ['1.0']],
  ['local', 'f() { local V=2.0; }; V=1.0; f', ['1.0']],
  ['typeset', 'typeset V=1.0', ['1.0']],
  ['unset', 'V=2.0; unset V; V=${V:-1.0}', ['1.0']],
  ['read from a here-string', 'read -r A V <<< "x 1.0"', ['1.0']],
  ['read from a pipe in a group', 'echo 1.0 | { read -r V; wget https://example.com/$V; }; V=', ['1.0', '']],
  ['read with a separator', 'IFS=: read -r A V <<< "x:1.0"', ['1.0']],
  ['read into an array', 'read -ra A <<< "0.9 1.0"; V=${A[1]}', ['1.0']],
  ['mapfile', 'mapfile -t A <<< "1.0"; V=${A[0]}', ['1.0']],
  ['printf -v', 'printf -v V "%s.%s" 1 0', ['1.0']],
  ['brace expansion', 'for V in {a,b}1; do wget https://example.com/$V; done', ['a1', 'b1', 'b1']],
  ['a range of braces', 'for V in {1..2}; do wget https://example.com/$V; done', ['1', '2', '2']],
  ['arithmetic', 'A=3; V=1.$((A * 2 + 1))', ['1.7']],
  ['let sets what nobody counts', 'V=3; let V=V+1', ['$V']],
  ['(( )) counts on', 'A=3; ((A++)); V=$A', ['$A']],
  ['an expression counts on', 'A=3; V=1.$((A++))$A', ['1.$((A++))$A']],
  ['a counted loop', 'A=1; for ((A = 0; A < 3; A++)); do :; done; V=${A:-2}', ['$A']],
  ['$@', 'f() { V="$*"; }; f 1.0', ['1.0']],
  ['a parameter', 'f() { V=$1; }; f 1.0', ['1.0']],
  ['shift', 'f() { shift; V=$1; }; f x 1.0', ['1.0']],
  ['set --', 'set -- x 1.0; V=$2', ['1.0']],
  ['set -- with what was there', 'set -- 1.0; set -- "$@" x; V=$1', ['1.0']],
  ['the count of parameters', 'set -- a b; V=1.$#', ['1.2']],
  ['getopts', 'while getopts v: o; do case $o in v) V=$OPTARG;; esac; done', ['$OPTARG', '$V']],
  ['eval', "eval 'V=1.0'", ['1.0']],
  ['eval of a variable', 'A="V=1.0"; eval "$A"', ['1.0']],
  ['a definition below its use', 'f() { wget https://example.com/$A; }; A=1.0; f; V=', ['1.0', '']],
  ['a command that prints', 'V=$(echo v1.0 | sed s/v//)', ['1.0']],
  ['backquotes', 'V=`echo 1.0`', ['1.0']],
  ['a file that was written', 'echo 1.0 > v; V=$(cat v)', ['1.0']],
  ['a file by redirection', 'echo 1.0 > v; V=$(< v)', ['1.0']],
  ['a here-document', 'V=$(cat <<EOF\n1.0\nEOF\n)', ['1.0']],
  ['a file of the tree', { 'build.sh': 'V=$(cat VERSION)\nwget https://example.com/$V', VERSION: '1.0\n' }, ['1.0']],
  ['a name that is built', 'A=V; export "$A=1.0"', ['1.0']],
  ['a case in a substitution in quotes', 'A=x; V="$(case $A in x) echo 1.0;; *) echo 2.0;; esac)"', ['1.0']],
];

const conditions: readonly Row[] = [
  ['a known test', 'if [ 1 = 1 ]; then V=1.0; else V=2.0; fi', ['1.0']],
  ['a known comparison of numbers', 'A=3; if [ $A -gt 2 ]; then V=1.0; else V=2.0; fi', ['1.0']],
  ['a known arithmetic', 'A=3; if (( A > 2 )); then V=1.0; else V=2.0; fi', ['1.0']],
  ['a pattern', 'A=v1; if [[ $A == v* ]]; then V=1.0; else V=2.0; fi', ['1.0']],
  ['a regular expression', 'A=v1; if [[ $A =~ ^v ]]; then V=1.0; else V=2.0; fi', ['1.0', '2.0']],
  ['an unknown test', 'if [ "$1" = x ]; then V=1.0; else V=2.0; fi', ['1.0', '2.0']],
  ['a known case', 'A=x; case $A in x|y) V=1.0;; *) V=2.0;; esac', ['1.0']],
  [
    'what an arm says of its word',
    'case $A in s390x|riscv64) V=$A;; x86_64) V=amd64;; *) exit 1;; esac',
    ['amd64', 'riscv64', 's390x'],
  ],
  ['what an arm says behind it', 'case "${V}" in 1.0|2.0) ;; *) exit 1;; esac', ['1.0', '2.0']],
  ['an arm of a pattern says nothing', 'case $V in 1*) ;; *) exit 1;; esac', ['$V']],
  ['exit leaves the join', 'if [ "$1" ]; then V=2.0; exit; else V=1.0; fi', ['1.0']],
  ['return leaves the join', 'f() { V=2.0; [ "$1" ] && return; V=1.0; }; f', ['1.0']],
  ['&& chooses', 'V=1.0; [ -n "$1" ] && V=2.0', ['1.0', '2.0']],
  ['|| chooses', '[ -n "$V" ] || V=1.0', ['1.0']],
  ['an assignment whose command may fail', 'V=$(get-version) || true', ['$(get-version)']],
  ['a known assignment whose command may fail', 'V=$(echo 1.0) || true', ['1.0']],
  ['a default behind an assignment', 'V=$(get-version) || V=1.0', ['$(get-version)', '1.0']],
  ['a declaration whose command may fail', 'export V=$(get-version) || true', ['$(get-version)']],
  [
    'one question asked twice',
    'case $1 in a) A=1;; *) A=2;; esac; case $1 in a) V=$A.1;; *) V=$A.2;; esac',
    ['1.1', '2.2'],
  ],
];

const wgets = `wget ${FILE}`;
const NAME = 'tool-1.0.tgz';

/** A check behind a download under `set -e`; the verdict is the download's. */
const checks: readonly Row[] = [
  ['from a pipe', `echo "${SUM}  ${NAME}" | sha256sum -c -`, ['exact']],
  ['from a pipe, by printf', `printf '%s  %s\\n' ${SUM} ${NAME} | sha256sum --check`, ['exact']],
  ['from a here-string', `sha256sum -c <<< "${SUM}  ${NAME}"`, ['exact']],
  ['from a here-document', `sha256sum -c <<EOF\n${SUM}  ${NAME}\nEOF`, ['exact']],
  ['from a process substitution', `sha256sum -c <(echo "${SUM}  ${NAME}")`, ['exact']],
  ['from a file that was written', `echo "${SUM}  ${NAME}" > l\nsha256sum -c l`, ['exact']],
  [
    'from a file of the tree',
    { 'build.sh': `set -e\n${wgets}\nsha256sum -c sums`, sums: `${SUM}  ${NAME}\n` },
    ['exact'],
  ],
  ['test', `test "$(sha256sum ${NAME} | cut -d' ' -f1)" = ${SUM}`, ['exact']],
  ['[ ]', `[ "$(sha256sum ${NAME} | awk '{print $1}')" = "${SUM}" ] || exit 1`, ['exact']],
  ['[[ ]]', `[[ "$(sha256sum < ${NAME})" == "${SUM}  -" ]]`, ['exact']],
  ['if not equal', `if [ "$(sha256sum ${NAME} | cut -c1-64)" != "${SUM}" ]; then exit 1; fi`, ['exact']],
  ['openssl dgst', `test "$(openssl dgst -sha256 -r ${NAME} | cut -d' ' -f1)" = ${SUM}`, ['exact']],
  ['b2sum', `echo "${B2}  ${NAME}" | b2sum -c -`, ['exact']],
  ['sha512sum', `echo "${B2}  ${NAME}" | sha512sum -c --quiet`, ['exact']],
  ['shasum', `echo "${SUM}  ${NAME}" | shasum -a 256 -c`, ['exact']],
  ['the form of BSD', `echo "SHA256 (${NAME}) = ${SUM}" | sha256sum -c`, ['exact']],
  ['of the file where it was moved to', `mv ${NAME} t\necho "${SUM}  t" | sha256sum -c`, ['exact']],
  ['of a copy', `cp ${NAME} t\necho "${SUM}  t" | sha256sum -c`, ['exact']],
  ['of what tee wrote', `curl -s ${FILE} | tee t > /dev/null\necho "${SUM}  t" | sha256sum -c`, ['exact']],
  ['of what a sum begins with', `[[ $(sha256sum ${NAME}) == ${SUM}* ]] || exit 1`, ['exact']],
  ['of what a sum begins with, quoted', `[[ "$(sha256sum ${NAME})" == "${SUM}"* ]] || exit 1`, ['exact']],
  ['of what a sum may begin with', `[[ $(sha256sum ${NAME}) == ${SUM.slice(0, 8)}* ]] || exit 1`, ['versioned']],
  ['of what a sum begins with, asked of nobody', `[[ $(sha256sum ${NAME}) == ${SUM}* ]] || echo no`, ['versioned']],
  ['of what the sum of another file begins with', `[[ $(sha256sum x) == ${SUM}* ]] || exit 1`, ['versioned']],
  ['of what a sum begins with, or another', `[[ $(sha256sum ${NAME}) == ${SUM}* || -n $F ]] || exit 1`, ['versioned']],
  ['of what is piped on', `curl -s ${FILE} | tee t | sha256sum -c <(echo "${SUM}  -")`, ['exact']],
  ['in a tee', `curl -s ${FILE} | tee >(sha256sum -c l) | tar x`, ['versioned']],
  ['of an unpacked file', `tar xf ${NAME}\necho "${SUM}  tool/x" | sha256sum -c`, ['versioned']],
  ['of another file', `echo "${SUM}  other" | sha256sum -c`, ['versioned']],
  ['swallowed by ||', `echo "${SUM}  ${NAME}" | sha256sum -c || true`, ['versioned']],
  ['swallowed by ;', `(set +e; echo "${SUM}  ${NAME}" | sha256sum -c; true)`, ['versioned']],
  ['swallowed by a pipe', `echo "${SUM}  ${NAME}" | sha256sum -c | tee log`, ['versioned']],
  ['not swallowed by a pipe', `set -o pipefail\necho "${SUM}  ${NAME}" | sha256sum -c | tee log`, ['exact']],
  ['by a weak hash', `echo "${MD5}  ${NAME}" | md5sum -c`, ['versioned']],
  ['by a hash that is not known', `echo "$1  ${NAME}" | sha256sum -c`, ['versioned']],
  ['in a function', `check() { echo "$2  $1" | sha256sum -c; }\ncheck ${NAME} ${SUM}`, ['exact']],
  ['of several', `printf '${SUM}  a\\n${SUM}  ${NAME}\\n' | sha256sum -c`, ['exact']],
  ['cmp of sums', `echo "${SUM}  ${NAME}" > a\nsha256sum ${NAME} > b\ncmp a b`, ['exact']],
  ['diff of sums', `diff <(sha256sum ${NAME}) <(echo "${SUM}  ${NAME}")`, ['exact']],
  ['diff of bare sums', `sha256sum ${NAME} | cut -d' ' -f1 > a; echo ${SUM} | diff -q a - || exit 1`, ['exact']],
  ['cmp of the sum of another file', `echo "${SUM}  x" > a\nsha256sum x > b\ncmp a b`, ['versioned']],
  [
    'cmp of several sums',
    `printf '%s  ${NAME}\\n%s  x\\n' ${SUM} ${SUM} > a\nsha256sum ${NAME} x > b\ncmp a b`,
    ['versioned'],
  ],
  [
    'cmp whose failure is swallowed',
    `echo "${SUM}  ${NAME}" > a\nsha256sum ${NAME} > b\ncmp a b || true`,
    ['versioned'],
  ],
  ['cmp of a copy', `echo "${SUM}  ${NAME}" > a\nsha256sum ${NAME} > b\ncp a b\ncmp a b`, ['versioned']],
  [
    'cmp of a list that was written anew',
    `echo "${SUM}  ${NAME}" > a\nsha256sum ${NAME} > b\necho x > b\ncmp a b`,
    ['versioned'],
  ],
];

/** Not read yet: the verdict is weaker than the truth. */
const helpers: readonly Row[] = [
  ['a downloader in a variable', `dl="curl -fsSL -o t"\n$dl ${FILE}`, ['versioned']],
  ['a downloader by where it lies', `C=\`command -v curl\`\n$C -O ${FILE}`, ['versioned']],
  ['a downloader by its path', `W=\${W:-$(type -p wget)}\n$W ${FILE}`, ['versioned']],
  ['a downloader that the caller names', `"$GIT" clone ${TOOL}`, ['moving']],
  ['a downloader that the caller names at length', `\${CURL_BIN} -O ${FILE}`, ['versioned']],
  ['a downloader that the caller may name', `WGET=\${WGET:-$(command -v wget)}\n$WGET ${FILE}`, ['versioned']],
  ['a command that the caller names', `"$TOOL" clone ${TOOL}`, []],
  ['a downloader in an array', `dl=(wget -q)\n"\${dl[@]}" ${FILE}`, ['versioned']],
  ['a command in an array', `git=(git clone)\ngit+=(-b v1.0)\ngit+=(${TOOL})\n"\${git[@]}"`, ['tag']],
  ['a command in a string', `cmd="git clone -b v1.0 ${TOOL}"\neval "$cmd"`, ['tag']],
  [
    'a command in a string of many choices',
    `I=example.com/tool:1.0
for v in $NAMES; do case $v in ${Array.from({ length: 40 }, (_, index) => `a${index}) D=-d${index} W=w${index}`).join(';; ')};; esac; done
[ -n "$X" ] && I=example.com/tool:2.0
[ -n "$Y" ] && N=y
cmd="docker run -v $D:$W -e N=$N $I bash"
eval $cmd`,
    ['dynamic'],
  ],
  ['a command in a string that is run', `cmd="git clone -b v1.0 ${TOOL}"\n$cmd`, ['tag']],
  [
    'a helper with retries',
    `retry() { for i in 1 2 3; do "$@" && return 0; done; return 1; }\nretry git clone -b v1.0 ${TOOL}`,
    ['tag'],
  ],
  [
    'a helper of another file',
    { 'build.sh': `. ./lib.sh\ndownload ${FILE}`, 'lib.sh': 'download() { curl -O "$1"; }' },
    ['versioned'],
  ],
  [
    'a script above a folder that nobody knows',
    { 'go/build.sh': '"$SELF/../ci/get.sh"', 'ci/get.sh': `#!/bin/sh\nwget ${FILE}` },
    ['versioned'],
  ],
  [
    'behind a helper that retries or ends the script',
    `try() { for i in $(seq 5); do "$@" && return 0; sleep 1; done; exit 1; }\ntry apt-get update\nwget ${FILE}`,
    ['versioned'],
  ],
  [
    'behind a helper that returns in an arm or ends the script',
    `try() { if "$@"; then return 0; fi; exit 1; }\ntry apt-get update\nwget ${FILE}`,
    ['versioned'],
  ],
  ['behind a helper that ends the script', `fail() { echo no; exit 1; }\nfail\nwget ${FILE}`, []],
  [
    'behind a helper whose own helper returns',
    `warn() { echo no; return 0; }\nfail() { warn; exit 1; }\nfail\nwget ${FILE}`,
    [],
  ],
  ['quoted text of another user', `su -c "git clone -b v1.0 ${TOOL}" app`, ['tag']],
  ['sudo and a shell', `sudo -u app bash -c 'git clone -b v1.0 ${TOOL}'`, ['tag']],
  ['a script that is written and run', `cat > get.sh <<'EOF'\ngit clone -b v1.0 ${TOOL}\nEOF\nsh get.sh`, ['tag']],
  ['a script that is echoed and run', `echo "git clone -b v1.0 ${TOOL}" >> get.sh\nbash get.sh`, ['tag']],
  ['a script on the input', `bash <<'EOF'\ngit clone -b v1.0 ${TOOL}\nEOF`, ['tag']],
  ['a script on the input with its arguments', `bash -s v1.0 <<'EOF'\ngit clone -b "$1" ${TOOL}\nEOF`, ['tag']],
  ['a loop over lines', `while read -r u; do wget $u; done <<EOF\n${FILE}\nEOF`, ['versioned']],
  ['in the background', `wget ${FILE} &\nwait`, ['versioned']],
  ['behind time', `time wget ${FILE}`, ['versioned']],
  [
    'options of a caller that nobody knows',
    `options() { while [ $# -gt 0 ]; do case "$1" in --host) shift; HOST="$1"; shift;; *) break;; esac; done; }
HOST=example.com
options "$@"
wget "https://$HOST/t-1.0.tgz"`,
    ['versioned', 'dynamic'],
  ],
  ['an alias', `alias get='wget -q'\nshopt -s expand_aliases\nget ${FILE}`, ['versioned']],
  ['an alias of its own name', `alias wget='wget -q'\nwget ${FILE}`, ['versioned']],
  ['xargs', `echo ${FILE} | xargs wget`, ['versioned']],
  ['xargs with a place', `echo 1.0 | xargs -I{} wget https://example.com/tool-{}.tgz`, ['versioned']],
  [
    'xargs with a place on several lines',
    `printf '%s\\n' 1.0 2.0 | xargs -I{} wget https://example.com/tool-{}.tgz`,
    ['versioned', 'versioned'],
  ],
  [
    'xargs over a list in the tree',
    { 'build.sh': 'xargs -n 1 git clone < list', list: `${TOOL}\n${TOOL}s\n` },
    ['moving', 'moving'],
  ],
  ['xargs of an unknown list', 'ls | xargs -I{} wget https://example.com/{}', ['dynamic']],
  ['parallel', `echo ${FILE} | parallel curl -LO {}`, ['versioned']],
  ['parallel with its lines', 'parallel -j4 wget https://example.com/t-{}.tgz ::: 1.0 2.0', ['versioned', 'versioned']],
  ['parallel with text', "parallel 'wget -q' ::: https://example.com/t-1.0.tgz", ['versioned']],
  ['parallel with text and a place', "parallel 'cd x && git clone {}' ::: https://github.com/acme/tool", ['moving']],
  ['parallel with two lists', 'parallel wget https://example.com/{1}-{2} ::: a ::: b', ['dynamic']],
  ['parallel with what is made of a line', 'parallel wget https://example.com/{/.}.tgz ::: a/b.c', ['dynamic']],
  ['parallel over a file', 'parallel wget {} :::: list', ['dynamic']],
  ['a range of versions of a repository', "npm i 'acme/tool#semver:^1.0'", ['moving']],
  ['a version of a repository', "npm i 'acme/tool#v1.0'", ['tag']],
  ['in a trap', `trap 'wget ${FILE}' EXIT`, ['versioned']],
  ['a function in a trap', `trap get EXIT\nget() { wget "https://example.com/t-$V.tgz"; }\nV=1.0`, ['versioned']],
  ['a trap that is taken back', `trap - EXIT\nwget ${FILE}`, ['versioned']],
  ['text to a person', `echo "run: curl ${FILE} | sh"`, []],
  ['usage on a here-document', `cat <<EOF\ncurl ${FILE} | sh\nEOF`, []],
];

const images: readonly Row[] = [
  ['an argument before FROM', 'ARG V=1.0\nFROM example.com/x:$V', ['1.0']],
  ['an argument in pieces', 'ARG R=example.com\nARG V=1.0\nFROM ${R}/x:${V}', ['1.0']],
  ['an argument with a default of its own', 'ARG V\nFROM example.com/x:${V:-1.0}', ['1.0']],
  ['an argument of the stage', 'FROM scratch\nARG V=1.0\nRUN wget https://example.com/$V', ['1.0']],
  [
    'an argument that the stage declares again',
    'ARG V=1.0\nFROM scratch\nARG V\nRUN wget https://example.com/$V',
    ['1.0'],
  ],
  ['an argument that it does not', 'ARG V=1.0\nFROM scratch\nRUN wget https://example.com/x$V', ['x']],
  [
    'an argument of another stage',
    'FROM scratch AS a\nARG V=1.0\nFROM scratch\nRUN wget https://example.com/x$V',
    ['x$V'],
  ],
  [
    'an argument of the stage that is gone on with',
    'FROM scratch AS a\nARG V=1.0\nFROM a\nRUN wget https://example.com/$V',
    ['1.0'],
  ],
  ['ENV', 'FROM scratch\nENV V=1.0\nRUN wget https://example.com/$V', ['1.0']],
  ['ENV of an argument', 'FROM scratch\nARG A=1.0\nENV V=$A\nRUN wget https://example.com/$V', ['1.0']],
  ['ENV wins over ARG', 'FROM scratch\nENV V=1.0\nARG V=2.0\nRUN wget https://example.com/$V', ['1.0']],
  ['ENV of a base stage', 'FROM scratch AS a\nENV V=1.0\nFROM a\nRUN wget https://example.com/$V', ['1.0']],
  ['a variable of another RUN', 'FROM scratch\nRUN export V=1.0\nRUN wget https://example.com/x$V', ['x$V']],
  ['ADD --checksum', `FROM scratch\nADD --checksum=sha256:${SUM} ${FILE} /t`, [NAME]],
];

const script = (text: string) => `#!/bin/bash\nset -e\n${text}\n`;

function read(text: string | Tree): ReturnType<typeof readTree> {
  if (typeof text !== 'string')
    return readTree(
      text,
      Object.keys(text).filter((path) => path.endsWith('build.sh')),
    );
  return readTree(/^(?:ARG|FROM)/.test(text) ? { Dockerfile: text } : { 'build.sh': script(text) });
}

/** What stands behind the host, or behind an image's colon. */
function lastOf(url: string): string {
  return url.replace(/^https:\/\/example\.com\/|^.*:/, '');
}

function withUse(text: string | Tree): string | Tree {
  return typeof text === 'string' ? `${text}\nwget "https://example.com/$V"` : text;
}

it.each([...values, ...conditions])('value: %s', (_name, text, outcomes) => {
  const { fetches } = read(withUse(text));
  expect(fetches.map(({ url }) => lastOf(url)).sort()).toEqual([...outcomes].sort());
});

function readCheck(text: string | Tree): readonly string[] {
  const hasDownload = typeof text !== 'string' || text.includes(FILE);
  const whole = hasDownload ? text : `${wgets}\n${text}\n${text.includes('tar x') ? '' : `tar xf ${NAME} t`}`;
  return read(whole)
    .fetches.map(({ verdict }) => verdict)
    .sort();
}

it.each(checks)('check: %s', (_name, text, outcomes) => {
  expect(readCheck(text)).toEqual(outcomes);
});

it.each(helpers)('command: %s', (_name, text, outcomes) => {
  expect(read(text).fetches.map(({ verdict }) => verdict)).toEqual(outcomes);
});

it.each(images)('image: %s', (_name, text, outcomes) => {
  expect(read(text).fetches.map(({ url }) => lastOf(url))).toEqual(outcomes);
});
