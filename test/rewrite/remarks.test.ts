import { describe, expect, it } from 'vitest';
import { DEV, rewritten, TAG } from './pins.ts';
import { unapply } from './scan.ts';

const U = 'https://github.com/acme/lib';

describe('a comment that names the ref stays true', () => {
  const clone = (ref: string, remark: string) => `V=${ref}${remark}\ngit clone ${U} d && git -C d checkout "$V"\n`;
  it.each([
    ['that is true', ' # v1.2.1', ' # v1.2.1'],
    ['of another version', '  # v1.1', '  # v1.2.1'],
    ['of ratchet', ' # ratchet:acme/lib@v1', ' # ratchet:acme/lib@v1.2.1'],
    ['of pre-commit', ' # frozen: v1.1', ' # frozen: v1.2.1'],
    ['with tag=', ' # tag=v1.1', ' # tag=v1.2.1'],
    ['of a person', ' # see issue 12', ' # see issue 12'],
    ['of a person about a version', ' # v1.1 was broken', ' # v1.1 was broken'],
    [
      'of renovate',
      ' # renovate: datasource=git-tags depName=acme/lib currentValue=v1.1',
      ' # renovate: datasource=git-tags depName=acme/lib currentValue=v1.2.1',
    ],
    [
      'for renovate',
      ' # renovate: datasource=github-tags depName=acme/lib',
      ' # renovate: datasource=github-tags depName=acme/lib',
    ],
  ])('%s', (_name, before, after) => {
    expect(rewritten({ 'a.sh': clone('v1.2.1', before) })).toEqual({ 'a.sh': clone(TAG, after) });
  });
});

describe('a workflow has the custom', () => {
  const steps = (...lines: readonly string[]) =>
    `jobs:\n  a:\n    steps:\n${lines.map((line) => `      - ${line}\n`).join('')}`;
  it.each([
    ['none there', 'uses: acme/lib@v1.2.1', `uses: acme/lib@${TAG} # v1.2.1`],
    ['quotes', 'uses: "acme/lib@dev"', `uses: "acme/lib@${DEV}" # dev`],
    ['one there', 'uses: acme/lib/x@v1.2.1  # v1', `uses: acme/lib/x@${TAG}  # v1.2.1`],
    ['another comment', 'uses: acme/lib@dev # why', `uses: acme/lib@${DEV} # why`],
    ['CRLF', 'uses: acme/lib@dev\r', `uses: acme/lib@${DEV} # dev\r`],
  ])('%s', (_name, before, after) => {
    const path = '.github/workflows/a.yml';
    expect(rewritten({ [path]: steps(before, 'run: make') })).toEqual({ [path]: steps(after, 'run: make') });
  });
});

describe('a file of pre-commit has its own', () => {
  const file = (rev: string) => `repos:\n-   repo: ${U}\n    rev: ${rev}\n    hooks:\n    -   id: a\n`;
  it.each([
    ['none there', 'v1.2.1', `${TAG}  # frozen: v1.2.1`],
    ['quotes', '"dev"', `"${DEV}"  # frozen: dev`],
    ['one there', 'v1.2.1  # frozen: v1.1', `${TAG}  # frozen: v1.2.1`],
    ['another comment', 'dev # why', `${DEV} # why`],
    ['CRLF', 'dev\r', `${DEV}  # frozen: dev\r`],
  ])('%s', (_name, before, after) => {
    const path = '.pre-commit-config.yaml';
    expect(rewritten({ [path]: file(before) })).toEqual({ [path]: file(after) });
  });

  it('goes with the pin', () => {
    const path = '.pre-commit-config.yaml';
    const pins = { [`git+${U}@v1.2.1`]: TAG };
    const { texts } = unapply({ [path]: file(`${TAG}  # frozen: v1.2.1`) }, pins);
    expect(texts).toEqual({ [path]: file('v1.2.1') });
  });
});
