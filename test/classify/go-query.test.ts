import { describe, expect, it } from 'vitest';
import { judgeGoQuery, moduleRefs } from '../../src/classify/go-query.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

describe('a version query of Go', () => {
  it.each([
    ['latest', 'moving', 'rolling', 'latest'],
    ['upgrade', 'moving', 'rolling', 'upgrade'],
    ['v1', 'moving', 'rolling', 'v1'],
    ['v1.2', 'moving', 'rolling', 'v1.2'],
    ['>=v1.2.3', 'moving', 'rolling', '>=v1.2.3'],
    ['v1.2.3', 'tag', 'tag', 'v1.2.3'],
    ['v1.2.3-rc.1', 'tag', 'tag', 'v1.2.3-rc.1'],
    ['v3.2.1+incompatible', 'tag', 'tag', 'v3.2.1'],
    ['v0.0.0-20210101120000-0123456789ab', 'tag', 'commit', '0123456789ab'],
    ['v1.2.4-0.20210101120000-0123456789ab', 'tag', 'commit', '0123456789ab'],
    ['main', 'moving', 'branch', 'main'],
    [COMMIT, 'exact', 'commit', COMMIT],
  ])('%s is %s', (query, verdict, refKind, ref) => {
    expect(judgeGoQuery(query)).toMatchObject({ verdict, refKind, ref });
  });
});

describe('where the module of a package may lie', () => {
  it.each([
    ['', 'v1.2.3', ['v1.2.3']],
    ['cmd/tool', 'v1.2.3', ['v1.2.3', 'cmd/v1.2.3', 'cmd/tool/v1.2.3']],
    ['v2/cmd', 'v2.3.4', ['v2.3.4', 'v2/cmd/v2.3.4']],
    ['tool/v5', 'v5.0.0', ['v5.0.0', 'tool/v5.0.0']],
    ['tool/v5', 'latest', ['latest', 'tool/latest', 'tool/v5/latest']],
    ['cmd/...', 'latest', ['latest', 'cmd/latest']],
    ['cmd/tool', 'main', ['main']],
    ['cmd/tool', COMMIT, [COMMIT]],
  ])('%s at %s', (folder, ref, expected) => {
    expect(moduleRefs(folder, ref)).toEqual(expected);
  });
});
