import { describe, expect, it } from 'vitest';
import { MASTER, OTHER, OTHER_SUM, PINS, refusal, rewritten, SUM } from './pins.ts';
import { unapply } from './scan.ts';

const A = 'https://example.com/a-1.2.tgz';
const B = 'https://example.com/b-1.2.tgz';
const GET = 'https://example.com/get.sh';

/** The check of a file as apply writes it. */
function check(name: string, quote = "'"): string {
  return `echo ${quote}${SUM}  ${name}${quote} | sha256sum -c - >/dev/null`;
}

const checkB = check('b-1.2.tgz').replace(SUM, OTHER_SUM);

describe('a download is checked in its own chain', () => {
  it.each([
    ['default name of wget', `wget ${A} && tar xf a-1.2.tgz`, `wget ${A} && ${check('a-1.2.tgz')} && tar xf a-1.2.tgz`],
    ['-O', `curl -fsSLO ${A} && make`, `curl -fsSLO ${A} && ${check('a-1.2.tgz')} && make`],
    ['-o behind the URL', `curl ${A} -o /x/a && make`, `curl ${A} -o /x/a && ${check('/x/a')} && make`],
    ['glued', `wget -qOa ${A} && make`, `wget -qOa ${A} && ${check('a')} && make`],
    [
      '--output-document=',
      `wget --output-document=a ${A} && make`,
      `wget --output-document=a ${A} && ${check('a')} && make`,
    ],
    ['a quoted variable', `wget -O "$D/a" ${A} && make`, `wget -O "$D/a" ${A} && ${check('$D/a', '"')} && make`],
    ['a variable', `wget -O $D ${A} && make`, `wget -O $D ${A} && ${check('$D', '"')} && make`],
    [
      'a variable in the URL',
      `V=1.2 && wget "https://example.com/a-$V.tgz" && make`,
      `V=1.2 && wget "https://example.com/a-$V.tgz" && ${check('a-$V.tgz', '"')} && make`,
    ],
    ['wget -P', `wget -P "$D" ${A} && make`, `wget -P "$D" ${A} && ${check('$D/a-1.2.tgz', '"')} && make`],
    [
      '--output-dir',
      `curl --output-dir x -O ${A} && make`,
      `curl --output-dir x -O ${A} && ${check('x/a-1.2.tgz')} && make`,
    ],
    ['a redirection', `curl -f ${A} 2>log >"$F" && make`, `curl -f ${A} 2>log >"$F" && ${check('$F', '"')} && make`],
    ['left of ||', `wget ${A} || exit 1`, `{ wget ${A} && ${check('a-1.2.tgz')}; } || exit 1`],
    ['under set -e', `set -e\nwget ${A}\nmake`, `set -e\nwget ${A}; ${check('a-1.2.tgz')}\nmake`],
    ['where nothing watches', `wget ${A}\nmake`, `wget ${A} && ${check('a-1.2.tgz')} || exit 1\nmake`],
    [
      'behind cd where nothing watches',
      `cd x && wget ${A}\nmake`,
      `cd x && { wget ${A} && ${check('a-1.2.tgz')} || exit 1; }\nmake`,
    ],
    [
      'in an if',
      `set -e\nif [ ! -f a ]; then wget -O a ${A}; fi\nmake`,
      `set -e\nif [ ! -f a ]; then wget -O a ${A}; ${check('a')}; fi\nmake`,
    ],
    [
      'mirrors',
      `wget -O a ${A} || curl -o a ${A} || exit 1`,
      `{ wget -O a ${A} && ${check('a')}; } || { curl -o a ${A} && ${check('a')}; } || exit 1`,
    ],
    [
      'a string in double quotes',
      `bash -c "wget -O \\"$D\\" ${A} && make"`,
      `bash -c "wget -O \\"$D\\" ${A} && ${check('$D', '\\"')} && make"`,
    ],
    [
      'a string in single quotes',
      `bash -c 'wget -O a ${A} && make'`,
      `bash -c 'wget -O a ${A} && ${check('a', '"')} && make'`,
    ],
    [
      'behind words of a comment that look like a list',
      `# what if\nwget ${A} && make`,
      `# what if\nwget ${A} && ${check('a-1.2.tgz')} && make`,
    ],
    [
      'behind a comment in a chain',
      `set -e\nmkdir x && \\\n  # all of it\n  wget ${A}\nmake`,
      `set -e\nmkdir x && \\\n  # all of it\n  { wget ${A}; ${check('a-1.2.tgz')}; }\nmake`,
    ],
    ['two files', `curl -O ${A} -O ${B} && make`, `curl -O ${A} -O ${B} && ${check('a-1.2.tgz')} && ${checkB} && make`],
    [
      'two files under set -e',
      `set -e\nwget ${B} ${A}\nmake`,
      `set -e\nwget ${B} ${A}; ${checkB}; ${check('a-1.2.tgz')}\nmake`,
    ],
    [
      'two files where nothing watches',
      `cd x && wget ${A} ${B}\nmake`,
      `cd x && { wget ${A} ${B} && ${check('a-1.2.tgz')} || exit 1 && ${checkB} || exit 1; }\nmake`,
    ],
    [
      'two files right of ||',
      `test -d x || curl -o x ${A} -o y ${B}`,
      `test -d x || { curl -o x ${A} -o y ${B} && ${check('x')} && ${check('y').replace(SUM, OTHER_SUM)}; }`,
    ],
    [
      'two files of which one has no pin',
      `wget ${A} https://example.com/c && make`,
      `wget ${A} https://example.com/c && ${check('a-1.2.tgz')} && make`,
    ],
    [
      'a file beside an archive of a repository',
      `curl -O ${A} -o lib.tgz https://github.com/acme/lib/archive/master.tar.gz && make`,
      `curl -O ${A} -o lib.tgz https://github.com/acme/lib/archive/${MASTER}.tar.gz && ${check('a-1.2.tgz')} && make`,
    ],
    [
      'two archives of repositories',
      'curl -LO https://github.com/acme/lib/archive/master.tar.gz -LO https://github.com/acme/other/archive/master.tar.gz',
      `curl -LO https://github.com/acme/lib/archive/${MASTER}.tar.gz -LO https://github.com/acme/other/archive/${OTHER}.tar.gz`,
    ],
    ['CRLF and no last newline', `wget -O a ${A} && \\\r\n\tmake`, `wget -O a ${A} && ${check('a')} && \\\r\n\tmake`],
  ])('%s', (_name, before, after) => {
    expect(rewritten({ 'a.sh': before })).toEqual({ 'a.sh': after });
  });

  it('in JSON form', () => {
    const run = (command: string) => `FROM scratch\nRUN ["sh", "-c", "${command}"]\n`;
    expect(rewritten({ Dockerfile: run(`wget -O a ${A} && make`) })).toEqual({
      Dockerfile: run(`wget -O a ${A} && ${check('a')} && make`),
    });
  });

  it('in a script that another one writes', () => {
    const write = (command: string) => `cat > s.sh <<EOF\n${command}\nEOF\nsh s.sh\n`;
    expect(rewritten({ 'a.sh': write(`wget -O a ${A} && make`) })).toEqual({
      'a.sh': write(`wget -O a ${A} && ${check('a')} && make`),
    });
  });
});

describe('what goes into a pipe goes through a file that is checked', () => {
  const piped = (command: string, joint = ' &&') =>
    `download=$(mktemp)${joint} ${command} > "$download"${joint} ${check('$download', '"')}${joint}`;
  const cleanup = 'rm -f "$download"';
  it.each([
    ['tar', `curl ${A} | tar xz -C /x`, `${piped(`curl ${A}`)} tar xz -C /x < "$download" && ${cleanup}`],
    [
      'a shell',
      `curl -s ${GET}|sh -s -- -y; ls`,
      `${piped(`curl -s ${GET}`)} sh -s -- -y < "$download" && ${cleanup}; ls`,
    ],
    ['sudo', `wget -qO- ${GET} | sudo bash -`, `${piped(`wget -qO- ${GET}`)} sudo bash - < "$download" && ${cleanup}`],
    [
      'a longer pipe',
      `curl ${A} | gunzip | tar x && make`,
      `${piped(`curl ${A}`)} gunzip < "$download" | tar x && ${cleanup} && make`,
    ],
    [
      'under set -e',
      `set -e\ncurl ${A} | tar x\nmake`,
      `set -e\n${piped(`curl ${A}`, ';')} tar x < "$download"; ${cleanup}\nmake`,
    ],
    [
      'negated',
      `if ! curl ${A} | tar x; then exit 1; fi`,
      `if ! { ${piped(`curl ${A}`)} tar x < "$download" && ${cleanup}; }; then exit 1; fi`,
    ],
    [
      'left of ||',
      `curl ${A} | tar x || exit 1`,
      `{ ${piped(`curl ${A}`)} tar x < "$download" && ${cleanup}; } || exit 1`,
    ],
    [
      'right of ||',
      `test -f x || curl ${A} | tar x`,
      `test -f x || { ${piped(`curl ${A}`)} tar x < "$download" && ${cleanup}; }`,
    ],
    [
      'behind a chain under set -e',
      `set -e\ncd x && curl ${A} | tar x\nmake`,
      `set -e\ncd x && { ${piped(`curl ${A}`, ';')} tar x < "$download"; ${cleanup}; }\nmake`,
    ],
    [
      'before a reader that reads nothing of it',
      `curl ${A} | tar x | (cat)`,
      `{ ${piped(`curl ${A}`)} tar x < "$download" && ${cleanup}; } | (cat)`,
    ],
    [
      'over lines',
      `curl ${A} \\\n  | tar x \\\n && make`,
      `download=$(mktemp) && curl ${A} > "$download" && ${check('$download', '"')} \\\n  && tar x < "$download" && ${cleanup} \\\n && make`,
    ],
    [
      'a variable of that name',
      `download=1; curl ${A} | tar x`,
      `download=1; ${`${piped(`curl ${A}`)} tar x < "$download" && ${cleanup}`.replaceAll('download', 'download_2')}`,
    ],
  ])('%s', (_name, before, after) => {
    expect(rewritten({ 'a.sh': before })).toEqual({ 'a.sh': after });
  });
});

describe('a check is refused', () => {
  it.each([
    ['for two files in one', `wget -O f ${A} ${B} && make`, 'writes several downloads into one file'],
    [
      'for two files behind one redirection',
      `wget -qO- ${A} ${B} > f && make`,
      'writes several downloads into one file',
    ],
    ['for two files in one pipe', `curl ${A} ${B} | tar x`, 'each needs another pin there'],
    ['for the words of a loop', `for u in ${A} ${B}; do wget $u && make; done`, 'each needs another pin there'],
    [
      'for a word that is another one in another call',
      `get() { wget -O f $1 && make; }\nget ${A}\nget https://example.com/c`,
      'also fetches',
    ],
    ['for words of a split variable', `L='${A} ${B}'\nwget $L && make`, 'written elsewhere'],
    ['for words in braces', `wget https://example.com/{a,b}-1.2.tgz && make`, 'cannot be quoted'],
    ['for the text of a command', `sh -c "$(curl -fsSL ${GET})"`, 'becomes text of another command'],
    ['in a substitution whose status is lost', `x=$(wget -O f ${A})\nmake`, 'its status is lost in a substitution'],
    [
      'for a loop over files',
      'for f in a b; do wget https://example.com/$f-1.2.tgz; done',
      'each needs another pin there',
    ],
    [
      'for a reader that is no command',
      `curl ${GET} | while read x; do echo $x; done`,
      'by what no file can be put before',
    ],
    ['for a name that the server gives', `curl -OJ ${A}`, 'the server names the file'],
    ['for a program that keeps no file', `uv pip install ${A}`, 'keeps no file that could be checked'],
    ['for a home folder', `wget -O ~/a ${A}`, 'cannot be quoted'],
    ['in the background', `wget ${A} &\nmake`, 'instead of exact'],
  ])('%s', (_name, before, reason) => {
    expect(refusal({ 'a.sh': before })).toContain(reason);
  });
});

it('the checks of one command go together or not at all', () => {
  const written = { 'a.sh': `wget ${A} ${B} && ${check('a-1.2.tgz')} && ${checkB} && make` };
  const alone = unapply(written, PINS, [A]);
  expect(alone.texts).toEqual({});
  expect(alone.refused.join()).toContain('would no longer fetch');
  expect(unapply(written, PINS, [A, B])).toEqual({
    texts: { 'a.sh': `wget ${A} ${B} && make` },
    refused: [],
  });
});
