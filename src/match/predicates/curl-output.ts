import { flatten, joinPieces, type Word } from '../../model/value.ts';
import { type Reading, wordOf } from '../reading.ts';
import { fileName } from './file-name.ts';
import { literal, toWord } from './pieces.ts';

/**
 * Where curl puts the k-th URL: the k-th `-o` or `-O` in the order of the command line, `--output-dir` before both (curl(1), "-o"). `-` for
 * standard output, which is where a URL without an output goes; undefined when the server names the file (`-J`).
 */
export function curlOutput(url: Word | undefined, reading: Reading, index: number): Word | undefined {
  const output = reading.outputs[index];
  if (url === undefined) return undefined;
  if (output === undefined && !reading.marks.has('remote-name-all')) return standardOutput(url);
  if (output?.kind === 'file') return isStream(output.word) ? standardOutput(url) : behindFolder(output.word, reading);
  if (reading.marks.has('server-names')) return undefined;
  const name = fileName(url, /[?#]/);
  return name === undefined ? undefined : behindFolder(name, reading);
}

function behindFolder(name: Word, reading: Reading): Word {
  const folder = wordOf(reading, 'folder');
  if (folder === undefined) return name;
  return toWord(joinPieces(folder.pieces, literal('/', folder), name.pieces), name);
}

function isStream(word: Word): boolean {
  const text = flatten(word.pieces);
  return text === '-' || text === '/dev/stdout' || text === '/dev/fd/1';
}

function standardOutput(url: Word): Word {
  return { pieces: literal('-', url), at: null };
}
