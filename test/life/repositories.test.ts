import { expect, it } from 'vitest';
import { guardOf } from '../../src/model/guard.ts';
import { and, Script } from './script.ts';

const URL = 'https://example.com/acme/tool.git';
const FORK = 'https://example.com/fork/tool.git';
const SHA = '0123456789abcdef0123456789abcdef01234567';
const OK = guardOf('or:7', ['ok']);
const FAILED = guardOf('or:7', ['ok'], true);

type Row = readonly [name: string, build: (script: Script) => unknown, outcomes: readonly string[]];

const rows: readonly Row[] = [
  ['a clone alone is at the default branch', (s) => s.clone(URL, 'tool'), [`${URL} fetched default`]],
  ['a branch of the clone itself', (s) => s.clone(URL, 'tool', 'v1.2'), [`${URL} fetched v1.2`]],
  [
    'a later checkout decides',
    (s) => [s.clone(URL, 'tool'), s.select(SHA, { cwd: '/work/tool' })],
    [`${URL} checkout ${SHA}`],
  ],
  [
    'so does a reset in a folder below',
    (s) => [s.clone(URL, 'tool'), s.select(SHA, { cwd: '/work/tool/src', as: 'reset' })],
    [`${URL} reset ${SHA}`],
  ],
  [
    'nested clones pair by folder',
    (s) => {
      s.clone(URL, 'tool');
      s.clone(FORK, 'sub', null, { cwd: '/work/tool' });
      s.select('v2', { cwd: '/work/tool/sub' });
      s.select('v1', { cwd: '/work/tool' });
    },
    [`${URL} checkout v1`, `${FORK} checkout v2`],
  ],
  [
    'an unknown destination pairs by its hole',
    (s) => [s.clone(URL, '{D}'), s.select(SHA, { cwd: '{D}' })],
    [`${URL} checkout ${SHA}`],
  ],
  [
    'another unknown folder does not',
    (s) => [s.clone(URL, '{D}'), s.select(SHA, { cwd: '{E}' })],
    [`${URL} fetched default`],
  ],
  ['a select without a clone is the own tree', (s) => s.select('v1'), []],
  [
    'HEAD moves nothing',
    (s) => [s.clone(URL, 'tool', 'v1'), s.select('HEAD', { cwd: '/work/tool', as: 'reset' })],
    [`${URL} fetched v1`],
  ],
  [
    'a reset without a ref moves nothing',
    (s) => [s.clone(URL, 'tool', 'v1'), s.select(null, { cwd: '/work/tool', as: 'reset' })],
    [`${URL} fetched v1`],
  ],
  [
    'HEAD~1 moves nothing',
    (s) => [s.clone(URL, 'tool'), s.select('HEAD~1', { cwd: '/work/tool' })],
    [`${URL} fetched default`],
  ],
  [
    'origin/x is branch x',
    (s) => [s.clone(URL, 'tool'), s.select('origin/dev', { cwd: '/work/tool', as: 'reset' })],
    [`${URL} reset dev branch`],
  ],
  [
    'refs/remotes/origin/x is branch x',
    (s) => [s.clone(URL, 'tool'), s.select('refs/remotes/origin/a/b', { cwd: '/work/tool' })],
    [`${URL} checkout a/b branch`],
  ],
  [
    'origin/HEAD is the default branch',
    (s) => [s.clone(URL, 'tool', 'v1'), s.select('origin/HEAD', { cwd: '/work/tool' })],
    [`${URL} checkout default`],
  ],
  [
    'a branch with a slash is no remote',
    (s) => [s.clone(URL, 'tool'), s.select('feature/x', { cwd: '/work/tool' })],
    [`${URL} checkout feature/x`],
  ],
  [
    'refs/tags says a tag',
    (s) => [s.clone(URL, 'tool'), s.select('refs/tags/v1', { cwd: '/work/tool' })],
    [`${URL} checkout refs/tags/v1 tag`],
  ],
  [
    'tags/ says a tag',
    (s) => [s.clone(URL, 'tool'), s.select('tags/v1^{commit}', { cwd: '/work/tool' })],
    [`${URL} checkout v1 tag`],
  ],
  [
    'init, remote, fetch, FETCH_HEAD',
    (s) => {
      s.init('tool');
      s.remote('origin', URL, { cwd: '/work/tool' });
      s.retrieve(`origin ${SHA}`, { cwd: '/work/tool' });
      s.select('FETCH_HEAD', { cwd: '/work/tool' });
    },
    [`${URL} checkout ${SHA}`],
  ],
  [
    'init and pull from an address',
    (s) => [s.init('tool'), s.pull(`${URL} main`, { cwd: '/work/tool' })],
    [`${URL} pull main branch`],
  ],
  [
    'init and fetch from an address',
    (s) => [s.init('.'), s.retrieve(`${URL} +refs/heads/main:refs/remotes/origin/main`), s.select('origin/main')],
    [`${URL} checkout main branch`],
  ],
  ['init alone brings nothing', (s) => [s.init('tool'), s.select('v1', { cwd: '/work/tool' })], []],
  ['a fetch of the own tree is silent', (s) => [s.retrieve('origin main'), s.select('FETCH_HEAD')], []],
  ['setting the own origin is silent', (s) => [s.remote('origin', URL), s.retrieve('origin')], []],
  [
    'another remote of the own tree is a fetch',
    (s) => [s.remote('upstream', URL), s.retrieve('upstream main'), s.select('upstream/main', { as: 'merge' })],
    [`${URL} merge main branch`],
  ],
  [
    'a fetched commit that is not checked out pins nothing',
    (s) => [s.clone(URL, 'tool'), s.retrieve(`origin ${SHA}`, { cwd: '/work/tool' })],
    [`${URL} fetched default`],
  ],
  [
    'several remotes: the name says whose',
    (s) => {
      s.clone(URL, 'tool');
      s.remote('fork', FORK, { cwd: '/work/tool' });
      s.retrieve('fork', { cwd: '/work/tool' });
      s.select('fork/fix', { cwd: '/work/tool' });
    },
    [`${FORK} checkout fix branch`],
  ],
  [
    'a commit fetched from elsewhere belongs there',
    (s) => [
      s.clone(URL, 'tool'),
      s.retrieve(`${FORK} ${SHA}`, { cwd: '/work/tool' }),
      s.select(SHA, { cwd: '/work/tool' }),
    ],
    [`${FORK} checkout ${SHA}`],
  ],
  [
    'a refspec gives a local name',
    (s) => [
      s.clone(URL, 'tool'),
      s.retrieve('origin pull/12/head:fix', { cwd: '/work/tool' }),
      s.select('fix', { cwd: '/work/tool' }),
    ],
    [`${URL} checkout pull/12/head`],
  ],
  [
    'fetch tag v1',
    (s) => [
      s.clone(URL, 'tool'),
      s.retrieve('origin tag v1', { cwd: '/work/tool' }),
      s.select('FETCH_HEAD', { cwd: '/work/tool' }),
    ],
    [`${URL} checkout v1 tag`],
  ],
  [
    'a pull undoes a pin',
    (s) => [s.clone(URL, 'tool'), s.select(SHA, { cwd: '/work/tool' }), s.pull('', { cwd: '/work/tool' })],
    [`${URL} pull default (undone)`],
  ],
  [
    'a pull follows the branch',
    (s) => [s.clone(URL, 'tool', 'dev'), s.pull('', { cwd: '/work/tool' })],
    [`${URL} pull dev branch`],
  ],
  [
    'a checkout after a pull decides',
    (s) => [s.clone(URL, 'tool'), s.pull('', { cwd: '/work/tool' }), s.select(SHA, { cwd: '/work/tool' })],
    [`${URL} checkout ${SHA}`],
  ],
  ['a pull before any clone is the own tree', (s) => [s.pull(''), s.clone(URL, 'tool')], [`${URL} fetched default`]],
  [
    'submodules that move make a pinned clone move',
    (s) => [s.clone(URL, 'tool'), s.select(SHA, { cwd: '/work/tool' }), s.moveSubmodules({ cwd: '/work/tool' })],
    [`${URL} submodule-remote ${SHA}`],
  ],
  [
    'the submodules of a recursive clone stay where they are',
    (s) => [s.clone(URL, 'tool', null, {}, ['recursive']), s.select(SHA, { cwd: '/work/tool' })],
    [`${URL} submodule-kept default`],
  ],
  [
    'they stay at the commit of the clone where nothing moves it',
    (s) => [s.clone(URL, 'tool', 'v1', {}, ['recursive']), s.select('v1', { cwd: '/work/tool' })],
    [`${URL} checkout v1`],
  ],
  [
    'a branch inside a submodule moves, the parent is not at it',
    (s) => [s.clone(URL, 'tool', 'v1', {}, ['recursive']), s.select('develop', { cwd: '/work/tool/sub' })],
    [`${URL} submodule-remote v1`],
  ],
  [
    'a moved clone is found',
    (s) => [s.clone(URL, 'tool'), s.place('move', 'tool', '/opt/x'), s.select(SHA, { cwd: '/opt/x' })],
    [`${URL} checkout ${SHA}`],
  ],
  [
    'a moved parent carries its clones',
    (s) => [s.clone(URL, 'a/b/tool'), s.place('move', 'a', 'z'), s.select(SHA, { cwd: '/work/z/b/tool' })],
    [`${URL} checkout ${SHA}`],
  ],
  [
    'mv into a folder that is there',
    (s) => [
      s.clone(FORK, 'all'),
      s.clone(URL, 'tool'),
      s.place('move', 'tool', 'all'),
      s.select(SHA, { cwd: '/work/all/tool' }),
    ],
    [`${FORK} fetched default`, `${URL} checkout ${SHA}`],
  ],
  [
    'a copy goes its own way',
    (s) => [s.clone(URL, 'tool'), s.place('copy', 'tool', 'other'), s.select(SHA, { cwd: '/work/other' })],
    [`${URL} fetched default`, `${URL} checkout ${SHA}`],
  ],
  [
    'a link is the same tree',
    (s) => [s.clone(URL, 'tool-1'), s.place('link', 'tool-1', 'tool'), s.select(SHA, { cwd: '/work/tool' })],
    [`${URL} checkout ${SHA}`],
  ],
  [
    'a work tree cloned from a mirror on disk speaks for it',
    (s) => [
      s.clone(URL, '/cache/tool.git', null, {}, ['mirror']),
      s.clone('/cache/tool.git', 'tool'),
      s.select(SHA, { cwd: '/work/tool' }),
    ],
    [`${URL} checkout ${SHA}`, '/cache/tool.git fetched default'],
  ],
  [
    'a removed clone is no longer there, but came in',
    (s) => [s.clone(URL, 'tool'), s.remove('tool'), s.select('main', { cwd: '/work/tool' })],
    [`${URL} fetched default`],
  ],
  [
    'a glob finds the only folder',
    (s) => [s.clone(URL, 'tool-x'), s.place('move', 'tool-{GLOB}', 'tool'), s.select(SHA, { cwd: '/work/tool' })],
    [`${URL} checkout ${SHA}`],
  ],
  [
    'a file of that name is no ref',
    (s) => [s.clone(URL, 'tool'), s.write('/work/tool/config', 'x'), s.select('config', { cwd: '/work/tool' })],
    [`${URL} fetched default`],
  ],
  [
    'a lost word',
    (s) => [s.clone(URL, 'tool'), s.select(null, { cwd: '/work/tool', lost: 'V' })],
    [`${URL} fetched default (lost-word V)`],
  ],
  [
    'a lost word that is made good',
    (s) => [
      s.clone(URL, 'tool'),
      s.select(null, { cwd: '/work/tool', lost: 'V' }),
      s.select(SHA, { cwd: '/work/tool' }),
    ],
    [`${URL} checkout ${SHA}`],
  ],
  [
    'the wrong folder, a clone near',
    (s) => [s.clone(URL, 'tool'), s.select(SHA)],
    [`${URL} fetched default (other-folder)`],
  ],
  [
    'a branch name beside a clone is the own tree',
    (s) => [s.clone(URL, 'tool'), s.select('main')],
    [`${URL} fetched default`],
  ],
  [
    'a clone with a ref of its own is not blamed',
    (s) => [s.clone(URL, 'tool', 'v1'), s.select('v2')],
    [`${URL} fetched v1`],
  ],
  [
    'checkout || true',
    (s) => [
      s.clone(URL, 'tool'),
      s.select(SHA, { cwd: '/work/tool', guard: OK, failure: { kind: 'ignored', why: 'or-list' } }),
    ],
    [`${URL} checkout ${SHA}`, `${URL} fetched default (swallowed)`],
  ],
  [
    'checkout A || checkout B',
    (s) => {
      s.clone(URL, 'tool');
      s.select(SHA, { cwd: '/work/tool', guard: OK, failure: { kind: 'ignored', why: 'or-list' } });
      s.select('main', { cwd: '/work/tool', guard: FAILED });
    },
    [`${URL} checkout ${SHA}`, `${URL} checkout main`],
  ],
  [
    'if ! checkout; then exit',
    (s) => [
      s.clone(URL, 'tool'),
      s.select(SHA, { cwd: '/work/tool', guard: guardOf('if:3', ['ok']) }),
      s.run('exit 1', { guard: guardOf('if:3', ['ok'], true) }),
    ],
    [`${URL} checkout ${SHA}`],
  ],
  [
    'a checkout in one arm leaves the other',
    (s) => [s.clone(URL, 'tool'), s.select(SHA, { cwd: '/work/tool', guard: guardOf('is:V', ['1']) })],
    [`${URL} checkout ${SHA}`, `${URL} fetched default`],
  ],
  [
    'an arm that exits is no outcome',
    (s) => {
      s.clone(URL, 'tool');
      s.run('exit 1', { guard: guardOf('is:V', ['']) });
      s.select(SHA, { cwd: '/work/tool', guard: guardOf('is:V', [''], true) });
    },
    [`${URL} checkout ${SHA}`],
  ],
  [
    'one that ends well is',
    (s) => {
      s.clone(URL, 'tool');
      s.run('exit 0', { guard: guardOf('is:V', ['']) });
      s.select(SHA, { cwd: '/work/tool', guard: guardOf('is:V', [''], true) });
    },
    [`${URL} checkout ${SHA}`, `${URL} fetched default`],
  ],
  [
    'arms of clone and checkout pair',
    (s) => {
      for (const [index, name] of ['a', 'b'].entries()) {
        const guard = guardOf('for:a b', [String(index)]);
        s.clone(`https://example.com/acme/${name}`, name, null, { guard });
        s.select(`v-${name}`, { cwd: `/work/${name}`, guard });
      }
    },
    ['https://example.com/acme/a checkout v-a', 'https://example.com/acme/b checkout v-b'],
  ],
  [
    'outcomes that say the same are one',
    (s) => {
      s.clone(URL, 'tool');
      s.place('move', 'tool', 'a', { guard: guardOf('x', ['1']) });
      s.select(SHA, { cwd: '/work/a', guard: guardOf('x', ['1']) });
      s.run('make', { guard: and(guardOf('x', ['1'], true), guardOf('y', ['1'])) });
    },
    [`${URL} checkout ${SHA}`, `${URL} fetched default`],
  ],
  [
    'a stage goes on with the work tree of its base',
    (s) => {
      s.stage('base');
      s.clone(URL, '/src');
      s.stage('build', 'base');
      s.select(SHA, { cwd: '/src' });
    },
    [`${URL} checkout ${SHA}`],
  ],
  [
    'two stages on one base are two outcomes',
    (s) => {
      s.stage('base');
      s.clone(URL, '/src');
      s.stage('one', 'base');
      s.select('v1', { cwd: '/src' });
      s.stage('two', 'base');
      s.select('v2', { cwd: '/src' });
    },
    [`${URL} checkout v1`, `${URL} checkout v2`],
  ],
  [
    'a stage of its own does not see the other',
    (s) => {
      s.stage('base');
      s.clone(URL, '/src');
      s.stage('other');
      s.select(SHA, { cwd: '/src' });
    },
    [`${URL} fetched default`],
  ],
  [
    'COPY --from of a work tree',
    (s) => {
      s.stage('get');
      s.clone(URL, '/a/tool');
      s.stage('build');
      s.copyFromStage('get', '/a', '/b');
      s.select(SHA, { cwd: '/b/tool' });
    },
    [`${URL} checkout ${SHA}`],
  ],
];

it.each(rows)('%s', (_name, build, outcomes) => {
  const script = new Script();
  build(script);
  expect(script.outcomes()).toEqual(outcomes);
});

it('gives up on a repository with too many outcomes: only what surely moves is known', () => {
  const script = new Script();
  script.clone(URL, 'tool');
  for (let index = 0; index < 20; index++)
    script.select(`v${index}`, { cwd: '/work/tool', guard: guardOf(`is:${index}`, ['1']) });
  const fetches = script.fetches();
  const refs = new Set(fetches.map((fetch) => fetch.history.at(-1)?.ref?.pieces[0]?.kind));
  expect(refs).toEqual(new Set([undefined, 'hole']));
});

it('tells no states of a repository apart by commands that leave it as it is', () => {
  const script = new Script();
  script.clone(URL, 'tool');
  for (let index = 0; index < 20; index++)
    script.select('HEAD', { cwd: '/work/tool', guard: guardOf(`is:${index}`, ['1']) });
  expect(script.outcomes()).toEqual([`${URL} fetched default`]);
});

it('follows ten thousand commands beside each other in time', () => {
  const script = new Script();
  for (let index = 0; index < 3_000; index++) {
    script.clone(`https://example.com/acme/r${index}`, `r${index}`);
    script.run(`cd r${index}`);
    script.select(SHA, { cwd: `/work/r${index}` });
  }
  const start = performance.now();
  const fetches = script.fetches();
  expect(fetches.filter((fetch) => fetch.history.length === 2)).toHaveLength(3_000);
  expect(performance.now() - start).toBeLessThan(3_000);
});
