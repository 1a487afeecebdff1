import { expect, it } from 'vitest';
import { rememberLookups } from '../../src/ports/address.ts';

it('a name is asked for once; a question that failed is asked again', async () => {
  const asked: string[] = [];
  let isDown = true;
  const lookup = rememberLookups(async (host) => {
    asked.push(host);
    if (host === 'down.example.com' && isDown) throw new Error('down');
    return ['192.0.2.1'];
  });
  expect(await Promise.all([lookup('example.com'), lookup('example.com')])).toEqual([['192.0.2.1'], ['192.0.2.1']]);
  await expect(lookup('down.example.com')).rejects.toThrow('down');
  isDown = false;
  expect(await lookup('down.example.com')).toEqual(['192.0.2.1']);
  expect(asked).toEqual(['example.com', 'down.example.com', 'down.example.com']);
});
