import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readObjects } from '../../../src/ports/git/objects.ts';

const TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const PARENT = '1'.repeat(40);

function object(type: string, body: Buffer | string): { readonly id: string; readonly printed: Buffer } {
  const bytes = Buffer.from(body);
  const id = createHash('sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex');
  return { id, printed: Buffer.concat([Buffer.from(`${id} ${type} ${bytes.length}\n`), bytes, Buffer.from('\n')]) };
}

function commit(person: string, message: string, more = ''): string {
  return `tree ${TREE}\nparent ${PARENT}\nauthor ${person}\ncommitter ${person}\n${more}\n${message}`;
}

function read(...objects: readonly ReturnType<typeof object>[]) {
  return readObjects(
    Buffer.concat(objects.map(({ printed }) => printed)),
    objects.map(({ id }) => id),
  );
}

describe('a commit', () => {
  it.each([
    ['the usual', commit('Ada Example <ada@example.com> 1571238673 +0200', 'one\n\ntwo\n'), 'Ada Example', 1571238673],
    ['no blank before the date', commit('Ada <ada@example.com>1571238673 +0000', 'one'), 'Ada', 1571238673],
    ['no name', commit('<ada@example.com> 1571238673 +0000', 'one'), '', 1571238673],
    ['brackets in the name', commit('Ada <x> B <a@b> 5 +0000', 'one'), 'Ada', 5],
    ['no date', commit('Ada <ada@example.com>', 'one'), 'Ada', 0],
    ['before 1970', commit('Ada <ada@example.com> -5 +0000', 'one'), 'Ada', -5],
    ['an odd time zone', commit('Ada <ada@example.com> 5 +51800', 'one'), 'Ada', 5],
    ['an empty line first', commit('Ada <ada@example.com> 5 +0000', '\n\none\ntwo'), 'Ada', 5],
    ['a signature', commit('Ada <a@b> 5 +0000', 'one', 'gpgsig -----BEGIN\n author x\n parent y\n'), 'Ada', 5],
  ])('%s', (_name, body, author, seconds) => {
    const one = object('commit', body);
    expect(read(one)).toEqual([
      {
        kind: 'commit',
        id: one.id,
        parents: [PARENT],
        author,
        authored: seconds,
        committed: seconds,
        subject: 'one',
      },
    ]);
  });

  it('in another encoding', () => {
    const text = commit('J\u00fcrgen <j@example.com> 5 +0000', 'gr\u00fcn', 'encoding ISO-8859-1\n');
    const [one] = read(object('commit', Buffer.from(text, 'latin1'))) ?? [];
    expect(one).toMatchObject({ author: 'J\u00fcrgen', subject: 'gr\u00fcn' });
  });

  it('in an encoding that nobody knows', () => {
    expect(read(object('commit', commit('Ada <a@b> 5 +0000', 'one', 'encoding x-none\n')))).toMatchObject([
      { subject: 'one' },
    ]);
  });
});

it('a tag', () => {
  const tag = object('tag', `object ${PARENT}\ntype commit\ntag v1\ntagger Ada <a@b> 7 +0000\n\nv1\n`);
  expect(read(tag)).toEqual([{ kind: 'tag', id: tag.id, target: PARENT, tagged: 7 }]);
});

describe('is not taken:', () => {
  const one = object('commit', commit('Ada <a@b> 5 +0000', 'one'));
  it.each([
    ['another text under the id', Buffer.from(one.printed.toString().replace('Ada', 'Eve'))],
    ['a text that is cut', one.printed.subarray(0, -10)],
    ['a missing object', Buffer.from(`${one.id} missing\n`)],
    ['nothing at all', Buffer.alloc(0)],
    ['another object', object('commit', commit('Eve <a@b> 5 +0000', 'one')).printed],
    ['a blob', object('blob', 'x').printed],
  ])('%s', (_name, printed) => {
    expect(readObjects(printed, [one.id])).toBeUndefined();
  });
});
