import { expect, it } from 'vitest';
import { groupUnresolved, type Unresolved } from '../../src/reports/render-unresolved.ts';

const silent = (source: string): Unresolved => ({ source, reason: 'unreachable', message: `${source}: no answer` });

it('tells of a host that answers nobody once, with its sources, and of all else one by one', () => {
  const images = ['a:1', 'b:1', 'c:1', 'd:1'].map((name) => silent(`docker://docker.io/library/${name}`));
  const missing: Unresolved = { source: 'docker://docker.io/library/e:1', reason: 'not-found', message: 'no such tag' };
  const repository = silent('git+https://example.com/acme/tool@main');
  const [first, ...others] = images;
  if (first === undefined) throw new Error('no images');
  expect(groupUnresolved([first, repository, ...others, missing])).toEqual([
    {
      title: '4 sources of docker.io',
      remarks: ['unreachable: docker://docker.io/library/a:1: no answer', ...images.map(({ source }) => source)],
    },
    { title: repository.source, remarks: [`unreachable: ${repository.message}`] },
    { title: missing.source, remarks: ['not-found: no such tag'] },
  ]);
});
