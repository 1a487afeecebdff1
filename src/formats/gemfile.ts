import type { FactWord, Program, Step } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { literalTemplate } from '../model/template.ts';
import { impliedText, type Piece, type Pieces } from '../model/value.ts';
import { type GemCall, type RubyText, readGemfile } from '../syntax/gemfile.ts';
import type { Format } from './format.ts';
import { nameWord } from './yaml-reading.ts';

/** What Bundler is to install. https://bundler.io/man/gemfile.5.html */
export const gemfile: Format = {
  id: 'gemfile',
  title: 'Gemfile, *.gemfile',
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
  const source = name === 'gem' ? named.findLast(({ key }) => HOSTS.has(key)) : { key: name, at, value: first };
  if (source === undefined || source.value === null) return [];
  const pull = source.key === 'github' ? PULL.exec(source.value.text) : null;
  const words = [nameWord('gem-git', source.at), addressWord(source.key, source.value, pull)];
  if (pull !== null) {
    const ref = made(`refs/pull/${pull[2] ?? ''}/head`, source.value.inside);
    words.push(nameWord('branch', source.at), { template: literalTemplate(ref), at: source.value.at });
  }
  for (const { key, at: keyAt, value } of pull === null ? named : [])
    if (REFS.includes(key) && value.text !== 'nil')
      words.push(nameWord(key, keyAt), { template: literalTemplate(toPieces(value)), at: value.at });
  const end = Math.max(...words.map((word) => word.at.end));
  return [{ kind: 'fact', form: 'key', words, word: source.at, at: { ...at, end } }];
}

/** A pull request as the name of a repository is its newest commit, whatever else the call says. */
const PULL = /^(https:\/\/github\.com\/[^/]+\/[^/]+)\/pull\/(\d+)$/;

/** `github: 'acme/tool'`; `github: 'tool'` is of the owner `tool`. */
function addressWord(key: string, value: RubyText, pull: RegExpExecArray | null): FactWord {
  if (pull !== null) return { template: literalTemplate(made(pull[1] ?? '', value.inside)), at: value.at };
  if (value.isCode === true) return { template: literalTemplate(toPieces(value)), at: value.at };
  const before = HOSTS.get(key) ?? '';
  const behind = key !== 'git' && key !== 'gist' && !value.text.includes('/') ? `/${value.text}` : '';
  const pieces = [...made(before, value.inside), ...toPieces(value), ...made(behind, value.inside)];
  return { template: literalTemplate(pieces), at: value.at };
}

function made(text: string, at: Span): Pieces {
  return text === '' ? [] : [impliedText(text, at)];
}

/** What Ruby would compute is unknown. */
function toPieces({ text, inside, isCode }: RubyText): Pieces {
  if (isCode === true) return [{ kind: 'hole', id: `ruby:${text}`, name: text, why: 'environment', at: inside }];
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
