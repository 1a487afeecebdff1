import { describe, expect, it } from 'vitest';
import { refusal, rewritten, SUM } from './pins.ts';

const A = 'https://example.com/a-1.2.tgz';
const GET = 'https://example.com/get.sh';

/** The check of a file as apply writes it. */
function check(name: string, quote = "'"): string {
  return `echo ${quote}${SUM}  ${name}${quote} | sha256sum -c - >/dev/null`;
}

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
    ['for the text of a command', `sh -c "$(curl -fsSL ${GET})"`, 'becomes text of another command'],
    ['in a substitution whose status is lost', `x=$(wget -O f ${A})\nmake`, 'its status is lost in a substitution'],
    [
      'for a loop over files',
      'for f in a b; do wget https://example.com/$f-1.2.tgz; done',
      'each needs another pin there',
    ],
    ['for two files of one command', `wget ${A} https://example.com/b-1.2.tgz`, 'each needs another pin there'],
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
