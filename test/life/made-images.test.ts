import { expect, it } from 'vitest';
import { readHost } from '../support/read-host.ts';

it.each([
  ['built', 'docker build -t acme/tool .\ndocker run acme/tool make', []],
  ['the tag latest is the one without a tag', 'docker build -t acme/tool:latest .\ndocker run acme/tool make', []],
  ['a name of several', 'docker build -t a/b -t c/d .\ndocker run c/d make', []],
  ['a name that is not known', 'docker build -t "$IMAGE" .\ndocker run "$IMAGE" make', []],
  ['named anew', 'docker tag x acme/tool:1\ndocker run acme/tool:1', []],
  ['another tag', 'docker build -t acme/tool:1 .\ndocker run acme/tool:2', ['docker-run']],
  ['built afterwards', 'docker run acme/tool\ndocker build -t acme/tool .', ['docker-run']],
  ['a pull asks the registry', 'docker build -t acme/tool .\ndocker pull acme/tool', ['docker-pull']],
])('an image of this machine, %s', (_, script, rules) => {
  expect(readHost('build.sh', `#!/bin/sh\n${script}\n`).fetches.map(({ rule }) => rule)).toEqual(rules);
});
