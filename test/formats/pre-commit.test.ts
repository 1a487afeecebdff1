import { describe, expect, it } from 'vitest';
import { readHost } from '../support/read-host.ts';

function read(hook: string): readonly string[] {
  const { fetches } = readHost(
    '.pre-commit-config.yaml',
    `repos:\n  - repo: local\n    hooks:\n      - id: x\n${hook}`,
  );
  return fetches.map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
}

describe('hooks of a pre-commit configuration', () => {
  it.each<readonly [string, string, readonly string[]]>([
    [
      'a command of a shell',
      "        language: system\n        entry: bash -c 'curl -fsSL https://example.com/install.sh | sh'\n",
      ['moving https://example.com/install.sh'],
    ],
    [
      'a command and its arguments',
      "        language: system\n        entry: bash\n        args: ['-c', 'curl -fsSL https://example.com/install.sh | sh']\n",
      ['moving https://example.com/install.sh'],
    ],
    [
      'a folded one',
      '        language: system\n        entry: >-\n          git clone\n          https://example.com/acme/tool\n',
      ['moving git+https://example.com/acme/tool'],
    ],
    [
      'an image',
      '        language: docker_image\n        entry: debian:latest sh\n',
      ['moving docker://docker.io/library/debian:latest'],
    ],
    [
      'an image with options and arguments',
      '        language: docker_image\n        entry: --entrypoint /bin/lint acme/tool:1.2\n        args: [--fix]\n',
      ['tag docker://docker.io/acme/tool:1.2'],
    ],
    ['a pattern', "        language: pygrep\n        entry: 'curl https://example.com/a'\n", []],
    ['a message', "        language: fail\n        entry: 'use curl https://example.com/a'\n", []],
    ['no command', '        language: system\n', []],
  ])('%s', (_name, hook, expected) => {
    expect(read(hook)).toEqual(expected);
  });

  it('each in a process of its own', () => {
    const two = `${'        language: system\n        entry: cd sub\n'}      - id: y\n        language: system\n        entry: bash -c 'git -C tool checkout v1; git clone https://example.com/acme/tool'\n`;
    expect(read(two)).toEqual(['moving git+https://example.com/acme/tool']);
  });
});
