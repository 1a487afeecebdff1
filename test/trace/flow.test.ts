import { expect, it } from 'vitest';
import { wrapper } from '../../src/match/index.ts';
import { guardKey } from '../../src/model/guard.ts';
import type { Standing } from '../../src/model/invocation.ts';
import { knownText, showPieces } from '../../src/model/value.ts';
import { commandsOf, invocationsOf, linesOf, traceFile } from './run.ts';

it.each([
  ['a known condition picks its arm', 'A=x; if [ "$A" = x ]; then wget 1; else wget 2; fi', ['wget 1']],
  ['an unknown one keeps both', 'if [ "$A" = x ]; then wget 1; else wget 2; fi', ['wget 1', 'wget 2']],
  ['an assignment in both arms', 'if [ "$A" = x ]; then V=1; else V=2; fi; wget $V', ['wget 1', 'wget 2']],
  ['an assignment in one arm', 'V=1; if [ -f x ]; then V=2; fi; wget $V', ['wget 1', 'wget 2']],
  ['a default by test', 'if [ -z "$V" ]; then V=master; fi; wget $V', ['wget master']],
  ['a default by test in one line', '[ -n "$V" ] || V=master; [ -z "$W" ] && W=1; wget $V $W', ['wget master 1']],
  [
    'case chooses two together',
    'case $1 in a) V=1 S=x;; b) V=2 S=y;; *) exit 1;; esac; wget $V $S',
    ['wget 1 x', 'wget 2 y'],
  ],
  [
    'the same question twice',
    'case $1 in a) V=1;; b) V=2;; *) exit 1;; esac; case $1 in a) S=x;; b) S=y;; esac; wget $V $S',
    ['wget 1 x', 'wget 2 y'],
  ],
  [
    'a test and a case ask the same',
    'case $A in x) V=1;; *) V=2;; esac; if [ "$A" = x ]; then wget $V; fi',
    ['wget 1'],
  ],
  [
    'case inside a substitution inside quotes',
    'wget "h/$(case $A in x) echo 1;; *) echo 2;; esac).tgz"',
    ['echo 1', 'echo 2', 'wget h/1.tgz', 'wget h/2.tgz'],
  ],
  [
    'an arm within an arm that leaves',
    'case $1 in a) case $2 in b) V=1;; *) exit 1;; esac;; *) exit 1;; esac; wget $V',
    ['wget 1'],
  ],
  [
    'a condition within a condition that leaves',
    'if [ "$A" = x ]; then if [ "$B" = y ]; then V=1; else exit 1; fi; else exit 1; fi; wget $V',
    ['wget 1'],
  ],
  [
    'arms within several arms that leave',
    'case $1 in a) case $2 in x) V=1;; *) exit 1;; esac;; b) case $2 in y) V=2;; *) exit 1;; esac;; *) exit 1;; esac; wget $V',
    ['wget 1', 'wget 2'],
  ],
  [
    'what left a turn is not left behind the loop',
    'V=1; for r in a b; do case $1 in x) V=2;; y) V=3;; *) continue;; esac; done; wget $V',
    ['wget 1', 'wget 2', 'wget 3'],
  ],
  [
    'what left a function is not left behind the call',
    'V=1; f() { case $1 in x) V=2;; y) V=3;; *) return;; esac; }; f "$A"; wget $V',
    ['wget 1', 'wget 2', 'wget 3'],
  ],
  [
    'what left a subshell is not left behind it',
    'V=1; case $1 in x) V=2;; y) V=3;; *) (exit 1);; esac; wget $V',
    ['wget 1', 'wget 2', 'wget 3'],
  ],
  [
    'parameters that a loop sorts out and gives back',
    'P=(); while [ $# -gt 0 ]; do case $1 in -*) exit 1;; *) P+=("$1"); shift;; esac; done; set -- "${P[@]}"; if [ $# -lt 2 ]; then exit; fi; wget $2',
    ['wget $2'],
  ],
  [
    'parameters that are set in one arm only',
    'while [ $# -gt 0 ]; do A="$A $1"; shift; done; [ -z "$A" ] || set -- "$A"; [ $# -eq 0 ] || exit 1; wget u',
    ['wget u'],
  ],
  ['parameters set in one arm, or not', 'set -- a; if [ "$A" ]; then set -- b c; fi; wget $1', ['wget b', 'wget a']],
  [
    'a question behind a command that may fail',
    'update && [ "$A" ] && V=1 || V=2; wget $V',
    ['update', 'wget 1', 'wget 2'],
  ],
  [
    'a known answer behind a command that may fail',
    'wget a && [ 1 = 1 ] && wget b || wget c',
    ['wget a', 'wget b', 'wget c'],
  ],
  [
    'exit leaves the join',
    'if [ "$A" = x ]; then V=1; elif [ "$A" = y ]; then V=2; else exit 1; fi; wget $V',
    ['wget 1', 'wget 2'],
  ],
  ['return leaves the join', 'f() { if [ "$1" = x ]; then V=1; return; fi; V=2; }; f x; wget $V', ['wget 1']],
  ['a loop over literals', 'for r in a b; do wget $r; done', ['wget a', 'wget b']],
  [
    'two loops over the same list pair up',
    'for r in a b; do V=$r; done; for r in a b; do wget $r-$r; done',
    ['wget a-a', 'wget b-b'],
  ],
  [
    'a loop over words of arms',
    'if x; then L="a b"; else L=c; fi; for r in $L; do wget $r; done',
    ['x', 'wget a', 'wget b', 'wget c'],
  ],
  [
    'a loop over words of an arm',
    'L=; if x; then L="a b"; fi; for r in $L; do wget $r; done',
    ['x', 'wget a', 'wget b'],
  ],
  [
    'a program that may not be there',
    'W=$(which wget); if [ -z "$W" ]; then curl 1; else $W 2; fi',
    ['which wget', 'curl 1', 'wget 2'],
  ],
  ['a value that a loop builds from itself', 'for r in a b; do V="$V $r"; done; wget "$V"', ['wget $V']],
  ['a function before what it uses', 'f() { wget $V; }; V=1; f', ['wget 1']],
  ['a function that nothing calls', 'f() { wget "$1" "${2:-d}"; }', ['wget $1 d']],
  ['a function that only another one calls', 'g() { wget "$1"; }; f() { g a; }', ['wget a']],
  ['recursion ends', 'f() { wget x; f; }; f', ['wget x', 'f']],
  ['a program in a variable', 'dl="curl -fsSL"; $dl u', ['curl -fsSL u']],
  ['a program by branch', 'if [ -f x ]; then dl=wget; else dl=curl; fi; $dl u', ['wget u', 'curl u']],
  ['nothing runs after exit', 'wget a; exit 0; wget b', ['wget a']],
  ['what runs after a command that may lead to exit', 'x && exit 1; wget b', ['x', 'wget b']],
  ['nothing runs after words and exit', 'echo no && exit 1; wget b', [':']],
  ['nor after a function that says them', 'die() { cd x; echo no; }; die && exit 1; wget b', ['cd x', ':']],
  [
    'an arm that says why it ends leaves the join',
    'case $1 in a) V=1;; *) echo no && exit 1;; esac; wget $V',
    [':', 'wget 1'],
  ],
  ['after a pipe that may', 'x | grep a && { y; exit 1; }; wget b', ['x', 'grep a', 'y', 'wget b']],
  ['after one that may return', 'f() { x && return; wget b; }; f', ['x', 'wget b']],
  ['after one that may end a turn', 'for i in 1 2; do x && break; wget b; done', ['x', 'wget b']],
  ['what such a command sets is not set behind it', 'V=1; x && { V=2; exit; }; wget $V', ['x', 'wget 1']],
  ['after commands that lead to exit together', 'x && y && exit 1 || z; wget b', ['x', 'y', 'z', 'wget b']],
  ['negation', 'A=x; if ! [ "$A" = x ]; then wget 1; fi; wget 2', ['wget 2']],
  [
    'and, or over conditions',
    'if [ "$A" = x ] || [ "$A" = y ]; then V=1; else V=2; fi; [ "$A" = y ] && wget $V',
    ['wget 1'],
  ],
  ['a condition with -a', 'A=x; if [ "$A" = x -a -n "$A" ]; then wget 1; else wget 2; fi', ['wget 1']],
  ['a pattern test', 'A=v1; if [[ $A == v* ]]; then wget 1; else wget 2; fi', ['wget 1']],
  ['a pattern of which a part is quoted', 'A=v1/x; if [[ $A == "v1/"* ]]; then wget 1; else wget 2; fi', ['wget 1']],
  ['a quoted star', 'A=v1; if [[ $A == "v"\'*\' ]]; then wget 1; else wget 2; fi', ['wget 2']],
  ['an escaped star', 'A=v1; if [[ $A == v\\* ]]; then wget 1; else wget 2; fi', ['wget 2']],
  ['a pattern in a variable', 'A=v1; P="v*"; if [[ $A == $P ]]; then wget 1; else wget 2; fi', ['wget 1']],
  ['a quoted pattern in a variable', 'A=v1; P="v*"; if [[ $A == "$P" ]]; then wget 1; else wget 2; fi', ['wget 2']],
  ['a case of which a part is quoted', 'case v1/x in "v1/"*) wget 1 ;; *) wget 2 ;; esac', ['wget 1']],
  ['a case of a quoted star', 'case v1 in "*") wget 1 ;; *) wget 2 ;; esac', ['wget 2']],
  ['a number test', 'A=3; if [ $A -ge 3 ]; then wget 1; else wget 2; fi', ['wget 1']],
])('%s', (_name, script, expected) => {
  expect(commandsOf(script)).toEqual(expected);
});

it('pairs what two loops over one list do', () => {
  const result = traceFile('x.sh', {
    'x.sh': 'for r in a b; do git clone $r; done\nfor r in a b; do git checkout $r; done',
  });
  const [clone, checkout] = invocationsOf(result);
  expect(clone?.variants.map((variant) => guardKey(variant.guard))).toEqual(
    checkout?.variants.map((variant) => guardKey(variant.guard)),
  );
});

it.each([
  ['a script by its path', { 'x.sh': 'A=1 ./b.sh u', 'b.sh': 'wget "$1" "$A" "$B"' }, ['wget u 1 $B']],
  ['a library', { 'x.sh': '. ./lib/v.sh; wget $V', 'lib/v.sh': 'V=1' }, ['wget 1']],
  [
    'a library beside the script',
    { 'x/x.sh': 'source "$(dirname "$0")/v.sh"; wget $V', 'x/v.sh': 'V=1' },
    ['dirname $PWD/x/x.sh', 'wget 1'],
  ],
  [
    'a library beside the script, by cd',
    { 'x/x.sh': 'D="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"; . $D/../v.sh; wget $V', 'v.sh': 'V=1' },
    ['dirname $PWD/x/x.sh', 'cd $PWD/x', 'pwd', 'wget 1'],
  ],
  ['a variable that is not exported', { 'x.sh': 'A=1; export B=2; ./b.sh', 'b.sh': 'wget "$A" "$B"' }, ['wget $A 2']],
  ['a script that runs itself', { 'x.sh': 'wget u; ./x.sh' }, ['wget u', 'wget u']],
])('runs %s', (_name, files, expected) => {
  const first = Object.keys(files)[0] ?? '';
  const wrapper = (
    words: readonly {
      readonly pieces: Parameters<typeof knownText>[0];
      readonly at: null | { file: string; start: number; end: number };
    }[],
  ) => {
    const name = knownText(words[0]?.pieces ?? []);
    const path = words[1];
    return (name === '.' || name === 'source') && path !== undefined
      ? ({ kind: 'file', path, args: words.slice(2), here: true } as const)
      : undefined;
  };
  const lines = linesOf(traceFile(first, files, wrapper));
  expect(lines).toEqual(expected);
});

it.each([
  ['without errexit', 'check; use', 'ignored no-errexit'],
  ['with errexit', 'set -e; check; use', 'stops'],
  ['last in the file', 'check', 'stops'],
  ['before && at the end', 'check && use', 'stops'],
  ['before && and more', 'check && use; more', 'skips 3'],
  ['under errexit before && and more', 'set -e; check && use; more', 'skips 3'],
  ['|| exit', 'check || exit 1; use', 'stops'],
  ['asked for its status behind it', 'check; if [ $? -ne 0 ]; then exit 1; fi; use', 'stops'],
  ['asked for its status by a variable', 'check; s=$?; [ "$s" = 0 ] || exit $s; use', 'stops'],
  ['asked for the status of another', 'check; x; if [ $? -ne 0 ]; then exit 1; fi; use', 'ignored no-errexit'],
  ['|| { ...; exit 1; }', 'check || { echo no; exit 1; }; use', 'stops'],
  ['|| die', 'die() { echo no; exit 1; }; check || die; use', 'stops'],
  ['|| exit 0', 'check || exit 0; use', 'ignored or-list'],
  ['|| true', 'set -e; check || true; use', 'ignored or-list'],
  ['if ! ...; then exit; fi', 'if ! check; then exit 1; fi; use', 'stops'],
  ['if ! a pipe; then exit; fi', 'if ! echo x | check; then exit 1; fi; use', 'stops'],
  ['a negation at the end', '! check', 'ignored negated'],
  ['if ...; then use; fi', 'if check; then use; fi; more', 'skips 4'],
  ['left of a pipe', 'set -e; check | cat', 'ignored pipe'],
  ['left of a pipe with pipefail', 'set -eo pipefail; check | cat', 'stops'],
  ['in the background', 'set -e; check & use', 'ignored background'],
  ['in a substitution', 'set -e; echo "$(check)"; use', 'ignored substitution'],
  ['in a substitution of a local variable', 'set -e; f() { local x=$(check); }; f; use', 'ignored substitution'],
  ['in one of two substitutions', 'set -e; x=$(check)$(date); use', 'ignored substitution'],
  ['in an assignment', 'set -e; x=$(check); use', 'stops'],
  ['in a quoted assignment', 'set -e; x="$(check)"; use', 'stops'],
  ['before another command of an assignment', 'set -e; x=$(check; date); use', 'ignored no-errexit'],
  ['in an assignment without errexit', 'x=$(check); use', 'ignored substitution'],
  ['in a subshell under errexit', 'set -e; (check; use); more', 'stops'],
  ['in a subshell without', '(check; use); more', 'ignored no-errexit'],
  ['in a function whose caller checks', 'f() { check || return 1; }; f || exit 1; use', 'stops'],
  ['in a function whose caller does not', 'f() { check || return 1; use; }; f; more', 'skips 5'],
])('says what a failure means: %s', (_name, script, expected) => {
  const check = invocationsOf(traceFile('x.sh', { 'x.sh': script })).find(
    (invocation) => showPieces(invocation.variants[0]?.words[0]?.pieces ?? []) === 'check',
  );
  const failure = check?.failure;
  const shown =
    failure?.kind === 'ignored'
      ? `ignored ${failure.why}`
      : failure?.kind === 'skips'
        ? `skips ${failure.until}`
        : failure?.kind;
  expect(shown).toBe(expected);
});

it.each([
  ['what an override of an empty value leads to is seen', 'V=${V:-}; if [ -n "${V:-}" ]; then wget x; fi', ['wget x']],
  ['a list that is filled from outside', 'for v in ${LIST:-}; do wget "u$v"; done', ['wget u$v']],
  ['a list that is filled through a program', 'V=${V:-}; for v in ${V//,/ }; do wget "u$v"; done', ['wget u$v']],
  ['a list that is surely empty', 'V=; for v in $V; do wget "u$v"; done; wget x', ['wget x']],
  ['what an override by another word leads to is seen', 'V=${V:-}; if [ "${V:+y}" ]; then wget x; fi', ['wget x']],
  [
    'what an override leads to is seen',
    'case "${1:-pip}" in pip) V=1;; uv) wget uv; V=2;; esac; wget $V',
    ['wget uv', 'wget 1'],
  ],
  ['there the value is unknown', 'V=${V:-a}; if [ "$V" = b ]; then wget "u$V"; fi; wget $V', ['wget u$V', 'wget a']],
  ['a loop that tries until it works', 'until wget a; do rm b; done; wget c', ['rm b', 'wget a', 'wget c']],
  ['a loop that shifts', 'set -- a b; while [ $# -gt 0 ]; do wget $1; shift; done', ['wget a', 'wget b']],
  ['an unquoted unknown is one argument', 'f() { wget "$2"; }; f $X y', ['wget y']],
  ['a variable that only some arms set', 'case $1 in a) V=1;; esac; if [ -n "$V" ]; then wget $V; fi', ['wget 1']],
  [
    'the arms of a loop are all there are',
    'for a in x y; do case $a in x) V=1;; *) V=2;; esac; wget $V; done',
    ['wget 1', 'wget 2'],
  ],
  [
    'left of || the last may fail',
    'git clone u && cd d && git checkout s || git checkout m',
    ['git clone u', 'cd d', 'git checkout s', 'git checkout m'],
  ],
])('%s', (_name, script, expected) => {
  expect(commandsOf(script)).toEqual(expected);
});

it.each([
  ['a statement', 'wget a; x', 'simple'],
  ['right of &&', 'x && sudo wget a', 'simple chained'],
  ['right of && in a group', 'x && { wget a; y; }', 'simple'],
  ['in what a command right of && calls', 'f() { wget a; }; x && f', 'simple'],
  ['in a substitution right of &&', 'x && V=$(wget a)', 'substitution'],
  ['in a test right of &&', 'x && [ "$(wget a)" = 1 ]', 'substitution'],
  ['left of ||', 'wget a || x', 'guarded'],
  ['right of ||', 'x || wget a', 'guarded'],
  ['right of || in a group', 'x || { wget a; }', 'simple'],
  ['a chain left of ||', 'x && wget a || y', 'guarded chained'],
  ['a chain in a group left of ||', '{ x && wget a; y; } || z', 'guarded chained'],
  ['negated right of &&', 'x && ! wget a', 'guarded'],
  ['in a pipe', 'wget a | x', 'guarded in simple 0-10'],
  ['in a pipe right of &&', 'x && wget a | y', 'guarded in simple chained 5-15'],
  ['in a negated pipe right of &&', 'x && ! wget a | y', 'guarded in guarded 7-17'],
  ['in a pipe right of ||', 'x || y | wget a', 'guarded in guarded 5-15'],
  ['in a group of a pipe', '{ wget a; } | x', 'guarded'],
])('says where a command stands: %s', (_name, script, expected) => {
  const wget = invocationsOf(traceFile('x.sh', { 'x.sh': script }, wrapper)).find((invocation) =>
    invocation.variants.some(({ words }) => words.some((word) => knownText(word.pieces) === 'wget')),
  );
  const show = ({ place, isChained }: Standing) => (isChained ? `${place} chained` : place);
  const pipeline = wget?.pipeline;
  const around = pipeline && ` in ${show(pipeline)} ${pipeline.span.start}-${pipeline.span.end}`;
  expect(wget && show(wget) + (around ?? '')).toBe(expected);
});
