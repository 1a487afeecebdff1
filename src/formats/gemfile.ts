import type { FactWord, Program, Step } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { literalTemplate } from '../model/template.ts';
import type { Piece, Pieces } from '../model/value.ts';
import { type GemCall, type RubyText, readGemfile } from '../syntax/gemfile.ts';
import type { Format } from './format.ts';
import { nameWord } from './yaml-reading.ts';

/** What Bundler is to install. https://bundler.io/man/gemfile.5.html */
export const gemfile: Format = {
  id: 'gemfile',
  title: 'Gemfile',
  reads: 'repositories of gems, settled by `Gemfile.lock`',
  writes: 'commits as `ref`',
  matches: (path) => /(?:^|\/)Gemfile$|\.gemfile$/.test(path),
  sign: /\b(?:git|github|gist|bitbucket)\b/,
  parse,
};

/** Short names of hosts, and what stands before the name of a repository there. */
const HOSTS: ReadonlyMap<string, string> = new Map([
  ['git', ''],
  ['github', 'https://github.com/'],
  ['gist', 'https://gist.github.com/'],
  ['bitbucket', 'https://bitbucket.org/'],
]);
const REFS: readonly string[] = ['branch', 'tag', 'ref'];

function parse(path: string, text: string): Program {
  const steps = readGemfile(path, text).flatMap(callSteps);
  return { file: path, format: gemfile.id, steps, problems: [] };
}

/** `gem 'tool', git: 'URL', branch: 'main'`, or a block for several gems: `git 'URL', branch: 'main' do`. */
function callSteps({ name, at, first, named }: GemCall): readonly Step[] {
  const source = name === 'gem' ? named.find(({ key }) => HOSTS.has(key)) : { key: name, at, value: first };
  if (source === undefined || source.value === null) return [];
  const words = [nameWord('gem-git', source.at), addressWord(source.key, source.value)];
  for (const { key, at: keyAt, value } of named)
    if (REFS.includes(key))
      words.push(nameWord(key, keyAt), { template: literalTemplate(toPieces(value)), at: value.at });
  const end = Math.max(...words.map((word) => word.at.end));
  return [{ kind: 'fact', form: 'key', words, word: source.at, at: { ...at, end } }];
}

/** `github: 'acme/tool'`; `github: 'tool'` is of the owner `tool`. */
function addressWord(key: string, value: RubyText): FactWord {
  const before = HOSTS.get(key) ?? '';
  const behind = key !== 'git' && key !== 'gist' && !value.text.includes('/') ? `/${value.text}` : '';
  const pieces = [...made(before, value.inside), ...toPieces(value), ...made(behind, value.inside)];
  return { template: literalTemplate(pieces), at: value.at };
}

function made(text: string, at: Span): Pieces {
  return text === '' ? [] : [{ kind: 'text', text, at, verbatim: false }];
}

/** What Ruby would compute is unknown. */
function toPieces({ text, inside }: RubyText): Pieces {
  const pieces: Piece[] = [];
  let start = inside.start;
  for (const part of text.split(/(#\{[^}]*\})/)) {
    const at = { ...inside, start, end: start + part.length };
    if (part.startsWith('#{')) pieces.push({ kind: 'hole', id: `ruby:${part}`, name: part, why: 'environment', at });
    else if (part !== '') pieces.push({ kind: 'text', text: part, at, verbatim: true });
    start += part.length;
  }
  return pieces;
}
