import { expect, it } from 'vitest';
import { KeptSteps } from '../../src/run/kept-steps.ts';
import { readHost } from '../support/read-host.ts';

const { steps: few } = readHost('build.sh', 'echo a\ndocker build -t base .\n');
const isMaking = ({ acts }: (typeof few)[number]) => acts.some(({ kind }) => kind === 'make');

it('keeps the steps of all files in their order', () => {
  const kept = new KeptSteps();
  kept.add(few);
  kept.add(few);
  expect(kept.whole()).toEqual([...few, ...few]);
  expect(kept.making).toEqual([...few, ...few].filter(isMaking));
});

it('forgets all but those that make an image when there are too many', () => {
  const kept = new KeptSteps();
  kept.add(few);
  kept.add(Array.from({ length: 600_000 }, () => few[0]).filter((step) => step !== undefined));
  kept.add(few);
  expect(kept.whole()).toBeUndefined();
  expect(kept.making).toEqual([...few, ...few].filter(isMaking));
});
