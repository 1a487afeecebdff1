import { describe, expect, it } from 'vitest';
import { DEV, DIGEST, HEAD, refusal, rewritten, SUM, TAG } from './pins.ts';

const U = 'https://github.com/acme/lib';
const A = 'https://example.com/a-1.2.tgz';

describe('what a program installs is pinned in its own words', () => {
  it.each([
    ['pip with a branch', `pip install git+${U}@dev`, `pip install git+${U}@${DEV}`],
    ['pip without a ref', `pip install git+${U}`, `pip install git+${U}@${HEAD}`],
    [
      'pip with a fragment, in quotes',
      `pip install "lib @ git+${U}.git#subdirectory=x"`,
      `pip install "lib @ git+${U}.git@${HEAD}#subdirectory=x"`,
    ],
    ['pip with the branch in a variable', `B=dev\npip install "git+${U}@$B"`, `B=${DEV}\npip install "git+${U}@$B"`],
    ['pip with all of it in a variable', `P=git+${U}\npip install $P`, `P=git+${U}@${HEAD}\npip install $P`],
    ['pip with a file', `pip install ${A}`, `pip install ${A}#sha256=${SUM}`],
    ['two of them', `pip install git+${U}@dev ${A}`, `pip install git+${U}@${DEV} ${A}#sha256=${SUM}`],
    ['two images', 'docker pull debian:12 debian:12', `docker pull debian:12@${DIGEST} debian:12@${DIGEST}`],
    ['uv', `uv tool install git+${U}@v1.2.1`, `uv tool install git+${U}@${TAG}`],
    ['npm, short', 'npm install -g acme/lib', `npm install -g acme/lib#${HEAD}`],
    ['npm, long', `npm i 'git+${U}.git#dev'`, `npm i 'git+${U}.git#${DEV}'`],
    ['npx', 'npx -y github:acme/lib build', `npx -y github:acme/lib#${HEAD} build`],
    ['go', 'go install github.com/acme/lib/cmd/x@dev', `go install github.com/acme/lib/cmd/x@${DEV}`],
    ['cargo with a branch', `cargo install --git ${U} --branch dev lib`, `cargo install --git ${U} --rev ${DEV} lib`],
    ['cargo with a tag', `cargo install --git ${U} --tag=v1.2.1`, `cargo install --git ${U} --rev=${TAG}`],
    ['cargo without a ref', `cargo install --git ${U} lib`, `cargo install --git ${U} --rev ${HEAD} lib`],
    ['gh', 'gh repo clone acme/lib d && make', `gh repo clone acme/lib d && git -C d checkout -q ${HEAD} && make`],
    [
      'git submodule add',
      `git submodule add ${U} x/lib && make`,
      `git submodule add ${U} x/lib && git -C x/lib checkout -q ${HEAD} && make`,
    ],
  ])('%s', (_name, before, after) => {
    expect(rewritten({ 'a.sh': before })).toEqual({ 'a.sh': after });
  });

  it.each([
    ['by a server that hands out no commits', `git archive --remote=${U} dev | tar x`, 'no form that takes a commit'],
    ['for a file with a fragment', `pip install ${A}#egg=x`, 'has a part behind "#" already'],
  ])('refused: %s', (_name, before, reason) => {
    expect(refusal({ 'a.sh': before })).toContain(reason);
  });
});
