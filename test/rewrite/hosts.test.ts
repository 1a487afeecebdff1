import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { flatten } from '../../src/model/value.ts';
import { readGroovy } from '../../src/syntax/groovy.ts';
import { requireProgram } from '../support/installed.ts';
import { PINS, refusal, rewritten, SUM } from './pins.ts';
import { runShell } from './run-shell.ts';
import { apply, scan, type Tree } from './scan.ts';

const A = 'https://example.com/a-1.2.tgz';
const GET = 'https://example.com/get.sh';
const PIPED = `curl ${GET} | sh`;
const SAVED = `wget -O "$F" ${A}`;

/** What a shell is to get, whatever it stands in: with one quote or the other around the sum. */
const pipedBy = (joint: string) =>
  `download=$(mktemp)${joint} curl ${GET} > "$download"${joint} echo "${SUM}  $download" | sha256sum -c - >/dev/null${joint} sh < "$download"${joint} rm -f "$download"`;
const savedBy = (joint: string) => `${SAVED}${joint} echo "${SUM}  $F" | sha256sum -c - >/dev/null`;

const workflow = (scalar: string) =>
  `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: ${scalar}\n      - run: make\n`;
const runOf = (text: string): string => parse(text).jobs.a.steps[0].run;

describe('a command in a scalar of YAML says to the shell what it says elsewhere', () => {
  it.each([
    ['plain', PIPED, pipedBy(';')],
    ['single quotes', `'${PIPED}'`, pipedBy(';')],
    ['double quotes', `"${PIPED}"`, pipedBy(';')],
    ['a block', `|\n          ${PIPED}`, pipedBy(';')],
    ['a folded block', `>\n          curl ${GET}\n          | sh`, pipedBy(';').replace('; sh', ' ; sh')],
    ['a name in single quotes', `'${SAVED}'`, savedBy(';')],
    ['a name in double quotes', `"wget -O \\"$F\\" ${A}"`, savedBy(';')],
    ['a name in a plain scalar', SAVED, savedBy(';')],
    ['a string in a string', `'bash -c "${PIPED}"'`, `bash -c "${pipedBy(' &&').replace(/[$"]/g, '\\$&')}"`],
    ['in quotes that are doubled', `'bash -c ''${PIPED}'''`, `bash -c '${pipedBy(' &&')}'`],
  ])('%s', (_name, before, after) => {
    const path = '.github/workflows/a.yml';
    const texts = rewritten({ [path]: workflow(before) });
    expect(runOf(texts[path] ?? '').trim()).toBe(after);
  });

  it('as items of a list, in brackets too', () => {
    const before = `a:\n  script:\n    - 'wget ${A}'\n    - ["${PIPED}", wget ${A}]\n`;
    const { a } = parse(rewritten({ '.gitlab-ci.yml': before })['.gitlab-ci.yml'] ?? '');
    expect(a.script.flat()).toEqual([
      `wget ${A}; echo "${SUM}  a-1.2.tgz" | sha256sum -c - >/dev/null`,
      pipedBy(';'),
      `wget ${A}; echo '${SUM}  a-1.2.tgz' | sha256sum -c - >/dev/null`,
    ]);
  });
});

describe('a command in a string of Groovy', () => {
  const pipeline = (string: string) =>
    `pipeline { agent any\n stages { stage('x') { steps {\n  sh ${string}\n} } } }\n`;
  const shellText = (text: string) => {
    const strings = readGroovy('Jenkinsfile', text).flatMap((token) => (token.kind === 'string' ? [token] : []));
    const last = strings.at(-1);
    // What is left for Groovy to expand would be no text.
    return flatten((last?.parts ?? []).flatMap((part) => (part.kind === 'text' ? [part] : []))).trim();
  };
  it.each([
    ['single quotes', `'${PIPED}'`, pipedBy(';')],
    ['double quotes', `"${PIPED}"`, pipedBy(';')],
    ['three single quotes', `'''\n  ${PIPED}\n'''`, pipedBy(';')],
    ['three double quotes', `"""\n  ${PIPED}\n"""`, pipedBy(';')],
    ['a dollar of the shell', `"wget -O \\"\\$F\\" ${A}"`, savedBy(';')],
  ])('%s', (_name, before, after) => {
    expect(shellText(rewritten({ Jenkinsfile: pipeline(before) }).Jenkinsfile ?? '')).toBe(after);
  });

  it('with a name that Groovy fills in', () => {
    expect(rewritten({ Jenkinsfile: pipeline(`"""wget -O "\${D}/a" ${A}"""`) })).toEqual({
      Jenkinsfile: pipeline(`"""wget -O "\${D}/a" ${A}; echo \\"${SUM}  \${D}/a\\" | sha256sum -c - >/dev/null"""`),
    });
  });
});

describe('a command in other text', () => {
  it.each([
    [
      'JSON form',
      { Dockerfile: `FROM scratch\nRUN ["sh", "-c", "${PIPED}"]\n` },
      (text: string) => JSON.parse(/\[.*\]/.exec(text)?.[0] ?? '')[2],
    ],
    [
      'a Dockerfile inside of a Compose file',
      { 'compose.yaml': `services:\n  a:\n    build:\n      dockerfile_inline: |\n        RUN ${PIPED}\n` },
      (text: string) => /RUN (.*)/.exec(text)?.[1]?.replaceAll('$$', '$'),
    ],
    [
      'a here-document that is expanded',
      { 'a.sh': `cat > s.sh <<EOF\n${PIPED}\nEOF\nsh s.sh\n` },
      (text: string) => text.split('\n')[1]?.replaceAll('\\$', '$'),
    ],
    [
      'a here-document that is not',
      { 'a.sh': `cat > s.sh <<'EOF'\n${PIPED}\nEOF\nsh s.sh\n` },
      (text: string) => text.split('\n')[1],
    ],
    [
      'text that is printed into a script',
      { 'a.sh': `echo "${PIPED}" > s.sh\nsh s.sh\n` },
      (text: string) => /^echo "(.*)" > s/.exec(text)?.[1]?.replace(/\\([$"])/g, '$1'),
    ],
  ])('%s', (_name, tree: Tree, read) => {
    const [text = ''] = Object.values(rewritten(tree));
    expect(read(text)).toBe(pipedBy(' &&'));
  });

  it.each([
    [
      'braces at the beginning of a plain scalar',
      { '.github/workflows/a.yml': workflow(`${PIPED} || true`) },
      'braces',
    ],
    ['words that eval puts together', { 'a.sh': `eval wget ${A}\n` }, 'cannot be quoted'],
    [
      'a dollar in CMake',
      { 'CMakeLists.txt': `execute_process(COMMAND sh -c "${PIPED}")\n` },
      'no variable of its own',
    ],
  ])('refused: %s', (_name, tree: Tree, reason) => {
    expect(refusal(tree)).toContain(reason);
  });

  it('leaves what cannot be written by itself, not the others of the file', () => {
    const tree = { 'a.sh': `wget ${A} &\n${PIPED}\neval wget ${A}\nwget -O b ${A} && make\n` };
    const { texts, refused } = apply(tree, PINS);
    expect(texts['a.sh']).toBe(
      `wget ${A} &\n${pipedBy(' &&')}\neval wget ${A}\nwget -O b ${A} && echo '${SUM}  b' | sha256sum -c - >/dev/null && make\n`,
    );
    expect(refused).toHaveLength(2);
  });
});

const hasMake = requireProgram('make');

describe.skipIf(!hasMake)('make runs what was written (needs make)', () => {
  /** `curl` and `wget` write a known file, so that nothing is fetched. */
  const TOOLS = `curl() { if [ "$1" = -o ]; then echo 'echo ran >> log' > "$2"; else echo 'echo ran >> log'; fi; }\nwget() { echo 'echo ran >> log' > "$2"; }\n`;
  const sum = 'f36c95faa41d09652f8b1647fd930979a70d879a920114c90972b12ff8122211';

  async function make(makefile: string, ...words: readonly string[]) {
    const folder = mkdtempSync(join(tmpdir(), 'pinlock-make-'));
    writeFileSync(join(folder, 'tools.sh'), TOOLS);
    writeFileSync(join(folder, 'Makefile'), `SHELL = bash\n${makefile}`);
    writeFileSync(join(folder, 'ownload'), 'a file of the user\n');
    const { PATH = '' } = process.env;
    const result = await runShell(`make ${words.join(' ')}`, folder, {
      PATH,
      TMPDIR: folder,
      BASH_ENV: join(folder, 'tools.sh'),
    });
    const read = (name: string) => {
      try {
        return readFileSync(join(folder, name), 'utf8');
      } catch {
        return undefined;
      }
    };
    const found = { ...result, log: read('log'), ownload: read('ownload') };
    await rm(folder, { recursive: true });
    return found;
  }

  it.each([
    ['a pipe', `all:\n\t${PIPED}\n`],
    ['a pipe that is not shown', `all:\n\t@${PIPED}\n`],
    ['a pipe of a shell function', `X := $(shell ${PIPED})\nall:\n\t@:\n`],
    ['a pipe of a variable', `GET = ${PIPED}\nall:\n\t$(GET)\n`],
    ['a pipe in a define', `define get\n${PIPED}\nendef\nall:\n\t$(get)\n`],
    ['one shell for all lines', `.ONESHELL:\nall:\n\tset -e\n\t${PIPED}\n\ttrue\n`],
    ['a pipe over lines', `all:\n\ttrue && curl ${GET} \\\n\t  | sh\n`],
    ['left of ||', `all:\n\t${PIPED} || exit 1\n`],
    ['a string in single quotes', `all:\n\tbash -c '${PIPED}'\n`],
    ['a string in double quotes', `all:\n\tbash -c "${PIPED}"\n`],
    ['the name of a target', `all: x\nx:\n\twget -O $@ ${GET}\n\tsh x\n`],
    ['a variable of make', `D := .\nall:\n\twget -O $(D)/x ${GET} && sh $(D)/x\n`],
    ['a variable of the shell', `all:\n\tf=x; curl -o $$f ${GET}; sh $$f\n`],
  ])('%s', async (_name, makefile) => {
    const { texts, refused } = apply({ Makefile: makefile }, { [GET]: sum });
    expect(refused).toEqual([]);
    const after = texts.Makefile ?? '';
    expect(scan({ Makefile: after }).fetches.map(({ verdict }) => verdict)).toEqual(['exact']);
    expect(await make(after)).toMatchObject({ status: 0, log: 'ran\n', ownload: 'a file of the user\n' });
    expect(await make(after, '-j2')).toMatchObject({ status: 0, log: 'ran\n', ownload: 'a file of the user\n' });
    expect((await make(after, '-n')).status).toBe(0);
    // Another file than the pinned one is not run.
    const moved = await make(after.replace(sum, '0'.repeat(64)));
    expect(moved.log).toBeUndefined();
  });
});
