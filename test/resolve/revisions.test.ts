import { expect, it } from 'vitest';
import type { Source } from '../../src/model/source.ts';
import type { Revisions } from '../../src/ports/revisions.ts';
import { resolveSources } from '../../src/resolve/index.ts';
import { webPorts } from './web-ports.ts';

function source(kind: 'hg' | 'svn', ref: string | null): Source {
  const locator = 'https://example.com/acme/tool';
  return { kind, key: `${kind}+${locator}${ref === null ? '' : `@${ref}`}`, locator, ref };
}

const NODE = 'ab'.repeat(20);

async function resolve(asked: Source, answers: Readonly<Record<string, string>>) {
  const calls: unknown[] = [];
  const revisions: Revisions = {
    find: async (kind, url, name) => {
      calls.push([kind, url, name]);
      return { kind: 'revision', id: answers[name ?? ''] ?? '' };
    },
  };
  const [one] = await resolveSources([asked], { ...webPorts({}), revisions });
  return { one, calls };
}

it.each([
  ['hg', null, NODE],
  ['hg', 'stable', NODE],
  ['svn', null, '1234'],
] as const)('%s at %s is asked of the program', async (kind, ref, id) => {
  const asked = source(kind, ref);
  const { one, calls } = await resolve(asked, { [ref ?? '']: id });
  expect(one).toEqual({ kind: 'pinned', source: asked, pin: { commit: id }, notes: [] });
  expect(calls).toEqual([[kind, asked.locator, ref]]);
});

it.each([
  ['hg', NODE],
  ['svn', '1234'],
] as const)('%s at %s is its own pin, nobody is asked', async (kind, id) => {
  const { one, calls } = await resolve(source(kind, id), {});
  expect(one).toMatchObject({ pin: { commit: id } });
  expect(calls).toEqual([]);
});

it.each([
  ['hg', '1234'],
  ['svn', NODE],
] as const)('%s that answers %s is not believed', async (kind, id) => {
  const { one } = await resolve(source(kind, null), { '': id });
  expect(one).toMatchObject({ kind: 'unresolved', reason: 'invalid' });
});
