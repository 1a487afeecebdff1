import { expect, it } from 'vitest';
import { usePinlock } from './pinlock.ts';

const pinlock = usePinlock();

it.each([
  [[], []],
  [['--packages'], ['pkg:pypi/requests']],
])('scan %j reads a script that only installs packages: %j', async (args, sources) => {
  const cwd = pinlock.tree({ 'build.sh': 'pip install requests\n' });
  const run = await pinlock.run(['scan', '--format', 'json', ...args], { cwd });
  const report: { readonly fetches: readonly { readonly source: string }[] } = JSON.parse(run.stdout);
  expect(report.fetches.map(({ source }) => source)).toEqual(sources);
});

it('explain tells what a rule reads, finds and leaves alone', async () => {
  const run = await pinlock.run(['explain', 'go-get'], { cwd: pinlock.tree({}) });
  expect(run.stdout).toMatchInlineSnapshot(`
    "go-get

    what it reads
      go: get

    why it matters
      Without a version go get takes the newest, outside of modules the newest commit of the default
      branch.

    what to do
      Name a version or a full commit behind '@'.

    it finds
      go get github.com/acme/tool
      go get -u -v github.com/acme/tool/cmd/...
      go get golang.org/x/tools/cmd/godoc

    it leaves alone
      go get
      go get ./...
      go get github.com/acme/tool@v1

    more
      https://go.dev/ref/mod#go-get
    "
  `);
});
