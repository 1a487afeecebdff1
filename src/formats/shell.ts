import type { Program } from '../model/program.ts';
import { literalTemplate } from '../model/template.ts';
import { writtenText } from '../model/value.ts';
import { readShebang } from '../syntax/shell-start.ts';
import type { Format } from './format.ts';

/** Shell scripts, by extension or by their first line. */
export const shell: Format = {
  id: 'shell',
  title: 'shell script',
  reads: 'clones, checkouts, downloads, images, installers, with variables, functions, control flow',
  writes: 'commits, digests, checks behind downloads',
  matches,
  parse,
};

const EXTENSION = /\.(?:sh|bash|ksh|dash|ash|zsh)$/i;

function matches(path: string, firstLine: string): boolean {
  return EXTENSION.test(path) || readShebang(firstLine)?.isShell === true;
}

function parse(path: string, text: string): Program {
  const start = readShebang(text.slice(0, 512));
  const at = { file: path, start: 0, end: text.length };
  return {
    file: path,
    format: shell.id,
    steps: [
      {
        kind: 'shell',
        text: literalTemplate(text === '' ? [] : [writtenText(path, text, 0, text.length)]),
        errexit: start?.errexit ?? false,
        pipefail: start?.pipefail ?? false,
        isolated: false,
        at,
      },
    ],
    problems: [],
  };
}
