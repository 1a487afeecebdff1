import { expect, it } from 'vitest';
import { readHost } from '../support/read-host.ts';

/** How scripts check a file: what holds the build, and what only looks as if it did. */

const FILE = 'https://example.com/dist/tool-1.0.tgz';
const SUM = '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef';
const OTHER = SUM.replace('0', 'f');
const MD5 = '0123456789abcdef0123456789abcdef';
const SHA1 = '0123456789abcdef0123456789abcdef01234567';
const GET = `wget -O t ${FILE}\n`;
const STRICT = `set -e\n${GET}`;

type Row = readonly [name: string, text: string];

const held: readonly Row[] = [
  ['base', `${STRICT}echo "${SUM}  t" | sha256sum -c -`],
  ['grep OK$', `${STRICT}echo "${SUM}  t" | sha256sum --check - | grep OK$`],
  ['grep -q OK', `${STRICT}echo "${SUM}  t" | sha256sum --check | grep -q OK`],
  ['grep : OK', `${STRICT}echo "${SUM}  t" | sha256sum --check | grep ': OK'`],
  ['grep t: OK', `${STRICT}echo "${SUM}  t" | sha256sum --check | grep 't: OK'`],
  ['grep OK in && RUN', `FROM scratch\nRUN wget -O t ${FILE} && echo "${SUM}  t" | sha256sum -c | grep OK && tar xf t`],
  ['grep OK if', `${GET}if ! echo "${SUM}  t" | sha256sum -c - | grep -q OK; then exit 1; fi`],
  ['grep OK || exit', `${GET}echo "${SUM}  t" | sha256sum -c - | grep -q OK || exit 1`],
  ['grep OK 2>&1', `${STRICT}echo "${SUM}  t" | sha256sum -c - 2>&1 | grep OK`],
  ['grep OK > /dev/null', `${STRICT}echo "${SUM}  t" | sha256sum -c - | grep OK >/dev/null`],
  ['grep FAILED && exit', `${GET}echo "${SUM}  t" | sha256sum -c - | grep FAILED && exit 1`],
  ['if grep FAILED exit', `${GET}if echo "${SUM}  t" | sha256sum -c - | grep FAILED; then exit 1; fi`],
  ['pipefail check | tee', `set -eo pipefail\nwget -O t ${FILE}\necho "${SUM}  t" | sha256sum -c - | tee log`],
  ['pipefail tee', `set -euo pipefail\nwget -O t ${FILE}\necho "${SUM}  t" | sha256sum -c - | grep -v foo`],
  ['--quiet grep OK', `${STRICT}echo "${SUM}  t" | sha256sum -c --quiet - | grep OK`],
  ['sum | grep', `${STRICT}sha256sum t | grep ${SUM}`],
  ['sum | grep -q ^', `${STRICT}sha256sum t | grep -q "^${SUM}"`],
  ['sum | grep var', `${STRICT}SUM=${SUM}\nsha256sum t | grep -q "$SUM"`],
  ['sum | grep with name', `${STRICT}sha256sum t | grep "${SUM}  t"`],
  ['sum | grep -F', `${STRICT}sha256sum t | grep -qF ${SUM}`],
  ['sum | grep -Fx', `${STRICT}sha256sum t | cut -d' ' -f1 | grep -Fxq ${SUM}`],
  ['sum | grep -w', `${STRICT}sha256sum t | grep -w ${SUM}`],
  ['sum | grep -i', `${STRICT}sha256sum t | grep -i ${SUM.toUpperCase()}`],
  ['sum | grep -e', `${STRICT}sha256sum t | grep -e ${SUM}`],
  ['sum | fgrep', `${STRICT}sha256sum t | fgrep ${SUM}`],
  ['openssl | grep', `${STRICT}openssl dgst -sha256 t | grep ${SUM}`],
  ['openssl sha256 | grep', `${STRICT}openssl sha256 t | grep ${SUM}`],
  ['sum < | grep', `${STRICT}sha256sum < t | grep ${SUM}`],
  ['cat | sum | grep', `${STRICT}cat t | sha256sum | grep ${SUM}`],
  ['awk | grep', `${STRICT}sha256sum t | awk '{print $1}' | grep ${SUM}`],
  ['sum | grep || exit', `${GET}sha256sum t | grep ${SUM} || exit 1`],
  ['sum | grep -c', `${STRICT}sha256sum t | grep -c ${SUM}`],
  ['shasum -a 256 -c', `${STRICT}echo "${SUM}  t" | shasum -a 256 -c -`],
  ['gsha256sum', `${STRICT}echo "${SUM}  t" | gsha256sum -c -`],
  ['sha256 -q', `${STRICT}[ "$(sha256 -q t)" = ${SUM} ]`],
  ['cksum -a', `${STRICT}echo "SHA256 (t) = ${SUM}" | cksum -a sha256 -c`],
  ['cksum -c', `${STRICT}echo "SHA256 (t) = ${SUM}" | cksum -c`],
  ['rhash -c', `${STRICT}echo "${SUM}  t" > t.sha256\nrhash -c t.sha256`],
  ['rhash --sha256', `${STRICT}[ "$(rhash --sha256 t | cut -c1-64)" = ${SUM} ]`],
  ['busybox sha256sum', `${STRICT}echo "${SUM}  t" | busybox sha256sum -c -`],
  ['b2sum', `${STRICT}echo "${SUM}${SUM}  t" | b2sum -c -`],
  ['sha512sum', `${STRICT}echo "${SUM}${SUM}  t" | sha512sum -c -`],
  ['[[ =~ ]]', `${STRICT}[[ "$(sha256sum t)" =~ ${SUM} ]]`],
  ['[[ =~ ^ ]]', `${STRICT}[[ "$(sha256sum t)" =~ ^${SUM} ]]`],
  ['[[ == SUM* ]]', `${STRICT}[[ $(sha256sum t) == ${SUM}* ]]`],
  ['[[ == *SUM* ]]', `${STRICT}[[ $(sha256sum t) == *${SUM}* ]]`],
  ['[[ == "SUM "* ]]', `${STRICT}[[ $(sha256sum t) == "${SUM} "* ]]`],
  ['[[ != SUM* ]]', `${GET}if [[ "$(sha256sum t)" != ${SUM}* ]]; then exit 1; fi`],
  ['[[ == var* ]]', `${STRICT}SUM=${SUM}\n[[ "$(sha256sum t)" == "$SUM"* ]]`],
  ['[[ =~ var ]]', `${STRICT}SUM=${SUM}\n[[ "$(sha256sum t)" =~ $SUM ]]`],
  ['[[ =~ || exit', `${GET}[[ "$(sha256sum t)" =~ ${SUM} ]] || exit 1`],
  ['! [[ =~ exit', `${GET}if ! [[ "$(sha256sum t)" =~ ${SUM} ]]; then exit 1; fi`],
  ['[[ sum == hex && -f ]]', `${STRICT}[[ $(sha256sum t | cut -c1-64) == ${SUM} && -f t ]]`],
  ['diff procsub', `${STRICT}diff <(sha256sum t) <(echo "${SUM}  t")`],
  ['cmp procsub', `${STRICT}cmp <(sha256sum t) <(echo "${SUM}  t")`],
  ['diff stdin', `${STRICT}sha256sum t | diff - <(echo "${SUM}  t")`],
  ['diff file', `${STRICT}echo "${SUM}  t" > sums\nsha256sum t | diff - sums`],
  ['diff file2', `${STRICT}echo "${SUM}  t" > sums\nsha256sum t | diff sums -`],
  ['cmp files', `${STRICT}echo "${SUM}  t" > sums\nsha256sum t > got\ncmp sums got`],
  ['echo | diff - got', `${STRICT}sha256sum t > got\necho "${SUM}  t" | diff got -`],
  ['sum %% *', `${GET}sum=$(sha256sum t); sum=\${sum%% *}; if [ "$sum" != ${SUM} ]; then exit 1; fi`],
  ['sum %% inline', `${GET}sum=$(sha256sum t)\nif [ "\${sum%% *}" != ${SUM} ]; then exit 1; fi`],
  ['sum :0:64', `${GET}sum=$(sha256sum t)\nif [ "\${sum:0:64}" != ${SUM} ]; then exit 1; fi`],
  ['array', `${STRICT}a=($(sha256sum t))\n[ "\${a[0]}" = ${SUM} ]`],
  ['array bare', `${STRICT}a=($(sha256sum t))\n[ "$a" = ${SUM} ]`],
  ['cut', `${STRICT}test $(sha256sum t | cut -f1 -d' ') = ${SUM}`],
  ['cut -c-64', `${STRICT}test $(sha256sum t | cut -c-64) = ${SUM}`],
  ['head -c 64', `${STRICT}test $(sha256sum t | head -c 64) = ${SUM}`],
  ['sed', `${STRICT}test "$(sha256sum t | sed 's/ .*//')" = ${SUM}`],
  ['tr -d', `${STRICT}test "$(sha256sum < t | tr -d ' -')" = ${SUM}`],
  ['tr -d2', `${STRICT}test "$(sha256sum < t | tr -d '[:space:]-')" = ${SUM}`],
  ['backticks', `${STRICT}[ \`sha256sum t | awk '{ print $1 }'\` = "${SUM}" ]`],
  ['x prefix', `${STRICT}[ "x$(sha256sum t | cut -d' ' -f1)" = "x${SUM}" ]`],
  ['openssl cmp', `${STRICT}[ "$(openssl dgst -sha256 t | awk '{print $2}')" = ${SUM} ]`],
  ['openssl cmp full', `${STRICT}[ "$(openssl dgst -sha256 t)" = "SHA256(t)= ${SUM}" ]`],
  ['openssl -r', `${STRICT}[ "$(openssl dgst -sha256 -r t | cut -d' ' -f1)" = ${SUM} ]`],
  ['echo unquoted', `${STRICT}[ "$(echo $(sha256sum t) | cut -d' ' -f1)" = ${SUM} ]`],
  ['sum = "S  t"', `${STRICT}[ "$(sha256sum t)" = "${SUM}  t" ]`],
  ['if ! exit', `${GET}if ! echo "${SUM}  t" | sha256sum -c -; then exit 1; fi`],
  ['fn verify', `verify() { echo "$2  $1" | sha256sum -c -; }\n${STRICT}verify t ${SUM}`],
  [
    'fn verify if',
    `verify() {\n  local actual\n  actual=$(sha256sum "$1" | cut -d' ' -f1)\n  if [ "$actual" != "$2" ]; then\n    echo "mismatch" >&2\n    exit 1\n  fi\n}\nwget -O t ${FILE}\nverify t ${SUM}`,
  ],
  [
    'fn verify return',
    `verify() {\n  local actual=$(sha256sum "$1" | cut -d' ' -f1)\n  if [ "$actual" != "$2" ]; then\n    return 1\n  fi\n}\nwget -O t ${FILE}\nverify t ${SUM} || exit 1`,
  ],
  [
    'fn check die',
    `die() { echo "$*" >&2; exit 1; }\ncheck_sum() { [ "$(sha256sum "$1" | cut -d' ' -f1)" = "$2" ] || die "bad"; }\nwget -O t ${FILE}\ncheck_sum t ${SUM}`,
  ],
  [
    'fn download_and_verify',
    `download_and_verify() {\n  local url=$1 sum=$2 out=$3\n  curl -fsSL -o "$out" "$url"\n  echo "$sum  $out" | sha256sum -c -\n}\nset -e\ndownload_and_verify ${FILE} ${SUM} t`,
  ],
  ['fn grep', `check() { sha256sum "$1" | grep -q "$2" || exit 1; }\nwget -O t ${FILE}\ncheck t ${SUM}`],
  [
    'subshell cd',
    `set -e\nmkdir d\nwget -O d/t ${FILE}\necho "${SUM}  t" > d/t.sha256\n(cd d && sha256sum -c t.sha256)`,
  ],
  ['&& chain', `FROM scratch\nRUN wget -O t ${FILE} && echo "${SUM}  t" > s && sha256sum -c s && tar xf t`],
  ['|| rm && exit', `${GET}echo "${SUM}  t" | sha256sum -c - || (rm t && exit 1)`],
  ['|| (exit 1) errexit', `${STRICT}echo "${SUM}  t" | sha256sum -c - || (echo bad; exit 1)`],
  [
    'loop all -c',
    `set -e\nfor f in a b; do wget -O $f https://example.com/$f-1.0; done\nfor f in a b; do echo "${SUM}  $f"; done | sha256sum -c -\nsh a\nsh b`,
  ],
  [
    'case OK',
    `${STRICT}case $(uname -m) in x) s=${SUM};; *) s=${OTHER};; esac\necho "$s  t" | sha256sum -c - | grep OK`,
  ],
  ['case grep', `${STRICT}case $(uname -m) in x) s=${SUM};; *) s=${OTHER};; esac\nsha256sum t | grep $s`],
  [
    'case arms echo OK',
    `${STRICT}case $(uname -m) in x) echo "${SUM}  t";; *) echo "${OTHER}  t";; esac | sha256sum -c - | grep OK`,
  ],
  [
    'case file grep',
    `set -e\ncase $(uname -m) in x) s=${SUM} f=a;; *) s=${OTHER} f=b;; esac\nwget -O $f https://example.com/$f-1.0\nsha256sum $f | grep $s\nsh $f`,
  ],
  [
    'two files FAILED',
    `${GET}wget -O u ${FILE}2\nif printf '${SUM}  t\n${OTHER}  u\n' | sha256sum -c - | grep -q FAILED; then exit 1; fi\nsh u`,
  ],
  [
    'two files -v OK',
    `${GET}wget -O u ${FILE}2\nif printf '${SUM}  t\n${OTHER}  u\n' | sha256sum -c - | grep -qv OK; then exit 1; fi\nsh u`,
  ],
  ['tee between', `${STRICT}sha256sum t | tee log | grep ${SUM}`],
  ['assigned grep', `${STRICT}x=$(sha256sum t | grep ${SUM})`],
  ['if != || flag', `${GET}if [ "$(sha256sum t | cut -c-64)" != ${SUM} ] || [ ! -s t ]; then exit 1; fi`],
  ['[ != ] && exit', `${GET}[ "$(sha256sum t | cut -c-64)" != ${SUM} ] && exit 1`],
  ['fn [ != ] && exit', `v() { [ "$(sha256sum $1 | cut -c-64)" != $2 ] && exit 1; }\n${GET}v t ${SUM}`],
  [
    'fn [ != ] && echo && exit',
    `v() { [ "$(sha256sum $1 | cut -c-64)" != $2 ] && echo bad && exit 1; }\n${GET}v t ${SUM}`,
  ],
  [
    'fn [[ != || != ]] exit',
    `v() { if [[ ! -f $1 || "$(sha256sum $1 | cut -c-64)" != $2 ]]; then exit 1; fi; }\n${GET}v t ${SUM}`,
  ],
  [
    'uncalled fn return',
    `f() { wget -O t ${FILE}; if ! echo "${SUM}  t" | sha256sum -c -; then return 1; fi; tar xf t; make -C tool; }`,
  ],
  [
    'uncalled fn || return',
    `f() { wget -O t ${FILE}; echo "${SUM}  t" | sha256sum -c - || return; tar xf t; make -C tool; }`,
  ],
  ['folders', `if [ -n "$D" ]; then cd "$D"; fi\n${GET}if ! sha256sum t | grep ${SUM}; then exit 1; fi`],
  [
    'arms that exit',
    `case "$(uname -m)" in a) arch=x;; b) arch=y;; *) echo no && exit 1;; esac\nset -e\nwget -O t https://example.com/$arch-1.0\ncase $arch in x) echo "${SUM}  t";; y) echo "${OTHER}  t";; esac | sha256sum -c -`,
  ],
  ['case', `${GET}case "$(sha256sum t)" in ${SUM}*) ;; *) exit 1;; esac`],
  ['case space', `${GET}case "$(sha256sum t)" in "${SUM} "*) ;; *) echo no; exit 1;; esac`],
  ['case full', `${GET}case "$(sha256sum t | cut -d' ' -f1)" in ${SUM}) ;; *) exit 1;; esac`],
  ['case two good', `${GET}case "$(sha256sum t)" in ${SUM}*|${OTHER}*) ;; *) exit 1;; esac`],
  ['case two arms', `${GET}case "$(sha256sum t)" in ${SUM}*) ;; ${OTHER}*) ;; *) exit 1;; esac`],
  [
    'case default return fn',
    `v() { case "$(sha256sum $1)" in "$2 "*) ;; *) echo bad; exit 1;; esac; }\n${GET}v t ${SUM}`,
  ],
  ['case var', `${GET}s=$(sha256sum t | cut -d' ' -f1)\ncase $s in ${SUM}) ;; *) exit 1;; esac`],
  ['read procsub', `${GET}read sum _ < <(sha256sum t)\n[ "$sum" = ${SUM} ] || exit 1`],
  ['read -r herestr', `${GET}read -r sum _ <<< "$(sha256sum t)"\n[ "$sum" = ${SUM} ] || exit 1`],
  ['read file', `${GET}sha256sum t > s.txt\nread s _ < s.txt\n[ "$s" = ${SUM} ] || exit 1`],
  ['set --', `${STRICT}set -- $(sha256sum t)\n[ "$1" = ${SUM} ]`],
  ['shasum -c sha256 list', `${STRICT}echo "${SUM}  t" | shasum -c -`],
  ['rc', `${GET}echo "${SUM}  t" | sha256sum -c -\nif [ $? -ne 0 ]; then exit 1; fi`],
  ['rc2', `${GET}echo "${SUM}  t" | sha256sum -c -\n[ $? -eq 0 ] || exit 1`],
  ['rc3', `${GET}echo "${SUM}  t" | sha256sum -c -\nif [ $? != 0 ]; then echo bad; exit 1; fi`],
  ['rc4', `${GET}echo "${SUM}  t" | sha256sum -c -\nrc=$?\nif [ "$rc" != "0" ]; then echo bad; exit 1; fi`],
  [
    'rc fn',
    `v() { echo "$2  $1" | sha256sum -c -; local rc=$?; if [ "$rc" -ne 0 ]; then echo bad; exit $rc; fi; }\n${GET}v t ${SUM}`,
  ],
  ['rc fn status', `v() { echo "$2  $1" | sha256sum -c -; }\n${GET}v t ${SUM}\nif [ $? -ne 0 ]; then exit 1; fi`],
  ['rc && exit', `${GET}echo "${SUM}  t" | sha256sum -c -\n[ $? -ne 0 ] && exit 1`],
  ['rc [[', `${GET}echo "${SUM}  t" | sha256sum -c -\n[[ $? == 0 ]] || { echo no; exit 1; }`],
  ['rc else', `${GET}echo "${SUM}  t" | sha256sum -c -\nif [ $? -eq 0 ]; then echo ok; else exit 1; fi`],
  ['rc grep', `${GET}sha256sum t | grep -q ${SUM}\nif [ $? -ne 0 ]; then exit 1; fi`],
  ['rc compare', `${GET}[ "$(sha256sum t | cut -c-64)" = ${SUM} ]\nif [ $? -ne 0 ]; then exit 1; fi`],
  [
    'unpacked behind a check in a chain',
    `FROM scratch\nRUN wget -O t ${FILE} && echo "${SUM}  t" | sha256sum -c - && tar xf t && cd tool-1.0 && make && cd .. ; rm -rf t tool-1.0\nRUN yum install -y ./other/x.rpm`,
  ],
  [
    'fn != return asked by if !',
    `v() { if [ "$(sha256sum $1 | cut -c-64)" != "$2" ]; then return 1; fi; }\n${GET}if ! v t ${SUM}; then exit 1; fi`,
  ],
  ['the sum at the left', `${STRICT}[[ ${SUM} == $(sha256sum t | cut -c-64) ]]`],
  ['the sum at the left, test', `${STRICT}test "${SUM}  t" = "$(sha256sum t)"`],
  [
    'success of both',
    `${GET}if [ "$(sha256sum t | cut -c-64)" != ${SUM} ] || [ "$(md5sum t | cut -c-32)" != ${MD5} ]; then exit 1; fi`,
  ],
];

const free: readonly Row[] = [
  ['grep OK nothing asks', `${GET}echo "${SUM}  t" | sha256sum -c - | grep OK`],
  ['grep OK || true', `${STRICT}echo "${SUM}  t" | sha256sum -c - | grep OK || true`],
  ['grep -v FAILED', `${STRICT}echo "${SUM}  t" | sha256sum -c - | grep -v FAILED`],
  ['grep -v OK', `${STRICT}echo "${SUM}  t" | sha256sum -c - | grep -v OK`],
  ['grep -c FAILED', `${STRICT}echo "${SUM}  t" | sha256sum -c - | grep -c FAILED`],
  ['grep t', `${STRICT}echo "${SUM}  t" | sha256sum -c - | grep t`],
  ['grep FAILED', `${STRICT}echo "${SUM}  t" | sha256sum -c - | grep FAILED`],
  ['if grep FAILED echo', `${GET}if echo "${SUM}  t" | sha256sum -c - | grep FAILED; then echo bad; fi`],
  ['grep OK|FAILED', `${STRICT}echo "${SUM}  t" | sha256sum -c - | grep -E 'OK|FAILED'`],
  [
    'grep OK two files',
    `${STRICT}wget -O u ${FILE}2\nprintf '${SUM}  t\\n${OTHER}  u\\n' | sha256sum -c - | grep -q OK`,
  ],
  ['grep OK | tee', `${STRICT}echo "${SUM}  t" | sha256sum -c - | grep OK | tee log`],
  ['check | tee', `${STRICT}echo "${SUM}  t" | sha256sum -c - | tee log`],
  ['check | cat', `${STRICT}echo "${SUM}  t" | sha256sum -c - | cat`],
  ['sum | grep unknown var', `${STRICT}sha256sum t | grep -q "$SUM"`],
  ['sum | grep var empty', `${STRICT}SUM=\nsha256sum t | grep -q "$SUM"`],
  ['sum | grep || true', `${STRICT}sha256sum t | grep ${SUM} || true`],
  ['sum | grep short', `${STRICT}sha256sum t | grep 0123456`],
  ['sum | grep 16 prefix', `${STRICT}sha256sum t | grep ^${SUM.slice(0, 16)}`],
  ['sum | grep -v', `${STRICT}sha256sum t | grep -v ${SUM}`],
  ['sum | grep name', `${STRICT}sha256sum t | grep t`],
  ['sum | grep alternatives', `${STRICT}sha256sum t | grep -E '${SUM}|0'`],
  ['sum | grep basic bar', `${STRICT}sha256sum t | grep '${SUM}\\|0'`],
  ['sum | grep star', `${STRICT}sha256sum t | grep '${SUM.slice(0, -1)}*'`],
  ['other file | grep', `${STRICT}sha256sum u | grep ${SUM}`],
  ['sum of two | grep', `${STRICT}wget -O u ${FILE}2\nsha256sum t u | grep ${SUM}`],
  ['sum | grep file', `${STRICT}sha256sum t | grep -f sums`],
  ['sum | grep two patterns', `${STRICT}sha256sum t | grep -e ${SUM} -e 0`],
  ['sum | grep operand file', `${STRICT}sha256sum t | grep ${SUM} sums.txt`],
  ['sum | grep no errexit', `${GET}sha256sum t | grep ${SUM}`],
  ['sum | grep -v other', `${STRICT}sha256sum t | grep -qv ${OTHER}`],
  ['! sum | grep', `${STRICT}! sha256sum t | grep ${SUM}`],
  ['sum | grep && echo', `${STRICT}sha256sum t | grep ${SUM} && echo ok`],
  ['cksum crc', `${STRICT}cksum t | grep 1234567890`],
  ['[[ =~ alt ]]', `${STRICT}[[ "$(sha256sum t)" =~ ${SUM}|0 ]]`],
  ['[[ =~ short ]]', `${STRICT}[[ "$(sha256sum t)" =~ 0123 ]]`],
  ['[[ == short* ]]', `${STRICT}[[ $(sha256sum t) == 0123456789* ]]`],
  ['[[ =~ no errexit', `${GET}[[ "$(sha256sum t)" =~ ${SUM} ]]`],
  ['case echo', `${GET}case "$(sha256sum t)" in ${SUM}*) ;; *) echo no;; esac`],
  ['case short', `${GET}case "$(sha256sum t)" in 0123*) ;; *) exit 1;; esac`],
  ['case two sums', `${GET}case "$(sha256sum t)" in ${SUM}*) ;; 0*) ;; *) exit 1;; esac`],
  ['sum :0:8', `${GET}sum=$(sha256sum t)\nif [ "\${sum:0:8}" != 01234567 ]; then exit 1; fi`],
  ['head -c 8', `${STRICT}test $(sha256sum t | head -c 8) = 01234567`],
  ['if ! echo warn', `${GET}if ! echo "${SUM}  t" | sha256sum -c -; then echo warn; fi`],
  ['if ! rm', `${GET}if ! echo "${SUM}  t" | sha256sum -c -; then rm -f u; fi`],
  ['rc warn', `${GET}echo "${SUM}  t" | sha256sum -c -\nif [ $? != 0 ]; then echo bad; fi`],
  ['rc of another', `${GET}echo "${SUM}  t" | sha256sum -c -\necho done\nif [ $? != 0 ]; then echo bad; exit 1; fi`],
  ['rc turned', `${GET}echo "${SUM}  t" | sha256sum -c -\nif [ $? = 0 ]; then exit 1; fi`],
  [
    'fn verify return unasked',
    `verify() {\n  local actual=$(sha256sum "$1" | cut -d' ' -f1)\n  if [ "$actual" != "$2" ]; then\n    return 1\n  fi\n}\nwget -O t ${FILE}\nverify t ${SUM}`,
  ],
  ['; RUN', `FROM scratch\nRUN wget -O t ${FILE}; echo "${SUM}  t" | sha256sum -c - ; tar xf t`],
  ['used after then', `${GET}sh t\nset -e\necho "${SUM}  t" | sha256sum -c -`],
  ['glob | grep', `${STRICT}wget -O t2 ${FILE}2\nsha256sum * | grep ${SUM}`],
  [
    'loop all | grep',
    `set -e\nfor f in a b; do wget -O $f https://example.com/$f-1.0; done\nfor f in a b; do sha256sum $f; done | grep ${SUM}\nsh a\nsh b`,
  ],
  [
    'loop all -c | grep OK',
    `set -e\nfor f in a b; do wget -O $f https://example.com/$f-1.0; done\nfor f in a b; do echo "${SUM}  $f"; done | sha256sum -c - | grep OK\nsh a\nsh b`,
  ],
  [
    'two checks OK',
    `${STRICT}wget -O u ${FILE}2\n{ echo "${SUM}  t" | sha256sum -c; echo "${OTHER}  u" | sha256sum -c; } | grep OK\nsh u`,
  ],
  [
    'two lists OK',
    `${STRICT}wget -O u ${FILE}2\necho "${SUM}  t" > a; echo "${OTHER}  u" > b; sha256sum -c a b | grep OK\nsh u`,
  ],
  ['status FAILED', `${GET}if echo '${SUM}  t' | sha256sum -c --status - | grep -q FAILED; then exit 1; fi`],
  [
    'named FAILED',
    `${GET}wget -O u ${FILE}2\nif printf '${SUM}  t\n${OTHER}  u\n' | sha256sum -c - | grep -q 'u: FAILED'; then exit 1; fi\nsh u`,
  ],
  ['file called OK', `set -e\nwget -O OK.t ${FILE}\necho "${SUM}  OK.t" | sha256sum -c - | grep OK\nsh OK.t`],
  ['echo beside', `${STRICT}{ echo ${SUM}; sha256sum t; } | grep ${SUM}`],
  ['local assigned grep', `f() { local x=$(sha256sum t | grep ${SUM}); }\n${STRICT}f`],
  ['grep head', `${STRICT}sha256sum t | grep ${SUM} | head -1`],
  ['if grep else echo', `${GET}if sha256sum t | grep -q ${SUM}; then echo ok; else echo bad; fi`],
  ['if != && flag', `${GET}if [ "$(sha256sum t | cut -c-64)" != ${SUM} ] && [ -n "$STRICT" ]; then exit 1; fi`],
  ['if flag && !=', `${GET}if [ -n "$STRICT" ] && [ "$(sha256sum t | cut -c-64)" != ${SUM} ]; then exit 1; fi`],
  ['if == exit', `${GET}if [ "$(sha256sum t | cut -c-64)" = ${SUM} ]; then exit 1; fi`],
  [
    'fn [[ != && ]] exit',
    `v() { if [[ -n $X && "$(sha256sum $1 | cut -c-64)" != $2 ]]; then exit 1; fi; }\n${GET}v t ${SUM}`,
  ],
  ['fn in subshell exit', `v() { ( if [ "$(sha256sum $1 | cut -c-64)" != $2 ]; then exit 1; fi ); }\n${GET}v t ${SUM}`],
  [
    'fn in pipe exit',
    `v() { if [ "$(sha256sum $1 | cut -c-64)" != $2 ]; then exit 1; fi; }\n${GET}v t ${SUM} | tee log`,
  ],
  [
    'fn in substitution',
    `v() { if [ "$(sha256sum $1 | cut -c-64)" != $2 ]; then exit 1; fi; }\n${GET}echo $(v t ${SUM})`,
  ],
  ['fn in bg', `v() { if [ "$(sha256sum $1 | cut -c-64)" != $2 ]; then exit 1; fi; }\n${GET}v t ${SUM} &`],
  [
    'fn called in one arm',
    `v() { if [ "$(sha256sum $1 | cut -c-64)" != $2 ]; then exit 1; fi; }\n${GET}if [ -n "$C" ]; then v t ${SUM}; fi`,
  ],
  ['fn never called', `v() { if [ "$(sha256sum t | cut -c-64)" != ${SUM} ]; then exit 1; fi; }\n${GET}`],
  [
    'fn returns early',
    `v() { [ -n "$SKIP" ] && return 0; if [ "$(sha256sum $1 | cut -c-64)" != $2 ]; then exit 1; fi; }\n${GET}v t ${SUM}`,
  ],
  ['|| (exit 1)', `${GET}echo "${SUM}  t" | sha256sum -c - || (echo bad; exit 1)`],
  [
    'uncalled fn return no',
    `f() { wget -O t ${FILE}; if ! echo "${SUM}  t" | sha256sum -c -; then echo; fi; tar xf t; make -C tool; }`,
  ],
  [
    'called fn return use behind',
    `f() { wget -O t ${FILE}; if ! echo "${SUM}  t" | sha256sum -c -; then return 1; fi; }\nf`,
  ],
  ['case one and weak', `${GET}case "$(sha256sum t)" in ${SUM}*|abc*) ;; *) exit 1;; esac`],
  ['case no default', `${GET}case "$(sha256sum t)" in ${SUM}*) echo ok;; esac`],
  [
    'case default return fn2',
    `v() { case "$(sha256sum $1)" in "$2 "*) ;; *) echo bad; return 1;; esac; }\n${GET}v t ${SUM}`,
  ],
  ['case good exits', `${GET}case "$(sha256sum t)" in ${SUM}*) exit 1;; *) ;; esac`],
  ['read pipe', `${GET}sha256sum t | read s _\n[ "$s" = ${SUM} ]`],
  ['set -- other', `${STRICT}set -- $(sha256sum u)\n[ "$1" = ${SUM} ]`],
  ['while read sums', `${STRICT}while read s f; do [ "$s" = ${SUM} ] || exit 1; done < <(sha256sum t)`],
  ['rc exit 0 arm', `${GET}echo "${SUM}  t" | sha256sum -c -\nif [ $? -eq 0 ]; then exit 1; else echo; fi`],
  ['rc of one', `${GET}echo "${SUM}  t" | sha256sum -c -\nif [ $? -ne 1 ]; then exit 1; fi`],
  ['rc pipe', `${GET}echo "${SUM}  t" | sha256sum -c - | tee log\nif [ $? -ne 0 ]; then exit 1; fi`],
  ['rc two commands', `${GET}echo "${SUM}  t" | sha256sum -c -; ls\nif [ $? -ne 0 ]; then exit 1; fi`],
  ['rc wrong variable', `${GET}echo "${SUM}  t" | sha256sum -c -\nrc=$?\nif [ $r -ne 0 ]; then exit 1; fi`],
  [
    'unpacked before a check in a chain',
    `FROM scratch\nRUN wget -O t ${FILE} && tar xf t && echo "${SUM}  t" | sha256sum -c - && ls ; rm -rf t\nRUN make -C tool-1.0/src`,
  ],
  ['unpacked, chain in a script', `${GET}tar xf t\necho "${SUM}  t" | sha256sum -c - && ls\n./tool-1.0/install`],
  [
    'fn return asked by if, used behind',
    `v() { echo "$2  $1" | sha256sum -c - || return 1; }\n${GET}if v t ${SUM}; then echo ok; else echo bad; fi\ntar xf t; make -C tool`,
  ],
  [
    'fn return asked by ||',
    `v() { echo "$2  $1" | sha256sum -c - || return 1; }\n${GET}v t ${SUM} || echo bad\ntar xf t; make -C tool`,
  ],
  ['part of the hash as a pattern', `${STRICT}[[ ${SUM} == $(sha256sum t | cut -c-8)* ]]`],
  ['part of the hash as an expression', `${STRICT}[[ ${SUM} =~ $(sha256sum t | cut -c-8) ]]`],
  ['part of the hash within', `${STRICT}[[ "${SUM}  t" == *"$(sha256sum t | cut -c-8)"* ]]`],
  ['part then grep', `${STRICT}sha256sum t | cut -c-8 | grep 01234567`],
  ['grep in a loop of patterns', `${STRICT}for p in ${SUM} 0; do sha256sum t | grep $p && break; done`],
  ['grep pattern with newline', `${STRICT}sha256sum t | grep "${SUM}\n0"`],
  ['wrong algorithm', `${STRICT}sha1sum t | grep ${SUM.slice(0, 32)}`],
  ['success in subshell', `${GET}(if [ "$(sha256sum t | cut -c-64)" != ${SUM} ]; then exit 1; fi)`],
  ['success break', `${GET}for i in 1 2; do if [ "$(sha256sum t | cut -c-64)" != ${SUM} ]; then break; fi; done`],
  ['elif', `${GET}if [ -n "$A" ]; then echo; elif [ "$(sha256sum t | cut -c-64)" != ${SUM} ]; then exit 1; fi`],
  ['or list other sum', `${GET}sha256sum t | grep -q ${SUM} || sha256sum t | grep -q 0 || exit 1`],
  [
    'errexit in substitution',
    `set -e\nv() { if [ "$(sha256sum $1 | cut -c-64)" != "$2" ]; then return 1; fi; }\nf() { wget -O t ${FILE}; v t ${SUM}; sh t; }\nx=$(f)\necho $x`,
  ],
  [
    'errexit in || true',
    `set -e\nv() { if [ "$(sha256sum $1 | cut -c-64)" != "$2" ]; then return 1; fi; }\nf() { wget -O t ${FILE}; v t ${SUM}; sh t; }\nf || true`,
  ],
  [
    'errexit in if',
    `set -e\nv() { if [ "$(sha256sum $1 | cut -c-64)" != "$2" ]; then return 1; fi; }\nf() { wget -O t ${FILE}; v t ${SUM}; sh t; }\nif f; then echo; fi`,
  ],
];

const weak: readonly Row[] = [
  ['md5 grep OK', `${STRICT}echo "${MD5}  t" | md5sum --check - | grep OK$`],
  ['shasum -c', `${STRICT}echo "${SHA1}  t" | shasum -c -`],
  ['md5 -q', `${STRICT}[ "$(md5 -q t)" = ${MD5} ]`],
  ['sha1 cut', `${STRICT}test $(sha1sum t | cut -d' ' -f1) = ${SHA1}`],
];

/** What uses the file stands in these by itself. */
const heldInside: readonly Row[] = [
  [
    'a return of a function that nothing calls',
    `f() { ${GET}if ! echo "${SUM}  t" | sha256sum -c -; then return 1; fi; sh t; }`,
  ],
  ['a return of one that is called', `f() { ${GET}echo "${SUM}  t" | sha256sum -c - || return; sh t; }\nf\necho done`],
  [
    'a return that if asks for',
    `v() { echo "$2  $1" | sha256sum -c - || return 1; }\n${GET}if v t ${SUM}; then sh t; else echo bad; fi`,
  ],
  [
    'a return behind which the file is gone',
    `v() { echo "$2  $1" | sha256sum -c - || return 1; }\n${GET}v t ${SUM} || rm t\n[ -f t ] || exit 1\nsh t`,
  ],
  [
    'a difference that && asks for',
    `v() { if [ "$(sha256sum $1 | cut -c-64)" != "$2" ]; then return 1; fi; }\n${GET}v t ${SUM} && sh t`,
  ],
  ['an arm of a case', `${GET}case "$(sha256sum t)" in ${SUM}*) sh t;; esac`],
];

it.each(held)('holds the build: %s', (_name, text) => {
  expect(verdicts(text)).toEqual(['exact']);
});

it.each(free)('lets it go on: %s', (_name, text) => {
  expect(verdicts(text)).toEqual(['versioned']);
});

it.each(weak)('is weak: %s', (_name, text) => {
  expect(read(text).map(({ verdict, why }) => [verdict, /\((?:md5|sha1) is weak/.test(why)])).toEqual([
    ['versioned', true],
  ]);
});

it.each(heldInside)('holds what uses it: %s', (_name, text) => {
  const { fetches } = readHost('build.sh', `#!/bin/bash\n${text}\n`);
  expect([...new Set(fetches.map(({ verdict }) => verdict))]).toEqual(['exact']);
});

function verdicts(text: string): readonly string[] {
  return [...new Set(read(text).map(({ verdict }) => verdict))];
}

/** The file is used behind every check. */
function read(text: string): ReturnType<typeof readHost>['fetches'] {
  if (text.startsWith('FROM')) return readHost('Dockerfile', text).fetches;
  return readHost('build.sh', `#!/bin/bash\n${text}\ntar xf t\nmake -C tool\n`).fetches;
}
