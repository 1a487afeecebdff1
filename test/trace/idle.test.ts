import { expect, it } from 'vitest';
import { commandsOf } from './run.ts';

/** A command that was not run stands in the trace as `:`. */
it.each([
  ['text for a person', 'echo "building $V"; wget a', [':', 'wget a']],
  ['text on the error stream', 'echo "no $V" >&2; wget a', [':', 'wget a']],
  ['text that is thrown away', 'printf "%s\\n" "$V" > /dev/null; wget a', [':', 'wget a']],
  ['a heredoc for a person', 'cat <<EOF\nusage: $0\nEOF\nwget a', [':', 'wget a']],
  ['a function that talks', 'log() { local t=$(date); [ "$Q" = 1 ] || echo "$t $1"; }; log a; wget a', [':', 'wget a']],
  ['a function that calls it', 'log() { echo "$1"; }; warn() { log "W $1"; }; warn a; wget a', [':', 'wget a']],
  ['a choice between texts', 'if [ -z "$V" ]; then echo no; else echo yes; fi; wget a', [':', 'wget a']],
  ['text into a file', 'echo "$V" > f; wget a', ['echo $V', 'wget a']],
  ['text into a pipe', 'echo "$V" | sh; wget a', ['echo $V', 'sh', 'wget a']],
  ['text that a variable gets', 'x=$(echo a); wget $x', ['echo a', 'wget a']],
  ['a function whose text a variable gets', 'f() { echo a; }; x=$(f); wget $x', ['echo a', 'wget a']],
  ['a function whose text goes into a file', 'f() { echo a; }; f > v; wget $(cat v)', ['echo a', 'cat v', 'wget a']],
  ['a variable that a word sets', 'echo "${V:=a}"; wget $V', ['echo a', 'wget a']],
  ['a variable that is counted', 'V=1; echo $((V++)); wget $V', ['echo $((V++))', 'wget $V']],
  ['a variable that printf sets', 'printf -v V a; wget $V', ['printf a', 'wget a']],
  ['a download inside a word', 'echo "$(wget -qO- a)"', ['wget -qO- a', 'echo $(wget -qO- a)']],
  ['a process substitution', 'echo <(wget a)', ['wget a', 'echo /dev/fd/x.sh:1']],
  ['a function that sets a variable', 'f() { echo a; V=b; }; f; wget $V', [':', 'wget b']],
  ['a function that declares one for its caller', 'f() { echo a; export V=b; }; f; wget $V', [':', 'wget b']],
  ['a function that leaves', 'f() { echo a; exit 1; }; f; wget a', [':']],
  ['a function that is defined again', 'echo() { wget a; }; echo b', ['wget a']],
  ['a function that is told what to run', 'run() { echo "$*"; "$@"; }; run wget a', [':', 'wget a']],
  ['a loop that is left', 'for i in a b; do echo $i; break; done; wget $i', [':', 'wget b']],
  [
    'a comparison that may be a check',
    'S=$(shasum a); if [ "$S" = "$B" ]; then echo; fi; wget a',
    ['shasum a', '[ $(shasum a) = $B', ':', 'wget a'],
  ],
  ['a file that is shown', 'cat f; wget a', ['cat f', 'wget a']],
])('%s', (_name, script, expected) => {
  expect(commandsOf(script)).toEqual(expected);
});
