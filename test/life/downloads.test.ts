import { expect, it } from 'vitest';
import { sentenceOf } from '../../src/life/reasons.ts';
import { ALWAYS, guardOf } from '../../src/model/guard.ts';
import type { Failure, Stream } from '../../src/model/invocation.ts';
import { showPieces } from '../../src/model/value.ts';
import { Script } from './script.ts';

const URL = 'https://example.com/dist/tool-1.2.tgz';
const HEX = 'ab'.repeat(32);
const HEX512 = 'cd'.repeat(64);
const MD5 = 'ef'.repeat(16);
const IGNORED: Failure = { kind: 'ignored', why: 'no-errexit' };

function output(...producers: number[]): Stream {
  return { kind: 'output', producers };
}

type Row = readonly [name: string, build: (script: Script) => unknown, outcomes: readonly string[]];

const sums: readonly Row[] = [
  ['nothing checked', (s) => s.download(URL, '.'), [URL]],
  ['HEX  name', (s) => [s.download(URL, '.'), s.sums(`${HEX}  tool-1.2.tgz\n`)], [`${URL} [sha256 abab]`]],
  ['HEX *name', (s) => [s.download(URL, 'f'), s.sums(`${HEX} *f`)], [`${URL} [sha256 abab]`]],
  ['HEX name, one blank', (s) => [s.download(URL, 'f'), s.sums(`${HEX} f`)], [`${URL} [sha256 abab]`]],
  ['BSD form', (s) => [s.download(URL, 'f'), s.sums(`SHA256 (f) = ${HEX}`)], [`${URL} [sha256 abab]`]],
  ['openssl form', (s) => [s.download(URL, 'f'), s.sums(`SHA256(f)= ${HEX}`)], [`${URL} [sha256 abab]`]],
  ['a path in the list', (s) => [s.download(URL, '/tmp/f'), s.sums(`${HEX}  /tmp/f`)], [`${URL} [sha256 abab]`]],
  ['a path with dots', (s) => [s.download(URL, 'f'), s.sums(`${HEX}  ./x/../f`)], [`${URL} [sha256 abab]`]],
  [
    'seen from another folder',
    (s) => [s.download(URL, 'd/f'), s.sums(`${HEX}  f`, { cwd: '/work/d' })],
    [`${URL} [sha256 abab]`],
  ],
  ['the same name elsewhere', (s) => [s.download(URL, 'd/f'), s.sums(`${HEX}  f`)], [URL]],
  ['another file', (s) => [s.download(URL, 'f'), s.sums(`${HEX}  g`)], [URL]],
  [
    'many lines, carriage returns, comments',
    (s) => [s.download(URL, 'f'), s.sums(`# sums\r\n${HEX512}  g\r\n${HEX}  f\r\n`)],
    [`${URL} [sha256 abab]`],
  ],
  ['a digest of another length is no line', (s) => [s.download(URL, 'f'), s.sums(`${HEX512}  f`)], [URL]],
  ['sha512', (s) => [s.download(URL, 'f'), s.sums(`${HEX512}  f`, {}, 'sha512')], [`${URL} [sha512 cdcd]`]],
  ['md5 keeps its name', (s) => [s.download(URL, 'f'), s.sums(`${MD5}  f`, {}, 'md5')], [`${URL} [md5 efef]`]],
  [
    'an unknown algorithm is told by its length',
    (s) => [s.download(URL, 'f'), s.sums(`${HEX}  f`, {}, 'unknown')],
    [`${URL} [sha256 abab]`],
  ],
  ['a value that nobody knows', (s) => [s.download(URL, 'f'), s.sums('{SUM}  f')], [`${URL} [sha256]`]],
  [
    'an unknown file name pairs by its hole',
    (s) => [s.download(URL, '{F}'), s.sums(`${HEX}  {F}`)],
    [`${URL} [sha256 abab]`],
  ],
  [
    'a list from a file that was written',
    (s) => [s.write('/work/sums', `${HEX}  f\n`), s.download(URL, 'f'), s.sums({ file: 'sums' })],
    [`${URL} [sha256 abab]`],
  ],
  [
    'a process substitution',
    (s) => [s.download(URL, 'f'), s.write('/dev/fd/63', `${HEX}  f\n`), s.sums({ file: '/dev/fd/63' })],
    [`${URL} [sha256 abab]`],
  ],
  [
    'a list whose text nobody knows',
    (s) => [s.write('/work/sums', null), s.download(URL, 'f'), s.sums({ file: 'sums' })],
    [URL],
  ],
  [
    'a list in the tree, brought by COPY',
    (s) => [s.copyFromTree('ci/sums', '/work/sums'), s.download(URL, 'f'), s.sums({ file: 'sums' })],
    [`${URL} [sha256 abab]`],
  ],
  [
    'a list in a folder of the tree',
    (s) => [s.copyFromTree('ci', '/opt'), s.download(URL, 'f'), s.sums({ file: '/opt/sums' })],
    [`${URL} [sha256 abab]`],
  ],
  [
    'a list beside the script',
    (s) => [s.download(URL, '{PWD}/f', { cwd: '{PWD}' }), s.sums({ file: 'sums' }, { cwd: '{PWD}' })],
    [URL],
  ],
  [
    'a list that was downloaded',
    (s) => [s.download(URL, 'f'), s.download(`${URL}.sha256`, 'f.sha256'), s.sums({ file: 'f.sha256' })],
    [`${URL} [remote-checksum]`, `${URL}.sha256`],
  ],
  [
    'a downloaded list of another server is about nobody here',
    (s) => [s.download(URL, 'f'), s.download('https://example.org/x', 'sums'), s.sums({ file: 'sums' })],
    [URL, 'https://example.org/x'],
  ],
  [
    'lines that grep chose from a downloaded list',
    (s) => {
      s.download(URL, 'f.tgz');
      s.download('https://example.com/SUMS', 'SUMS');
      const grep = s.run('grep f.tgz SUMS');
      s.sums({ file: '-' }, { stdin: output(grep) });
    },
    [`${URL} [remote-checksum]`, 'https://example.com/SUMS'],
  ],
  [
    'lines that grep chose from a known list',
    (s) => {
      s.write('/work/SUMS', `${HEX}  f.tgz\n${HEX}  g.tgz\n`);
      s.download(URL, 'f.tgz');
      s.download(`${URL}?g`, 'g.tgz');
      const grep = s.run('grep f.tgz SUMS');
      s.sums({ file: '-' }, { stdin: output(grep) });
    },
    [`${URL} [sha256 abab]`, `${URL}?g`],
  ],
  [
    'a hash that was fetched',
    (s) => {
      const curl = s.download(`${URL}.sha256`, null);
      s.download(URL, 'f');
      s.sums(`{SUM:${curl}}  f`);
    },
    [`${URL}.sha256`, `${URL} [remote-checksum]`],
  ],
  [
    'a hash taken from the file itself proves nothing',
    (s) => {
      s.download(URL, 'f');
      const own = s.hash('f');
      s.sums(`{SUM:${own}}  f`);
    },
    [URL],
  ],
  [
    'a moved file keeps its name in the list',
    (s) => [s.download(URL, 'f'), s.place('move', 'f', 'g'), s.sums(`${HEX}  g`)],
    [`${URL} [sha256 abab]`],
  ],
  ['a moved file is gone', (s) => [s.download(URL, 'f'), s.place('move', 'f', 'g'), s.sums(`${HEX}  f`)], [URL]],
  [
    'a copy has the same bytes',
    (s) => [s.download(URL, 'f'), s.place('copy', 'f', 'g'), s.sums(`${HEX}  g`), s.execute('f')],
    [`${URL} [sha256 abab]`],
  ],
  [
    'moved into a folder',
    (s) => [s.download(URL, 'f'), s.place('move', 'f', 'd', { intoFolder: true }), s.sums(`${HEX}  d/f`)],
    [`${URL} [sha256 abab]`],
  ],
  [
    'replaced after its check',
    (s) => [s.download(URL, 'f'), s.sums(`${HEX}  f`), s.download(`${URL}?2`, 'f'), s.execute('f')],
    [`${URL} [sha256 abab]`, `${URL}?2`],
  ],
  [
    'appended to before its check',
    (s) => [s.download(URL, 'f'), s.write('/work/f', 'x', [], ALWAYS, true), s.sums(`${HEX}  f`)],
    [`${URL} [sha256 abab but ${sentenceOf('unpacked-file')}]`],
  ],
  ['removed before its check', (s) => [s.download(URL, 'f'), s.remove('f'), s.sums(`${HEX}  f`)], [URL]],
  ['redirected', (s) => [s.download(URL, null, { stdout: 'f' }), s.sums(`${HEX}  f`)], [`${URL} [sha256 abab]`]],
  [
    'redirected, as a write',
    (s) => [s.write('/work/f', null, [s.download(URL, null)]), s.sums(`${HEX}  f`)],
    [`${URL} [sha256 abab]`],
  ],
  [
    'through tee',
    (s) => {
      const curl = s.download(URL, null);
      const tee = s.run('tee f', { stdin: output(curl) });
      s.write('/work/f', null, [tee]);
      s.sums(`${HEX}  f`);
    },
    [`${URL} [sha256 abab]`],
  ],
  [
    'unpacked on the way: what is checked is not what came',
    (s) => {
      const curl = s.download(URL, null);
      const gunzip = s.run('gunzip', { stdin: output(curl) });
      s.write('/work/f', null, [gunzip]);
      s.sums(`${HEX}  f`);
    },
    [`${URL} [sha256 abab but ${sentenceOf('unpacked-file')}]`],
  ],
  [
    'standard input against a list in a file',
    (s) => {
      const curl = s.download(URL, null);
      s.write('/dev/fd/63', `${HEX}  -`);
      s.sums({ file: '/dev/fd/63' }, { stdin: output(curl) });
    },
    [`${URL} [sha256 abab]`],
  ],
  ['a signature', (s) => [s.download(URL, 'f'), s.signature('f')], [`${URL} [signature]`]],
  ['a signature file beside it', (s) => [s.download(URL, 'f'), s.signature('f.asc')], [`${URL} [signature]`]],
];

const comparisons: readonly Row[] = [
  [
    'through cut',
    (s) => {
      s.download(URL, 'f');
      const cut = s.run('cut -c1-64', { stdin: output(s.hash('f')) });
      s.compare(`{SUM:${cut}}`, HEX);
    },
    [`${URL} [sha256 abab]`],
  ],
  [
    'the other way round',
    (s) => [s.download(URL, 'f'), s.compare(HEX, `{SUM:${s.hash('f')}}`)],
    [`${URL} [sha256 abab]`],
  ],
  [
    'the whole line',
    (s) => [s.download(URL, 'f'), s.compare(`{SUM:${s.hash('f')}}`, `${HEX}  f`)],
    [`${URL} [sha256 abab]`],
  ],
  [
    'with its algorithm',
    (s) => [s.download(URL, 'f'), s.compare(`{SUM:${s.hash('f')}}`, `sha256:${HEX}`)],
    [`${URL} [sha256 abab]`],
  ],
  ['with something that is no hash', (s) => [s.download(URL, 'f'), s.compare(`{SUM:${s.hash('f')}}`, 'latest')], [URL]],
  [
    'with an unknown value',
    (s) => [s.download(URL, 'f'), s.compare(`{SUM:${s.hash('f')}}`, '{WANT}')],
    [`${URL} [sha256]`],
  ],
  [
    'with a fetched value',
    (s) => {
      s.download(URL, 'f');
      const curl = s.download(`${URL}.sha256`, null);
      s.compare(`{SUM:${s.hash('f')}}`, `{WANT:${curl}}`);
    },
    [`${URL} [remote-checksum]`, `${URL}.sha256`],
  ],
  ['the hash of another file', (s) => [s.download(URL, 'f'), s.compare(`{SUM:${s.hash('g')}}`, HEX)], [URL]],
  [
    'of a stream',
    (s) => {
      const curl = s.download(URL, null);
      s.compare(`{SUM:${s.hash(null, { stdin: output(curl) })}}`, HEX);
    },
    [`${URL} [sha256 abab]`],
  ],
  [
    'unequal, and then exit',
    (s) => {
      s.download(URL, 'f');
      s.compare(`{SUM:${s.hash('f')}}`, HEX, { negated: true });
      s.run('exit 1', { guard: guardOf('is:\u0000SUM\u0000', [HEX], true) });
      s.extract('f', '.', 0, { guard: guardOf('is:\u0000SUM\u0000', [HEX]) });
    },
    [`${URL} [sha256 abab]`],
  ],
  [
    'unequal, and then only a word',
    (s) => {
      s.download(URL, 'f');
      s.compare(`{SUM:${s.hash('f')}}`, HEX, { negated: true });
      s.run('echo no', { guard: guardOf('is:\u0000SUM\u0000', [HEX], true) });
      s.extract('f');
    },
    [`${URL} [sha256 abab]`, `${URL} [sha256 abab but ${sentenceOf('negated')}]`],
  ],
];

const failures: readonly Row[] = [
  [
    'swallowed',
    (s) => [s.download(URL, 'f'), s.sums(`${HEX}  f`, { failure: IGNORED })],
    [`${URL} [sha256 abab but ${sentenceOf('no-errexit')}]`],
  ],
  [
    'check && use',
    (s) => [s.download(URL, 'f'), s.sums(`${HEX}  f`, { failure: { kind: 'skips', until: 4 } }), s.extract('f')],
    [`${URL} [sha256 abab]`],
  ],
  [
    'check && echo; use',
    (s) => [
      s.download(URL, 'f'),
      s.sums(`${HEX}  f`, { failure: { kind: 'skips', until: 4 } }),
      s.run('echo ok'),
      s.extract('f'),
    ],
    [`${URL} [sha256 abab but ${sentenceOf('used-behind')}]`],
  ],
  [
    'check && mv; use of what was moved',
    (s) => [
      s.download(URL, 'f'),
      s.sums(`${HEX}  f`, { failure: { kind: 'skips', until: 4 } }),
      s.place('move', 'f', 'g'),
      s.run('chmod +x g'),
    ],
    [`${URL} [sha256 abab]`],
  ],
  [
    'check && tar; rm',
    (s) => [
      s.download(URL, 'f'),
      s.sums(`${HEX}  f`, { failure: { kind: 'skips', until: 4 } }),
      s.extract('f'),
      s.remove('f'),
    ],
    [`${URL} [sha256 abab]`],
  ],
  [
    'a use by a glob',
    (s) => [
      s.download(URL, 'f.deb'),
      s.sums(`${HEX}  f.deb`, { failure: { kind: 'skips', until: 4 } }),
      s.run('echo ok'),
      s.run('dpkg -i {GLOB}.deb'),
    ],
    [`${URL} [sha256 abab but ${sentenceOf('used-behind')}]`],
  ],
  [
    'in one arm only',
    (s) => [s.download(URL, 'f'), s.sums(`${HEX}  f`, { guard: guardOf('is:V', ['1']) }), s.extract('f')],
    [`${URL} [sha256 abab]`, URL],
  ],
  [
    'in the arm of another command',
    (s) => {
      s.download(URL, 'f');
      s.sums(`${HEX}  f`, { guard: guardOf('if:9', ['ok']) });
      s.extract('f');
    },
    [`${URL} [sha256 abab]`, URL],
  ],
  [
    'check && echo in the arm of another command',
    (s) => {
      const guard = guardOf('if:9', ['ok']);
      s.download(URL, 'f');
      s.sums(`${HEX}  f`, { guard, failure: { kind: 'skips', until: 4 } });
      s.run('echo ok', { guard });
      s.extract('f');
    },
    [`${URL} [sha256 abab but ${sentenceOf('used-behind')}]`],
  ],
  [
    'not asked for, of a file that one of two servers gave',
    (s) => {
      s.download(URL, 'f', { guard: guardOf('or:1', ['ok']) });
      s.download(`${URL}?2`, 'f', { guard: guardOf('or:1', ['ok'], true) });
      s.sums(`${HEX}  f`, { failure: IGNORED });
      s.extract('f');
    },
    [`${URL} [sha256 abab but ${sentenceOf('no-errexit')}]`, `${URL}?2 [sha256 abab but ${sentenceOf('no-errexit')}]`],
  ],
  [
    'in the only arm that uses it',
    (s) => {
      const guard = guardOf('is:V', ['1']);
      s.download(URL, 'f');
      s.sums(`${HEX}  f`, { guard });
      s.extract('f', '.', 0, { guard });
    },
    [`${URL} [sha256 abab]`],
  ],
  [
    'if check; then use; else echo',
    (s) => {
      const guard = guardOf('if:9', ['ok']);
      s.download(URL, 'f');
      s.sums(`${HEX}  f`, { guard, failure: { kind: 'ignored', why: 'condition' } });
      s.extract('f', '.', 0, { guard });
      s.run('echo no', { guard: guardOf('if:9', ['ok'], true) });
    },
    [`${URL} [sha256 abab]`],
  ],
  [
    'check || echo; use',
    (s) => {
      s.download(URL, 'f');
      s.sums(`${HEX}  f`, { guard: guardOf('or:9', ['ok']), failure: { kind: 'ignored', why: 'or-list' } });
      s.run('echo no', { guard: guardOf('or:9', ['ok'], true) });
      s.extract('f');
    },
    [`${URL} [sha256 abab]`, `${URL} [sha256 abab but ${sentenceOf('or-list')}]`],
  ],
  [
    'check || fetch it elsewhere',
    (s) => {
      s.download(URL, 'f');
      s.sums(`${HEX}  f`, { guard: guardOf('or:9', ['ok']), failure: { kind: 'ignored', why: 'or-list' } });
      s.download(`${URL}?2`, 'f', { guard: guardOf('or:9', ['ok'], true) });
      s.extract('f');
    },
    [`${URL} [sha256 abab]`, `${URL}?2`],
  ],
  [
    'an earlier arm that exits',
    (s) => {
      s.download(URL, 'f');
      s.run('exit 1', { guard: guardOf('is:A', ['']) });
      s.sums(`${HEX}  f`, { guard: guardOf('is:A', [''], true) });
    },
    [`${URL} [sha256 abab]`],
  ],
];

const TREE: ReadonlyMap<string, string> = new Map([['ci/sums', `${HEX}  f\n`]]);

it.each([...sums, ...comparisons, ...failures])('%s', (_name, build, outcomes) => {
  const script = new Script();
  build(script);
  expect(script.outcomes((path) => TREE.get(path))).toEqual(outcomes);
});

const MASTER = 'https://github.com/acme/tool/archive/master.tar.gz';

const pointers: readonly Row[] = [
  [
    'a version read from an answer',
    (s) => {
      const jq = s.run('jq -r .tag_name', { stdin: output(s.download('https://example.com/latest', null)) });
      s.download(`https://example.com/{V:${jq}}/tool.tgz`, '.');
    },
    ['https://example.com/latest', 'https://example.com/$V/tool.tgz <- 1'],
  ],
  [
    'a version read from a file that was downloaded',
    (s) => {
      s.download('https://example.com/stable.txt', 'stable.txt');
      s.download(`https://example.com/{V:${s.run('cat stable.txt')}}/tool.tgz`, '.');
    },
    ['https://example.com/stable.txt', 'https://example.com/$V/tool.tgz <- 1'],
  ],
  [
    'through a file that was made of it',
    (s) => {
      const curl = s.download('https://example.com/latest', null);
      s.write('/work/v', null, [s.run('jq -r .tag', { stdin: output(curl) })]);
      s.download(`https://example.com/{V:${s.run('cat v')}}`, '.');
    },
    ['https://example.com/latest', 'https://example.com/$V <- 1'],
  ],
  [
    'the ref of a checkout',
    (s) => {
      const curl = s.download('https://example.com/latest', null);
      s.clone('https://example.com/acme/tool', 'tool');
      s.select(`{V:${curl}}`, { cwd: '/work/tool' });
    },
    ['https://example.com/latest', 'https://example.com/acme/tool checkout $V <- 1'],
  ],
  [
    'the output of another command is none',
    (s) => s.download(`https://example.com/{V:${s.run('uname -m')}}`, '.'),
    ['https://example.com/$V'],
  ],
];

it.each(pointers)('pointers: %s', (_name, build, outcomes) => {
  const script = new Script();
  build(script);
  expect(script.outcomes()).toEqual(outcomes);
});

const dependents: readonly (readonly [name: string, build: (script: Script) => unknown, words: readonly string[]])[] = [
  ['the saved file', (s) => [s.download(MASTER, '.'), s.extract('master.tar.gz')], ['archive-file master.tar.gz']],
  ['under a name of its own', (s) => [s.download(MASTER, 'tool.tar.gz'), s.extract('tool.tar.gz')], []],
  [
    'the folder inside',
    (s) => [
      s.download(MASTER, 'f'),
      s.extract('f'),
      s.run('cd tool-master'),
      s.run('make -C /work/tool-master/src'),
      s.run('rm -rf ./tool-master'),
    ],
    ['archive-folder tool-master', 'archive-folder tool-master', 'archive-folder tool-master'],
  ],
  [
    'a folder that is no top folder',
    (s) => [s.download(MASTER, 'f'), s.extract('f', '.', 1), s.run('cd tool-master')],
    [],
  ],
  ['the folder before it is there', (s) => [s.run('cd tool-master'), s.download(MASTER, 'f'), s.extract('f')], []],
  [
    'a stream that is unpacked',
    (s) => [s.extract('-', '/opt', 0, { stdin: output(s.download(MASTER, null)) }), s.run('ls /opt/tool-master')],
    ['archive-folder tool-master'],
  ],
  [
    'a folder that was renamed',
    (s) => [s.download(MASTER, 'f'), s.extract('f'), s.place('move', 'tool-master', 'tool'), s.run('cd tool')],
    ['archive-folder tool-master'],
  ],
  [
    'a folder that was moved',
    (s) => [
      s.download(MASTER, 'f'),
      s.extract('f'),
      s.place('move', 'tool-master', '/opt', { intoFolder: true }),
      s.run('cd /opt/tool-master'),
    ],
    ['archive-folder tool-master', 'archive-folder tool-master'],
  ],
  [
    'glued to an option',
    (s) => [s.download(MASTER, 'f'), s.extract('f'), s.run('make -Ctool-master --directory=tool-master')],
    ['archive-folder tool-master', 'archive-folder tool-master'],
  ],
  [
    'WORKDIR spells it',
    (s) => [s.download(MASTER, 'f'), s.extract('f'), s.run('make', { cwd: '/work/tool-master' })],
    ['archive-folder tool-master'],
  ],
  [
    'the default folder of a clone',
    (s) => [s.clone('https://example.com/acme/tool', '.git'), s.run('cd tool')],
    ['clone-folder tool'],
  ],
  ['a folder of its own name', (s) => [s.clone('https://example.com/acme/tool', 'x'), s.run('cd x')], []],
];

it.each(dependents)('dependents: %s', (_name, build, words) => {
  const script = new Script();
  build(script);
  const found = script.fetches().flatMap((fetch) => fetch.dependents);
  expect(found.map(({ kind, word }) => `${kind} ${showPieces(word)}`)).toEqual(words);
});

it('gives the expected hash as a slice of the text in the tree', () => {
  const script = new Script();
  script.download(URL, 'f');
  script.sums(`${HEX}  f`);
  const piece = script.fetches()[0]?.checks[0]?.expected?.[0];
  expect(piece?.kind === 'text' && piece.verbatim && piece.at.end - piece.at.start).toBe(64);
});

it('keeps the outcomes of many checks in bounds', () => {
  const script = new Script();
  script.download(URL, 'f');
  for (let index = 0; index < 40; index++) script.sums(`${HEX}  f`, { guard: guardOf(`is:${index}`, ['1']) });
  script.execute('f');
  const fetches = script.fetches();
  expect(fetches.length).toBeLessThan(130);
  expect(fetches.some((fetch) => fetch.checks.length === 0)).toBe(true);
});
